"""Is anything missing from a period? A statement in plain sentences that says what was checked, what was found and what was not checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from backend.audit import periods
from backend.audit.models import Event
from backend.audit.sealed.verifying import LATE, VERIFY, Verification, last_verification, told_verification
from backend.kernel import clock

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
    losses: int  # restores that did not bring everything back
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
            self.actors_without_identity, self.losses,
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
    events, sealed, first, last = periods.sealed_in(since, until)
    waiting, late = events - sealed, now - LATE
    actors, erased = periods.nameless_actors(since, until)
    pause, pause_from = periods.longest_pause(since, until)
    runs = [told_verification(event) for event in period.filter(action=VERIFY).order_by("id").iterator()]
    bypassed = sum(one.count for one in result.findings if one.code in BYPASSED) if result and result.rows else None
    return Completeness(
        since=since,
        until=until,
        stated_at=now,
        events=events,
        sealed=sealed,
        unsealed=periods.waiting_since(since, until, late) if waiting else 0,
        first_entry=first,
        last_entry=last,
        missing_entries=periods.missing_entries(first, last),
        broken_streams=periods.broken_streams(first, last),
        unused_numbers=periods.unused_numbers(since, until),
        records_without_creation=sum(periods.without_creation(since, until)),
        bypassed=bypassed,
        actors_without_identity=actors,
        erased_identities=erased,
        clock_steps=periods.clock_steps(first, last),
        clock_drifts=periods.clock_drifts(since, until),
        longest_pause=pause,
        longest_pause_from=pause_from,
        verifications=len(runs),
        failed_verifications=sum(not run.ok for run in runs),
        losses=sum(
            periods.lost_something(body) for body in period.filter(action="log.restore").values_list("body", flat=True)
        ),
        unreached=periods.unreached(since, until, result.size) if result else sealed,
        checked=result,
    )


def _of_entries(told: Completeness) -> Iterator[str]:
    days = f"from {_day(told.since)} to {_day(told.until - timedelta(seconds=1))} (UTC)"
    yield f"{_counted(told.events, 'event')} {days}."
    if told.first_entry is not None:
        are = "is" if told.sealed == 1 else "are"
        yield f"{told.sealed:,} of them {are} sealed, from entry {told.first_entry} to {told.last_entry}."
    recent = told.events - told.sealed - told.unsealed
    yield from _if(
        recent, "{} event of the last minute waits to be sealed.", "{} events of the last minute wait to be sealed."
    )
    yield from _if(
        told.unsealed, "{} event should have been sealed and is not.", "{} events should have been sealed and are not."
    )
    yield from _if(told.missing_entries, "{} entry is missing between these.", "{} entries are missing between these.")
    yield from _if(
        told.broken_streams, "{} stream has a gap in its numbering.", "{} streams have a gap in their numbering."
    )
    yield from _if(
        told.unused_numbers,
        "{} number of the database’s own count stands for no event: a transaction that was taken back used it up. Nothing is missing"
        " because of it.",
        "{} numbers of the database’s own count stand for no event: transactions that were taken back used them up. Nothing is"
        " missing because of them.",
    )


def _of_records(told: Completeness) -> Iterator[str]:
    yield from _if(
        told.records_without_creation,
        "{} record changed in the period, and no event tells of its creation.",
        "{} records changed in the period, and no event tells of their creation.",
    )
    yield from _if(
        told.bypassed or 0,
        "{} record or history row does not agree with the events.",
        "{} records or history rows do not agree with the events.",
    )
    yield from _if(
        told.actors_without_identity, "{} actor’s name is not known.", "The names of {} actors are not known."
    )
    yield from _if(
        told.erased_identities, "{} actor’s name was erased on record.", "The names of {} actors were erased on record."
    )


def _of_time(told: Completeness) -> Iterator[str]:
    yield from _if(
        told.clock_steps,
        "Once the product’s clock went back by more than a minute between two entries.",
        "{} times the product’s clock went back by more than a minute between two entries.",
    )
    yield from _if(
        told.clock_drifts,
        "{} event tells a time more than a minute away from the database’s clock.",
        "{} events tell a time more than a minute away from the database’s clock.",
    )
    if told.longest_pause is not None and told.longest_pause_from is not None:
        length = timedelta(seconds=round(told.longest_pause.total_seconds()))
        yield f"The longest time without a checkpoint was {length}, from {told.longest_pause_from:%Y-%m-%d %H:%M} UTC on."
    elif told.sealed:
        yield "There were not two checkpoints in the period, so no pause between them can be told."


def _of_checks(told: Completeness) -> Iterator[str]:
    runs, failed = told.verifications, told.failed_verifications
    yield f"The whole history was checked {_counted(runs, 'time')} in the period; {failed or 'none'} of these found damage."
    if told.checked is not None:
        outcome = "and holds" if told.checked.ok else "and does not hold"
        until = f"{told.checked.checked_at:%Y-%m-%d %H:%M} UTC, all {told.checked.size:,} entries that it had then"
        yield f"It was last checked on {until}, {outcome}."
        yield from _if(
            told.unreached,
            "{} entry of the period was added after that.",
            "{} entries of the period were added after that.",
        )
        yield from (finding.sentence for finding in told.checked.damage)
    for what in told.unchecked:
        yield f"Not checked: {what}."
    yield from _if(
        told.losses,
        "Once a restore lost something, as an entry of the log tells.",
        "{} times a restore lost something, as entries of the log tell.",
    )


def _conclusion(told: Completeness) -> str:
    if told.nothing_missing:
        return "Everything named here was checked. Nothing is missing."
    if told.unchecked:
        return "It can’t be said that nothing is missing, because not everything was checked."
    return "It can’t be said that nothing is missing: see above."


def _if(number: int, one: str, many: str) -> Iterator[str]:
    """Give a sentence when there is something to count."""
    if number:
        yield (one if number == 1 else many).format(f"{number:,}")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def _day(moment: datetime) -> str:
    return f"{moment:%-d %B %Y}"
