"""From a decided case to the provider: what must stand at the gate, what the employee may answer, and what a release opens."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import can, scope
from backend.audit.recorded import keep
from backend.cases.models import Case, Obligation
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import close_account
from backend.people.models import Person
from backend.referrals.actions.ending import close_referral, void_referral, withdraw_referral
from backend.referrals.actions.grading import grade_evidence
from backend.referrals.actions.listing import end_licence, remove_provider, suspend_provider
from backend.referrals.actions.offering import (
    accept_referral,
    choose_another,
    decline_referral,
    gate_referral,
    lapse_referral,
    offer_referral,
)
from backend.referrals.actions.preparing import approve_memo, consider_referral, read_evidence, write_memo
from backend.referrals.actions.releasing import (
    note_revoked,
    offer_release,
    refuse_release,
    revoke_release,
    sign_release,
)
from backend.referrals.actions.sending import send_referral
from backend.referrals.letters import ReferralLetter, Release
from backend.referrals.models import Licence, Provider, Referral, ReleaseAuthorization
from backend.referrals.queries.gate import conditions_of
from tests.referrals.referring import (
    a_contact,
    a_memo,
    a_provider,
    a_review,
    an_intervention,
    helena,
    play_referral,
    ready_for_gate,
    release_ends,
    said,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(a_case: Callable[..., Case]) -> Case:
    return a_case("outcome_decided")


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def test_a_referral_goes_the_whole_way_to_the_provider(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "sent")
    assert referral.state == "sent"
    assert referral.next_report_on == clock.today() + timedelta(days=30) or referral.next_report_on
    helena = a_contact(cast, a_provider(cast)).user
    assert helena is not None
    assert can(helena, "referral.see_as_provider", referral)
    assert not can(helena, "referral.view", referral)
    assert [line.to for line in referral.disclosures.all()] == ["Helena Marsh, Calder Practice"]


def test_nothing_is_gated_before_every_condition_stands(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "considered")
    with pytest.raises(Refused) as refused:
        gate_referral(referral, actor=cast.ruth, coordinator=cast.mira)
    for missing in ("memo", "counsel", "evidence", "safeguard", "two providers"):
        assert missing in refused.value.detail.lower()
    ready_for_gate(referral, cast)
    gate_referral(now(referral), actor=cast.ruth, coordinator=cast.mira)
    assert now(referral).state == "gated"


def test_weak_evidence_needs_a_reason_and_an_expired_review_too(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "considered")
    with pytest.raises(Invalid):
        read_evidence(referral, actor=cast.ruth)
    strong = a_review(
        certainty="high", reviewed_on=clock.today() - timedelta(days=500), review_due=clock.today() - timedelta(days=3)
    )
    grade_evidence(an_intervention(), strong, actor=cast.mira)
    with pytest.raises(Invalid):
        read_evidence(now(referral), actor=cast.ruth)
    read_evidence(now(referral), why="No newer review exists, and the setting changes as well.", actor=cast.ruth)
    unmet = {condition.code for condition in conditions_of(now(referral)) if not condition.met}
    assert not unmet & {"grade", "reading", "why"}


def test_nobody_is_referred_while_nothing_is_substantiated(a_case: Callable[..., Case], cast: Cast) -> None:
    case = a_case("report_final")
    with pytest.raises(Refused) as refused:
        consider_referral(
            case,
            intervention=an_intervention(),
            said=said(),
            ends_on=clock.today() + timedelta(days=90),
            actor=cast.ruth,
        )
    assert refused.value.code == "nothing-substantiated"
    assert not Referral.objects.exists()


def test_a_partner_can_never_be_asked_in(decided: Case, cast: Cast) -> None:
    couples = an_intervention(code="couples", name="Couples counselling", involves_others=True)
    with pytest.raises(Refused) as refused:
        consider_referral(
            decided, intervention=couples, said=said(), ends_on=clock.today() + timedelta(days=90), actor=cast.ruth
        )
    assert refused.value.code == "third-party"


def test_a_licence_that_ends_after_the_gate_stops_the_offer(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "gated")
    with clock.at(clock.now() + timedelta(days=401)), pytest.raises(Refused) as refused:
        offer_referral(referral, actor=cast.mira)
    assert "licen" in refused.value.detail.lower()
    assert Licence.objects.count() == 2


def test_counsel_and_writer_are_two_people_and_a_change_asks_again(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "considered")
    write_memo(referral, memo=a_memo(), actor=cast.ruth)
    with pytest.raises(Forbidden):
        approve_memo(referral, actor=cast.ruth)
    approve_memo(referral, actor=cast.hugo)
    write_memo(referral, memo=a_memo(necessity="Otherwise."), actor=cast.ruth)
    unmet = {condition.code for condition in conditions_of(now(referral)) if not condition.met}
    assert "counsel" in unmet


def test_declining_goes_back_to_the_decision_and_is_no_breach(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "offered")
    decline_referral(referral, actor=cast.martin, words="I would rather not say why.")
    assert now(referral).state == "declined"
    owed = Obligation.objects.filter(case=decided, kind="outcome.instead", discharged_at=None).get()
    assert "referral" not in owed.what.lower()
    close_referral(now(referral), actor=cast.mira)
    assert now(referral).ended_as == "declined"


def test_silence_is_no_yes(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "offered")
    with pytest.raises(Refused):
        lapse_referral(referral, actor=cast.mira)
    with clock.at(clock.now() + timedelta(days=9)):
        lapse_referral(referral, actor=cast.mira)
    assert now(referral).state == "lapsed"


def test_a_release_is_signed_over_its_own_bytes_and_revoked_at_once(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "accepted")
    release = offer_release(referral, expires_on=release_ends(referral), actor=cast.mira)
    with pytest.raises(Refused) as changed:
        sign_release(release, actor=cast.martin, sha256="0" * 64, typed_name=cast.martin.name, factors=["password"])
    assert changed.value.code == "document-changed"
    with pytest.raises(Invalid):
        sign_release(
            release, actor=cast.martin, sha256=release.offered_sha256, typed_name="Somebody", factors=["password"]
        )
    for stranger in (cast.mira, cast.ruth, cast.daniel):
        with pytest.raises(Forbidden):
            sign_release(
                release, actor=stranger, sha256=release.offered_sha256, typed_name=stranger.name, factors=["password"]
            )
    sign_release(
        release, actor=cast.martin, sha256=release.offered_sha256, typed_name=cast.martin.name, factors=["password"]
    )
    contact = a_contact(cast, a_provider(cast))
    send_referral(now(referral), actor=cast.mira, to=contact)
    assert contact.user is not None
    assert can(contact.user, "referral.see_as_provider", referral)
    revoke_release(ReleaseAuthorization.objects.get(pk=release.pk), actor=cast.martin)
    after = now(referral)
    assert (after.state, after.compliance) == ("accepted", "unknown")
    assert not can(contact.user, "referral.see_as_provider", after)
    assert not scope(contact.user, "referral.see_as_provider", Referral.objects.all()).exists()


def test_without_a_signature_nothing_is_sent(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "accepted")
    release = offer_release(referral, expires_on=release_ends(referral), actor=cast.mira)
    with pytest.raises(Refused):
        send_referral(now(referral), actor=cast.mira, to=a_contact(cast, a_provider(cast)))
    refuse_release(release, actor=cast.martin)
    with pytest.raises(Refused):
        send_referral(now(referral), actor=cast.mira, to=a_contact(cast, a_provider(cast)))


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (lambda row, cast: withdraw_referral(row, actor=cast.ruth), "not asked for any more"),
        (lambda row, cast: void_referral(row, actor=cast.system), "no longer holds"),
    ],
    ids=["withdrawn", "set aside"],
)
def test_everybody_who_had_a_paper_is_told_that_it_is_withdrawn(
    decided: Case, cast: Cast, end: Callable[[Referral, Cast], object], why: str
) -> None:
    referral = play_referral(decided, cast, "in_service")
    provider, papers = helena(cast), Document.objects.filter(about=referral.key)
    assert {paper.recipient for paper in papers.filter(kind="D11")} == {cast.martin.person, provider.person}
    end(referral, cast)
    assert set(papers.filter(kind__in=["D11", "D13"]).values_list("state", flat=True)) == {"withdrawn"}
    notices: dict[Any, Any] = {notice.recipient: letter_of(notice) for notice in Document.objects.filter(kind="D21")}
    assert set(notices) == {cast.martin.person, provider.person}
    for notice in notices.values():
        assert why in notice.why
        assert cast.mira.email in notice.why
        assert "Lindqvist" not in str(notice)
    assert decided.reference not in str(notices[provider.person])
    assert not can(provider, "referral.see_as_provider", now(referral))
    assert now(referral).compliance == "unknown"


def test_a_withdrawn_referral_ends_its_release(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "sent")
    withdraw_referral(referral, actor=cast.ruth, note="Another way was found.")
    assert now(referral).state == "closed"
    assert [release.state for release in referral.releases.all()] == ["ended"]


def test_the_employee_chooses_among_what_was_offered(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "offered")
    other = a_provider(cast, "Somewhere Else")
    with pytest.raises(Invalid):
        accept_referral(referral, actor=cast.martin, provider=other)
    assert now(referral).state == "offered"
    accept_referral(referral, actor=cast.martin, provider=a_provider(cast, "Meridian Counselling"))
    assert now(referral).state == "accepted"


AWAY: dict[str, Callable[[Provider, Cast], object]] = {
    "suspended": lambda provider, cast: suspend_provider(provider, actor=cast.mira, reason="No room until June."),
    "removed": lambda provider, cast: remove_provider(provider, actor=cast.mira, reason="The practice closed."),
    "unlicensed": lambda provider, cast: end_licence(provider.licences.get(), actor=cast.mira, reason="Withdrawn."),
}


@pytest.mark.parametrize("away", AWAY)
def test_a_provider_that_went_away_is_neither_chosen_nor_sent_to(decided: Case, cast: Cast, away: str) -> None:
    referral = play_referral(decided, cast, "authorized")
    chosen, other = a_provider(cast), a_provider(cast, "Meridian Counselling")
    AWAY[away](chosen, cast)
    with pytest.raises(Refused) as refused:
        send_referral(now(referral), actor=cast.mira, to=a_contact(cast, chosen))
    assert refused.value.code in {"provider-away", "licence-expired"}
    with pytest.raises(Invalid, match="another look") as invalid:
        choose_another(now(referral), actor=cast.martin, provider=chosen)
    assert "not held against you" in invalid.value.errors["provider"][0]

    choose_another(now(referral), actor=cast.martin, provider=other)  # and the release for the one that went away ends
    after = now(referral)
    assert (after.state, after.provider, [row.state for row in after.releases.all()]) == ("accepted", other, ["ended"])
    AWAY[away](other, cast)
    with pytest.raises(Refused) as nobody:
        offer_release(after, expires_on=release_ends(after), actor=cast.mira)
    assert nobody.value.code == "provider-away"


def test_a_provider_that_went_away_is_not_accepted(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "offered")
    remove_provider(a_provider(cast), actor=cast.mira, reason="The practice closed.")
    with pytest.raises(Invalid):
        accept_referral(referral, actor=cast.martin, provider=a_provider(cast))
    assert now(referral).state == "offered"


def test_declining_ends_the_release_that_waited(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "accepted")
    release = offer_release(referral, expires_on=release_ends(referral), actor=cast.mira)
    decline_referral(now(referral), actor=cast.martin)
    release.refresh_from_db()
    assert (now(referral).state, release.state) == ("declined", "ended")


def test_a_revocation_on_paper_closes_the_way_at_once_for_whoever_has_no_account(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "sent")
    release = referral.releases.get()
    provider = helena(cast)
    close_account(cast.martin, actor=cast.system, reason="He left the company.")
    for stranger in (cast.ruth, cast.hugo, cast.daniel, provider):
        with pytest.raises(Forbidden):
            note_revoked(release, actor=stranger, came_by="slip")
    with pytest.raises(Invalid):
        note_revoked(release, actor=cast.mira, came_by="he was unwell")  # a code, and no words
    note_revoked(release, actor=cast.mira, came_by="slip")
    assert (now(referral).state, now(referral).compliance) == ("accepted", "unknown")
    assert referral.releases.get().state == "revoked"
    assert not can(provider, "referral.see_as_provider", now(referral))
    with pytest.raises(Refused):
        note_revoked(referral.releases.get(), actor=cast.mira, came_by="slip")


def test_the_paper_of_a_report_is_the_employees_too(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "in_service")
    paper = referral.reports.get(kind="status").document
    assert paper is not None
    everybody = ("martin", "mira", "ruth", "hugo", "erin", "daniel", "lena", "sam")
    assert {key for key in everybody if can(getattr(cast, key), "document.open", paper)} == {"martin", "mira"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_papers_of_the_employee_are_in_one_language(decided: Case, cast: Cast, language: str) -> None:
    person = Person.objects.get(pk=cast.martin.person_id)
    person.language = language
    keep(person, "person.move", actor=cast.system, reason="He reads another language.")
    a_provider(cast, faith_based=True)
    a_provider(cast, "Meridian Counselling", faith_based=False)
    referral = play_referral(decided, cast, "accepted")
    release = offer_release(referral, expires_on=release_ends(referral), actor=cast.mira)
    signed, letter = letter_of(release.document), letter_of(referral.letter)
    assert isinstance(signed, Release)
    assert isinstance(letter, ReferralLetter)
    said = [*signed.purposes, *signed.uses, signed.ends_earlier, signed.without.split(".")[0], letter.reports_every]
    said += [provider.note for provider in letter.providers]
    german = ("Um ", "Andere ", "Berichte ", "Sie ", "wenn ", "Unterschreibe ", "einmal ", "Erster ")
    assert all(words.startswith(german) == (language == "de") for words in said), said
    religious = {"de": "religiösen", "en": "religious"}[language]
    assert [religious in provider.note for provider in letter.providers] == [True, False]


def test_who_sees_what_of_a_referral(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "sent")
    sees = {
        "referral.view": {"mira", "martin"},
        "referral.see_gate": {"mira", "ruth", "hugo"},
        "referral.see_status": {"mira", "ruth", "daniel", "clara", "hugo"},
    }
    for action, keys in sees.items():
        found = {
            key
            for key in (
                "mira",
                "martin",
                "ruth",
                "hugo",
                "daniel",
                "clara",
                "ines",
                "omar",
                "erin",
                "lena",
                "sam",
                "noor",
                "joan",
            )
            if can(getattr(cast, key), action, referral)
        }
        assert found == keys, action
