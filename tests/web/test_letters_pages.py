"""Letters on pages: written, read through, approved, issued; nothing typed is lost, and nobody sees what is not theirs."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.drafting import revise_draft
from backend.documents.composing import COMPOSERS
from backend.documents.models import Document, DraftText, LetterDraft
from backend.documents.vocabulary import DraftState
from backend.intake.models import Report
from backend.kernel import clock
from tests.documents.writing import approved, issued_warning, warning_words, written

SignIn = Callable[..., Client]
ACase = Callable[..., Case]


@pytest.fixture
def case(a_case: ACase) -> Case:
    """Give a case whose outcome was told."""
    return a_case("implementing")


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_papers_of_a_case_are_for_those_who_read_or_write_them(case: Case, cast: Cast, sign_in: SignIn) -> None:
    draft, at = written(case, cast), f"/cases/{case.reference}/documents/"
    assert draft.reference in text(sign_in(cast.daniel).get(at))
    assert "waits for review" in text(sign_in(cast.ruth).get(at))
    inquirer = text(sign_in(cast.ines).get(at))
    assert draft.reference not in inquirer
    assert "Written warning" not in inquirer
    for name in ("lena", "noor", "martin", "sam", "tomas"):
        assert sign_in(getattr(cast, name)).get(at).status_code == 404


@pytest.mark.searching
def test_documents_of_a_case_are_found_by_kind_state_and_recipient(case: Case, cast: Cast, sign_in: SignIn) -> None:
    browser, at = sign_in(cast.ruth), f"/cases/{case.reference}/documents/"
    papers = {paper.kind: paper.reference for paper in Document.objects.filter(matter=case.reference)}
    assert set(papers) == {"D3", "D7", "D8", "D9"}
    only = text(browser.get(f"{at}?kind=D8"))
    assert papers["D8"] in only
    assert papers["D9"] not in only
    assert "1 document" in only
    to_erin = text(browser.get(f"{at}?to={cast.person('erin').reference}"))
    assert (papers["D8"] in to_erin, papers["D9"] in to_erin) == (True, False)
    assert "No document matches" in text(browser.get(f"{at}?state=withdrawn"))


def test_a_person_chooses_among_the_letters_that_are_theirs_to_write(case: Case, cast: Cast, sign_in: SignIn) -> None:
    at = f"/letters/new/{case.reference}/"
    for name, mine, not_mine in (
        ("daniel", "Written warning", "Temporary measures"),
        ("ines", "Temporary measures", "Written warning"),
    ):
        page = text(sign_in(getattr(cast, name)).get(at))
        assert mine in page
        assert not_mine not in page
    assert sign_in(cast.clara).get(at).status_code == 403
    assert sign_in(cast.noor).get(at).status_code == 404
    assert sign_in(cast.martin).get(at).status_code == 404


def test_what_is_missing_is_listed_with_the_place_where_it_is_filled(
    a_case: ACase, cast: Cast, sign_in: SignIn
) -> None:
    case = a_case("report_final")
    page = text(sign_in(cast.ruth).get(f"/letters/new/{case.reference}/warning/"))
    assert "An approved outcome with a warning." in page
    assert f'href="/cases/{case.reference}/decision/"' in page
    assert "<textarea" not in page


def test_a_letter_is_written_read_approved_and_issued_on_pages(case: Case, cast: Cast, sign_in: SignIn) -> None:
    daniel, clara = sign_in(cast.daniel), sign_in(cast.clara)
    form = {**warning_words(), "to": cast.person("martin").reference}
    page = daniel.get(f"/letters/new/{case.reference}/warning/")
    assert "A1: " in text(page)
    answer = daniel.post(f"/letters/new/{case.reference}/warning/", form, follow=True)
    draft = LetterDraft.objects.exclude(kind="D7").get(about=case.key)
    assert answer.redirect_chain == [(f"/letters/{draft.reference}/", 302)]
    assert "Nothing was sent" in text(answer)
    assert "hands on a colleague" in text(answer)
    at = f"/letters/{draft.reference}/"
    assert clara.post(f"{at}moves/review/", {"reason": "Read through."}).status_code == 302
    own = text(daniel.get(at))
    assert "You wrote this letter; somebody else who works on the matter approves it." in own
    assert f'href="{at}moves/approve/"' not in own
    assert clara.post(f"{at}moves/approve/", {"reason": "In order."}).status_code == 302
    issue = text(daniel.get(f"{at}issue/"))
    assert "Issue letter to M. Hale" in issue
    assert "The time to appeal runs." in issue
    assert "can’t be changed after this" in issue
    done = daniel.post(f"{at}issue/", {"channel": "page", "reason": "Decided."}, follow=True)
    document = Document.objects.get(draft=draft)
    assert done.redirect_chain == [(f"/documents/{document.reference}/", 302)]
    assert "The letter was issued and sealed." in text(done)
    assert clara.get(f"{at}issue/").status_code == 403


def test_nothing_that_was_typed_is_lost_when_something_is_wrong(case: Case, cast: Cast, sign_in: SignIn) -> None:
    form = {**warning_words(appeal_until="", conduct="no colon"), "to": cast.person("martin").reference}
    page = sign_in(cast.daniel).post(f"/letters/new/{case.reference}/warning/", form)
    told = text(page)
    assert "If it happens again, dismissal may follow." in told
    assert "no colon" in told
    assert "Enter a day." in told
    page = sign_in(cast.daniel).post(
        f"/letters/new/{case.reference}/warning/",
        {**form, "appeal_until": (clock.today() + timedelta(days=9)).isoformat()},
    )
    assert "Write two things with a colon between them" in text(page)
    assert not LetterDraft.objects.filter(about=case.key).exclude(kind="D7").exists()


def test_two_writers_of_one_letter_see_both_texts(case: Case, cast: Cast, sign_in: SignIn) -> None:
    draft = written(case, cast)
    daniel, at = sign_in(cast.daniel), f"/letters/{draft.reference}/edit/"
    assert 'name="seen" value="1"' in text(daniel.get(at))
    revise_draft(draft, COMPOSERS["warning"], given=warning_words(consequence="Hers."), actor=cast.ruth)
    page = text(daniel.post(at, {**warning_words(consequence="His."), "seen": "1"}))
    assert "Somebody saved version 2" in page
    assert "Hers." in page
    assert "His." in page
    assert 'name="seen" value="2"' in page
    assert daniel.post(at, {**warning_words(consequence="Both."), "seen": "2"}).status_code == 302
    assert DraftText.objects.get(draft_uid=draft.uid, version=3).given["consequence"] == "Both."


def test_what_changed_is_shown_word_by_word(case: Case, cast: Cast, sign_in: SignIn) -> None:
    draft = written(case, cast)
    said = "If it happens again, suspension may follow."
    revise_draft(draft, COMPOSERS["warning"], given=warning_words(consequence=said), actor=cast.daniel)
    page = text(sign_in(cast.ruth).get(f"/letters/{draft.reference}/changes/"))
    assert re.search(r"<del>.{0,80}dismissal</del>\s?<ins>.{0,80}suspension</ins>", page)
    assert "Nothing differs" in text(sign_in(cast.ruth).get(f"/letters/{draft.reference}/changes/?from=2&to=2"))


def test_words_that_it_must_not_hold_are_shown_in_their_sentence(case: Case, cast: Cast, sign_in: SignIn) -> None:
    draft = written(case, cast, consequence="Erin Lindqvist was right. If it happens again, dismissal may follow.")
    page = text(sign_in(cast.clara).get(f"/letters/{draft.reference}/"))
    assert "Words that this letter must not hold" in page
    assert '<strong class="found bad">Erin Lindqvist</strong> was right.' in page
    refused = text(sign_in(cast.clara).post(f"/letters/{draft.reference}/moves/review/", {"reason": "Read."}))
    assert "must not say" in refused
    assert LetterDraft.objects.get(pk=draft.pk).state == DraftState.DRAFT


def test_a_preview_is_a_pdf_without_reference_and_seal(case: Case, cast: Cast, sign_in: SignIn) -> None:
    draft = written(case, cast)
    answer = sign_in(cast.daniel).get(f"/letters/{draft.reference}/preview/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/ByteRange" not in answer.content
    assert not Document.objects.filter(draft=draft).exists()
    assert sign_in(cast.ines).get(f"/letters/{draft.reference}/preview/").status_code == 404


def test_reading_a_letter_before_its_issue_is_recorded(case: Case, cast: Cast, sign_in: SignIn) -> None:
    draft = written(case, cast)
    sign_in(cast.ruth).get(f"/letters/{draft.reference}/")
    assert Event.objects.filter(action="draft.view", obj=draft.key, actor=cast.ruth.uid).count() == 1


def test_who_cannot_sign_in_gets_the_letter_on_paper(case: Case, cast: Cast, sign_in: SignIn) -> None:
    draft = approved(case, cast)
    assert "Secure page" in text(sign_in(cast.daniel).get(f"/letters/{draft.reference}/issue/"))
    answer = sign_in(cast.daniel).post(f"/letters/{draft.reference}/issue/", {"channel": "hand", "reason": "He asked."})
    assert answer.status_code == 302
    assert Document.objects.get(draft=draft).state == "issued"


def test_a_letter_may_replace_an_earlier_one_of_its_kind(case: Case, cast: Cast, sign_in: SignIn) -> None:
    first = issued_warning(case, cast)
    daniel = sign_in(cast.daniel)
    assert first.reference in text(daniel.get(f"/letters/new/{case.reference}/warning/"))
    form = {**warning_words(), "to": cast.person("martin").reference, "supersedes": first.reference}
    daniel.post(f"/letters/new/{case.reference}/warning/", form)
    draft = LetterDraft.objects.filter(about=case.key).exclude(kind="D7").latest("pk")
    assert draft.supersedes == first
    assert first.reference in text(daniel.get(f"/letters/{draft.reference}/"))


def test_a_report_leads_to_the_letter_that_answers_a_wish(
    cast: Cast, a_report: Callable[..., Report], sign_in: SignIn
) -> None:
    report = a_report(triaged=True, no_action_asked=True)
    omar, at = sign_in(cast.omar), f"/letters/new/{report.reference}/"
    assert at in text(omar.get(f"/reports/{report.reference}/"))
    form = {
        "to": cast.person("erin").reference, "wish": "You would like that nobody speaks to him.", "wished_on": clock.today().isoformat(),
        "points": "Others at risk: not known", "can_keep": "You need not meet him.", "cannot_keep": "That nobody learns of it.",
        "contact_choices": "We write to you at home.", "decided_by": "Clara Nwosu", "decided_until": clock.today().isoformat(),
    }  # fmt: skip
    assert omar.post(f"{at}employer_duty_notice/", form).status_code == 302
    draft = LetterDraft.objects.get(about=report.key)
    assert draft.reference in text(omar.get(f"/reports/{report.reference}/"))
    assert sign_in(cast.wanda).get(f"/letters/{draft.reference}/").status_code == 200
    for name in ("erin", "ines", "noor", "ruth", "lena"):
        assert sign_in(getattr(cast, name)).get(f"/letters/{draft.reference}/").status_code == 404, name
