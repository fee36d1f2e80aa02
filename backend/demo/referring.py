"""The provider directory of the company, and a referral: offered, accepted, released, and under way with the practice."""

from datetime import timedelta
from typing import Final

from backend.cases.models import Case
from backend.demo.practice import CONTACT, under_way
from backend.demo.stage import CALENDAR, ZONE, Days, Scene, Stage
from backend.kernel import clock
from backend.people.models import User
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
from backend.referrals.contents import Memo, Particulars, ReasonLine
from backend.referrals.models import Intervention, Provider, Referral

SERVICE: Final = "cbt_individual"
LICENCES: Final = "Health and Care Professions Council"
CALDER: Final = Listing(
    name="Calder Practice", service="Individual sessions on conduct at work", languages=("en",), waiting_days=14
)
AIRE: Final = Listing(
    name="Aire Valley Psychology",
    service="Individual sessions, in person and by video",
    languages=("en", "pt"),
    waiting_days=21,
)
LISTED: Final = ((CALDER, CONTACT, "PYL 41107"), (AIRE, "Oliver Stead", "PYL 38852"))
SAID: Final = Particulars(
    reasons=(
        ReasonLine(
            reference="A1",
            conduct="Sexual jokes in a shared office, after a colleague had asked for them to stop",
            policy_clause="Dignity at Work 3.1",
        ),
    ),
    service="Up to eight individual sessions on conduct at work",
    expectations=("No sexual jokes or remarks at work.", "No talk about the private lives of colleagues."),
    payer="The company pays all of it, directly to the provider.",
    alternatives=("You may propose another licensed provider.",),
    without="Ruth Adeyemi then considers another step, on the conduct that was found and on nothing else.",
)
MEMO: Final = Memo(
    facts=("Jokes on most working days over three months.", "They went on after a request in front of others."),
    job_relation="The post shares an office of eight, and trains newcomers.",
    necessity="A request to stop changed nothing.",
    milder="A talk with the manager in spring changed nothing for long.",
)
WHY: Final = (
    "What is known is weak. He asked for help of this kind himself, and the setting is changed at the same time."
)


def the_directory(stage: Stage, days: Days) -> Scene:
    """List two practices that the company may offer, with licences that were looked up."""
    mira = stage.cast.mira
    yield days.at(0, "10:20")
    intervention = Intervention.objects.get(code=SERVICE)
    for listing, holder, number in LISTED:
        provider = add_provider(listing, offers=[intervention], actor=mira)
        licence = add_licence(
            provider,
            holder=holder,
            number=number,
            authority=LICENCES,
            expires_on=stage.today + timedelta(days=300),
            actor=mira,
        )
        verify_licence(licence, how="Looked up in the public register.", actor=mira)
    stage.say("Mira Solberg lists two practices, and looks their licences up.")


def refer(stage: Stage, case: Case, person: User, days: Days, first: int) -> Scene:
    """Refer somebody after a finding: gate, offer, their own choice, and the release that they sign for themselves."""
    cast = stage.cast
    yield days.at(first, "09:40")
    referral = consider_referral(
        case,
        intervention=Intervention.objects.get(code=SERVICE),
        said=SAID,
        ends_on=stage.today + timedelta(days=170),
        actor=cast.ruth,
    )
    write_memo(referral, memo=MEMO, actor=cast.ruth)
    read_evidence(referral, why=WHY, actor=cast.ruth)
    practices = list(Provider.objects.order_by("pk"))
    choose_providers(referral, treating=practices, actor=cast.ruth)
    guard = Guard(
        setting="shared_office",
        control="The purchasing office on the second floor, until the review.",
        owner=cast.person("clara"),
        review_on=CALENDAR.next_working(stage.today + timedelta(days=40)),
    )
    add_safeguard(referral, guard=guard, actor=cast.ruth)
    yield days.at(first + 1, "11:10")
    approve_memo(referral, actor=cast.hugo)
    yield days.at(first + 1, "15:30")
    referral = gate_referral(_now(referral), actor=cast.ruth, coordinator=cast.mira)
    yield days.at(first + 2, "10:00")
    referral = offer_referral(referral, actor=cast.mira)
    stage.say(f"{referral.reference}: Mira Solberg offers {person} two practices; the evidence is printed with it.")
    yield days.at(first + 5, "18:20")
    accept_referral(_now(referral), actor=person, provider=practices[0])
    yield days.at(first + 6, "09:15")
    release = offer_release(
        _now(referral), expires_on=clock.now().astimezone(ZONE).date() + timedelta(days=200), actor=cast.mira
    )
    yield days.at(first + 7, "20:05")
    sign_release(release, actor=person, sha256=release.offered_sha256, typed_name=person.name, factors=["password"])
    stage.say(f"{person} signs what the practice may report, and nothing more.")
    yield from under_way(stage, _now(referral), days, first + 8)


def _now(referral: Referral) -> Referral:
    return Referral.objects.select_related("case", "provider").get(pk=referral.pk)
