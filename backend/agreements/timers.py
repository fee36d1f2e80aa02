"""What follows by itself when time passes: an offer that nobody answered lapses; nothing is deemed accepted."""

from datetime import datetime

from backend.agreements.actions.signing import lapse_offer
from backend.agreements.models import Agreement, AgreementState
from backend.deadlines.clockwork import when_missed
from backend.deadlines.models import Deadline
from backend.people.actions import system_user


@when_missed("agreement.consider")
def lapse_unanswered_offer(deadline: Deadline, *, as_of: datetime) -> None:
    """Let an unanswered offer lapse; the decision maker then chooses the alternative that it named."""
    agreement = Agreement.objects.filter(uid=deadline.subject.partition(":")[2], state=AgreementState.OFFERED).first()
    if agreement and agreement.offer_expires_at and agreement.offer_expires_at < as_of:
        lapse_offer(agreement, actor=system_user(), reason="The time to consider passed without an answer.")
