"""The pages of the catalogue of letters on a phone and on a desk, light and dark; and one version, from draft to force."""

import pytest
from playwright.sync_api import expect

from backend.demo.cast import Cast
from backend.documents.catalogue.actions import save_version, submit_version, write_version
from backend.documents.catalogue.stationery import Letterhead, save_stationery
from tests.e2e.test_every_page import Come, paths_of

pytestmark = pytest.mark.e2e
LETTER = "/templates/letters/notice_of_allegations/"


def test_pages_of_the_catalogue_of_letters(cast: Cast, visitor: Come) -> None:
    begin = {"actor": cast.sam, "reason": "Plainer words."}
    faulty = write_version("notice_of_allegations", "en", note="Shorter.", **begin)  # type: ignore[arg-type]
    body = faulty.body.replace("letter.answer_due_on", "letter.anser_due_on")
    faulty = save_version(faulty, actor=cast.sam, reason="Saved.", body=f"{body}<p style='x'>x</p>\n")
    waiting = write_version("outcome_complainant", "en", note="Shorter.", **begin)  # type: ignore[arg-type]
    waiting = submit_version(waiting, actor=cast.sam, reason="Ready.")
    save_stationery("DE", head=Letterhead(name="Larkfield GmbH", colour="#1f4e79"), actor=cast.sam, reason="Set up.")
    own, others = f"/templates/versions/{faulty.reference}/", f"/templates/versions/{waiting.reference}/"
    sam = visitor()
    sam.bring_session(cast.sam)
    paths_of(sam, ["/templates/", LETTER, f"{LETTER}preview/", f"{LETTER}new/", own, f"{own}edit/", f"{own}preview/"])
    paths_of(sam, [f"{own}differences/", f"{own}moves/submit/", "/templates/stationery/", "/templates/stationery/DE/"])
    paths_of(sam, ["/templates/stationery/default/", "/templates/stationery/DE/remove/"])
    hugo = visitor()
    hugo.bring_session(cast.hugo)
    paths_of(
        hugo, ["/templates/", LETTER, others, f"{others}preview/", f"{others}moves/approve/", f"{others}moves/return/"]
    )


def test_words_go_from_a_draft_into_force_between_two_people(cast: Cast, visitor: Come) -> None:
    sam = visitor()
    sam.bring_session(cast.sam)
    sam.open(f"{LETTER}new/")
    sam.page.get_by_label("Why a new version").fill("Plainer words.")
    sam.page.get_by_role("button", name="Begin the draft").click()
    words = sam.page.get_by_label("Words", exact=False).locator("visible=true").first
    written = words.input_value().replace("We have received a report", "Somebody told us")
    words.fill(written.replace("letter.answer_due_on|day", "letter.answer_due|day", 1))
    sam.page.get_by_label("What this version changes").fill("A plainer beginning.")
    sam.page.get_by_role("button", name="Save the draft").click()
    expect(sam.page.get_by_text("Did you mean “answer_due_on”?").first).to_be_visible()
    sam.page.locator("#id_body").fill(written)
    sam.page.get_by_role("button", name="Save the draft").click()
    expect(sam.page.get_by_text("No faults as it was saved.")).to_be_visible()
    sam.page.get_by_role("link", name="Hand in for approval").click()
    sam.page.get_by_label("Reason").fill("Ready.")
    sam.page.get_by_role("button", name="Hand in for approval").click()
    expect(sam.page.get_by_text("so somebody else approves it")).to_be_visible()
    address = sam.page.url
    hugo = visitor()
    hugo.bring_session(cast.hugo)
    hugo.page.goto(f"{address}differences/")
    expect(hugo.page.locator("ins").first).to_contain_text("Somebody")
    hugo.page.goto(f"{address}moves/approve/")
    hugo.page.get_by_label("Reason").fill("Reads well.")
    hugo.page.get_by_role("button", name="Approve these words").click()
    expect(hugo.page.get_by_text("Letters are issued with these words now.")).to_be_visible()
