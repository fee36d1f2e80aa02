"""Check-ins with protected people: planned, held or missed, planned again or passed to intake; the answers are coded, and theirs."""

from datetime import date, datetime, timedelta
from typing import Final

from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.concerns import raise_from_check_in
from backend.cases.aftermath_tables import QUESTIONS
from backend.cases.aftermath_vocabulary import CheckInState, Level
from backend.cases.models import CheckIn, WatchedPerson
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.deadlines.profiles import place_of
from backend.deadlines.reckoning import day_of, due_after
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(CheckIn, "check_in")

declare("check_in.plan", "planned a check-in", kind="change")
declare("check_in.view", "read a check-in", kind="read")
declare("check_in.list", "listed check-ins", kind="read")
declare("check_in.take_over", "took over a check-in", kind="read")

LATE: Final = "watch.hold_late"
AGAIN: Final = "watch.reschedule"
EARLY: Final = timedelta(days=7)  # so long before its day a check-in may be held
STILL_OPEN: Final = frozenset({CheckInState.PLANNED, CheckInState.MISSED, CheckInState.ESCALATED})


def plan_check_in(watched: WatchedPerson, event: str, *, actor: User, only_ahead: bool = False) -> CheckIn | None:
    """Plan one check-in on the day that the profile names, counted from the beginning of the watch (callers decide who may)."""
    watch = watched.watch
    place = place_of(watch)
    started = start_of(watch.starts_on)
    due = due_after(place.held.timer(event).rule, started, zone=place.clock, calendar=place.working_days)
    if only_ahead and due.at < clock.now():
        return None
    check_in = CheckIn(
        reference=new_reference("CHK", clock.today()),
        watch=watch,
        person=watched,
        event=event,
        due_on=day_of(due.at, place.clock),
    )
    keep(check_in, "check_in.plan", actor=actor, reason="Planned with the watch.")
    start_for(check_in, event, actor=actor, place=place, due_on=check_in.due_on)
    return check_in


def start_of(day: date) -> datetime:
    """Give a moment of the day from which a watch counts."""
    return clock.now().replace(year=day.year, month=day.month, day=day.day)


@lifecycle.move("hold", STILL_OPEN, CheckInState.HELD, past="held a check-in", label="Record the check-in")
def hold_check_in(
    check_in: CheckIn,
    *,
    actor: User,
    schedule: str,
    pay: str,
    rating: str,
    exclusion: str,
    contact: str,
    comments: str,
    note: str = "",
) -> None:
    """Record what a protected person answered; anything that changed for the worse goes to intake as a concern."""
    _tell(check_in, (schedule, pay, rating, exclusion, contact, comments), note, actor=actor)


@lifecycle.move("answer", STILL_OPEN, CheckInState.HELD, past="answered a check-in", label="Answer")
def answer_check_in(
    check_in: CheckIn,
    *,
    actor: User,
    schedule: str,
    pay: str,
    rating: str,
    exclusion: str,
    contact: str,
    comments: str,
    note: str = "",
) -> None:
    """Answer a check-in oneself, without a talk; anything that changed for the worse goes to intake as a concern."""
    _tell(check_in, (schedule, pay, rating, exclusion, contact, comments), note, actor=actor)


@lifecycle.move(
    "miss",
    {CheckInState.PLANNED},
    CheckInState.MISSED,
    past="noted that a check-in was missed",
    label="Note that it was missed",
)
def miss_check_in(check_in: CheckIn, *, actor: User) -> None:
    """Note that a check-in was not held; within two working days it is planned again, or passed to intake."""
    if clock.today() < check_in.due_on:
        raise Refused("Its day is still to come.", code="check-in-early")
    check_in.times_missed += 1
    meet_all(check_in, check_in.event, actor=actor)
    cancel_all(check_in, actor=actor, reason="It was missed.")
    start_for(check_in, AGAIN, actor=actor)


@lifecycle.move(
    "reschedule",
    {CheckInState.MISSED},
    CheckInState.PLANNED,
    past="planned a missed check-in again",
    label="Plan again",
)
def reschedule_check_in(check_in: CheckIn, *, actor: User, due_on: date) -> None:
    """Plan a missed check-in for another day."""
    if not clock.today() <= due_on <= check_in.watch.ends_on:
        raise Invalid({"due_on": ["Name a day that is still to come, before the watch ends."]})
    check_in.due_on = due_on
    meet_all(check_in, AGAIN, actor=actor)
    start_for(check_in, check_in.event, actor=actor, due_on=due_on)


@lifecycle.move(
    "escalate",
    {CheckInState.MISSED},
    CheckInState.ESCALATED,
    past="passed a missed check-in to intake",
    label="Pass to intake",
)
def escalate_check_in(check_in: CheckIn, *, actor: User) -> None:
    """Pass a missed check-in to intake: nobody knows how the person is."""
    meet_all(check_in, AGAIN, actor=actor)


@lifecycle.move(
    "leave_out", {CheckInState.PLANNED}, CheckInState.LEFT_OUT, past="left a check-in out, as wished", label="Leave out"
)
def leave_out_check_in(check_in: CheckIn, *, actor: User) -> None:
    """Leave a check-in out, because the person does not want to be asked."""
    cancel_all(check_in, actor=actor, reason="The person does not want to be asked.")


def _tell(check_in: CheckIn, given: tuple[str, ...], note: str, *, actor: User) -> None:
    if clock.today() < check_in.due_on - EARLY:
        raise Refused("Its day is more than a week away. A concern can be raised at any time.", code="check-in-early")
    answers = dict(zip(QUESTIONS, given, strict=True))
    problems = {name: ["Choose one of the answers."] for name, value in answers.items() if value not in Level.values}
    if problems:
        raise Invalid(problems)
    check_in.answers, check_in.note = answers, note.strip()
    check_in.held_at, check_in.held_by = clock.now(), actor
    meet_all(check_in, check_in.event, actor=actor)
    for event in (LATE, AGAIN):
        meet_all(check_in, event, actor=actor)
    if any(value != Level.NONE for value in answers.values()):
        raise_from_check_in(check_in, actor=actor)
