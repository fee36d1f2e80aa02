"""What follows by itself in a watch: a check-in that nobody held is missed, one that nobody planned again goes to intake."""

from datetime import datetime
from typing import Final

from backend.cases.actions.check_ins import AGAIN, LATE, escalate_check_in, miss_check_in
from backend.cases.actions.watch import WINDOW, end_watch
from backend.cases.aftermath_vocabulary import CheckInState, ConcernState, WatchState
from backend.cases.models import CheckIn, Concern, RetaliationWatch
from backend.cases.watching import PLANNED
from backend.deadlines.actions import start_for
from backend.deadlines.clockwork import when_missed
from backend.deadlines.models import Deadline
from backend.deadlines.profiles import profile, profile_codes
from backend.people.actions import system_user

EVENTS: Final = {event for code in profile_codes() for event in profile(code).timers if event.startswith(PLANNED)}


def give_time(deadline: Deadline, *, as_of: datetime) -> None:
    """Give the watcher some working days after the day that was planned."""
    check_in = _check_in(deadline, CheckInState.PLANNED)
    if check_in:
        start_for(check_in, LATE, actor=system_user(), started_at=deadline.due_at)


for event in sorted(EVENTS):
    when_missed(event)(give_time)


@when_missed(LATE)
def note_missed(deadline: Deadline, *, as_of: datetime) -> None:
    """Note that a check-in was missed."""
    check_in = _check_in(deadline, CheckInState.PLANNED)
    if check_in:
        miss_check_in(check_in, actor=system_user(), reason="It was not held in time.")


@when_missed(AGAIN)
def pass_on(deadline: Deadline, *, as_of: datetime) -> None:
    """Pass a missed check-in to intake that nobody planned again."""
    check_in = _check_in(deadline, CheckInState.MISSED)
    if check_in:
        escalate_check_in(check_in, actor=system_user(), reason="It was not planned again in time.")


@when_missed(WINDOW)
def end_in_time(deadline: Deadline, *, as_of: datetime) -> None:
    """End a watch when its time is over; an open concern keeps it going."""
    watch = RetaliationWatch.objects.filter(uid=deadline.subject.partition(":")[2], state=WatchState.WATCHING).first()
    if watch and not Concern.objects.filter(watch=watch, state=ConcernState.OPEN).exists():
        end_watch(watch, actor=system_user(), reason="The time of the watch is over.")


def _check_in(deadline: Deadline, state: str) -> CheckIn | None:
    found: CheckIn | None = (
        CheckIn.objects.filter(uid=deadline.subject.partition(":")[2], state=state)
        .select_related("watch__case")
        .first()
    )
    return found
