"""Starting, meeting, cancelling, pausing and resuming deadlines.

The actions of the apps above call these in their transaction, after their permission; here no permission is decided.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from backend.audit.actions import declare
from backend.audit.recorded import Recorded, keep
from backend.deadlines.models import Deadline, DeadlinePause, DeadlineQuerySet
from backend.deadlines.profiles import Place, Sense, Timer, place_of
from backend.deadlines.reckoning import Due, Stop, due_after, due_before, end_of_day, extended
from backend.deadlines.rules import Rule, Unit
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("deadline.start", "set a deadline", kind="system")
declare("deadline.meet", "met a deadline", kind="system")
declare("deadline.cancel", "cancelled a deadline", kind="change")
declare("deadline.pause", "paused a deadline", kind="change")
declare("deadline.resume", "let a deadline run on", kind="change")


def start_for(
    row: Recorded,
    event: str,
    *,
    actor: User,
    reason: str = "",
    place: Place | None = None,
    started_at: datetime | None = None,
    due_at: datetime | None = None,
    due_on: date | None = None,
    timed_by: str = "",
) -> Deadline:
    """Start the timer that the record's profile has for an event, or run it to a moment or day that somebody named.

    `timed_by` names another timer of the profile whose length and basis hold for this event, as where a law gives more time.
    A running deadline of the same kind is replaced, but a statute's limit on the organisation runs on as it was. Raises
    LookupError when the profile has no such timer, Invalid for a time that is over or takes from what a statute gives.
    """
    where = place or place_of(row)
    timer, start = replace(where.held.timer(timed_by or event), event=event), started_at or clock.now()
    if timer.sense is Sense.BEFORE:
        raise ValueError(f"{event} counts back from an event: ask latest_before().")
    due = due_after(timer.rule, start, zone=where.clock, calendar=where.working_days)
    named = end_of_day(due_on, where.clock) if due_on else due_at
    if named is not None:
        _check_named(named, start, timer, due)
    return _start(row, timer, where, start=start, due=due, named=named, actor=actor, reason=reason)


def start_where_set(
    row: Recorded, event: str, *, actor: User, reason: str = "", started_at: datetime | None = None
) -> Deadline | None:
    """Start a timer that only the law of some places has; elsewhere nothing runs."""
    place = place_of(row)
    if event not in place.held.timers:
        return None
    return start_for(row, event, actor=actor, reason=reason, place=place, started_at=started_at)


def start_deadline(
    kind: str,
    row: Recorded,
    *,
    rule: Rule,
    basis: str,
    actor: User,
    reason: str = "",
    place: Place | None = None,
    started_at: datetime | None = None,
) -> Deadline:
    """Start a deadline by a rule that stands in no profile (a remedy that was decided, an order of a tribunal)."""
    where, start = place or place_of(row), started_at or clock.now()
    timer = Timer(
        kind, rule, "", Sense.LIMIT, hard=False, basis=basis, source="", checked_on=None, profile="", version=""
    )
    due = due_after(rule, start, zone=where.clock, calendar=where.working_days)
    return _start(row, timer, where, start=start, due=due, named=None, actor=actor, reason=reason)


def latest_before(row: Recorded, event: str, moment: datetime, *, place: Place | None = None) -> Due:
    """Tell until when notice of something at that moment must be given (48 hours before an interview)."""
    where = place or place_of(row)
    return due_before(where.held.timer(event).rule, moment, zone=where.clock, calendar=where.working_days)


def least_after(row: Recorded, event: str, start: datetime) -> Due:
    """Tell until when somebody must be given time, at the least, from a moment on (48 hours to answer)."""
    where = place_of(row)
    return due_after(where.held.timer(event).rule, start, zone=where.clock, calendar=where.working_days)


def time_of(row: Recorded, event: str) -> timedelta:
    """Give the length that the record's profile has for something, where it is counted in hours, days or weeks."""
    return place_of(row).held.timer(event).rule.span


def meet_all(row: Recorded, event: str, *, actor: User, reason: str = "") -> list[Deadline]:
    """Note that what was due on a record has been done, in time or late."""
    with transaction.atomic():
        found = _locked(Deadline.objects.about(row).unfinished().filter(kind=event))
        for deadline in found:
            deadline.met_at = clock.now()
            keep(deadline, "deadline.meet", actor=actor, reason=reason, ctx=_facts(deadline))
    return found


def cancel_all(row: Recorded, *, actor: User, reason: str, event: str = "") -> list[Deadline]:
    """Cancel what still runs on a record; on a report or case as a whole, what runs anywhere in it."""
    with transaction.atomic():
        found = _locked(_concerning(row).pending().filter(**({"kind": event} if event else {})))
        for deadline in found:
            _cancel(deadline, actor=actor, reason=reason)
    return found


def pause_deadline(deadline: Deadline, *, until: datetime, actor: User, reason: str) -> Deadline:
    """Stop a deadline until a moment; it moves on by that time. A statute's limit does not wait."""
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    now = clock.now()
    if until <= now:
        raise Invalid({"until": ["Name a moment that is still to come."]})
    with transaction.atomic():
        [held] = _locked(Deadline.objects.filter(pk=deadline.pk))
        if not held.is_pending or held.due_at < now:
            raise Refused("Only a running deadline can be paused.", code="deadline-not-running")
        if not held.can_pause:
            raise Refused(f"This limit is the law's ({held.basis}); it can't be paused.", code="deadline-statutory")
        if held.pauses.filter(ends_at__gt=now).exists():
            raise Refused("It is paused already.", code="deadline-paused")
        pause = DeadlinePause(deadline=held, starts_at=now, ends_at=until, reason=reason, paused_by=actor)
        keep(pause, "deadline.pause", actor=actor, reason=reason, ctx=_facts(held))
        return _reckon(held, "deadline.pause", actor=actor, reason=reason)


def resume_deadline(deadline: Deadline, *, actor: User, reason: str) -> Deadline:
    """End a pause now; the deadline keeps the time for which it really stood still."""
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    now = clock.now()
    with transaction.atomic():
        [held] = _locked(Deadline.objects.filter(pk=deadline.pk))
        pause = held.pauses.filter(starts_at__lte=now, ends_at__gt=now).first()
        if pause is None or not held.is_pending:
            raise Refused("It is not paused.", code="deadline-not-paused")
        pause.ends_at = now
        keep(pause, "deadline.resume", actor=actor, reason=reason, ctx=_facts(held))
        return _reckon(held, "deadline.resume", actor=actor, reason=reason)


def pause_all(
    row: Recorded, *, until: datetime, actor: User, reason: str, apart_from: tuple[str, ...] = ()
) -> list[Deadline]:
    """Pause what may wait on a report or case, but for kinds that begin so; the law's own limits run on and are not in the answer."""
    now = clock.now()
    with transaction.atomic():
        running = _concerning(row).pending().filter(due_at__gte=now).exclude(pauses__ends_at__gt=now)
        return [
            pause_deadline(deadline, until=until, actor=actor, reason=reason)
            for deadline in running.order_by("pk")
            if deadline.can_pause and not deadline.kind.startswith(apart_from)
        ]


def resume_all(row: Recorded, *, actor: User, reason: str) -> list[Deadline]:
    """Let everything that is paused on a report or case run on."""
    now = clock.now()
    with transaction.atomic():
        paused = _concerning(row).pending().filter(pauses__starts_at__lte=now, pauses__ends_at__gt=now)
        return [resume_deadline(deadline, actor=actor, reason=reason) for deadline in paused.order_by("pk")]


def _start(
    row: Recorded,
    timer: Timer,
    where: Place,
    *,
    start: datetime,
    due: Due,
    named: datetime | None,
    actor: User,
    reason: str,
) -> Deadline:
    with transaction.atomic():
        for running in _locked(Deadline.objects.about(row).pending().filter(kind=timer.event)):
            if running.is_hard and running.sense == Sense.LIMIT:
                return running
            _cancel(running, actor=actor, reason="Replaced by a new time.")
        deadline = Deadline(
            kind=timer.event,
            matter=row.stream,
            subject=row.key,
            sense=timer.sense,
            is_hard=timer.hard,
            rule="" if named else str(timer.rule),
            basis=timer.basis,
            source=timer.source,
            profile=timer.profile,
            profile_version=timer.version,
            calendar=where.working_days.code,
            zone=where.clock,
            started_at=start.astimezone(UTC),
            first_due_at=named or due.at,
            due_at=named or due.at,
        )
        return keep(deadline, "deadline.start", actor=actor, reason=reason, ctx=_facts(deadline))


def _check_named(named: datetime, start: datetime, timer: Timer, due: Due) -> None:
    if named < start:
        raise Invalid({"due_at": ["Name a time that is still to come."]})
    if timer.hard and timer.sense is Sense.FLOOR and named < due.at:
        raise Invalid({"due_at": [f"Give at least {timer.rule.length} ({timer.basis})."]})
    if timer.hard and timer.sense is Sense.LIMIT and named > due.at:
        raise Invalid({"due_at": [f"The limit is {timer.rule.length} ({timer.basis})."]})


def _cancel(deadline: Deadline, *, actor: User, reason: str) -> None:
    deadline.cancelled_at = clock.now()
    keep(deadline, "deadline.cancel", actor=actor, reason=reason, ctx=_facts(deadline))


def _reckon(deadline: Deadline, action: str, *, actor: User, reason: str) -> Deadline:
    unit = Rule.parse(deadline.rule).unit if deadline.rule else Unit.DAY
    stops = [Stop(pause.starts_at, pause.ends_at) for pause in deadline.pauses.all()]
    where = Place(deadline.profile, deadline.calendar, deadline.zone)
    deadline.due_at = extended(
        deadline.first_due_at, unit, zone=deadline.zone, calendar=where.working_days, stops=stops
    )
    return keep(deadline, action, actor=actor, reason=reason, ctx=_facts(deadline))


def _concerning(row: Recorded) -> DeadlineQuerySet:
    rows: DeadlineQuerySet = (
        Deadline.objects.of_matter(row.key) if row.stream == row.key else Deadline.objects.about(row)
    )
    return rows


def _locked(rows: DeadlineQuerySet) -> list[Deadline]:
    return list(rows.select_for_update().order_by("pk"))


def _facts(deadline: Deadline) -> dict[str, str]:
    return {"kind": deadline.kind, "subject": deadline.subject, "due": deadline.due_on.isoformat()}
