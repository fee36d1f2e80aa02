"""What follows by itself when time passes: an offer that nobody answered lapses; nothing is deemed accepted."""

from datetime import datetime

from backend.agreements.actions.pausing import resume_agreement
from backend.agreements.actions.signing import lapse_offer
from backend.agreements.actions.superseding import take_effect
from backend.agreements.models import Agreement, AgreementAmendment, AgreementState
from backend.deadlines.clockwork import when_missed
from backend.deadlines.models import Deadline
from backend.people.actions import system_user


@when_missed("agreement.consider")
def lapse_unanswered_offer(deadline: Deadline, *, as_of: datetime) -> None:
    """Let an unanswered offer lapse; the decision maker then chooses the alternative that it named."""
    agreement = Agreement.objects.filter(uid=deadline.subject.partition(":")[2], state=AgreementState.OFFERED).first()
    if agreement and agreement.offer_expires_at and agreement.offer_expires_at < as_of:
        lapse_offer(agreement, actor=system_user(), reason="The time to consider passed without an answer.")


@when_missed("agreement.take_effect")
def begin_changed_version(deadline: Deadline, *, as_of: datetime) -> None:
    """Let a change that both have signed take effect on the day that it names."""
    changes = AgreementAmendment.objects.filter(agreement__uid=deadline.subject.partition(":")[2])
    for change in changes.select_related("agreement__case", "earlier__case"):
        if change.agreement.state == AgreementState.ACTIVE:
            take_effect(change, actor=system_user())


@when_missed("agreement.resume")
def go_on_after_suspension(deadline: Deadline, *, as_of: datetime) -> None:
    """Let a suspended agreement go on when the day comes that was named for it."""
    rows = Agreement.objects.filter(uid=deadline.subject.partition(":")[2], state=AgreementState.SUSPENDED)
    for agreement in rows:
        resume_agreement(agreement, actor=system_user(), reason="The time of the suspension is over.")
