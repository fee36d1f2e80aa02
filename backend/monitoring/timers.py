"""What follows by itself when time passes: a check-in that nobody recorded, one that nobody planned again, a notice without an answer."""

from datetime import datetime

from backend.deadlines.actions import start_for
from backend.deadlines.clockwork import when_missed
from backend.deadlines.models import Deadline
from backend.monitoring.actions.breaches import RESPONSE, lapse_response
from backend.monitoring.actions.check_ins import (
    AGAIN,
    DUE,
    RECORD,
    escalate_agreement_check_in,
    miss_agreement_check_in,
)
from backend.monitoring.models import AgreementCheckIn, Breach
from backend.monitoring.vocabulary import BreachState, CheckInState, MissedBy
from backend.people.actions import system_user


@when_missed(DUE)
def give_time_to_record(deadline: Deadline, *, as_of: datetime) -> None:
    """Give the monitor some working days after the day, to record what took place."""
    check_in = _check_in(deadline, CheckInState.PLANNED)
    if check_in:
        start_for(check_in, RECORD, actor=system_user(), started_at=deadline.due_at)


@when_missed(RECORD)
def note_unrecorded(deadline: Deadline, *, as_of: datetime) -> None:
    """Note that nobody recorded a check-in: it was ours to hold, so it counts against nobody else."""
    check_in = _check_in(deadline, CheckInState.PLANNED)
    if check_in:
        miss_agreement_check_in(
            check_in, actor=system_user(), reason="Nobody recorded it in time.", missed_by=MissedBy.ORGANISATION
        )


@when_missed(AGAIN)
def pass_on(deadline: Deadline, *, as_of: datetime) -> None:
    """Pass a missed check-in to the HR partner that nobody planned again."""
    check_in = _check_in(deadline, CheckInState.MISSED)
    if check_in:
        escalate_agreement_check_in(check_in, actor=system_user(), reason="It was not planned again in time.")


@when_missed(RESPONSE)
def note_no_response(deadline: Deadline, *, as_of: datetime) -> None:
    """Note that the time to answer a notice passed."""
    rows = Breach.objects.filter(uid=deadline.subject.partition(":")[2], state=BreachState.NOTICED)
    breach = rows.select_related("agreement__case").first()
    if breach and breach.respond_by and breach.respond_by < as_of:
        lapse_response(breach, actor=system_user())


def _check_in(deadline: Deadline, state: str) -> AgreementCheckIn | None:
    rows = AgreementCheckIn.objects.filter(uid=deadline.subject.partition(":")[2], state=state)
    found: AgreementCheckIn | None = rows.select_related("agreement__case").first()
    return found
