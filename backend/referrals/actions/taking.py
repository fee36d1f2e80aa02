"""The provider's answer to a referral: taken on, or turned down. Neither needs a reason, and neither says anything of the employee."""

from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.actions import cancel_all, meet_all
from backend.kernel import clock
from backend.people.models import User
from backend.referrals.actions.preparing import lifecycle
from backend.referrals.actions.releasing import end_release
from backend.referrals.actions.rhythm import expect_report
from backend.referrals.models import OfferedProvider, Referral
from backend.referrals.releases import active_release
from backend.referrals.vocabulary import Compliance, ReferralState

declare("referral.see_as_provider", "read a referral as its provider", kind="read", compartment="medical")
declare("referral.note_declined", "noted that a provider declined", kind="change", compartment="medical")


@lifecycle.move(
    "take",
    {ReferralState.SENT},
    ReferralState.RECEIVED,
    past="took the referral on",
    label="Accept the referral",
    because="The provider accepted.",
    compartment="medical",
)
def take_referral(referral: Referral, *, actor: User) -> None:
    """Take a referral on, as the provider it was sent to; the first appointment and the reports are asked for from now on."""
    meet_all(referral, "referral.contact", actor=actor)
    release = active_release(referral)
    if release is not None and referral.next_report_on is not None:
        expect_report(referral, release, on=referral.next_report_on, actor=actor)


@lifecycle.move(
    "turn_down",
    {ReferralState.SENT},
    ReferralState.ACCEPTED,
    past="declined the referral as its provider",
    label="Decline the referral",
    because="The provider declined.",
    compartment="medical",
)
def turn_down_referral(referral: Referral, *, actor: User) -> None:
    """Decline a referral, as the provider: the release for this provider ends, and the employee may choose another one."""
    release = active_release(referral)
    cancel_all(referral, actor=actor, reason="The provider declined.")
    for offered in OfferedProvider.objects.filter(referral=referral, provider=referral.provider, declined_at=None):
        offered.declined_at = clock.now()
        keep(offered, "referral.note_declined", actor=actor)
    referral.next_report_on = None
    referral.compliance, referral.compliance_on = Compliance.UNKNOWN, clock.today()
    if release is not None:
        end_release(release)
