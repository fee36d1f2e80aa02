"""Checking one entry against its seal, from what is stored now, a step at a time, so that a person can follow."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef

from backend.audit.disclosures import digest, disclosed
from backend.audit.models import Disclosure, Erasure, Event, Leaf, Pending
from backend.audit.sealed import store
from backend.audit.sealed.keys import public_keys
from backend.audit.sealed.notes import NoteError, Signature, open_checkpoint
from backend.audit.sealed.proofs import Proof, newest_signed, proof_of
from backend.audit.sealed.tree import HASH, WIDTH, ProofError, check_inclusion, leaf_hash, node_hash

ERASURE = "audit.erase"


class Standing(StrEnum):
    """How an entry stands to the sealed log."""

    SEALED = "sealed"
    UNSIGNED = "unsigned"  # in the tree, under no signed checkpoint yet
    WAITING = "waiting"
    BROKEN = "broken"


class Part(StrEnum):
    """What one step of a check looks at."""

    PLACE = "place"
    FIELDS = "fields"
    VALUES = "values"
    LEAF = "leaf"
    PATH = "path"
    SIGNATURE = "signature"


class Kept(StrEnum):
    """What became of a value that an entry commits to."""

    KEPT = "kept"
    ERASED = "erased"
    MISSING = "missing"
    ALTERED = "altered"


@dataclass(frozen=True)
class Step:
    """One step of a check; `holds` is None where this machine could not tell."""

    part: Part
    holds: bool | None
    about: str = ""


@dataclass(frozen=True)
class Value:
    """One value that stands in an entry by its digest alone."""

    name: str
    digest: str
    state: Kept


@dataclass(frozen=True)
class Hop:
    """One step up the tree: the neighbour, on which side it stands, and the hash of both together."""

    is_left: bool
    neighbour: bytes
    result: bytes


@dataclass(frozen=True)
class Checked:
    """What a check of one entry found."""

    standing: Standing
    steps: tuple[Step, ...]
    values: tuple[Value, ...] = ()
    leaf: Leaf | None = None
    leaf_hash: bytes = b""
    proof: Proof | None = None
    signatures: tuple[Signature, ...] = field(default=())

    @property
    def failed(self) -> Step | None:
        """Give the first step that does not hold."""
        return next((step for step in self.steps if step.holds is False), None)

    @property
    def hops(self) -> list[Hop]:
        """Give the way from the leaf to the root."""
        return list(climb(self.proof)) if self.proof else []


def check_entry(event: Event) -> Checked:
    """Check an entry against everything that its seal promises, from the stored contents."""
    leaf = Leaf.objects.filter(event_id=event.pk).first()
    body = _body(event)
    values = _values(event, body)
    steps = [
        Step(Part.FIELDS, _agrees(event, body, leaf)),
        Step(Part.VALUES, not any(value.state in {Kept.MISSING, Kept.ALTERED} for value in values)),
    ]
    checked = Checked(Standing.WAITING, (), tuple(values), leaf)
    if leaf is None:
        steps.insert(0, Step(Part.PLACE, Pending.objects.filter(pk=event.pk).exists()))
    else:
        checked, more = _in_tree(event, leaf, checked)
        steps += more
    checked = replace(checked, steps=tuple(steps))
    return replace(checked, standing=Standing.BROKEN) if checked.failed else checked


def climb(proof: Proof) -> Iterator[Hop]:
    """Walk from a leaf to the root, as the proof says; a proof of the wrong length is left to `check_inclusion`."""
    node, rest, root = proof.index, proof.size - 1, proof.leaf_hash
    for part in proof.path:
        is_left = bool(node & 1) or node == rest
        root = node_hash(part, root) if is_left else node_hash(root, part)
        yield Hop(is_left, part, root)
        if is_left:
            while not node & 1 and node:
                node, rest = node >> 1, rest >> 1
        node, rest = node >> 1, rest >> 1


def neighbours(leaf: Leaf) -> tuple[int | None, int | None]:
    """Give the numbers of the entries before and after this one in the same stream."""
    found = dict(
        Leaf.objects.filter(stream=leaf.stream, seq__in=(leaf.seq - 1, leaf.seq + 1)).values_list("seq", "event_id")
    )
    return found.get(leaf.seq - 1), found.get(leaf.seq + 1)


def is_waiting() -> Exists:
    """Ask, beside each event of a list, whether it still waits to be sealed."""
    return Exists(Pending.objects.filter(pk=OuterRef("pk")))


def _in_tree(event: Event, leaf: Leaf, checked: Checked) -> tuple[Checked, list[Step]]:
    own = leaf_hash(store.leaf_bytes(event.body, leaf.prev, leaf.seq, leaf.stream))
    steps = [Step(Part.LEAF, _stored_hash(leaf.leaf_index) == own)]
    newest = newest_signed()
    if newest is None or leaf.leaf_index >= newest.size:
        return replace(checked, standing=Standing.UNSIGNED, leaf_hash=own), steps
    checked = replace(checked, standing=Standing.SEALED, leaf_hash=own)
    try:
        proof = proof_of(event)
    except LookupError as problem:
        return checked, [*steps, Step(Part.PATH, holds=False, about=str(problem))]
    if proof is None:
        return checked, [*steps, Step(Part.PATH, holds=False)]
    steps.append(Step(Part.PATH, _leads_to_root(proof)))
    step, signatures = _signed(proof)
    return replace(checked, proof=proof, signatures=tuple(signatures)), [*steps, step]


def _leads_to_root(proof: Proof) -> bool:
    try:
        check_inclusion(proof.index, proof.size, proof.leaf_hash, proof.path, proof.root)
    except ProofError:
        return False
    return True


def _signed(proof: Proof) -> tuple[Step, list[Signature]]:
    keys = public_keys()
    if not keys:
        return Step(Part.SIGNATURE, holds=None), []
    try:
        checkpoint, signatures = open_checkpoint(proof.checkpoint, keys)
    except NoteError as problem:
        return Step(Part.SIGNATURE, holds=False, about=str(problem)), []
    same = (checkpoint.size, checkpoint.root) == (proof.size, proof.root)
    return Step(Part.SIGNATURE, same), signatures


def _stored_hash(index: int) -> bytes:
    tile = store.DatabaseTiles().get((0, index // WIDTH)) or b""
    at = index % WIDTH * HASH
    return tile[at : at + HASH]


def _body(event: Event) -> Mapping[str, Any]:
    try:
        body = json.loads(event.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _agrees(event: Event, body: Mapping[str, Any], leaf: Leaf | None) -> bool:
    """Tell whether the columns that lists are made from say what the sealed text says."""
    said = [body.get(name, "") for name in ("id", "act", "actor", "obj", "at")]
    shown = [
        str(event.uid),
        event.action,
        str(event.actor) if event.actor else None,
        event.obj or None,
        event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    ]
    return said == shown and (leaf is None or leaf.stream == event.stream)


def _values(event: Event, body: Mapping[str, Any]) -> list[Value]:
    committed = body.get("sd")
    if not isinstance(committed, dict):
        return []
    kept = dict(Disclosure.objects.filter(event_id=event.pk).values_list("name", "disclosure"))
    told = [
        Value(name, str(sealed), _state(event.pk, name, sealed, kept.get(name))) for name, sealed in committed.items()
    ]
    strays = [Value(name, "", Kept.ALTERED) for name in kept if name not in committed]
    return sorted([*told, *strays], key=lambda value: value.name)


def _state(number: int, name: str, sealed: str, disclosure: str | None) -> Kept:
    if disclosure is None:
        erased_by = Erasure.objects.filter(kind="disclosure", event_id=number, name=name).values("erased_by")
        told = Event.objects.filter(uid__in=erased_by, action=ERASURE, body__contains=sealed).exists()
        return Kept.ERASED if told else Kept.MISSING
    try:
        matches = digest(disclosure) == sealed and disclosed(disclosure)[0] == name
    except (ValueError, TypeError):
        matches = False
    return Kept.KEPT if matches else Kept.ALTERED
