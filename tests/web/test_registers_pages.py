"""The pages of the registers, of examinations of fitness for duty, and of help that was pointed out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backend.demo.cast import Cast
from backend.kernel import clock
from backend.referrals.actions.loading import load_interventions
from backend.referrals.fitness_papers import asked_in
from backend.referrals.models import (
    EvidenceGrade,
    FitnessRequest,
    Intervention,
    Licence,
    Provider,
    ProviderTie,
    SupportSuggestion,
)
from tests.referrals.referring import a_provider, a_review, an_intervention
from tests.web.reading import form_of, selects, text_of

SignIn = Callable[..., Client]
DIRECTORY, EVIDENCE = "/registers/providers/", "/registers/evidence/"
pytestmark = pytest.mark.django_db


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def test_a_coordinator_adds_a_provider_and_verifies_its_licence(cast: Cast, sign_in: SignIn) -> None:
    an_intervention()
    mira = sign_in(cast.mira)
    told = {"name": "Calder Practice", "service": "Sessions", "offers": ["individual-cbt"], "languages": "en, pl"}
    told |= {"modalities": ["video"], "waiting_days": "14", "conflicts": "Worked for us in 2024."}
    page = mira.post(f"{DIRECTORY}new/", {**told, "languages": "english!"})
    assert "Use language codes" in text_of(page)
    page = mira.post(f"{DIRECTORY}new/", told, follow=True)
    provider = Provider.objects.get()
    assert (provider.languages, provider.modalities) == (["en", "pl"], ["video"])
    for words in (
        "Calder Practice",
        "Individual cognitive behavioural sessions",
        "Worked for us in 2024.",
        "14 days",
        "English, Polish",
    ):
        assert words in text_of(page)
    at = f"{DIRECTORY}{provider.reference}/"
    licence = {"holder": "Helen Marsh", "number": "PYL1", "authority": "HCPC", "expires_on": day(30), "clinical": "on"}
    assert "has expired" in text_of(mira.post(f"{at}licences/new/", {**licence, "expires_on": day(-1)}))
    assert "Not verified" in text_of(mira.post(f"{at}licences/new/", licence, follow=True))
    uid = Licence.objects.get().uid
    page = mira.post(f"/registers/licences/{uid}/verify/", {"how": "Public register."}, follow=True)
    assert "Ends soon" in text_of(page)
    assert "Checked by Mira Solberg" in text_of(page)
    renewed = {"how": "Public register.", "expires_on": day(400)}
    assert "Verified, holds" in text_of(mira.post(f"/registers/licences/{uid}/verify/", renewed, follow=True))
    page = mira.post(f"/registers/licences/{uid}/end/", {"reason": "She left."}, follow=True)
    assert "Ended" in text_of(page)
    changed = {**form_of(mira.get(f"{at}edit/")), "service": "Sessions by video"}
    assert "Sessions by video" in text_of(mira.post(f"{at}edit/", changed, follow=True))
    assert Provider.objects.get().languages == ["en", "pl"]


def test_ties_moves_and_the_secular_alternative(cast: Cast, sign_in: SignIn) -> None:
    one, two = a_provider(cast, faith_based=True), a_provider(cast, "Meridian Counselling")
    mira, at = sign_in(cast.mira), f"{DIRECTORY}{one.reference}/"
    assert "None is named yet" in text_of(mira.get(at))
    page = mira.post(f"{at}alternative/", {"alternative": two.reference}, follow=True)
    assert "None is named yet" not in text_of(page)
    page = mira.post(f"{at}ties/new/", {"other": two.reference, "what": "One owner."}, follow=True)
    assert "One owner." in text_of(page)
    assert "One owner." in text_of(mira.get(f"{DIRECTORY}{two.reference}/"))
    tie = ProviderTie.objects.get()
    assert "ended" in text_of(mira.post(f"/registers/ties/{tie.uid}/end/", {"reason": "Sold."}, follow=True))
    assert "Give a reason." in text_of(mira.post(f"{at}moves/suspend/", {"reason": ""}))
    assert "Not offered for now" in text_of(mira.post(f"{at}moves/suspend/", {"reason": "No places."}, follow=True))
    assert "is not possible now" in text_of(mira.get(f"{at}moves/suspend/", follow=True))
    assert mira.get(f"{at}moves/nothing/").status_code == 404
    for who in (cast.ruth, cast.hugo, cast.sam):
        assert sign_in(who).get(at).status_code == 200
        assert sign_in(who).get(f"{at}edit/").status_code == 403
        assert "Change the entry" not in text_of(sign_in(who).get(at))
    for who in (cast.daniel, cast.lena, cast.martin):
        assert sign_in(who).get(at).status_code == sign_in(who).get(DIRECTORY).status_code == 404


@pytest.mark.searching
def test_the_directory_is_searched_sorted_and_costs_the_same(cast: Cast, sign_in: SignIn) -> None:
    mira = sign_in(cast.mira)
    assert "No providers here" in text_of(mira.get(DIRECTORY))
    a_provider(cast)
    mira.get(DIRECTORY)
    with selects() as few:
        mira.get(DIRECTORY)
    for number in range(4):
        a_provider(cast, f"Practice {number}", licensed=False)
    with selects() as many:
        page = mira.get(DIRECTORY)
    assert len(many) == len(few)
    assert "5 providers" in text_of(page)
    assert "None that holds" in text_of(page)
    found = text_of(mira.get(f"{DIRECTORY}?q=calder&sort=licence"))
    assert "1 provider" in found
    assert "Practice 1" not in found
    assert "No provider matches" in text_of(mira.get(f"{DIRECTORY}?state=suspended"))
    to_check = text_of(mira.get(f"{DIRECTORY}?view=licences"))
    assert "No providers here" in to_check


def test_the_evidence_is_read_reviewed_and_given_up(cast: Cast, sign_in: SignIn) -> None:
    load_interventions(actor=cast.system)
    mira, hugo = sign_in(cast.mira), sign_in(cast.hugo)
    page = text_of(mira.get(EVIDENCE))
    for words in (
        "Individual cognitive behavioural therapy",
        "Low",
        "What holds whatever is chosen",
        "Others take part",
    ):
        assert words in page
    at = f"{EVIDENCE}cbt_individual/"
    page = text_of(sign_in(cast.daniel).get(at))
    for words in ("Studied in people convicted of sexual offences", "Corabian", "Read on", "Recalled, not read"):
        assert words in page
    assert "Review the evidence" not in page
    assert sign_in(cast.lena).get(f"{at}edit/").status_code == 403
    assert sign_in(cast.martin).get(EVIDENCE).status_code == 404

    blank = hugo.get(f"{at}grade/affects_others/")
    told = {**form_of(blank), **sources_of(blank), "certainty": "very_low", "review_due": day(300)}
    told["reviewed_on"] = day(0)
    refused = hugo.post(f"{at}grade/affects_others/", {**told, "review_due": day(1000)})
    assert "Review it again within two years." in text_of(refused)
    page = text_of(hugo.post(f"{at}grade/affects_others/", told, follow=True))
    assert "Very low" in page
    assert "1 earlier review" in page
    newest = EvidenceGrade.objects.get(intervention__code="cbt_individual", track="affects_others", number=2)
    oldest = EvidenceGrade.objects.get(intervention__code="cbt_individual", track="affects_others", number=1)
    assert [row["checked"] for row in newest.citations] == [row["checked"] for row in oldest.citations]
    assert hugo.get(f"{at}grade/other/").status_code == 404
    page = text_of(hugo.post(f"{at}retire/", {"reason": "Nobody offers it."}, follow=True))
    assert "Given up" in page
    assert "Individual cognitive behavioural therapy" not in text_of(mira.get(EVIDENCE))
    assert "Individual cognitive behavioural therapy" in text_of(mira.get(f"{EVIDENCE}?view=retired"))


def sources_of(page: Any) -> dict[str, Any]:
    """Give what the browser would send of the sources as they stand."""
    sources, sent = page.context["sources"], {}
    for form in (sources.management_form, *sources.forms):
        for bound in form:
            if bound.value() not in (None, False, ""):
                sent[bound.html_name] = bound.value()
    return sent


def test_an_intervention_is_added_and_its_code_stays(cast: Cast, sign_in: SignIn) -> None:
    mira = sign_in(cast.mira)
    told = {"code": "group_work", "name": "Group work", "kind": "training", "needs_leave": "on"}
    assert "Use small letters" in text_of(mira.post(f"{EVIDENCE}new/", {**told, "code": "Group work"}))
    page = text_of(mira.post(f"{EVIDENCE}new/", told, follow=True))
    assert "Not graded: nobody can be referred to it" in page
    mira.post(f"{EVIDENCE}group_work/edit/", {**told, "code": "other", "name": "Working in a group"})
    assert Intervention.objects.get().code == "group_work"
    assert Intervention.objects.get().name == "Working in a group"


@pytest.mark.searching
def test_what_is_due_waits_on_the_coordinators_first_page(cast: Cast, sign_in: SignIn) -> None:
    provider = a_provider(cast)
    assert "licence" not in text_of(sign_in(cast.mira).get("/")).lower()
    with clock.at(clock.now() + timedelta(days=350)):
        page = text_of(sign_in(cast.mira).get("/"))
        assert "Check a licence that ends soon" in page
        assert provider.name in page
        assert "Review the evidence register" in page
        assert "1 review is due" in page
        assert "licence" not in text_of(sign_in(cast.ruth).get("/")).lower()
        due = text_of(sign_in(cast.mira).get(f"{EVIDENCE}?view=due"))
        assert "Individual cognitive behavioural sessions" in due
    with clock.at(clock.now() + timedelta(days=402)):
        assert "Renew a licence that has expired" in text_of(sign_in(cast.mira).get("/"))
        assert "Nobody refers on it silently" in text_of(sign_in(cast.mira).get(f"{EVIDENCE}individual-cbt/"))


def test_an_examination_is_asked_approved_told_and_answered_on_pages(cast: Cast, sign_in: SignIn) -> None:
    provider = a_provider(cast)
    daniel, hugo, mira, noor = (sign_in(getattr(cast, key)) for key in ("daniel", "hugo", "mira", "noor"))
    told = {"person": cast.person("noor").reference, "facts": "Stopped the van.\n\nAsked to be driven."}
    told |= {"tasks": "Driving a van", "payer": "The company.", "provider": provider.reference}
    told["coordinator"] = str(cast.mira.uid)
    assert "Write something here." in text_of(daniel.post("/examinations/new/", {**told, "facts": ""}))
    assert "waits for counsel" in text_of(daniel.post("/examinations/new/", told, follow=True))
    row = FitnessRequest.objects.get()
    assert asked_in(row).facts == ("Stopped the van.", "Asked to be driven.")
    at, own = f"/examinations/{row.reference}/", f"/mine/examinations/{row.reference}/"
    assert noor.get(own).status_code == noor.get(at).status_code == 404
    assert "Decide, as counsel" in text_of(hugo.get("/"))
    assert hugo.get(f"{at}moves/offer/").status_code == 403
    assert "Approved, not offered yet" in text_of(hugo.post(f"{at}moves/approve/", {}, follow=True))
    assert "Tell an employee of an examination" in text_of(mira.get("/"))
    assert "Told to the employee" in text_of(mira.post(f"{at}moves/offer/", {}, follow=True))
    page = text_of(noor.get(own))
    for words in (
        "Stopped the van.",
        "Calder Practice",
        "that is no misconduct",
        "kept apart from your personnel file",
    ):
        assert words in page
    answer = {"answer": "able_with_restrictions", "answered_on": day(0), "until": day(60)}
    assert "Name limits with the answer" in text_of(mira.post(f"{at}moves/answer/", answer))
    mira.post(f"{at}moves/answer/", {**answer, "restrictions": ["no_night_work"]})
    for client, address in ((noor, own), (daniel, at), (mira, at)):
        assert "No night work" in text_of(client.get(address))
    assert row.reference in text_of(daniel.get("/examinations/"))
    for who in (cast.ruth, cast.sam, cast.lena, cast.ines):
        assert sign_in(who).get(at).status_code == sign_in(who).get("/examinations/").status_code == 404
    assert noor.get(at)["Location"] == own


def test_help_is_pointed_out_read_and_nobody_else_sees_it(cast: Cast, sign_in: SignIn) -> None:
    provider = a_provider(cast, phone="0113 496 0177")
    daniel, noor = sign_in(cast.daniel), sign_in(cast.noor)
    assert "Nothing was pointed out to you" in text_of(noor.get("/mine/support/"))
    told = {"person": cast.person("noor").reference, "provider": provider.reference}
    assert "It was pointed out." in text_of(daniel.post("/support/new/", told, follow=True))
    assert "Once is a suggestion, twice is pressure." in text_of(daniel.post("/support/new/", told))
    assert "Help was pointed out to you" in text_of(noor.get("/"))
    page = text_of(noor.get("/mine/support/"))
    for words in ("Calder Practice", "0113 496 0177", "Daniel Price", "nothing follows either way"):
        assert words in page
    suggestion = SupportSuggestion.objects.get()
    seen = f"/mine/support/{suggestion.uid}/seen/"
    assert daniel.post(seen).status_code == sign_in(cast.martin).post(seen).status_code == 404
    assert "Nobody is told" in text_of(noor.post(seen, follow=True))
    assert "Help was pointed out to you" not in text_of(noor.get("/"))
    assert "Calder Practice" not in text_of(sign_in(cast.martin).get("/mine/support/"))
    assert sign_in(cast.joan).get("/support/new/").status_code == 404


def test_a_review_in_the_past_year_is_shown_with_its_sources(cast: Cast, sign_in: SignIn) -> None:
    cbt = an_intervention()
    page = sign_in(cast.hugo).get(f"{EVIDENCE}{cbt.code}/")
    assert "A review of programmes" in text_of(page)
    assert a_review().summary in text_of(page)
    assert "Not graded" in text_of(page)
