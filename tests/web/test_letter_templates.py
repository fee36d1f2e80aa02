"""The pages of the catalogue of letters: written by one person, approved by another, previewed by the engine that prints."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from backend.demo.cast import Cast
from backend.documents.catalogue.actions import submit_version, write_version
from backend.documents.models import Stationery, TemplateVersion
from backend.documents.queries import letterhead
from backend.kernel import clock
from tests.web.reading import form_of, text_of

SignIn = Callable[..., Client]
WORDS = """<h1>Allegations for your response</h1>
<p>Dear {{ letter.recipient.name }}</p>
<p>Answer by {{ letter.answer_due_on|day }}.</p>
"""
LETTER = "/templates/letters/notice_of_allegations/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> TemplateVersion:
    return write_version("notice_of_allegations", "en", actor=cast.sam, reason="Plainer.", body=WORDS, note="Shorter.")


def test_the_catalogue_is_for_administrators_and_counsel_and_not_there_for_others(cast: Cast, sign_in: SignIn) -> None:
    for who in (cast.sam, cast.hugo):
        page = text_of(sign_in(who).get("/templates/"))
        assert "Allegations for your response" in page or "Notice of allegations" in page
        assert "English v2" in page
    for who in (cast.ines, cast.lena, cast.noor):
        assert sign_in(who).get("/templates/").status_code == 404
    assert "Letter templates" in text_of(sign_in(cast.sam).get("/"))
    assert "Letter templates" not in text_of(sign_in(cast.ines).get("/"))


def test_a_letter_shows_its_words_its_facts_and_its_versions(
    cast: Cast, sign_in: SignIn, draft: TemplateVersion
) -> None:
    page = text_of(sign_in(cast.sam).get(LETTER))
    for part in (
        "D3",
        "The respondent",
        "In force: v2, the built-in words",
        draft.reference,
        "{{ letter.answer_due_on|day }}",
    ):
        assert part in page
    assert sign_in(cast.sam).get("/templates/letters/nothing/").status_code == 404


def test_previews_are_html_and_a_pdf_that_say_they_were_never_issued(
    cast: Cast, sign_in: SignIn, draft: TemplateVersion
) -> None:
    browser = sign_in(cast.hugo)
    for address in (LETTER, f"/templates/versions/{draft.reference}/"):
        assert "This letter has not been issued" in text_of(browser.get(f"{address}preview/"))
        file = browser.get(f"{address}file/")
        assert file["Content-Type"] == "application/pdf"
        assert file.content.startswith(b"%PDF")
        assert b"/ByteRange" not in file.content  # a preview carries no seal


def test_a_version_is_begun_written_and_handed_in_on_pages(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.sam)
    page = browser.get(f"{LETTER}new/")
    done = browser.post(f"{LETTER}new/", form_of(page, reason="Plainer words."), follow=True)
    version = TemplateVersion.objects.get()
    address = f"/templates/versions/{version.reference}/"
    assert done.redirect_chain == [(f"{address}edit/", 302)]
    sent = form_of(done, body=WORDS.replace("answer_due_on", "anser_due_on"), note="Shorter.")
    page = browser.post(f"{address}edit/", sent, follow=True)
    assert "Line 3 : “letter” has no “anser_due_on”. Did you mean “answer_due_on”?" in text_of(page)
    assert 'href="#line-3"' in page.content.decode()
    refused = browser.post(f"{address}moves/submit/", {"reason": "Ready."})
    assert "Mend one fault first" in text_of(refused)
    assert "It can be shown when these faults are mended" in text_of(browser.get(f"{address}preview/"))
    assert browser.get(f"{address}file/").status_code == 302
    page = browser.post(f"{address}edit/", form_of(page, body=WORDS), follow=True)
    assert "No faults as it was saved" in text_of(page)
    done = browser.post(f"{address}moves/submit/", {"reason": "Ready."}, follow=True)
    assert "You wrote this version, so somebody else approves it" in text_of(done)
    assert browser.get(f"{address}moves/approve/").status_code == 403


def test_text_that_was_saved_elsewhere_meanwhile_is_not_overwritten_unseen(
    cast: Cast, sign_in: SignIn, draft: TemplateVersion
) -> None:
    browser, address = sign_in(cast.sam), f"/templates/versions/{draft.reference}/edit/"
    opened = form_of(browser.get(address))
    browser.post(address, {**opened, "body": WORDS + "<p>First window.</p>\n"})
    page = browser.post(address, {**opened, "body": WORDS + "<p>Second window.</p>\n"})
    assert "saved elsewhere since you opened it" in text_of(page)
    assert "Second window" in page.content.decode()
    assert "First window" in TemplateVersion.objects.get().body
    assert browser.post(address, form_of(page)).status_code == 302
    assert "Second window" in TemplateVersion.objects.get().body


def test_counsel_compares_and_approves(cast: Cast, sign_in: SignIn, draft: TemplateVersion) -> None:
    submit_version(draft, actor=cast.sam, reason="Ready.")
    browser, address = sign_in(cast.hugo), f"/templates/versions/{draft.reference}/"
    page = browser.get(f"{address}differences/").content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    assert browser.get(f"{address}edit/").status_code == 403
    assert browser.get(f"{LETTER}new/").status_code == 403
    approval = browser.get(f"{address}moves/approve/")
    assert "They can never be changed after this" in text_of(approval)
    browser.post(f"{address}moves/approve/", form_of(approval, reason="Reads well."))
    version = TemplateVersion.objects.get()
    assert (version.state, version.effective_from, version.approved_by) == ("approved", clock.today(), cast.hugo)
    assert "Letters are issued with these words now." in text_of(browser.get(address))
    assert "In force: v2.1" in text_of(browser.get(LETTER))
    assert browser.get(f"{address}moves/retire/").status_code == 403
    assert "is not possible now" in text_of(sign_in(cast.sam).get(f"{address}edit/", follow=True))


def stationery_form(page: Any, **more: object) -> dict[str, object]:
    sent: dict[str, object] = {}
    for forms in (page.context["support"], page.context["legal"]):
        for bound in (*forms.management_form, *(field for each in forms for field in each)):
            value = bound.value()
            sent[bound.html_name] = "" if value is None else value
    first = {
        bound.html_name: bound.value() or ""
        for bound in page.context["form"]
        if bound.name not in ("logo", "drop_logo")
    }
    return {**sent, **first, **more}


def test_stationery_is_set_up_with_a_logo_and_shown(cast: Cast, sign_in: SignIn) -> None:
    browser, address = sign_in(cast.sam), "/templates/stationery/default/"
    page = browser.get(address)
    assert "Nothing is set up yet" in text_of(page)
    out = BytesIO()
    Image.new("RGB", (200, 60), "#1f4e79").save(out, "PNG")
    sent = stationery_form(
        page, name="Larkfield Instruments Ltd", address="Wharf Street 18\nLeeds", colour="#1f4e79", reason="Set up.",
        logo=SimpleUploadedFile("logo.png", out.getvalue(), "image/png"),
        **{"support-0-name": "Helpline", "support-0-phone": "0800 1", "legal-0-text": "Only here.", "legal-0-kinds": "d10; D12"},
    )  # fmt: skip
    done = browser.post(address, sent, follow=True)
    assert "Saved. Letters issued from now on show it." in text_of(done)
    row = Stationery.objects.get()
    assert row.support[0]["name"] == "Helpline"
    assert row.legal_lines == [{"text": "Only here.", "kinds": ["D10", "D12"]}]
    assert letterhead().logo == row.logo
    assert browser.get(f"{address}logo/")["Content-Type"] == "image/png"
    assert browser.get(f"{address}preview/").content.startswith(b"%PDF")
    assert "8.7 to 1" in text_of(done)
    again = browser.post(address, stationery_form(done, colour="#9aa3ff", reason="Paler."))
    assert "Its contrast on white is 2.3 to 1" in text_of(again)
    assert Stationery.objects.get().colour == "#1f4e79"


def test_stationery_of_another_place_begins_from_its_code_and_is_removed_with_a_reason(
    cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.sam)
    assert browser.post("/templates/stationery/", {"place": "us-ca"})["Location"] == "/templates/stationery/US-CA/"
    assert "Give a code such as" in text_of(browser.post("/templates/stationery/", {"place": "California"}))
    page = browser.get("/templates/stationery/US-CA/")
    browser.post("/templates/stationery/US-CA/", stationery_form(page, name="Larkfield Inc", reason="Set up."))
    assert "US-CA" in text_of(sign_in(cast.hugo).get("/templates/stationery/"))
    assert sign_in(cast.hugo).post("/templates/stationery/US-CA/", {}).status_code == 403
    browser.post("/templates/stationery/US-CA/remove/", {"reason": "Closed."})
    assert not Stationery.objects.exists()
