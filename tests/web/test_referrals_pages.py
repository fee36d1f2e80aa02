"""Referrals on pages: the gate, the coordinator's list, one word for those who decide, and the employee's own side."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import PASSWORD, Cast
from backend.kernel import clock
from backend.referrals.actions.listing import Listing, add_tie, edit_provider
from backend.referrals.actions.offering import decline_referral
from backend.referrals.actions.releasing import offer_release
from backend.referrals.models import Referral, ReleaseAuthorization
from backend.web.forms.referrals import MOST_SHOWN
from tests.referrals.referring import (
    WHY,
    a_contact,
    a_memo,
    a_provider,
    an_intervention,
    play_referral,
    release_ends,
)
from tests.web.reading import selects, text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture
def decided(a_case: Callable[..., Case]) -> Case:
    return a_case("outcome_decided")


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def test_a_decision_maker_prepares_a_referral_to_its_gate(decided: Case, cast: Cast, sign_in: SignIn) -> None:
    ruth, hugo = sign_in(cast.ruth), sign_in(cast.hugo)
    an_intervention()
    first, second = a_provider(cast), a_provider(cast, "Meridian Counselling")
    begin = f"/cases/{decided.reference}/referrals/new/"
    assert "the conduct in one line" in text_of(ruth.get(begin))
    said: dict[str, Any] = {
        "kind": "mandatory",
        "intervention": "individual-cbt",
        "reason_1": "Touching a colleague repeatedly at a work event",
        "service": "Up to eight individual sessions",
        "expectations": "No touching of colleagues.",
        "payer": "The company pays all of it.",
        "in_working_time": "on",
        "alternatives": "Another licensed provider.",
        "without": "Another outcome on the conduct.",
        "ends_on": str(clock.today() + timedelta(days=200)),
    }
    no_reason = ruth.post(begin, {**said, "reason_1": ""})
    assert "Write the conduct in one line" in text_of(no_reason)
    none = text_of(ruth.post(begin, {**said, "alternatives": ""}))
    assert "Nobody is referred without one" in none
    assert "(optional)" not in none.partition("Alternatives that the employee can ask for")[2][:40]
    ill = ruth.post(begin, {**said, "reason_1": "He is an alcoholic"})
    assert "is about health" in ill.context["form"].errors["reason_1"][0]
    at = ruth.post(begin, said).headers["Location"]
    assert "Missing:" in text_of(ruth.get(at))
    assert "Still to be done" in text_of(ruth.post(f"{at}do/gate/", {"coordinator": str(cast.mira.uid)}))
    ruth.post(f"{at}do/memo/", {**vars(a_memo()), "facts": "He was seen to do it twice."})
    assert ruth.get(f"{at}do/approve-memo/").status_code == 403
    assert hugo.get("/").status_code == 200
    assert "Read and approve the memo" in text_of(hugo.get("/"))
    assert hugo.post(f"{at}do/approve-memo/").status_code == 302
    weak = ruth.post(f"{at}do/evidence/", {"read": "on", "why": ""})
    assert "Say in a sentence or two why this" in text_of(weak)
    assert ruth.post(f"{at}do/evidence/", {"read": "on", "why": WHY}).status_code == 302
    guard = {
        "setting": "conference",
        "control": "It ends with the working part.",
        "owner": "Clara Weiss",
        "review_on": str(clock.today() + timedelta(days=60)),
    }
    guard["owner"] = cast.person("clara").reference
    assert ruth.post(f"{at}do/safeguard/", guard).status_code == 302
    chosen = {"treating": [first.reference, second.reference]}
    assert ruth.post(f"{at}do/providers/", chosen).status_code == 302
    assert ruth.post(f"{at}do/gate/", {"coordinator": str(cast.mira.uid)}).status_code == 302
    memo = text_of(ruth.get(f"{at}memo/"))
    assert "Low" in memo
    assert WHY in memo
    assert "It ends with the working part." in memo


@pytest.mark.searching
def test_a_long_directory_is_searched_and_says_whom_a_provider_has_to_do_with(
    decided: Case, cast: Cast, sign_in: SignIn
) -> None:
    referral = play_referral(decided, cast, "considered")
    first = a_provider(cast, "Aire Practice", conflicts="Treats for the works council.")
    ruth, at = sign_in(cast.ruth), f"/referrals/{referral.reference}/do/providers/"
    ruth.get(at)
    with selects() as few:
        short = ruth.get(at)
    assert "has to do with: Treats for the works council." in text_of(short)
    assert "providers could be offered" not in text_of(short)

    for number in range(MOST_SHOWN + 4):
        a_provider(cast, f"Practice {number:02}")
    with selects() as many:
        page = ruth.get(at)
    assert len(many) == len(few)
    assert f"{MOST_SHOWN + 5} providers could be offered" in text_of(page)
    assert page.content.decode().count('name="treating"') == MOST_SHOWN
    found = ruth.get(f"{at}?q=practice+28").content.decode()
    assert found.count('name="treating"') == 1
    last = a_provider(cast, "Practice 28")
    chosen = {"treating": [first.reference, last.reference]}
    assert ruth.post(f"{at}?q=practice+28", chosen).status_code == 302
    assert ruth.get(f"{at}?q=nobody").content.decode().count('name="treating"') == 2, "what was chosen stays in sight"


def test_nobody_bound_to_the_case_or_to_the_evaluator_is_offered(decided: Case, cast: Cast, sign_in: SignIn) -> None:
    referral = play_referral(decided, cast, "considered")
    bound = a_provider(cast, "Aire Practice", conflicts="Erin Lindqvist is the sister of the owner.")
    first, second = a_provider(cast), a_provider(cast, "Meridian Counselling")
    add_tie(first, second, what="The same owner.", actor=cast.mira)
    ruth, at = sign_in(cast.ruth), f"/referrals/{referral.reference}/do/providers/"

    def told(field: str, **given: list[str]) -> str:
        return str(ruth.post(at, given).context["form"].errors[field])

    assert "Bound to somebody in this case" in told("treating", treating=[bound.reference, first.reference])
    assert "Bound to somebody in this case" in told(
        "evaluating", treating=[first.reference, second.reference], evaluating=[bound.reference]
    )
    for evaluator in (first, second):
        assert "40.299" in told("evaluating", treating=[first.reference], evaluating=[evaluator.reference])
    assert ruth.post(at, {"treating": [first.reference, second.reference]}).status_code == 302
    edit_provider(
        first,
        Listing(name=first.name, service=first.service, conflicts="Married to Erin Lindqvist."),
        offers=[referral.intervention],
        actor=cast.mira,
    )  # told only after it was chosen: the gate holds it back
    assert "Bound to somebody in the case" in text_of(ruth.get(f"/referrals/{referral.reference}/"))


@pytest.mark.searching
def test_the_coordinator_finds_a_referral_by_name(decided: Case, cast: Cast, sign_in: SignIn) -> None:
    referral = play_referral(decided, cast, "sent")
    mira = sign_in(cast.mira)
    assert f"{cast.martin.name} · {referral.intervention.name}" in text_of(mira.get("/referrals/?q=hale"))
    assert referral.reference not in text_of(mira.get("/referrals/?q=lindqvist"))
    assert referral.reference not in text_of(sign_in(cast.erin).get("/referrals/?q=hale"))


def test_a_revocation_is_noted_by_the_coordinator_and_told_as_a_fact(
    decided: Case, cast: Cast, sign_in: SignIn
) -> None:
    referral = play_referral(decided, cast, "in_service")
    mira, ruth = sign_in(cast.mira), sign_in(cast.ruth)
    assert "permission to report was revoked" not in text_of(ruth.get("/"))
    at = f"/referrals/{referral.reference}/"
    assert "Note a revocation in writing" in text_of(mira.get(at))
    assert "Note a revocation in writing" not in text_of(ruth.get(at))
    assert ruth.post(f"{at}do/note-revoked/", {"came_by": "slip"}).status_code == 403
    assert mira.post(f"{at}do/note-revoked/", {"came_by": "slip"}).status_code == 302
    assert now(referral).state == "accepted"
    home = text_of(ruth.get("/"))
    assert "A permission to report was revoked" in home
    assert "Calder" not in home
    assert "permission to report was revoked" not in text_of(sign_in(cast.hugo).get("/"))
    release = offer_release(now(referral), expires_on=release_ends(referral), actor=cast.mira)
    assert "permission to report was revoked" not in text_of(ruth.get("/")), release.reference


def test_the_coordinator_carries_it_to_the_provider(decided: Case, cast: Cast, sign_in: SignIn) -> None:
    referral = play_referral(decided, cast, "gated")
    mira, at = sign_in(cast.mira), f"/referrals/{referral.reference}/"
    assert "Offer a referral to the employee" in text_of(mira.get("/"))
    listing = text_of(mira.get("/referrals/"))
    assert referral.reference in listing
    assert "Approved, not offered yet" in listing
    preview = text_of(mira.get(f"{at}preview/"))
    assert "after the employee signed" in preview
    assert cast.erin.name not in preview
    assert mira.post(f"{at}do/offer/").status_code == 302
    martin = sign_in(cast.martin)
    mine = f"/mine/referrals/{referral.reference}/"
    assert "Read the referral and answer it" in text_of(martin.get("/"))
    page = text_of(martin.get(mine))
    assert "What exactly is shared" in page
    assert cast.erin.name not in page
    assert martin.post(f"{mine}accept/", {"provider": a_provider(cast).reference}).status_code == 302
    assert mira.post(f"{at}do/release/", {"expires_on": str(release_ends(referral))}).status_code == 302
    release = ReleaseAuthorization.objects.get(referral=referral)
    own = f"/mine/releases/{release.reference}/"
    assert "Sign this release" in text_of(martin.get(own))
    signing = {"sha256": release.offered_sha256, "read": "on", "typed_name": cast.martin.name, "password": "wrong"}
    assert "Nothing was signed" in text_of(martin.post(f"{own}sign/", signing))
    assert martin.post(f"{own}sign/", {**signing, "password": PASSWORD}).status_code == 302
    contact = a_contact(cast, a_provider(cast))
    assert mira.post(f"{at}do/send/", {"to": str(contact.uid)}).status_code == 302
    assert now(referral).state == "sent"
    assert "Helena Marsh, Calder Practice" in text_of(martin.get(mine))
    assert martin.post(f"{own}revoke/").status_code == 302
    assert now(referral).state == "accepted"
    assert "Nothing is reported under it any more" in text_of(martin.get(own))
    assert "Revoked" in text_of(mira.get(at))


def test_those_who_decide_learn_one_word(decided: Case, cast: Cast, sign_in: SignIn) -> None:
    referral = play_referral(decided, cast, "sent")
    ruth = sign_in(cast.ruth)
    page = text_of(ruth.get(f"/referrals/{referral.reference}/"))
    assert "Under way" in page
    assert "Sent to the provider" not in page
    assert "What was disclosed" not in page
    assert ruth.get(f"/referrals/{referral.reference}/preview/").status_code == 403
    assert "Kept to: Unknown" in text_of(ruth.get(f"/cases/{decided.reference}/"))
    assert referral.reference not in text_of(ruth.get("/referrals/?stage=provider"))
    clara = sign_in(cast.clara)
    assert "Kept to: Unknown" in text_of(clara.get(f"/cases/{decided.reference}/referrals/"))
    assert clara.get(f"/referrals/{referral.reference}/").status_code == 404
    for person in (cast.ines, cast.lena, cast.erin):
        client = sign_in(person)
        assert client.get(f"/cases/{decided.reference}/referrals/").status_code == 404
        assert client.get(f"/referrals/{referral.reference}/").status_code == 404
        assert "Kept to:" not in text_of(client.get(f"/cases/{decided.reference}/"))


def test_an_employee_declines_and_only_the_coordinator_reads_why(decided: Case, cast: Cast, sign_in: SignIn) -> None:
    referral = play_referral(decided, cast, "offered")
    martin = sign_in(cast.martin)
    at = f"/mine/referrals/{referral.reference}/"
    assert sign_in(cast.mira).get(at).status_code == 404
    assert martin.post(f"{at}decline/", {"words": "It is nobody’s business."}).status_code == 302
    assert "nobody’s business" in text_of(sign_in(cast.mira).get(f"/referrals/{referral.reference}/"))
    told = text_of(sign_in(cast.ruth).get(f"/referrals/{referral.reference}/"))
    assert "Not taken up" in told
    assert "nobody’s business" not in told
    assert not any("nobody’s business" in str(row) for row in Event.objects.filter(action="referral.decline").values())
    assert martin.get(f"{at}accept/").status_code == 302


def test_no_release_is_a_page_of_its_own_without_a_question(decided: Case, cast: Cast, sign_in: SignIn) -> None:
    referral = play_referral(decided, cast, "accepted")
    martin = sign_in(cast.martin)
    assert "See what your referral waits for" in text_of(martin.get("/"))
    release = offer_release(referral, expires_on=release_ends(referral), actor=cast.mira)
    first_page = martin.get("/").content.decode()
    assert "Read the release and answer it" in first_page
    assert f"/mine/releases/{release.reference}/" in first_page
    for name in ("erin", "joan", "ruth", "mira"):
        assert "Read the release and answer it" not in text_of(sign_in(getattr(cast, name)).get("/")), name
    assert martin.post(f"/mine/releases/{release.reference}/not-sign/").status_code == 302
    assert ReleaseAuthorization.objects.get(pk=release.pk).state == "not_signed"
    assert "Read the release and answer it" not in text_of(martin.get("/"))
    assert sign_in(cast.mira).get(f"/mine/releases/{release.reference}/").status_code == 404


@pytest.mark.searching
def test_the_list_is_cut_by_filters_and_is_empty_without_any(decided: Case, cast: Cast, sign_in: SignIn) -> None:
    mira = sign_in(cast.mira)
    assert "No referrals" in text_of(mira.get("/referrals/"))
    referral = play_referral(decided, cast, "offered")
    assert referral.reference in text_of(mira.get("/referrals/?stage=answer"))
    assert "No referral fits these filters" in text_of(mira.get("/referrals/?stage=provider"))
    decline_referral(referral, actor=cast.martin)
    assert referral.reference in text_of(mira.get("/referrals/?stage=ending&sort=newest"))
    assert referral.reference not in text_of(mira.get("/referrals/?view=closed"))
    mira.post(f"/referrals/{referral.reference}/do/close/")
    assert referral.reference in text_of(mira.get("/referrals/?view=closed"))


def test_reports_are_reached_by_whom_they_are_about_and_by_their_receiver(
    decided: Case, cast: Cast, sign_in: SignIn
) -> None:
    referral = play_referral(decided, cast, "planned")
    [report] = referral.reports.all()
    path = f"/practice/reports/{report.reference}/"
    ways = ((cast.martin, f"/mine/referrals/{referral.reference}/"), (cast.mira, f"/referrals/{referral.reference}/"))
    for person, way in ways:
        browser = sign_in(person)
        assert path in browser.get(way).content.decode()
        assert way in browser.get(path).content.decode()
    ruth = sign_in(cast.ruth)
    assert report.reference not in ruth.get(f"/referrals/{referral.reference}/").content.decode()
    assert ruth.get(path).status_code == 404
