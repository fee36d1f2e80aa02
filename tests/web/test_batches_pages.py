"""Letters to issue, on the pages: ticked, looked at once more, issued, and told what became of each."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from backend.audit.timeline import history
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.batching import issue_batch, start_batch
from backend.documents.actions.drafting import reopen_draft
from backend.documents.models import Batch
from tests.documents.approved import WHY, approved_letters
from tests.web.reading import text_of

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PRINTERS", 1)


@pytest.fixture
def case(a_case: Callable[..., Case]) -> Case:
    return a_case("investigating")


def test_ticked_letters_are_issued_from_the_page(cast: Cast, case: Case, sign_in: SignIn) -> None:
    first, second, third = approved_letters(cast, case, 3)
    browser = sign_in(cast.ines)
    page = browser.get("/batches/")
    assert all(letter.reference in text_of(page) for letter in (first, second, third))
    assert "checked" not in page.content.decode()
    assert page.content.decode().count(" checked") + 3 == browser.get("/batches/?all=1").content.decode().count(
        " checked"
    )

    ticked = {"letters": [first.reference, second.reference]}
    asked = browser.get("/batches/new/", ticked)
    assert "Issue 2 letters" in text_of(asked)
    assert third.reference not in text_of(asked)
    again = browser.post("/batches/new/", {**ticked, "channel": "page", "reason": " "})
    assert "Give a reason" in text_of(again)
    assert again.content.decode().count('name="letters"') == 2
    assert not Batch.objects.exists()

    done = browser.post("/batches/new/", {**ticked, "channel": "page", "reason": "Both agreed."}, follow=True)
    batch = Batch.objects.get()
    assert done.redirect_chain == [(f"/batches/{batch.reference}/", 302)]
    assert "They wait for their turn" in text_of(done)
    assert 'hx-trigger="every 3s"' in done.content.decode()
    assert third.reference in text_of(browser.get("/batches/"))
    assert first.reference not in text_of(browser.get("/batches/"))

    figures = browser.get(f"/batches/{batch.reference}/", headers={"HX-Request": "true"})
    assert "They wait for their turn" in text_of(figures)
    assert not any(word in text_of(figures) for word in (first.reference, "Martin"))
    issue_batch(batch, lambda done, total: None)
    assert browser.get(f"/batches/{batch.reference}/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    over = browser.get(f"/batches/{batch.reference}/")
    assert "All issued" in text_of(over)
    assert "hx-trigger" not in over.content.decode()
    assert history(batch).filter(action="batch.view").count() == 2


def test_nobody_issues_what_is_not_theirs_to_issue(cast: Cast, case: Case, sign_in: SignIn) -> None:
    [letter] = approved_letters(cast, case)
    stranger = sign_in(cast.noor)
    assert letter.reference not in text_of(stranger.get("/batches/"))
    refused = stranger.post("/batches/new/", {"letters": [letter.reference], "channel": "page", "reason": WHY})
    assert "no longer among those" in text_of(refused)
    assert letter.title not in text_of(refused)
    assert not Batch.objects.exists()

    batch = start_batch([letter], actor=cast.ines, reason=WHY)
    for part in ("", "cancel/", "retry/"):
        assert stranger.get(f"/batches/{batch.reference}/{part}").status_code == 404


def test_what_failed_says_why_and_can_be_tried_again(cast: Cast, case: Case, sign_in: SignIn) -> None:
    first, second = approved_letters(cast, case, 2)
    batch = start_batch([first, second], actor=cast.ines, reason=WHY)
    reopen_draft(second, actor=cast.ines, reason=WHY)
    issue_batch(batch, lambda done, total: None)
    browser, address = sign_in(cast.ines), f"/batches/{batch.reference}/"

    page = browser.get(address)
    assert "1 letter was not issued" in text_of(page)
    assert "It is not approved any more" in text_of(page)
    assert browser.get(f"{address}cancel/").status_code == 302
    assert "Nothing is issued twice" in text_of(browser.get(f"{address}retry/"))
    again = browser.post(f"{address}retry/", {"reason": "It is approved again."}, follow=True)
    assert "The letters are being tried again" in text_of(again)


def test_a_batch_is_stopped_from_its_page(cast: Cast, case: Case, sign_in: SignIn) -> None:
    batch = start_batch(approved_letters(cast, case, 2), actor=cast.ines, reason=WHY)
    browser, address = sign_in(cast.ines), f"/batches/{batch.reference}/"
    stopped = browser.post(f"{address}cancel/", {"reason": "A name is wrong."}, follow=True)
    assert "The batch was stopped" in text_of(stopped)
    assert "They stay approved" in text_of(stopped)
    assert len(browser.get("/batches/").context["page"].object_list) == 2


def test_letters_of_one_case_can_be_listed_alone(cast: Cast, a_case: Callable[..., Case], sign_in: SignIn) -> None:
    here, there = a_case("investigating"), a_case("investigating")
    [mine], [other] = approved_letters(cast, here), approved_letters(cast, there)
    page = text_of(sign_in(cast.ines).get("/batches/", {"matter": here.reference}))
    assert mine.reference in page
    assert other.reference not in page
    assert "Tick at least one letter" in text_of(
        sign_in(cast.ines).get("/batches/new/", {"matter": here.reference}, follow=True)
    )


def test_with_nothing_approved_the_page_says_what_will_appear(cast: Cast, sign_in: SignIn) -> None:
    assert "No letter waits to be issued" in text_of(sign_in(cast.ines).get("/batches/"))
