"""D+210 to D+370: the last talks and proofs, the completion, the closed case, and an export that an outsider checks."""

from pathlib import Path
from typing import Final

from playwright.sync_api import expect

from backend.agreements.models import Agreement
from backend.cases.models import Case
from backend.jobs.worker import Worker
from tests.e2e.golden.telling import Golden, address
from tests.e2e.keyboard import tab_to_link
from tests.records.bundles import verify

REQUEST: Final = "AUDIT-1"
LEARNT: Final = {
    "root_cause": "No host was named for the evening.",
    "lessons": "A host is named for each evening.",
    "retention_class": "agreement",
}


def is_proved(g: Golden) -> None:
    """D+210: Joan accepts the obligation on the proof that the agreement names, and judges nothing about the person."""
    g.opens("joan")
    page = g.follows("joan", "Check an obligation", href=g.agreement)
    expect(page.locator("main")).to_contain_text("You judge nothing about the person.")
    g.sends("joan", "Accept as met", note="Certificate of the spring course")


def is_completed(g: Golden) -> None:
    """D+365: the plan of the return ends, and Ruth completes the agreement; Martin gets the letter, and Erin learns nothing of it."""
    g.opens("ruth", f"/cases/{g.case}/")
    g.follows("ruth", "Return to work", href="/returns/")
    g.follows("ruth", "", href=f"/returns/{g.returns}/")
    g.follows("ruth", "Close the plan")
    g.sends("ruth", "Close the plan")
    g.opens("ruth", f"/cases/{g.case}/")
    g.follows("ruth", "Complete the agreement", place="next")
    g.follows("ruth", "Complete the agreement")
    g.sends("ruth", "Complete the agreement")
    assert Agreement.objects.get(reference=g.agreement).state == "completed"
    g.opens("martin")
    g.follows("martin", "Read .* new letter")
    page = g.follows("martin", "Completion of agreement")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Completion")
    g.unsaid("erin", ("Completion", g.agreement), "/documents/", "/", f"/reports/{g.report}/")
    g.absent("erin neil noor", f"/agreements/{g.agreement}/", f"/mine/agreements/{g.agreement}/")


def is_closed(g: Golden) -> None:
    """D+365: Ruth writes down why it could happen and what is learnt, and closes the case."""
    g.opens("ruth", f"/cases/{g.case}/")
    g.follows("ruth", "Closing", href=f"{g.case}/closing/")
    g.follows("ruth", "Record causes and lessons")
    g.sends("ruth", "Record it", **LEARNT)
    g.opens("ruth", f"/cases/{g.case}/")
    g.follows("ruth", "Close the case", place="next")
    g.follows("ruth", "Close the case")
    g.sends("ruth", "Close the case")
    assert Case.objects.get(reference=g.case).state == "closed"
    g.absent("martin erin neil noor joan", f"/cases/{g.case}/", f"/cases/{g.case}/closing/")


def is_taken_out(g: Golden, folder: Path) -> None:
    """D+370: Lena exports the history of the case without names, and the file proves itself with its own program, away from here."""
    g.opens("lena")
    g.follows("lena", "Exports|Make an export|export", place="")
    g.follows("lena", "New export", href="/audit/exports/new/")
    g.sends("lena", "Continue", of="case", reference=g.case)
    g.sends("lena", "Continue", reason="Yearly review of the office.", request=REQUEST)
    page = g.sends("lena", "Create export")
    Worker().run_until_idle()  # it is written in the background
    page = g.opens("lena", address(page).removeprefix(g.one("lena").url))
    tab_to_link(page, "Download", href="/file/")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    bundle = folder / "export.zip"
    download.value.save_as(bundle)
    verdict = verify(bundle, folder, "--request", REQUEST)
    assert (verdict.code, "VERIFIED" in verdict.words) == (0, True), verdict
    told = b"".join(path.read_bytes() for path in [bundle])
    assert not [name for name in (b"Erin", b"Lindqvist", b"Martin", b"Hale") if name in told]
    g.absent("martin erin noor joan ines", address(page).removeprefix(g.one("lena").url))
