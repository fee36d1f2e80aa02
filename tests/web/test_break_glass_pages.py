"""The pages of break-glass: opened by an exact reference, refused in one way, told on first pages, ended and reviewed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from backend.access.policy import can
from backend.audit.models import Event
from backend.audit.timeline import entries, history
from backend.cases.actions.break_glass import break_glass, end_break_glass, escalate_review
from backend.cases.actions.opening import add_party
from backend.cases.models import BreakGlass, Case
from backend.demo.cast import Cast
from backend.kernel import clock
from tests.web.reading import form_of, text_of

SignIn = Callable[..., Client]
ACase = Callable[..., Case]
WHY = "The investigator is ill, and the respondent threatens to come to the site today."
FOUR_HOURS = timedelta(hours=4)
pytestmark = pytest.mark.django_db


def test_a_case_is_opened_from_the_page_and_the_file_says_so_on_every_section(
    cast: Cast, a_case: ACase, sign_in: SignIn
) -> None:
    case = a_case("investigating")
    browser = sign_in(cast.wanda)
    assert browser.get(f"/cases/{case.reference}/").status_code == 404
    page = browser.get("/break-glass/new/")
    assert "Every privacy officer and the case lead are told" in text_of(page)
    done = browser.post("/break-glass/new/", {"reference": case.reference, "reason": WHY}, follow=True)
    assert done.redirect_chain == [(f"/cases/{case.reference}/", 302)]
    assert "You can read this case until" in text_of(done)
    for part in ("", "people/", "allegations/", "allegations/1/", "decision/", "documents/", "history/"):
        section = browser.get(f"/cases/{case.reference}/{part}")
        assert section.status_code == 200, part
        assert "You read this case by break-glass." in text_of(section), part
    for act in ("people/add/", "allegations/new/", "moves/start/", "people/appoint/", "decision/decide/"):
        assert browser.get(f"/cases/{case.reference}/{act}").status_code == 403, act
    reads = entries(history(case).filter(actor=cast.wanda.uid, action="case.read"))
    assert len(reads) >= 6
    assert {tuple(entry.facts["as"]) for entry in reads} == {("break_glass",)}


def test_after_four_hours_the_case_is_not_there_any_more(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("investigating")
    browser, start = sign_in(cast.wanda), clock.now()
    browser.post("/break-glass/new/", {"reference": case.reference, "reason": WHY})
    assert case.reference in text_of(browser.get("/cases/"))
    with clock.at(start + FOUR_HOURS + timedelta(seconds=30)):
        assert browser.get(f"/cases/{case.reference}/").status_code == 404
        assert case.reference not in text_of(browser.get("/cases/"))


def test_absent_and_barred_cases_are_refused_in_the_same_page_and_each_try_is_recorded(
    cast: Cast, a_case: ACase, sign_in: SignIn
) -> None:
    case = a_case("investigating")
    add_party(case, cast.person("clara"), "witness", actor=cast.omar, reason="She saw it.")
    browser = sign_in(cast.clara)
    looks = []
    for reference in (case.reference, "CASE-2026-ZZZZZZ"):
        page = browser.post("/break-glass/new/", {"reference": reference, "reason": WHY})
        assert page.status_code == 404
        assert WHY in page.content.decode()  # what was typed is kept
        looks.append(text_of(page).replace(reference, ""))
        event = Event.objects.filter(action="access.denied", actor=cast.clara.uid).latest("pk")
        [entry] = entries([event])
        assert (entry.facts["tried"], entry.facts["status"]) == ("access.break_glass", 404)
        assert reference not in event.body
    assert looks[0] == looks[1]
    assert "There is no case of this reference" in looks[0]
    assert Event.objects.filter(action="access.denied", actor=cast.clara.uid).count() == 2
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize("who", ["sam", "lena", "priya", "noor", "martin", "joan"])
def test_for_everybody_else_there_is_no_such_page(cast: Cast, a_case: ACase, sign_in: SignIn, who: str) -> None:
    case = a_case("investigating")
    browser = sign_in(getattr(cast, who))
    assert browser.get("/break-glass/new/").status_code == 404
    assert browser.post("/break-glass/new/", {"reference": case.reference, "reason": WHY}).status_code == 404
    assert not BreakGlass.objects.exists()


def test_a_form_without_a_reason_says_what_is_missing(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("investigating")
    page = sign_in(cast.wanda).post("/break-glass/new/", {"reference": case.reference, "reason": " "})
    assert page.status_code == 200
    assert "Say why you have to read this case now." in text_of(page)
    assert not BreakGlass.objects.exists()


def test_it_stands_on_the_first_page_of_those_who_guard_and_lead(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("investigating")
    assert "emergency access" not in text_of(sign_in(cast.priya).get("/")).lower()
    glass = break_glass(case.reference, actor=cast.wanda, reason=WHY)
    assert f"{case.reference} is open by break-glass until" in text_of(sign_in(cast.priya).get("/"))
    lead = text_of(sign_in(cast.ines).get("/"))
    assert "A case that you lead was opened by break-glass" in lead
    assert "Your emergency access is open" in text_of(sign_in(cast.wanda).get("/"))
    for other in (cast.lena, cast.sam, cast.noor, cast.ruth, cast.martin):
        assert glass.reference not in text_of(sign_in(other).get("/")), other
    escalate_review(glass.review, as_of=clock.now())
    assert "The review of an emergency access is late" in text_of(sign_in(cast.lena).get("/"))


def test_a_privacy_officer_reads_what_was_read_and_reviews_it(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("investigating")
    opener = sign_in(cast.wanda)
    opener.post("/break-glass/new/", {"reference": case.reference, "reason": WHY})
    opener.get(f"/cases/{case.reference}/people/")
    glass = BreakGlass.objects.get()
    priya = sign_in(cast.priya)
    page = text_of(priya.get(f"/break-glass/{glass.reference}/"))
    assert WHY in page
    assert "Part: people" in page
    assert "It can be reviewed when it is over" in page
    assert "Martin" not in page
    priya.post(f"/break-glass/{glass.reference}/end/", {"reason": "Enough was read."})
    assert opener.get(f"/cases/{case.reference}/").status_code == 404
    form = priya.get(f"/break-glass/{glass.reference}/review/")
    sent = form_of(form, verdict="not_justified", reason="A call would have done.")
    done = priya.post(f"/break-glass/{glass.reference}/review/", sent, follow=True)
    assert "The review was recorded." in text_of(done)
    assert "A call would have done." in text_of(opener.get(f"/break-glass/{glass.reference}/"))
    assert priya.get(f"/cases/{case.reference}/").status_code == 404


def test_the_opener_cannot_review_and_an_auditor_reads_no_words(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    glass = break_glass(a_case("investigating").reference, actor=cast.wanda, reason=WHY)
    end_break_glass(glass, actor=cast.wanda, reason="Done.")
    address = f"/break-glass/{glass.reference}/"
    assert sign_in(cast.wanda).get(f"{address}review/").status_code == 403
    assert WHY in text_of(sign_in(cast.wanda).get(address))
    audited = text_of(sign_in(cast.lena).get(address))
    assert WHY not in audited
    assert "not shown to auditors" in audited
    for other in (cast.sam, cast.noor, cast.tomas, cast.ruth, cast.martin):
        assert sign_in(other).get(address).status_code == 404


def test_a_privacy_officer_who_is_a_party_finds_nothing(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("investigating")
    add_party(case, cast.person("priya"), "witness", actor=cast.omar, reason="She saw it.")
    glass = break_glass(case.reference, actor=cast.wanda, reason=WHY)
    browser = sign_in(cast.priya)
    assert browser.get(f"/break-glass/{glass.reference}/").status_code == 404
    assert glass.reference not in text_of(browser.get("/break-glass/"))
    assert glass.reference not in text_of(browser.get("/"))
    assert not can(cast.priya, "access.review_break_glass", glass)


def test_everybody_on_the_case_sees_that_it_is_open_by_break_glass(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("investigating")
    browser = sign_in(cast.ines)
    assert "Emergency access" not in text_of(browser.get(f"/cases/{case.reference}/"))
    glass = break_glass(case.reference, actor=cast.wanda, reason=WHY)
    assert "Emergency access Wanda Ilves until" in text_of(browser.get(f"/cases/{case.reference}/"))
    end_break_glass(glass, actor=cast.wanda, reason="Done.")
    assert "Emergency access Wanda Ilves" not in text_of(browser.get(f"/cases/{case.reference}/"))


@pytest.mark.searching
def test_its_reference_leads_to_it_from_the_search_and_the_history(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    glass = break_glass(a_case("investigating").reference, actor=cast.wanda, reason=WHY)
    found = sign_in(cast.priya).get("/search/", {"q": glass.reference})
    assert found.headers["Location"] == f"/break-glass/{glass.reference}/"
    hidden = sign_in(cast.sam).get("/search/", {"q": glass.reference})
    assert hidden.status_code == 200
    page = sign_in(cast.lena).get("/audit/history/", {"q": glass.reference}).content.decode()
    assert f'href="/break-glass/{glass.reference}/"' in page
    assert WHY not in page
