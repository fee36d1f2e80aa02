"""A time in which an agreement stands still: long leave, sickness, a stay. Nothing falls due in it, and nothing counts as missed."""

from collections.abc import Collection
from datetime import date, datetime

from backend.agreements.actions.dates import move_dates_on
from backend.agreements.actions.drafting import lifecycle
from backend.agreements.models import Agreement, AgreementState, AgreementSuspension
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.actions import meet_all, pause_deadline, resume_deadline, start_for
from backend.deadlines.models import Deadline
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.people.models import User

declare("agreement.keep_suspension", "noted a time in which the agreement stands still", kind="change")


@lifecycle.move(
    "suspend",
    {AgreementState.ACTIVE},
    AgreementState.SUSPENDED,
    past="suspended the agreement",
    label="Suspend the agreement",
)
def suspend_agreement(agreement: Agreement, *, actor: User, until: date) -> None:
    """Let an agreement stand still until a day; its obligations move on by that time, and its end stays where it is."""
    today = agreement.today
    if not today < until <= agreement.ends_on:
        raise Invalid({"until": ["Name a day that is to come, before the agreement ends."]})
    row = AgreementSuspension(agreement=agreement, starts_on=today, until=until)
    keep(row, "agreement.keep_suspension", actor=actor, reason="The agreement stands still.")
    due = start_for(agreement, "agreement.resume", actor=actor, due_on=until)
    hold_still([duty.key for duty in agreement.obligations.all()], until=due.due_at, actor=actor)


@lifecycle.move(
    "resume",
    {AgreementState.SUSPENDED},
    AgreementState.ACTIVE,
    past="let the agreement go on",
    label="Let the agreement go on",
)
def resume_agreement(agreement: Agreement, *, actor: User) -> None:
    """Let a suspended agreement go on, on its day or earlier; obligations keep the time for which it really stood still."""
    now = clock.now()
    for row in AgreementSuspension.objects.filter(agreement=agreement, ended_at=None):
        row.ended_at = now
        keep(row, "agreement.keep_suspension", actor=actor, reason="The agreement goes on.")
        move_dates_on(agreement, since=row.starts_on)
    meet_all(agreement, "agreement.resume", actor=actor)
    let_run([duty.key for duty in agreement.obligations.all()], actor=actor)


def hold_still(keys: Collection[str], *, until: datetime, actor: User) -> None:
    """Pause the deadlines of what belongs to a suspended agreement."""
    running = Deadline.objects.pending().filter(subject__in=keys, due_at__gte=clock.now()).order_by("pk")
    for deadline in running:
        if deadline.can_pause:
            pause_deadline(deadline, until=until, actor=actor, reason="The agreement stands still.")


def let_run(keys: Collection[str], *, actor: User) -> None:
    """Let the deadlines run on of what belongs to an agreement that goes on."""
    now = clock.now()
    paused = Deadline.objects.pending().filter(subject__in=keys, pauses__starts_at__lte=now, pauses__ends_at__gt=now)
    for deadline in paused.order_by("pk"):
        resume_deadline(deadline, actor=actor, reason="The agreement goes on.")
