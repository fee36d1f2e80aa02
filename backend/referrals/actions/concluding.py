"""The coordinator's word at the end: complied with, or not. It rests on what the provider reported, and lifts nothing."""

from backend.deadlines.actions import cancel_all
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import User
from backend.referrals.actions.preparing import lifecycle
from backend.referrals.actions.rhythm import expect_no_report
from backend.referrals.models import BarrierQuery, Referral
from backend.referrals.queries.reports import latest_of
from backend.referrals.vocabulary import (
    Compliance,
    Complying,
    EndedAs,
    QueryState,
    Recommended,
    ReferralState,
    ReportKind,
)

TO_BE_WEIGHED = (QueryState.ASKED, QueryState.ANSWERED)
NOT_EXCUSED = (QueryState.NOT_EXCUSED, QueryState.UNANSWERED)
UNDER_WAY = (
    ReferralState.RECEIVED,
    ReferralState.EVALUATED,
    ReferralState.PLANNED,
    ReferralState.IN_SERVICE,
    ReferralState.FOLLOWED_UP,
)


@lifecycle.move(
    "conclude",
    {ReferralState.EVALUATED, ReferralState.FOLLOWED_UP},
    ReferralState.COMPLIED,
    past="noted that the referral was complied with",
    label="Note that it was complied with",
    because="The provider’s reports say so.",
    compartment="medical",
)
def conclude_complied(referral: Referral, *, actor: User) -> None:
    """Note, on the follow-up evaluation, that the referral was complied with. It says nothing of conduct, fitness or return."""
    if referral.state == ReferralState.EVALUATED:
        first = latest_of(referral, ReportKind.INITIAL)
        if first is None or first.recommended != Recommended.NO_SERVICE:
            raise Refused("Wait for the follow-up evaluation of the provider.", code="follow-up-missing")
    else:
        last = latest_of(referral, ReportKind.FOLLOW_UP)
        if last is None or last.complying != Complying.YES:
            raise Refused("The follow-up evaluation does not say so.", code="report-says-otherwise")
    _refuse_while_unweighed(referral)
    if BarrierQuery.objects.filter(referral=referral, state__in=NOT_EXCUSED, followed_up_at=None).exists():
        raise Refused(
            "An absence without an excuse waits for whoever decides the case. Conclude once they said what follows.",
            code="absence-open",
        )
    _conclude(referral, Compliance.YES, EndedAs.COMPLIED, actor=actor)


@lifecycle.move(
    "conclude_unmet",
    UNDER_WAY,
    ReferralState.NOT_COMPLIED,
    past="noted that the referral was not complied with",
    label="Note that it was not complied with",
    because="The provider’s reports say so, and the employee was asked.",
    compartment="medical",
)
def conclude_unmet(referral: Referral, *, actor: User) -> None:
    """Note that the referral was not complied with: only after the employee was asked, and no excuse was found."""
    _refuse_while_unweighed(referral)
    last = latest_of(referral, ReportKind.FOLLOW_UP)
    if last is not None and last.complying == Complying.YES:
        raise Refused("The follow-up evaluation says that it was complied with.", code="report-says-otherwise")
    if not BarrierQuery.objects.filter(referral=referral, state__in=NOT_EXCUSED).exists():
        if last is not None and last.complying == Complying.NO:
            raise Refused(
                "What stood in the way has an excuse, so it is not held against the employee. Withdraw the referral, or wait "
                "for another evaluation.",
                code="absence-excused",
            )
        raise Refused("No report says so, and no absence is without an excuse.", code="report-missing")
    _conclude(referral, Compliance.NO, EndedAs.NOT_COMPLIED, actor=actor)


def _refuse_while_unweighed(referral: Referral) -> None:
    if BarrierQuery.objects.filter(referral=referral, state__in=TO_BE_WEIGHED).exists():
        raise Refused(
            "The employee was asked what stood in the way, and that is not weighed yet. Weigh it first.",
            code="barrier-open",
        )


def _conclude(referral: Referral, compliance: Compliance, ended_as: EndedAs, *, actor: User) -> None:
    expect_no_report(referral, actor=actor)
    cancel_all(referral, actor=actor, reason="The referral was concluded.")
    referral.compliance, referral.compliance_on = compliance, clock.today()
    referral.ended_as = ended_as
