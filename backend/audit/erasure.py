"""Erasing personal values for good, on record: the one routine. Every proof of the history holds afterwards.

In one transaction each thing that goes is named in the append-only table `audit_erasure`, which is what the database's guards ask; then
values, subjects and names are deleted, the text of history rows is blanked, and an event tells of the digests. A journal outside the
database lets a restored backup be erased again.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from backend.audit.actions import declare
from backend.audit.coverage import history_models, spans, tracked
from backend.audit.events import LOG, Actor, compose, insert
from backend.audit.models import Disclosure, Erasure, Event, Identity, Subject
from backend.audit.sealed.recovery import when_restored
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.errors import Forbidden, Invalid, Refused

ERASE: Final = "audit.erase"
AT_ONCE: Final = 500
REASON, TEXT = "reason", "text"  # what of a history row is blanked: the reason alone, or every text
IN_ROWS: Final = {
    "diff": TEXT,
    "rows": TEXT,
    "reason": REASON,
}  # values of an event that stand in its history rows as well

declare(ERASE, "erased personal values from the history", kind="system")


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Whose values are meant: everything in some streams, what names a person, or one event (or one value of it)."""

    kind: str  # case, person or event
    streams: tuple[str, ...] = ()
    person: UUID | None = None
    users: tuple[UUID, ...] = ()
    event: int | None = None
    value: str = ""


@dataclass
class Reach:
    """What would go."""

    disclosures: list[tuple[int, UUID, str, str]] = field(default_factory=list)  # event, its uid, name, digest
    subjects: list[tuple[int, UUID, UUID]] = field(default_factory=list)  # event, its uid, person
    identities: list[UUID] = field(default_factory=list)
    history: list[tuple[str, int, UUID, str]] = field(default_factory=list)  # table, row, the record's uid, what of it

    @property
    def counts(self) -> dict[str, int]:
        """Count what would go, by kind."""
        return {
            "values": len(self.disclosures),
            "subjects": len(self.subjects),
            "names": len(self.identities),
            "history_rows": len(self.history),
        }

    def __bool__(self) -> bool:
        """Tell whether there is anything to erase."""
        return any(self.counts.values())


Blocker = Callable[[Selection], Iterable[str]]
_blockers: Final[list[Blocker]] = []


def blocked_by(blocker: Blocker) -> None:
    """Ask this before every erasure; each sentence that it gives is a reason not to erase (a legal hold)."""
    if blocker not in _blockers:
        _blockers.append(blocker)


def reach(selection: Selection) -> Reach:
    """List what an erasure would take, without touching it."""
    found, named = Reach(), _erased_rows()
    for event in _events(selection).order_by("pk").iterator():
        told = json.loads(event.body)
        names = [selection.value] if selection.value else sorted(told["sd"])
        there = set(Disclosure.objects.filter(event_id=event.pk, name__in=names).values_list("name", flat=True))
        found.disclosures += [(event.pk, event.uid, name, told["sd"][name]) for name in names if name in there]
        what = {IN_ROWS[name] for name in (names if selection.value else IN_ROWS) if name in IN_ROWS}
        if what and told["ctx"].get("history"):
            found.history += _rows(told["ctx"]["history"], TEXT if TEXT in what else REASON, named)
    found.subjects = list(_subjects(selection))
    found.identities = list(Identity.objects.filter(actor__in=selection.users).values_list("actor", flat=True))
    return found


def erase(selection: Selection, *, rule: str, basis: str, actor: Actor, approver: Actor, reason: str) -> Reach:
    """Erase on record; two people decide it.

    Raises Forbidden when they are one person, Invalid without rule, basis or reason, and Refused (under-hold, nothing-to-erase).
    """
    if actor.uid == approver.uid:
        raise Forbidden("Somebody else has to approve an erasure.", code="own-erasure")
    given = {"rule": rule, "basis": basis, "reason": reason}
    if missing := {name: ["Say it; it stands in the history."] for name, text in given.items() if not text.strip()}:
        raise Invalid(missing)
    with transaction.atomic():
        held = [sentence for blocker in _blockers for sentence in blocker(selection)]
        if held:
            raise Refused(" ".join(held), code="under-hold")
        found = reach(selection)
        if not found:
            raise Refused("There is nothing to erase.", code="nothing-to-erase")
        facts: dict[str, Json] = {"rule": rule.strip(), "basis": basis.strip(), "approved_by": str(approver.uid)}
        event = _erase(found, facts, actor=actor, reason=reason.strip())
        _write_journal(event, found, facts, actor)
    return found


def replay(lines: Iterable[str], *, actor: Actor) -> int:
    """Erase again what the journal says, after a backup was restored; give how many of its lines had something to erase."""
    done = 0
    for line in lines:
        if not line.strip():
            continue
        told = json.loads(line)
        with transaction.atomic():
            found = _still_there(told)
            if found:
                facts: dict[str, Json] = {
                    "rule": told["rule"],
                    "basis": told["basis"],
                    "approved_by": told["approved_by"],
                    "replays": told["event"],
                }
                _erase(
                    found, facts, actor=actor, reason="A backup was restored, which still held what had been erased."
                )
                done += 1
    return done


def replay_journal(actor: Actor) -> int:
    """Erase again what the journal of this machine says."""
    path = journal_path()
    return replay(path.read_text(encoding="utf-8").splitlines(), actor=actor) if path.exists() else 0


def journal_path() -> Path:
    """Tell where the journal lies: outside the database, so that a restored backup does not bring it back to an older state."""
    return Path(settings.AUDIT_DIR) / "erasures.ndjson"


def _erase(found: Reach, facts: dict[str, Json], *, actor: Actor, reason: str) -> UUID:
    digests: list[Json] = [*sorted(digest for _, _, _, digest in found.disclosures)]
    counts: dict[str, Json] = {**found.counts}
    ctx: dict[str, Json] = {**facts, "digests": digests, "counts": counts}
    line = compose(ERASE, None, actor=actor, reason=reason, ctx=ctx, stream=LOG)
    _put_on_record(found, line.uid)
    for batch in _batches(found.disclosures):
        for name in {name for _, _, name, _ in batch}:
            Disclosure.objects.filter(event_id__in=[key for key, _, one, _ in batch if one == name], name=name).delete()
    for key, _, person in found.subjects:
        Subject.objects.filter(event_id=key, person_id=person).delete()
    Identity.objects.filter(actor__in=found.identities).delete()
    _blank(found.history)
    insert(line)
    return line.uid


def _put_on_record(found: Reach, by: UUID) -> None:
    rows = [
        Erasure(kind="disclosure", event_id=key, name=name, digest=digest, erased_by=by)
        for key, _, name, digest in found.disclosures
    ]
    rows += [Erasure(kind="subject", event_id=key, name=person.hex, erased_by=by) for key, _, person in found.subjects]
    rows += [Erasure(kind="identity", name=actor.hex, erased_by=by) for actor in found.identities]
    named = _erased_rows()
    rows += [
        Erasure(kind="history", history_table=table, history_id=number, erased_by=by)
        for table, number, _, _ in found.history
        if (table, number) not in named
    ]
    Erasure.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def _blank(rows: Sequence[tuple[str, int, UUID, str]]) -> None:
    for table, history in history_models().items():
        for what, blanks in ((TEXT, _blanks(history)), (REASON, {"history_change_reason": None})):
            numbers = [number for name, number, _, part in rows if (name, part) == (table, what)]
            for at in range(0, len(numbers), AT_ONCE):
                history._base_manager.filter(history_id__in=numbers[at : at + AT_ONCE]).update(**blanks)


def _blanks(history: type[models.Model]) -> dict[str, Any]:
    """Give the columns of a history table that may hold what people wrote, and what stands there afterwards."""
    blanks: dict[str, Any] = {"history_change_reason": None}
    for name in tracked(history):
        column = history._meta.get_field(name)
        if name == "reference" or name.endswith("sha256") or getattr(column, "choices", None):
            continue
        if isinstance(column, models.JSONField):
            blanks[name] = None if column.null else column.get_default()
        elif isinstance(column, models.CharField | models.TextField):
            blanks[name] = None if column.null else ""
    return blanks


def _events(selection: Selection) -> models.QuerySet[Event]:
    if selection.event is not None:
        return Event.objects.filter(pk=selection.event)
    keys = list(selection.streams)
    return Event.objects.filter(models.Q(stream__in=keys) | models.Q(obj__in=keys)).exclude(action=ERASE)


def _subjects(selection: Selection) -> Iterator[tuple[int, UUID, UUID]]:
    rows = Subject.objects.none()
    if selection.person is not None:
        rows = Subject.objects.filter(person_id=selection.person)
    elif selection.streams:
        rows = Subject.objects.filter(event_id__in=_events(selection).values("pk"))
    pairs = sorted(set(rows.values_list("event_id", "person_id")))
    uids = {key: uid for batch in _batches(pairs) for key, uid in _uids(key for key, _ in batch)}
    yield from ((key, uids[key], person) for key, person in pairs if key in uids)


def _uids(keys: Iterable[int]) -> Iterable[tuple[int, UUID]]:
    return Event.objects.filter(pk__in=list(keys)).values_list("pk", "uid")


def _rows(claim: list[Any], what: str, named: set[tuple[str, int]]) -> Iterator[tuple[str, int, UUID, str]]:
    """Find the history rows that an event names; one whose reason alone was erased may lose the rest later."""
    histories = history_models()
    for table, first, last in spans(claim):
        rows = histories[table]._base_manager.filter(history_id__range=(first, last))
        for number, uid, reason in rows.values_list("history_id", "uid", "history_change_reason"):
            if (table, number) not in named or (what == REASON and reason):
                yield table, number, uid, what


def _erased_rows() -> set[tuple[str, int]]:
    rows = Erasure.objects.filter(kind="history").values_list("history_table", "history_id")
    return {(table, number) for table, number in rows if number is not None}


def _still_there(told: dict[str, Any]) -> Reach:
    """Find what a line of the journal names and a restored database holds again; events are known by their lasting identifiers."""
    found, histories, named = Reach(), history_models(), _erased_rows()
    uids = {uid for uid, *_ in (*told["disclosures"], *told["subjects"])}
    keys = {uid: key for batch in _batches(sorted(uids)) for key, uid in _keys(batch)}
    for uid, name, digest in told["disclosures"]:
        key = keys.get(UUID(uid))
        if key and Disclosure.objects.filter(event_id=key, name=name).exists():
            found.disclosures.append((key, UUID(uid), name, digest))
    for uid, person in told["subjects"]:
        key = keys.get(UUID(uid))
        if key and Subject.objects.filter(event_id=key, person_id=person).exists():
            found.subjects.append((key, UUID(uid), UUID(person)))
    found.identities = list(Identity.objects.filter(actor__in=told["identities"]).values_list("actor", flat=True))
    for table, number, uid, what in told["history"]:
        rows = histories[table]._base_manager.filter(history_id=number, uid=uid) if table in histories else None
        if rows is not None and (table, number) not in named and rows.exists():
            found.history.append((table, number, UUID(uid), what))
    return found


def _keys(uids: Sequence[str]) -> Iterable[tuple[int, UUID]]:
    return Event.objects.filter(uid__in=uids).values_list("pk", "uid")


def _write_journal(event: UUID, found: Reach, facts: dict[str, Json], actor: Actor) -> None:
    """Add the erasure to the journal, on the disk, before the transaction ends: what can't be journalled is not erased."""
    line: dict[str, Any] = {
        "at": clock.now().isoformat(),
        "event": str(event),
        "by": str(actor.uid),
        **facts,
        "disclosures": [[str(uid), name, digest] for _, uid, name, digest in found.disclosures],
        "subjects": [[str(uid), str(person)] for _, uid, person in found.subjects],
        "identities": [str(actor) for actor in found.identities],
        "history": [[table, number, str(uid), what] for table, number, uid, what in found.history],
    }
    path = journal_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line, separators=(",", ":")) + "\n")
        out.flush()
        os.fsync(out.fileno())


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    yield from (items[at : at + AT_ONCE] for at in range(0, len(items), AT_ONCE))


when_restored(replay_journal)
