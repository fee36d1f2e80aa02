"""Bringing lost entries back from a checked mirror: each gets the very place that it had.

An event that the restored database still holds, because it waited to be sealed when the backup was made, is only given its place.
What was never in the leaves does not come back: disclosed values, and whose record an event touched.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from backend.audit.models import Checkpoint as StoredCheckpoint
from backend.audit.models import Event, Leaf
from backend.audit.sealed import store
from backend.audit.sealed.anchors.checking import CheckedMirror
from backend.audit.sealed.tree import Tree, grow, leaf_hash
from backend.kernel.canonical import canonical
from backend.kernel.errors import Refused

STEP: Final = 4096


@dataclass(frozen=True)
class Reimported:
    """How many entries came back, and how many values that they disclosed did not."""

    entries: int
    values_lost: int


@dataclass(frozen=True)
class _Lost:
    """A leaf, read from its text."""

    index: int
    event: dict[str, Any]
    body: str
    stream: str
    seq: int
    prev: int | None

    @property
    def uid(self) -> UUID:
        return UUID(self.event["id"])


def reimport(mirror: CheckedMirror, size: int) -> Reimported:
    """Add the mirror's entries from `size` on to the log, in the caller's transaction, which holds the log's lock."""
    texts, index, values_lost = mirror.tree.leaves(size, mirror.newest.size), size, 0
    while step := list(islice(texts, STEP)):
        lost = [_read(index + at, text) for at, text in enumerate(step)]
        ids, missing = _event_ids(lost)
        values_lost += missing
        tiles = store.DatabaseTiles()
        changed = grow(tiles, index, b"".join(map(leaf_hash, step)))
        tiles.known.update(changed)
        store.write_leaves([store.LeafRow(row.index, ids[row.uid], row.stream, row.seq, row.prev) for row in lost])
        store.write_tiles(changed)
        index += len(step)
        store.finish([ids[row.uid] for row in lost], index, Tree(tiles, index).root())
    _keep_checkpoints(mirror, size)
    return Reimported(index - size, values_lost)


def _read(index: int, text: bytes) -> _Lost:
    if not text:
        raise Refused(f"Entry {index} was copied without its text: it can't be brought back.", code="not-recoverable")
    try:
        leaf = json.loads(text)
        event, stream, seq, prev = leaf["event"], leaf["stream"], leaf["seq"], leaf["prev"]
        body = canonical(event)
        UUID(event["id"])
    except (ValueError, KeyError, TypeError):
        raise Refused(f"Entry {index} of the mirror is no entry of this version.", code="not-recoverable") from None
    if store.leaf_bytes(body, prev, seq, stream) != text:
        raise Refused(f"Entry {index} of the mirror is no entry of this version.", code="not-recoverable")
    return _Lost(index, event, body, stream, seq, prev)


def _event_ids(lost: Sequence[_Lost]) -> tuple[dict[UUID, int], int]:
    """Find or write the events; give their numbers, and how many disclosed values are gone."""
    held = {event.uid: event for event in Event.objects.filter(uid__in=[row.uid for row in lost])}
    sealed = Leaf.objects.filter(event_id__in=[event.pk for event in held.values()])
    for row in lost:
        event = held.get(row.uid)
        if event is not None and (event.body, event.stream) != (row.body, row.stream):
            raise Refused(
                f"The database holds another event under the identifier of entry {row.index}.", code="not-recoverable"
            )
    if sealed.exists():
        raise Refused("Entries of the mirror have another place in the database.", code="not-recoverable")
    gone = [row for row in lost if row.uid not in held]
    written = Event.objects.bulk_create(_events(gone), batch_size=500)
    ids = {event.uid: event.pk for event in (*held.values(), *written)}
    return ids, sum(len(row.event.get("sd", {})) for row in gone)


def _events(lost: Sequence[_Lost]) -> Iterator[Event]:
    for row in lost:
        actor = row.event["actor"]
        yield Event(
            uid=row.uid,
            stream=row.stream,
            action=row.event["act"],
            actor=UUID(actor) if actor else None,
            obj=row.event["obj"] or "",
            at=datetime.fromisoformat(row.event["at"]),
            body=row.body,
        )


def _keep_checkpoints(mirror: CheckedMirror, since: int) -> None:
    for signed in mirror.signed:
        if signed.checkpoint.size > since:
            facts: dict[str, object] = {"root": signed.checkpoint.root, "note": signed.note}
            if signed.at is not None:
                facts["sealed_at"] = datetime.fromtimestamp(signed.at, UTC)
            StoredCheckpoint.objects.update_or_create(size=signed.checkpoint.size, defaults=facts)
