"""What follows by itself when time passes: an unanswered referral lapses, and a release ends on its day."""

from datetime import datetime

from backend.deadlines.clockwork import when_missed
from backend.deadlines.models import Deadline
from backend.people.actions import system_user
from backend.referrals.actions.barriers import drop_query, lapse_query
from backend.referrals.actions.offering import lapse_referral
from backend.referrals.actions.rhythm import remind_provider
from backend.referrals.models import BarrierQuery, Referral
from backend.referrals.vocabulary import WITH_PROVIDER, QueryState, ReferralState


@when_missed("referral.answer")
def lapse_unanswered_referral(deadline: Deadline, *, as_of: datetime) -> None:
    """Let an unanswered referral lapse; what follows is decided on the conduct alone."""
    referral = Referral.objects.filter(
        uid=deadline.subject.partition(":")[2], state=ReferralState.OFFERED, answer_by__lt=as_of
    ).first()
    if referral:
        lapse_referral(referral, actor=system_user())


@when_missed("referral.report")
def remind_of_late_report(deadline: Deadline, *, as_of: datetime) -> None:
    """Remind a provider of a report that is late; lateness of the provider is never held against the employee."""
    uid = deadline.subject.partition(":")[2]
    referral = Referral.objects.filter(uid=uid, state__in=WITH_PROVIDER, next_report_on__lt=as_of.date()).first()
    if referral:
        remind_provider(referral)


@when_missed("referral.barrier")
def lapse_unanswered_query(deadline: Deadline, *, as_of: datetime) -> None:
    """Note that nobody answered what stood in the way; only now can it be a suspected breach."""
    query = BarrierQuery.objects.filter(
        uid=deadline.subject.partition(":")[2], state=QueryState.ASKED, answer_by__lt=as_of
    ).first()
    if query is None:
        return
    if query.referral.state in WITH_PROVIDER:
        lapse_query(query, actor=system_user())
    else:  # the release ended since: nothing is asked about what nobody may know any more
        drop_query(query, actor=system_user())
