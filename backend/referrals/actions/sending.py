"""Sending: the provider gets the reason line and what may be reported, under a release that is in force, and nothing of the case."""

from dateutil.relativedelta import relativedelta

from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.actions import start_for
from backend.decisions.queries.standing import refuse_while_stayed
from backend.documents.actions.issuing import issue
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import User
from backend.referrals.actions.preparing import lifecycle
from backend.referrals.actions.releasing import PROVIDER_AWAY
from backend.referrals.letters import ReportDue
from backend.referrals.models import DisclosureLine, ProviderContact, Referral, ReleaseAuthorization
from backend.referrals.papers import referral_form
from backend.referrals.queries.register import can_take, valid_licences
from backend.referrals.releases import active_release
from backend.referrals.vocabulary import ReferralState

declare("referral.disclose", "noted what was disclosed", kind="change", compartment="medical")


def reports_due(referral: Referral, release: ReleaseAuthorization) -> tuple[ReportDue, ...]:
    """Plan the reports: one a month from the sending, and one at the end, none after the release."""
    last = min(referral.ends_on, release.expires_on)
    due, plan = clock.today() + relativedelta(months=1), []
    while due < last:
        plan.append(ReportDue(report="status", due=due))
        due += relativedelta(months=1)
    return (*plan, ReportDue(report="completion", due=last))


@lifecycle.move(
    "send",
    {ReferralState.AUTHORIZED},
    ReferralState.SENT,
    past="sent the referral to the provider",
    label="Send to the provider",
    because="A release is in force.",
    kind="document",
    compartment="medical",
)
def send_referral(referral: Referral, *, actor: User, to: ProviderContact) -> None:
    """Send the referral to a contact of the chosen provider; what goes out is the form that the preview showed."""
    refuse_while_stayed(referral.case)
    release = active_release(referral)
    if release is None or referral.provider is None:
        raise Refused("There is no release in force for this provider.", code="release-missing")
    if to.provider_id != referral.provider_id or to.ended_on is not None:
        raise Refused("Choose a contact of the provider that the employee chose.", code="contact-wrong", field="to")
    if to.user is None or to.user.person is None:
        raise Refused(
            "Invite this contact first: a referral goes to somebody who can sign in.",
            code="contact-uninvited",
            field="to",
        )
    if referral.intervention.clinical and not valid_licences(referral.provider, clock.today()).exists():
        raise Refused(
            "The provider’s licence does not hold today. Verify a current one, or ask the employee to choose another provider.",
            code="licence-expired",
        )
    if not can_take(referral.provider, referral.intervention, clock.today()):
        raise Refused(PROVIDER_AWAY, code="provider-away")
    plan = reports_due(referral, release)
    letter = referral_form(referral, release, to, reports=plan, by=actor)
    issue(
        letter,
        about=referral,
        recipient=to.user.person,
        actor=actor,
        reason="The referral is sent.",
        classification="medical_confidential",
    )
    referral.sent_at, referral.next_report_on = clock.now(), plan[0].due
    start_for(referral, "referral.contact", actor=actor)
    start_for(referral, "referral.first_appointment", actor=actor)
    note_disclosure(
        referral,
        by=actor.name,
        to=f"{to.name}, {referral.provider.name}",
        what="The employee’s name and contact, the reason line, expectations at work, what may be reported",
        purpose="To ask for the service",
        authority=release.reference,
        actor=actor,
    )


def note_disclosure(
    referral: Referral, *, by: str, to: str, what: str, purpose: str, authority: str, actor: User, beyond: bool = False
) -> DisclosureLine:
    """Write one line of the accounting of disclosures; it names kinds of facts, never the facts."""
    line = DisclosureLine(
        referral=referral,
        at=clock.now(),
        by=by,
        to=to,
        what=what,
        purpose=purpose,
        authority=authority,
        beyond=beyond,
    )
    return keep(line, "referral.disclose", actor=actor)
