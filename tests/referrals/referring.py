"""Plain functions that play a referral up to a wanted state, through the product's own actions."""

from datetime import date, timedelta
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt

from backend.audit.recorded import keep
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.people.actions import add_person, open_account
from backend.people.models import User
from backend.referrals.actions.grading import Kind, Review, add_intervention, grade_evidence
from backend.referrals.actions.listing import Listing, add_licence, add_provider, verify_licence
from backend.referrals.actions.offering import accept_referral, gate_referral, offer_referral
from backend.referrals.actions.preparing import (
    Guard,
    add_safeguard,
    approve_memo,
    choose_providers,
    consider_referral,
    read_evidence,
    write_memo,
)
from backend.referrals.actions.releasing import offer_release, sign_release
from backend.referrals.actions.reporting import send_report
from backend.referrals.actions.sending import send_referral
from backend.referrals.actions.taking import take_referral
from backend.referrals.contents import Memo, Particulars, ReasonLine
from backend.referrals.models import Intervention, Provider, ProviderContact, Referral
from backend.referrals.reportable import Codes

STATES: Final = (
    "considered",
    "gated",
    "offered",
    "accepted",
    "authorized",
    "sent",
    "received",
    "planned",
    "in_service",
)
PLANTED: Final = "observed facts about the conference"  # what must be found nowhere in the database
PASSWORD: Final = "calm-orchard-lantern"
WHY: Final = "Individual work was asked for by the respondent, beside changes in the setting."


def an_intervention(**told: Any) -> Intervention:
    """Find individual CBT in the register, or enter and grade it."""
    usual: dict[str, Any] = {"code": "individual-cbt", "name": "Individual cognitive behavioural sessions"}
    usual |= {"kind": "psychological_treatment", "clinical": True, **told}
    found = Intervention.objects.filter(code=usual["code"]).first()
    if found:
        return found
    system = Cast().system
    intervention = add_intervention(Kind(**usual), actor=system)
    grade_evidence(intervention, a_review(), actor=system)
    return intervention


def a_review(**told: Any) -> Review:
    """Say what is known of an intervention."""
    today = clock.today()
    usual: dict[str, Any] = {
        "track": "affects_others",
        "certainty": "low",
        "direction": "helps",
        "summary": "It may help a little.",
        "applicability": "Studied in people convicted of offences, not at work.",
        "citations": [{"authors": "Holper and others", "year": 2023, "title": "A review of programmes"}],
        "reviewed_on": today - timedelta(days=30),
        "review_due": today + timedelta(days=335),
    }
    return Review(**{**usual, **told})


def a_provider(cast: Cast, name: str = "Calder Practice", *, licensed: bool = True, **told: Any) -> Provider:
    """List a provider of individual CBT with a verified licence."""
    found = Provider.objects.filter(name=name).first()
    if found:
        return found
    listing = Listing(name=name, service="Individual sessions", languages=("en",), waiting_days=14, **told)
    provider = add_provider(listing, offers=[an_intervention()], actor=cast.mira)
    if licensed:
        licence = add_licence(
            provider,
            holder="Helen Marsh",
            number=f"PYL-{provider.pk}",
            authority="Health and Care Professions Council",
            expires_on=clock.today() + timedelta(days=400),
            actor=cast.mira,
        )
        verify_licence(licence, how="Looked up in the public register.", actor=cast.mira)
    return provider


def a_contact(cast: Cast, provider: Provider) -> ProviderContact:
    """Give a provider somebody who can sign in, with the second step that the door asks for."""
    found = ProviderContact.objects.filter(provider=provider, user__isnull=False).first()
    if found:
        return found
    email = f"reports@{provider.name.split()[0].lower()}.example"
    person = add_person("Helena Marsh", kind="third_party", email=email, actor=cast.system, reason="A provider.")
    user: User = open_account(person, email, PASSWORD, actor=cast.system, reason="A provider.")
    Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt("JBSWY3DPEHPK3PXP")})
    contact = ProviderContact(provider=provider, user=user, name=person.name, email=email)
    return keep(contact, "provider.edit", actor=cast.system)


def said(**told: Any) -> Particulars:
    """Say what a referral says."""
    usual: dict[str, Any] = {
        "reasons": (
            ReasonLine(
                reference="A1",
                conduct="Touching a colleague repeatedly at a work event after it was plainly unwelcome",
                policy_clause="Dignity at Work 3.2",
            ),
        ),
        "service": "Up to eight individual sessions on conduct at work",
        "expectations": ("No touching of colleagues, apart from an offered handshake.",),
        "payer": "The company pays all of it, directly to the provider.",
        "alternatives": ("You may propose another licensed provider.",),
        "without": "Ruth Adeyemi then chooses another outcome, on the conduct that was found and nothing else.",
    }
    return Particulars(**{**usual, **told})


def a_memo(**told: Any) -> Memo:
    """Write why it is needed."""
    usual: dict[str, Any] = {
        "facts": (f"Two {PLANTED} were noted.",),
        "job_relation": "The post leads people and travels with them.",
        "necessity": "It happened again after a request to stop.",
        "milder": "A talk alone was tried in spring.",
    }
    return Memo(**{**usual, **told})


def a_guard(cast: Cast, **told: Any) -> Guard:
    """Change something in the setting."""
    usual: dict[str, Any] = {
        "setting": "conference",
        "control": "Conference and client events end for you with the working part.",
        "owner": cast.person("clara"),
        "review_on": clock.today() + timedelta(days=90),
    }
    return Guard(**{**usual, **told})


def play_referral(case: Case, cast: Cast, to: str = "sent", **told: Any) -> Referral:
    """Play a referral in a decided case up to a state; Ruth decides, Hugo advises, Mira coordinates, Martin is referred."""
    referral = consider_referral(
        case,
        intervention=an_intervention(),
        said=said(**told),
        ends_on=clock.today() + timedelta(days=200),
        actor=cast.ruth,
    )
    for state in STATES[1 : STATES.index(to) + 1]:
        STEPS[state](Referral.objects.get(pk=referral.pk), cast)
    return Referral.objects.get(pk=referral.pk)


def ready_for_gate(referral: Referral, cast: Cast) -> None:
    """Put everything in place that must stand at the gate."""
    write_memo(referral, memo=a_memo(), actor=cast.ruth)
    approve_memo(referral, actor=cast.hugo)
    read_evidence(referral, why=WHY, actor=cast.ruth)
    add_safeguard(referral, guard=a_guard(cast), actor=cast.ruth)
    choose_providers(referral, treating=[a_provider(cast), a_provider(cast, "Meridian Counselling")], actor=cast.ruth)


def release_ends(referral: Referral) -> date:
    """Tell until when a release runs."""
    return referral.ends_on + timedelta(days=14)


def _gate(referral: Referral, cast: Cast) -> None:
    ready_for_gate(referral, cast)
    gate_referral(referral, actor=cast.ruth, coordinator=cast.mira)


def _offer(referral: Referral, cast: Cast) -> None:
    offer_referral(referral, actor=cast.mira)


def _accept(referral: Referral, cast: Cast) -> None:
    accept_referral(referral, actor=cast.martin, provider=a_provider(cast))


def _authorize(referral: Referral, cast: Cast) -> None:
    release = offer_release(referral, expires_on=release_ends(referral), actor=cast.mira)
    sign_release(
        release,
        actor=cast.martin,
        sha256=release.offered_sha256,
        typed_name=cast.martin.name,
        factors=["password"],
    )


def _send(referral: Referral, cast: Cast) -> None:
    send_referral(referral, actor=cast.mira, to=a_contact(cast, a_provider(cast)))


def helena(cast: Cast) -> User:
    """Find who takes referrals at the provider that was chosen."""
    user = a_contact(cast, a_provider(cast)).user
    assert user is not None
    return user


def an_initial(**told: Any) -> Codes:
    """Report a first evaluation."""
    return Codes(**{"evaluated_on": clock.today(), "recommended": "sessions", "agrees": True, **told})


def a_status(**told: Any) -> Codes:
    """Report attendance."""
    today = clock.today()
    usual = {"first_day": today, "last_day": today, "kept": 2, "planned": 2, "complying": "yes"}
    return Codes(**{**usual, **told})


def _receive(referral: Referral, cast: Cast) -> None:
    take_referral(referral, actor=helena(cast))


def _plan(referral: Referral, cast: Cast) -> None:
    send_report(referral, kind="initial", codes=an_initial(), actor=helena(cast))


def _serve(referral: Referral, cast: Cast) -> None:
    send_report(referral, kind="status", codes=a_status(), actor=helena(cast))


STEPS: Final = {
    "gated": _gate,
    "offered": _offer,
    "accepted": _accept,
    "authorized": _authorize,
    "sent": _send,
    "received": _receive,
    "planned": _plan,
    "in_service": _serve,
}
