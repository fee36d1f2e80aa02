"""Is anything missing from a period? A statement in plain sentences that says what was checked, what was found and what was not checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef

from backend.audit.coverage import history_models
from backend.audit.models import Erasure, Event, Identity
from backend.audit.sealed.verifying import LATE, VERIFY, Verification, last_verification, told_verification
from backend.kernel import clock

STEP: Final = timedelta(minutes=1)  # a clock may be so far off
BYPASSED: Final = frozenset(
    {"record-differs", "record-gone", "record-unrecorded", "row-unnamed", "row-missing", "row-differs"}
)


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """What can be said about the history of a period; `since` counts, `until` is the first moment after it."""

    since: datetime
    until: datetime
    stated_at: datetime
    events: int
    sealed: int
    unsealed: int  # of these, those that have waited for more than a minute
    first_entry: int | None
    last_entry: int | None
    missing_entries: int
    broken_streams: int
    unused_numbers: int
    records_without_creation: int
    bypassed: int | None  # None: not checked
    actors_without_identity: int
    erased_identities: int
    clock_steps: int
    clock_drifts: int
    longest_pause: timedelta | None
    longest_pause_from: datetime | None
    verifications: int
    failed_verifications: int
    unreached: int  # entries that were sealed after the verification began
    checked: Verification | None

    @property
    def unchecked(self) -> tuple[str, ...]:
        """Name what was not checked, so that silence is not taken for an answer."""
        named = []
        if self.checked is None or not self.is_covered:
            named.append("whether the entries of the period still have the contents that were sealed")
        if self.bypassed is None:
            named.append("whether records were edited past their history")
        return tuple(named)

    @property
    def is_covered(self) -> bool:
        """Tell whether the verification reached every entry of the period."""
        return self.checked is not None and not self.unreached

    @property
    def nothing_missing(self) -> bool:
        """Say that nothing is missing: only when everything was checked and nothing was found."""
        found = (
            self.unsealed, self.missing_entries, self.broken_streams, self.records_without_creation, self.bypassed,
            self.actors_without_identity,
        )  # fmt: skip
        return not self.unchecked and not any(found) and self.checked is not None and self.checked.ok

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say it as a report does."""
        return (*_of_entries(self), *_of_records(self), *_of_time(self), *_of_checks(self), _conclusion(self))


def statement(since: datetime, until: datetime, *, checked: Verification | None = None) -> Completeness:
    """State what is known about a period: from questions to the database, and from a verification (the latest one, unless given)."""
    now, result = clock.now(), checked or last_verification()
    period = Event.objects.filter(at__gte=since, at__lt=until)
    events, sealed, first, last = _sealed(since, until)
    waiting, late = events - sealed, now - LATE
    actors, erased = _nameless(since, until)
    pause, pause_from = _longest_pause(since, until)
    runs = [told_verification(event) for event in period.filter(action=VERIFY).order_by("id").iterator()]
    bypassed = sum(one.count for one in result.findings if one.code in BYPASSED) if result and result.rows else None
    return Completeness(
        since=since,
        until=until,
        stated_at=now,
        events=events,
        sealed=sealed,
        unsealed=_waiting_since(since, until, late) if waiting else 0,
        first_entry=first,
        last_entry=last,
        missing_entries=_missing_entries(first, last),
        broken_streams=_broken_streams(first, last),
        unused_numbers=_unused_numbers(since, until),
        records_without_creation=sum(_without_creation(since, until)),
        bypassed=bypassed,
        actors_without_identity=actors,
        erased_identities=erased,
        clock_steps=_clock_steps(first, last),
        clock_drifts=_clock_drifts(since, until),
        longest_pause=pause,
        longest_pause_from=pause_from,
        verifications=len(runs),
        failed_verifications=sum(not run.ok for run in runs),
        unreached=_unreached(since, until, result.size) if result else sealed,
        checked=result,
    )


def _of_entries(told: Completeness) -> Iterator[str]:
    yield f"{_counted(told.events, 'event')} from {_day(told.since)} to {_day(told.until - timedelta(seconds=1))} (UTC)."
    if told.first_entry is not None:
        yield f"{_counted(told.sealed, 'of them is', 'of them are')} sealed, from entry {told.first_entry} to {told.last_entry}."
    recent = told.events - told.sealed - told.unsealed
    if recent:
        yield f"{_counted(recent, 'event')} of the last minute {'waits' if recent == 1 else 'wait'} to be sealed."
    if told.unsealed:
        yield f"{_counted(told.unsealed, 'event')} should have been sealed and {'is' if told.unsealed == 1 else 'are'} not."
    if told.missing_entries:
        yield f"{_counted(told.missing_entries, 'entry is', 'entries are')} missing between these."
    if told.broken_streams:
        yield f"{_counted(told.broken_streams, 'stream')} of events has a gap in its numbering."
    if told.unused_numbers:
        yield (
            f"{_counted(told.unused_numbers, 'number')} of the database’s own count stand for no event: transactions that were"
            " taken back use numbers up. Nothing is missing because of them."
        )


def _of_records(told: Completeness) -> Iterator[str]:
    if told.records_without_creation:
        yield f"{_counted(told.records_without_creation, 'record')} changed in the period without an event that created it."
    if told.bypassed:
        yield f"{_counted(told.bypassed, 'row')} of records or of their history do not agree with the events."
    if told.actors_without_identity:
        yield f"{_counted(told.actors_without_identity, 'actor')} acted whose name is not known."
    if told.erased_identities:
        yield f"{_counted(told.erased_identities, 'actor')} acted whose name was erased on record."


def _of_time(told: Completeness) -> Iterator[str]:
    if told.clock_steps:
        yield f"{_counted(told.clock_steps, 'time')} the product’s clock went back by more than a minute between two entries."
    if told.clock_drifts:
        yield f"{_counted(told.clock_drifts, 'event')} tell a time more than a minute away from the database’s clock."
    if told.longest_pause is not None and told.longest_pause_from is not None:
        length = timedelta(seconds=int(told.longest_pause.total_seconds()))
        yield f"The longest time without a checkpoint was {length}, from {told.longest_pause_from:%Y-%m-%d %H:%M} UTC on."
    elif told.sealed:
        yield "There were not two checkpoints in the period, so no pause between them can be told."


def _of_checks(told: Completeness) -> Iterator[str]:
    runs, failed = told.verifications, told.failed_verifications
    yield f"The whole history was checked {_counted(runs, 'time')} in the period; {failed or 'none'} of these found damage."
    if told.checked is not None:
        outcome = "and holds" if told.checked.ok else "and does not hold"
        yield (
            f"It was last checked on {told.checked.checked_at:%Y-%m-%d %H:%M} UTC up to entry {told.checked.size - 1}, {outcome}."
        )
        if told.unreached:
            yield f"{_counted(told.unreached, 'entry', 'entries')} of the period were added since then."
        yield from (finding.sentence for finding in told.checked.damage)
    for what in told.unchecked:
        yield f"Not checked: {what}."


def _conclusion(told: Completeness) -> str:
    if told.nothing_missing:
        return "Everything named here was checked. Nothing is missing."
    if told.unchecked:
        return "It can’t be said that nothing is missing, because not everything was checked."
    return "It can’t be said that nothing is missing: see above."


def _sealed(since: datetime, until: datetime) -> tuple[int, int, int | None, int | None]:
    query = (
        "SELECT count(*), count(l.leaf_index), min(l.leaf_index), max(l.leaf_index) FROM audit_event e"
        " LEFT JOIN audit_leaf l ON l.event_id = e.id WHERE e.at >= %s AND e.at < %s"
    )
    events, sealed, first, last = _one(query, _times(since, until))
    return events, sealed, first, last


def _waiting_since(since: datetime, until: datetime, late: datetime) -> int:
    query = (
        "SELECT count(*) FROM audit_event e WHERE e.at >= %s AND e.at < %s AND e.db_at < %s"
        " AND NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = e.id)"
    )
    return int(_one(query, _times(since, until, late))[0])


def _unreached(since: datetime, until: datetime, size: int) -> int:
    """Count the entries beyond a verification; the one that tells of it can't be among what it checked."""
    query = (
        "SELECT count(*) FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id"
        " WHERE l.leaf_index >= %s AND e.at >= %s AND e.at < %s AND e.action <> %s"
    )
    return int(_one(query, [size, *_times(since, until), VERIFY])[0])


def _missing_entries(first: int | None, last: int | None) -> int:
    if first is None or last is None:
        return 0
    there = _one("SELECT count(*) FROM audit_leaf WHERE leaf_index BETWEEN %s AND %s", [first, last])[0]
    return last - first + 1 - int(there)


def _broken_streams(first: int | None, last: int | None) -> int:
    if first is None or last is None:
        return 0
    query = (
        "SELECT count(*) FROM (SELECT stream FROM audit_leaf WHERE leaf_index BETWEEN %s AND %s GROUP BY stream"
        " HAVING max(seq) - min(seq) + 1 <> count(*)) t"
    )
    return int(_one(query, [first, last])[0])


def _unused_numbers(since: datetime, until: datetime) -> int:
    query = (
        "SELECT max(id) - min(id) + 1 - count(*) FROM audit_event WHERE id BETWEEN"
        " (SELECT min(id) FROM audit_event WHERE at >= %s AND at < %s) AND"
        " (SELECT max(id) FROM audit_event WHERE at >= %s AND at < %s)"
    )
    return int(_one(query, _times(since, until, since, until))[0] or 0)


def _without_creation(since: datetime, until: datetime) -> Iterator[int]:
    for history in history_models().values():
        manager = history._base_manager
        created = manager.filter(id=OuterRef("id"), history_type="+", history_id__lte=OuterRef("history_id"))
        rows = manager.filter(~Exists(created), history_date__gte=since, history_date__lt=until)
        yield rows.values("id").distinct().count()


def _nameless(since: datetime, until: datetime) -> tuple[int, int]:
    """Count the actors without a name, and those whose name was erased."""
    acted = Event.objects.filter(at__gte=since, at__lt=until, actor__isnull=False)
    nameless = acted.filter(~Exists(Identity.objects.filter(actor=OuterRef("actor")))).values_list("actor", flat=True)
    erased = set(Erasure.objects.filter(kind="identity").values_list("name", flat=True))
    actors = {actor.hex for actor in nameless.distinct() if actor}
    return len(actors - erased), len(actors & erased)


def _clock_steps(first: int | None, last: int | None) -> int:
    if first is None or last is None:
        return 0
    query = (
        f"SELECT count(*) FROM (SELECT {_seconds('lag(e.at) OVER (ORDER BY l.leaf_index)', 'e.at')} AS back"  # noqa: S608
        " FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id WHERE l.leaf_index BETWEEN %s AND %s) t WHERE back > %s"
    )
    return int(_one(query, [first, last, STEP.total_seconds()])[0])


def _clock_drifts(since: datetime, until: datetime) -> int:
    query = (
        f"SELECT count(*) FROM audit_event e WHERE e.at >= %s AND e.at < %s AND abs({_seconds('e.db_at', 'e.at')}) > %s"  # noqa: S608
    )
    return int(_one(query, [*_times(since, until), STEP.total_seconds()])[0])


def _longest_pause(since: datetime, until: datetime) -> tuple[timedelta | None, datetime | None]:
    before = "lag(sealed_at) OVER (ORDER BY size)"
    query = (
        "SELECT size, pause FROM (SELECT size, sealed_at, "  # noqa: S608
        f"{_seconds('sealed_at', before)} AS pause FROM audit_checkpoint) t"
        " WHERE sealed_at >= %s AND sealed_at < %s AND pause IS NOT NULL ORDER BY pause DESC LIMIT 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, _times(since, until))
        found = cursor.fetchone()
        if found is None:
            return None, None
        cursor.execute("SELECT sealed_at FROM audit_checkpoint WHERE size = %s", [found[0]])
        [at] = cursor.fetchone()
    pause = timedelta(seconds=float(found[1]))
    sealed_at = at if at.tzinfo else at.replace(tzinfo=since.tzinfo)
    return pause, sealed_at - pause


def _seconds(later: str, earlier: str) -> str:
    if connection.vendor == "postgresql":
        return f"extract(epoch FROM {later} - {earlier})"
    return f"(julianday({later}) - julianday({earlier})) * 86400.0"


def _times(*moments: datetime) -> list[Any]:
    return [connection.ops.adapt_datetimefield_value(moment) for moment in moments]


def _one(query: str, params: list[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _day(moment: datetime) -> str:
    return f"{moment:%-d %B %Y}"
