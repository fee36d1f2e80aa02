"""Letters, the file behind each, and the check of a copy."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.documents.queries import content_of

SignIn = Callable[..., Client]
ACase = Callable[..., Case]


@pytest.fixture
def notice(a_case: ACase) -> Document:
    """Give the notice of allegations that Martin got."""
    case = a_case("investigating")
    return Document.objects.get(matter=case.reference, kind="D3")


def test_letters_are_those_sent_to_the_person(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    page = sign_in(cast.martin).get("/documents/").content.decode()
    assert notice.reference in page
    assert "Not opened yet" in page
    assert notice.reference not in sign_in(cast.erin).get("/documents/").content.decode()
    assert "No letters yet" in sign_in(cast.noor).get("/documents/").content.decode()


def test_the_file_is_the_very_bytes_and_its_name_tells_nothing(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    answer = sign_in(cast.martin).get(f"/documents/{notice.reference}/file/")
    assert answer.content == content_of(notice)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{notice.reference}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Type"] == "application/pdf"


def test_opening_is_recorded_first_and_notes_the_first_time(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    browser = sign_in(cast.martin)
    browser.get(f"/documents/{notice.reference}/file/")
    browser.get(f"/documents/{notice.reference}/file/")
    assert Event.objects.filter(action="document.open", obj=notice.key, actor=cast.martin.uid).count() == 2
    notice.refresh_from_db()
    assert notice.opened_at is not None
    assert "Read" in browser.get("/documents/").content.decode()


def test_an_auditor_sees_that_it_was_issued_and_its_digest_but_no_text_and_no_name(
    cast: Cast, sign_in: SignIn, notice: Document
) -> None:
    browser = sign_in(cast.lena)
    page = browser.get(f"/documents/{notice.reference}/")
    assert notice.sha256 in page.content.decode()
    assert "Martin" not in page.content.decode()
    assert f"/documents/{notice.reference}/file/" not in page.content.decode()
    assert browser.get(f"/documents/{notice.reference}/file/").status_code == 403
    assert Event.objects.filter(action="access.denied", actor=cast.lena.uid).exists()
    assert not Event.objects.filter(action="document.open", actor=cast.lena.uid).exists()


@pytest.mark.parametrize("who", ["erin", "noor", "tomas", "sam", "joan", "priya"])
def test_for_others_a_letter_is_not_there(cast: Cast, sign_in: SignIn, notice: Document, who: str) -> None:
    browser = sign_in(getattr(cast, who))
    hidden = browser.get(f"/documents/{notice.reference}/")
    absent = browser.get("/documents/DOC-2026-ZZZZZZ/")
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content) == (404, absent.content)
    assert browser.get(f"/documents/{notice.reference}/file/").status_code == 404


def test_those_who_work_on_the_case_may_open_its_letters(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    page = sign_in(cast.ines).get(f"/documents/{notice.reference}/").content.decode()
    assert "Martin Hale" in page
    assert sign_in(cast.ines).get(f"/documents/{notice.reference}/file/").status_code == 200


def uploaded(content: bytes) -> dict[str, SimpleUploadedFile]:
    """Put a file into the form."""
    return {"file": SimpleUploadedFile("copy.pdf", content, content_type="application/pdf")}


def test_a_copy_is_recognised_and_a_changed_one_is_not(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    browser, content = sign_in(cast.martin), content_of(notice)
    page = browser.post("/documents/check/", uploaded(content)).content.decode()
    assert "Issued by us, and unchanged" in page
    assert f"/documents/{notice.reference}/" in page
    by_code = browser.post("/documents/check/", {"code": notice.check_code}).content.decode()
    assert "We issued a document with this code" in by_code
    assert f"/documents/{notice.reference}/" in by_code
    assert Event.objects.filter(action="document.view", obj=notice.key, actor=cast.martin.uid).count() == 2
    changed = browser.post("/documents/check/", uploaded(content + b" ")).content.decode()
    assert "Not a document as we issued it" in changed
    assert notice.reference not in changed


def test_the_check_tells_others_no_more_than_the_public_page(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    page = sign_in(cast.noor).post("/documents/check/", uploaded(content_of(notice))).content.decode()
    assert "Issued by us, and unchanged" in page
    assert notice.reference not in page
    assert notice.title not in page
    assert not Event.objects.filter(action="document.view", obj=notice.key, actor=cast.noor.uid).exists()


def test_the_check_asks_for_a_file(cast: Cast, sign_in: SignIn) -> None:
    assert "Choose the file to check" in sign_in(cast.noor).post("/documents/check/").content.decode()


def test_letters_need_as_many_queries_for_many_as_for_one(cast: Cast, sign_in: SignIn, a_case: ACase) -> None:
    browser = sign_in(cast.martin)
    a_case("active")
    browser.get("/documents/")
    with CaptureQueriesContext(connection) as queries:
        browser.get("/documents/")
    assert len([query for query in queries if query["sql"].startswith("SELECT")]) <= 8
