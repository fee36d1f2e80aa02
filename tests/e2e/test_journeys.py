"""Signing in, filing a report, answering an allegation, and taking the history out, as people do it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import PASSWORD, Cast
from backend.intake.models import Report
from backend.records.models import Export
from tests.builders import the_allegation
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
ACase = Callable[..., Case]


@pytest.mark.parametrize("scripts", [True, False])
def test_signing_in_and_out(cast: Cast, visitor: Come, scripts: bool) -> None:
    noor = visitor(PHONE, java_script_enabled=scripts)
    page = noor.page
    noor.open("/documents/")
    page.get_by_label("E-mail address").fill(cast.noor.email)
    page.get_by_label("Password").fill("not it")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("not correct").first).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Letters")
    page.locator("summary", has=page.locator(".avatar")).click()
    page.get_by_role("button", name="Sign out").click()
    noor.open("/documents/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_report_is_filed_and_followed(cast: Cast, visitor: Come, scripts: bool) -> None:
    erin = visitor(PHONE, java_script_enabled=scripts)
    page = erin.page
    erin.bring_session(cast.erin)
    erin.open("/reports/new/")
    page.get_by_role("link", name="What happened").click()
    page.get_by_label("What happened?").fill("He kept asking after I had said no, twice on Tuesday.")
    page.get_by_role("button", name="Save and go back").click()
    page.get_by_role("link", name="Check and send").click()
    expect(page.get_by_text("He kept asking after I had said no")).to_be_visible()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report was sent")
    report = Report.objects.filter(filed_by=cast.erin).latest("pk")
    assert report.narrative == "He kept asking after I had said no, twice on Tuesday."
    expect(page.get_by_text(report.reference).first).to_be_visible()
    erin.open("/reports/mine/")
    expect(page.get_by_text(report.reference).first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_respondent_answers_on_a_phone(cast: Cast, a_case: ACase, visitor: Come, scripts: bool) -> None:
    allegation = the_allegation(a_case("investigating"))
    martin = visitor(PHONE, java_script_enabled=scripts)
    page = martin.page
    martin.bring_session(cast.martin)
    martin.open("/mine/allegations/")
    page.get_by_role("link", name=f"Allegation A{allegation.seq}").first.click()
    page.get_by_role("link", name="Give your answer").click()
    page.get_by_label("It happened in part, or differently").check()
    page.get_by_label("In your own words").fill("Once, and in public.")
    page.get_by_role("button", name="Check your answer").click()
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_text("Your answer was sent to the investigator")).to_be_visible()
    allegation.refresh_from_db()
    assert allegation.response_text == "Once, and in public."


@pytest.mark.parametrize("scripts", [True, False])
def test_an_auditor_takes_out_exactly_what_the_filter_shows(
    cast: Cast, a_case: ACase, visitor: Come, scripts: bool
) -> None:
    case = a_case("offered")
    lena = visitor(java_script_enabled=scripts)
    page = lena.page
    lena.bring_session(cast.lena)
    lena.open("/audit/history/")
    page.get_by_label("Entry number or reference").fill(case.reference)
    page.get_by_role("button", name="Apply").click()
    count = Event.objects.filter(stream=case.key).count()
    page.get_by_role("link", name=f"Export these {count} entries").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(f"{count} entries").first).to_be_visible()
    page.get_by_label("What the export is for").fill("Yearly review.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="The first rows, as the file will have them")).to_be_visible()
    page.get_by_role("button", name="Create export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    data = Path(download.value.path()).read_bytes()
    export = Export.objects.latest("pk")
    assert export.rows == count
    assert hashlib.sha256(data).hexdigest() == export.sha256
    expect(page.get_by_text(export.sha256)).to_be_visible()


def test_the_way_back_restores_a_filtered_list(cast: Cast, visitor: Come) -> None:
    lena = visitor()
    page = lena.page
    lena.bring_session(cast.lena)
    lena.open("/audit/history/")
    page.get_by_label("Kind").select_option("document")
    page.wait_for_url("**/audit/history/?*kind=document*")
    expect(page.locator("#say")).to_contain_text("entries")
    page.get_by_role("link", name="DOC-").first.click()
    expect(page.get_by_text("Its text is not part of your role.")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Kind")).to_have_value("document")
    expect(page.get_by_text("Kind: Document")).to_be_visible()
