"""Scenario 3 in a browser: told in any order without a name, left by Shift three times, found again by a code, sent, answered."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from backend.demo.cast import Cast
from backend.files.reading import open_file
from backend.intake.mailbox import answer_reporter
from backend.intake.models import Report
from backend.intake.tries import forget_tries
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.test_every_page import paths_of, violations
from tests.intake.test_anonymous import a_photo

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]


def part_called(page: Page, name: str) -> Locator:
    """Find the row of one part in the list."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=name))


def photo_of(name: str) -> FilePayload:
    """Give a photo that tells of its camera."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": a_photo()}


def test_somebody_reports_without_a_name_and_is_answered(cast: Cast, visitor: Come) -> None:
    forget_tries()
    somebody = visitor(PHONE)
    page = somebody.page
    page.route("https://www.metoffice.gov.uk/**", lambda route: route.fulfill(body="<title>Weather</title>"))
    paths_of(somebody, ["/report/", "/report/follow/", "/report/new/", "/report/new/safety/"])
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    somebody.open("/report/")
    expect(page).to_have_title("Form")
    page.get_by_role("link", name="Start a report").click()
    page.get_by_role("link", name="When and where").click()
    page.get_by_label("About then").check()
    page.get_by_label("Or in your own words").fill("about March")
    page.get_by_role("button", name="Save and go back").click()
    code = page.locator("#code").inner_text()
    page.get_by_role("link", name="What happened").click()
    page.get_by_label("What happened?").fill("He followed me to the car park.")
    page.get_by_label("What happened?").blur()
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.metoffice.gov.uk/**")

    somebody.open("/report/new/")
    expect(page.get_by_text("Start with any part.")).to_be_visible()
    somebody.open("/report/follow/")
    page.get_by_role("textbox", name="Your code").fill(code)
    page.get_by_role("button", name="Open your report").click()
    expect(part_called(page, "When and where")).to_contain_text("Done")
    expect(part_called(page, "What happened")).to_contain_text("In progress")
    page.get_by_role("link", name="Photos, letters, chats").click()
    page.get_by_label("File").set_input_files([photo_of("Quentin at work.jpg")])
    page.get_by_role("button", name="Add file").click()
    expect(page.get_by_text("What it told of its maker, place and device was taken out.")).to_be_visible()
    page.get_by_label("File").set_input_files([photo_of("by mistake.jpg")])
    page.get_by_role("button", name="Add file").click()
    page.get_by_role("button", name="Remove file 2").click()
    expect(page.get_by_text("Nothing of it is kept.")).to_be_visible()
    paths_of(somebody, ["/report/new/files/"])
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.get_by_role("link", name="Back to the list").click()
    expect(part_called(page, "Photos, letters, chats")).to_contain_text("1 file")
    page.get_by_role("link", name="Check and send").click()
    expect(page.get_by_text("He followed me to the car park.")).to_be_visible()
    expect(page.get_by_text("Quentin")).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("button", name="Send report").click()
    receipt = page.locator("#code").inner_text()
    assert receipt != code
    page.get_by_label("last four digits").fill("0000" if receipt[-4:] != "0000" else "1111")
    page.get_by_role("button", name="Continue to your report").click()
    expect(page.locator("#code")).to_have_text(receipt)
    assert violations(page) == []
    page.get_by_label("last four digits").fill(receipt[-4:])
    page.get_by_role("button", name="Continue to your report").click()
    expect(page.get_by_text("We have your report").first).to_be_visible()

    report = Report.objects.latest("pk")
    stored = report.files.get().file
    assert (stored.name, stored.mime, stored.cleaned) == ("file-1.jpg", "image/jpeg", True)
    with open_file(stored) as kept:
        assert b"Planted-Camera" not in kept.read()
    omar = visitor()
    omar.bring_session(cast.omar)
    omar.open(f"/reports/{report.reference}/")
    with omar.page.expect_download() as download:
        omar.page.get_by_role("link", name="File 1").click()
    assert download.value.suggested_filename == f"{report.reference}-1.jpg"
    for name in ("martin", "noor", "ines"):
        stranger = visitor()
        stranger.bring_session(getattr(cast, name))
        answer = stranger.page.request.get(f"{stranger.url}/reports/{report.reference}/files/1/")
        assert answer.status == 404, name
    answer_reporter(report, "Which car park was it?", actor=cast.omar)
    paths_of(somebody, ["/report/mine/"])
    expect(page.get_by_text("Which car park was it?")).to_be_visible()
    page.get_by_label("Your message").fill("The northern one.")
    page.get_by_role("button", name="Send a message").click()
    expect(page.get_by_text("Your message was sent to intake.")).to_be_visible()
    assert report.messages.count() == 2


def test_the_public_pages_work_without_scripts(cast: Cast, visitor: Come) -> None:
    somebody = visitor(java_script_enabled=False)
    page = somebody.page
    somebody.open("/report/new/what/")
    page.get_by_label("What happened?").fill("Without scripts.")
    page.get_by_role("button", name="Save and go back").click()
    page.get_by_role("link", name="Check and send").click()
    page.get_by_role("button", name="Send report").click()
    page.get_by_label("last four digits").fill(page.locator("#code").inner_text()[-4:])
    page.get_by_role("button", name="Continue to your report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report")
    expect(page.get_by_role("link", name="Leave this page")).to_be_visible()
