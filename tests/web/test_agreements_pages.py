"""Agreements on the staff's pages: drawn up, reviewed, approved, offered, countersigned, and checked by a monitor."""

from collections.abc import Callable

import pytest
from django.test import Client

from backend.agreements.actions.signing import decline_agreement
from backend.agreements.models import Agreement
from backend.cases.models import Case
from backend.demo.cast import PASSWORD, Cast
from backend.documents.models import Document
from tests.web.reading import form_of, selects, text_of

SignIn = Callable[..., Client]
ALTERNATIVE = "a final written warning with a change of reporting line."


def test_a_person_can_draw_a_whole_agreement_up_on_one_page(
    cast: Cast, a_case: Callable[..., Case], sign_in: SignIn
) -> None:
    case, daniel = a_case("implementing"), sign_in(cast.daniel)
    url = f"/agreements/new/{case.reference}/"
    page = daniel.get(url)
    sent = form_of(page, alternative=ALTERNATIVE, reason="As the outcome asks.")
    sent["use-C20"], sent["C20-people"] = "on", "Erin Lindqvist"

    read = daniel.post(url, {**sent, "step": "check"})
    assert "Nothing is kept yet." in text_of(read)
    assert "You will not contact Erin Lindqvist" in text_of(read)
    assert "Before you decide" in text_of(read)
    assert not Agreement.objects.filter(case=case).exists()

    changed = daniel.post(url, {**sent, "step": "change"})
    assert ALTERNATIVE in text_of(changed)
    kept = daniel.post(url, {**sent, "step": "save"}, follow=True)
    agreement = Agreement.objects.get(case=case)
    assert agreement.reference in text_of(kept)
    assert agreement.clauses.filter(code="C20").exists()
    assert agreement.obligations.count() == 2


def test_a_ticked_clause_needs_its_values(cast: Cast, a_case: Callable[..., Case], sign_in: SignIn) -> None:
    case, daniel = a_case("implementing"), sign_in(cast.daniel)
    url = f"/agreements/new/{case.reference}/"
    sent = form_of(daniel.get(url), alternative=ALTERNATIVE, reason="As asked.", **{"use-C20": "on"})
    page = daniel.post(url, {**sent, "step": "check"})
    assert "You ticked this clause; it needs this value." in text_of(page)


def test_guards_of_the_draft_are_told_on_the_form(cast: Cast, a_case: Callable[..., Case], sign_in: SignIn) -> None:
    case, daniel = a_case("implementing"), sign_in(cast.daniel)
    url = f"/agreements/new/{case.reference}/"
    sent = form_of(daniel.get(url), alternative=ALTERNATIVE, reason="As asked.", ends_on="2020-01-01")
    page = daniel.post(url, {**sent, "step": "check"})
    assert page.context["form"].errors["ends_on"] == ["The end lies before the start."]


def test_another_obligation_keeps_what_was_typed(cast: Cast, a_case: Callable[..., Case], sign_in: SignIn) -> None:
    case, daniel = a_case("implementing"), sign_in(cast.daniel)
    url = f"/agreements/new/{case.reference}/"
    page = daniel.post(url, {**form_of(daniel.get(url), alternative="Words kept."), "step": "more"})
    assert "Obligation 3" in text_of(page)
    assert "Words kept." in text_of(page)
    assert "There is a problem" not in text_of(page)


def test_review_approval_and_offer_by_three_people(cast: Cast, a_case: Callable[..., Case], sign_in: SignIn) -> None:
    case, daniel = a_case("implementing"), sign_in(cast.daniel)
    new = f"/agreements/new/{case.reference}/"
    daniel.post(new, {**form_of(daniel.get(new), alternative=ALTERNATIVE, reason="As asked."), "step": "save"})
    agreement = Agreement.objects.get(case=case)
    url = f"/agreements/{agreement.reference}"
    assert daniel.get(f"{url}/moves/review/").status_code == 403
    for who, verb in (("hugo", "review"), ("clara", "approve"), ("daniel", "offer")):
        page = sign_in(getattr(cast, who)).post(f"{url}/moves/{verb}/", {"reason": "In order."}, follow=True)
        assert page.status_code == 200
    agreement.refresh_from_db()
    assert agreement.state == "offered"
    assert Document.objects.filter(agreements=agreement).exists()


def test_countersigning_asks_for_name_and_password(
    cast: Cast, an_agreement: Callable[..., Agreement], sign_in: SignIn
) -> None:
    agreement, ruth = an_agreement("signed"), sign_in(cast.ruth)
    url = f"/agreements/{agreement.reference}/countersign/"
    sent = {"sha256": agreement.offered_sha256, "read": "on", "typed_name": "Ruth Adeyemi", "password": "not this one"}
    wrong = ruth.post(url, sent)
    assert "This is not your password. Nothing was signed." in text_of(wrong)
    misnamed = ruth.post(url, {**sent, "password": PASSWORD, "typed_name": "R. A."})
    assert "Type your full name" in text_of(misnamed)
    other = ruth.post(url, {**sent, "password": PASSWORD, "sha256": "0" * 64})
    assert "is not the one that you read" in text_of(other)
    ruth.post(url, {**sent, "password": PASSWORD})
    agreement.refresh_from_db()
    assert agreement.state == "active"
    assert sign_in(cast.daniel).get(url).status_code == 403


def test_a_monitor_sees_obligations_and_no_reasons(
    cast: Cast, an_agreement: Callable[..., Agreement], sign_in: SignIn
) -> None:
    agreement, joan = an_agreement("active"), sign_in(cast.joan)
    page = text_of(joan.get("/agreements/obligations/"))
    duty = agreement.obligations.get()
    assert duty.what in page
    one = text_of(joan.get(f"/agreements/obligations/{agreement.reference}/{duty.seq}/"))
    for hidden in (agreement.case.reference, "Substantiated", "Erin", "alleged"):
        assert hidden not in page + one
    assert joan.get(f"/agreements/{agreement.reference}/").status_code == 404


def test_a_monitor_accepts_on_the_proof(cast: Cast, an_agreement: Callable[..., Agreement], sign_in: SignIn) -> None:
    agreement, joan = an_agreement("active"), sign_in(cast.joan)
    duty = agreement.obligations.get()
    url = f"/agreements/obligations/{agreement.reference}/{duty.seq}/"
    assert joan.post(url, {"note": "", "reason": "Seen."}).context["form"].errors["note"]
    joan.post(url, {"note": "Attendance record of 3 May.", "reason": "Seen."})
    duty.refresh_from_db()
    assert duty.state == "met"
    assert sign_in(cast.daniel).post(url, {"note": "n", "reason": "r"}).status_code == 403


def test_excusing_is_for_the_decision_maker(
    cast: Cast, an_agreement: Callable[..., Agreement], sign_in: SignIn
) -> None:
    agreement = an_agreement("active")
    duty = agreement.obligations.get()
    url = f"/agreements/obligations/{agreement.reference}/{duty.seq}/excuse/"
    assert sign_in(cast.joan).get(url).status_code == 403
    sign_in(cast.ruth).post(url, {"excuse": "provider_failure", "note": "The provider closed."})
    duty.refresh_from_db()
    assert duty.state == "excused"


@pytest.mark.parametrize("who", ["ines", "omar", "erin", "noor", "joan", "lena"])
def test_an_agreement_does_not_exist_for_others(
    cast: Cast, an_agreement: Callable[..., Agreement], sign_in: SignIn, who: str
) -> None:
    agreement = an_agreement("offered")
    browser = sign_in(getattr(cast, who))
    assert browser.get(f"/agreements/{agreement.reference}/").status_code == 404
    assert agreement.reference not in text_of(browser.get("/agreements/"))


def test_the_employee_is_led_to_their_own_page(
    cast: Cast, an_agreement: Callable[..., Agreement], sign_in: SignIn
) -> None:
    agreement = an_agreement("offered")
    page = sign_in(cast.martin).get(f"/agreements/{agreement.reference}/")
    assert page.headers["Location"] == f"/mine/agreements/{agreement.reference}/"


def test_an_offer_cannot_be_noted_as_lapsed_before_its_time(
    cast: Cast, an_agreement: Callable[..., Agreement], sign_in: SignIn
) -> None:
    agreement, daniel = an_agreement("offered"), sign_in(cast.daniel)
    assert "Note that the offer lapsed" not in text_of(daniel.get(f"/agreements/{agreement.reference}/"))
    page = daniel.post(f"/agreements/{agreement.reference}/moves/lapse/", {"reason": "Waited."})
    assert "The time to consider has not passed yet." in text_of(page)


def test_the_decision_maker_decides_the_alternative_and_is_led_to_it(
    cast: Cast, an_agreement: Callable[..., Agreement], sign_in: SignIn, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    agreement, ruth = an_agreement("offered"), sign_in(cast.ruth)
    url = f"/agreements/{agreement.reference}/alternative/"
    assert ruth.get(url).headers["Location"] == f"/agreements/{agreement.reference}/"
    assert "was neither declined nor left to lapse" in text_of(ruth.post(url, {"reason": "Too early."}))
    agreement = decline_agreement(agreement, actor=cast.martin, reason="I decline.", factors=["password"])

    for page in (ruth.get("/"), ruth.get(f"/agreements/{agreement.reference}/")):
        assert "Decide the alternative" in text_of(page)
        assert url in page.content.decode()
    asked = text_of(ruth.get(url))
    assert "Instead of the agreement, this takes effect" in asked
    assert agreement.alternative.rstrip(".") in asked
    for who, status in (("daniel", 403), ("clara", 403), ("martin", 403), ("ines", 404), ("noor", 404)):
        assert sign_in(getattr(cast, who)).post(url, {"reason": "Not mine."}).status_code == status, who
    assert "Decide the alternative" not in text_of(sign_in(cast.daniel).get(f"/agreements/{agreement.reference}/"))

    assert ruth.post(url, {"reason": ""}).context["form"].errors["reason"]
    done = ruth.post(url, {"reason": "As the offer said."}, follow=True)
    assert "The alternative was decided." in text_of(done)
    assert last_event(agreement)[0] == "agreement.view"
    assert url not in done.content.decode()
    assert "Decide the alternative" not in text_of(ruth.get("/"))
    assert "was decided already" in text_of(ruth.post(url, {"reason": "Once more."}))


def test_the_list_of_agreements_costs_the_same_for_more_rows(
    cast: Cast, an_agreement: Callable[..., Agreement], sign_in: SignIn
) -> None:
    browser = sign_in(cast.daniel)
    an_agreement("offered")
    with selects() as before:
        browser.get("/agreements/")
    an_agreement("offered")
    with selects() as after:
        browser.get("/agreements/")
    assert len(after) == len(before) <= 12
