"""The review of access in pages: for auditors and privacy officers, by case and by person, with what ended apart."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from backend.audit.reads import viewed
from backend.cases.actions.appointments import appoint, relieve
from backend.cases.actions.break_glass import break_glass, end_break_glass
from backend.cases.actions.opening import add_party
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.records.access_reviews import review_case_access, review_person_access
from backend.records.models import AccessReview
from tests.builders import DECLARED, play_case
from tests.web.reading import selects, text_of

SignIn = Callable[..., Client]
ACase = Callable[..., Case]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["lena", "priya"])
@pytest.mark.searching
def test_a_question_leads_to_the_case_or_the_person(cast: Cast, a_case: ACase, sign_in: SignIn, who: str) -> None:
    case, browser = a_case("investigating"), sign_in(getattr(cast, who))
    for words, place in (
        (case.reference.lower(), f"/audit/access/cases/{case.reference}/"),
        ("inês duarte", f"/audit/access/people/{cast.person('ines').reference}/"),
        (cast.ines.email, f"/audit/access/people/{cast.person('ines').reference}/"),
    ):
        answer = browser.get("/audit/access/", {"q": words})
        assert (answer.status_code, answer.headers.get("Location")) == (302, place)
    for words in ("Martin Hale", "CASE-2026-ZZZZZZ", "du"):
        assert "We know no case or staff member" in text_of(browser.get("/audit/access/", {"q": words}))


@pytest.mark.parametrize("who", ["sam", "ines", "ruth", "noor", "martin", "omar", "hugo"])
def test_for_everybody_else_it_is_not_there(cast: Cast, a_case: ACase, sign_in: SignIn, who: str) -> None:
    case, browser = a_case("investigating"), sign_in(getattr(cast, who))
    person = cast.person("ines").reference
    review = review_case_access(case, actor=cast.lena, reason="Yearly.", verdict="in_order")
    for path in (
        "", "former/", f"cases/{case.reference}/", f"cases/{case.reference}/review/", f"people/{person}/", f"people/{person}/review/",
        f"reviews/{review.reference}/",
    ):  # fmt: skip
        assert browser.get(f"/audit/access/{path}").status_code == 404, path


def test_the_page_of_a_case_tells_who_why_and_what_ended(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("investigating")
    gone = appoint(case, cast.karl, "hr_partner", declaration=DECLARED, actor=cast.omar, reason="Stood in.")
    relieve(gone, actor=cast.omar, reason="Back again.")
    glass = break_glass(case.reference, actor=cast.wanda, reason="An emergency.")
    viewed(case, "case.read", actor=cast.ines)
    browser = sign_in(cast.lena)
    answer = browser.get(f"/audit/access/cases/{case.reference}/")
    for link in set(re.findall(r"/audit/access/people/[^/\"]+/", answer.content.decode())):
        assert browser.get(link).status_code == 200, link
    page = text_of(answer)
    live, rest = page.split("Break-glass in the last 90 days")
    emergencies, ended = rest.split("Ended in the last 90 days")
    assert "Inês Duarte The whole file Investigator" in live
    assert "Lena Fischer The head of the case Compliance auditor" in live
    assert "given by Omar Haddad" in live
    assert "Respondent 1 Only their own" in live
    assert glass.reference in emergencies
    assert "Karl Jennings" in ended
    assert "Karl Jennings" not in live
    for hidden in ("Martin", "Hale", "Erin", "Lindqvist", "An emergency."):
        assert hidden not in page, hidden


@pytest.mark.searching
def test_an_auditor_who_is_a_party_finds_nothing(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("investigating")
    review = review_case_access(case, actor=cast.priya, reason="Yearly.", verdict="in_order")
    add_party(case, cast.person("lena"), "witness", actor=cast.omar, reason="She saw it.")
    browser = sign_in(cast.lena)
    for path in (f"cases/{case.reference}/", f"cases/{case.reference}/review/", f"reviews/{review.reference}/"):
        assert browser.get(f"/audit/access/{path}").status_code == 404, path
    assert "We know no case" in text_of(browser.get("/audit/access/", {"q": case.reference}))
    assert case.reference not in text_of(browser.get("/audit/access/"))
    assert case.reference not in text_of(browser.get(f"/audit/access/people/{cast.person('ines').reference}/"))
    assert case.reference in text_of(sign_in(cast.priya).get(f"/audit/access/people/{cast.person('ines').reference}/"))


def test_a_review_is_recorded_from_the_page_and_listed(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case, browser = a_case("investigating"), sign_in(cast.lena)
    address = f"/audit/access/cases/{case.reference}/review/"
    missing = text_of(browser.post(address, {"verdict": "to_change", "reason": "Yearly."}))
    assert "Say what has to change." in missing
    sent = {"verdict": "to_change", "reason": "Yearly.", "findings": "End the second approver."}
    done = text_of(browser.post(address, sent, follow=True))
    assert "The review was recorded." in done
    review = AccessReview.objects.get()
    assert review.reference in text_of(browser.get("/audit/access/"))
    shown = text_of(browser.get(f"/audit/access/reviews/{review.reference}/"))
    assert "End the second approver." in shown
    assert f"{review.seen['live']} open, 0 by break-glass, 0 ended lately" in shown


def test_nobody_records_a_review_of_themselves(cast: Cast, sign_in: SignIn) -> None:
    browser, person = sign_in(cast.lena), cast.person("lena").reference
    page = text_of(browser.get(f"/audit/access/people/{person}/"))
    assert "Somebody else has to review it" in page
    assert "Record review" not in page
    sent = {"verdict": "in_order", "reason": "Me."}
    assert browser.post(f"/audit/access/people/{person}/review/", sent).status_code == 403
    of_her = review_person_access(cast.person("lena"), actor=cast.priya, reason="Yearly.", verdict="in_order")
    assert browser.get(f"/audit/access/reviews/{of_her.reference}/").status_code == 404


def test_readers_without_access_now_are_listed(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("opened")
    glass = break_glass(case.reference, actor=cast.wanda, reason="An emergency.")
    viewed(case, "case.read", actor=cast.wanda)
    end_break_glass(glass, actor=cast.wanda, reason="Done.")
    page = text_of(sign_in(cast.lena).get("/audit/access/former/"))
    assert "Wanda Ilves" in page
    assert case.reference in page


def test_more_cases_cost_no_more_queries(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case, browser = a_case("active"), sign_in(cast.lena)
    person = cast.person("omar").reference
    pages = (f"cases/{case.reference}/", f"people/{person}/", "former/", "")

    def cost() -> list[int]:
        numbers = []
        for path in pages:
            with selects() as found:
                assert browser.get(f"/audit/access/{path}").status_code == 200
            numbers.append(len(found))
        return numbers

    review_case_access(case, actor=cast.priya, reason="Yearly.", verdict="in_order")
    viewed(case, "case.read", actor=cast.omar)
    before = cost()
    for _turn in range(2):
        more = play_case(cast, "investigating")
        viewed(more, "case.read", actor=cast.omar)
        review_case_access(more, actor=cast.priya, reason="Yearly.", verdict="in_order")
    assert cost() == before
    assert max(before) <= 18
