"""The page where anybody checks a document, and its door for programs."""

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.audit.models import Event
from backend.demo.cast import Cast
from backend.documents.actions.standing import supersede_document
from backend.documents.models import Document
from backend.documents.queries import content_of
from backend.documents.sealing.keys import seal_facts
from backend.people.actions import system_user
from tests.documents.conftest import issued, people
from tests.web.reading import text_of

Issued = Callable[..., Document]
__all__ = ["issued", "people"]  # fixtures

API = "/api/v1/verify/"
UNKNOWN = "0000-0000-0000-0000"


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def uploaded(content: bytes, name: str = "copy.pdf") -> dict[str, SimpleUploadedFile]:
    """Put a file into a form."""
    return {"file": SimpleUploadedFile(name, content, content_type="application/pdf")}


def by_code(code: str) -> Any:
    """Ask the door for programs about a code."""
    return Client().post(API, json.dumps({"code": code}), content_type="application/json")


def test_anybody_learns_that_a_file_is_ours_and_nothing_about_whose_it_is(issued: Issued, cast: Cast) -> None:
    document = issued()
    page = Client().post("/verify/", uploaded(content_of(document)))
    assert page.status_code == 200
    assert "Issued by us, and unchanged" in text_of(page)
    told = page.content.decode() + Client().post(API, uploaded(content_of(document))).content.decode()
    told += (
        Client().post("/verify/", {"code": document.check_code}).content.decode()
        + by_code(document.check_code).content.decode()
    )
    secret = (
        document.reference,
        document.title,
        document.matter,
        "Martin",
        "Hale",
        document.kind,
        "2026",
        "March",
        document.language,
    )
    at_random = (r'csrfmiddlewaretoken" value="[^"]+', r'nonce="[^"]+', document.check_code, document.sha256)
    for noise in (*at_random, str(seal_facts().not_after.year)):
        told = re.sub(noise, "", told)
    assert [word for word in secret if word in told] == []


def test_a_changed_file_is_not_told_as_ours(issued: Issued) -> None:
    content = content_of(issued())
    for other in (content + b" ", content[:-1], b"%PDF-1.7", b"nothing"):
        assert "Not a document as we issued it" in text_of(Client().post("/verify/", uploaded(other)))
        assert Client().post(API, uploaded(other)).json()["verdict"] == "not_ours"


def test_a_code_tells_that_the_document_stands_and_not_that_a_copy_is_unchanged(issued: Issued) -> None:
    document = issued()
    typed = document.check_code.replace("-", " ").lower()
    page = text_of(Client().post("/verify/", {"code": typed}))
    assert "We issued a document with this code" in page
    assert "does not show that your copy says what we wrote" in page
    assert by_code(typed).json() | {"says": "", "meaning": ""} == {
        "checked": "code", "verdict": "issued", "says": "", "meaning": "", "sha256": None,
    }  # fmt: skip
    supersede_document(document, actor=system_user(), reason="Replaced.")
    assert "replaced by a later one" in text_of(Client().post("/verify/", {"code": typed}))
    assert by_code(typed).json()["verdict"] == "superseded"


def test_two_unknown_codes_are_answered_alike(issued: Issued) -> None:
    issued()
    one, other = by_code(UNKNOWN), by_code("7777-7777-7777-7777")
    assert (one.status_code, one.content) == (other.status_code, other.content)
    assert one.json()["verdict"] == "not_ours"


def test_a_mistake_is_told_next_to_its_field_and_what_was_typed_stays(db: None) -> None:
    page = Client().post("/verify/", {"code": "ABC-1"})
    assert "This is no check code" in text_of(page)
    assert 'value="ABC-1"' in page.content.decode()
    assert "Choose the file to check" in text_of(Client().post("/verify/"))
    assert "The file is empty" in text_of(Client().post("/verify/", uploaded(b"")))
    assert by_code("ABC-1").json()["errors"] == {
        "code": ["This is no check code: one has 16 letters and digits, in four groups."]
    }
    assert by_code("").status_code == 400
    bodies: list[Any] = [{}, [], "text", {"file": "text"}, {"code": UNKNOWN, "more": 1}, {"code": None}]
    for body in bodies:
        assert Client().post(API, json.dumps(body), content_type="application/json").status_code == 400
    assert Client().post(API, uploaded(b"")).status_code == 400
    assert Client().post(API, "x", content_type="text/plain").status_code == 415
    assert Client().get(API).status_code == 405


def test_a_file_that_is_too_large_is_refused_and_never_reaches_a_disk(
    db: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "absent")  # whoever writes there fails
    content = b"%PDF-" + bytes(4 * 1024 * 1024)
    assert "Not a document as we issued it" in text_of(Client().post("/verify/", uploaded(content)))
    assert Client().post(API, uploaded(content)).status_code == 200
    monkeypatch.setattr("backend.documents.verification.LARGEST", 1024 * 1024)
    assert "The file is larger than 25 MB" in text_of(Client().post("/verify/", uploaded(content)))
    refused = Client().post(API, uploaded(content))
    assert refused.status_code == 400
    assert "larger than 25 MB" in refused.json()["errors"]["file"][0]


def test_only_the_one_file_is_looked_at(issued: Issued) -> None:
    content = content_of(issued())
    for address in ("/verify/", API):
        other = SimpleUploadedFile("other.pdf", b"%PDF- other")
        answer = Client().post(address, {"other": other, **uploaded(content)})
        assert "Issued by us, and unchanged" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused(db: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/verify/", uploaded(b"%PDF-")).status_code == 403
    token = browser.get("/verify/").context["csrf_token"]
    assert browser.post("/verify/", {**uploaded(b"%PDF-"), "csrfmiddlewaretoken": str(token)}).status_code == 200
    assert browser.post(API, uploaded(b"%PDF-")).status_code == 200  # nobody is signed in there


def test_too_many_checks_are_refused_in_plain_words_at_both_doors_together(
    db: None, settings: Any, frozen: object
) -> None:
    settings.CHECKS_PER_MINUTE = 2
    assert Client().post("/verify/", {"code": UNKNOWN}).status_code == 200
    assert by_code(UNKNOWN).status_code == 200
    page = Client().post("/verify/", {"code": UNKNOWN})
    assert page.status_code == 429
    assert "Wait a minute, then try again" in text_of(page)
    assert f'value="{UNKNOWN}"' in page.content.decode()
    refused = by_code(UNKNOWN)
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert Client().get("/verify/").status_code == 200


def test_a_check_leaves_no_trace_of_what_was_checked(issued: Issued, caplog: pytest.LogCaptureFixture) -> None:
    document = issued()
    before = Event.objects.count()
    with caplog.at_level(logging.DEBUG):
        Client().post("/verify/", uploaded(content_of(document), "letter to Martin Hale.pdf"))
        Client().post(API, uploaded(content_of(document), "letter to Martin Hale.pdf"))
        by_code(document.check_code)
    assert Event.objects.count() == before
    told = [record.getMessage() for record in caplog.records if record.name.startswith("backend")]
    assert told == [
        "A file was checked: issued_unchanged",
        "A file was checked: issued_unchanged",
        "A code was checked: issued",
    ]


def test_the_certificate_of_the_seal_is_given_out(db: None) -> None:
    answer = Client().get("/verify/certificate.pem")
    [leaf, *_] = x509.load_pem_x509_certificates(answer.content)
    assert leaf.subject.rfc4514_string() == seal_facts().subject
    assert b"PRIVATE" not in answer.content
    assert seal_facts().fingerprint in text_of(Client().get("/verify/"))


def test_without_a_seal_the_page_works_and_there_is_no_certificate(db: None, settings: Any) -> None:
    settings.PRODUCTION = True
    assert Client().get("/verify/certificate.pem").status_code == 404
    page = Client().post("/verify/", {"code": UNKNOWN})
    assert "We issued no document with this code" in text_of(page)
    assert "certificate.pem" not in page.content.decode()


def test_the_answer_is_kept_by_no_cache(db: None) -> None:
    assert "no-store" in Client().post("/verify/", {"code": UNKNOWN})["Cache-Control"]
    assert "no-store" in by_code(UNKNOWN)["Cache-Control"]
