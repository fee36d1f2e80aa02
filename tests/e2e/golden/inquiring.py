"""D+7 to D+33: notice of what is alleged, both sides and a witness are heard, and the evidence is kept and checked."""

from pathlib import Path
from typing import Final

from playwright.sync_api import expect

from backend.files.storage import path_of
from backend.investigation.models import EvidenceItem
from tests.e2e.golden.telling import Golden, address

ITEMS: Final = (
    ("chat.txt", "Chat messages of that week.", "Company chat"),
    ("seats.txt", "Seating plan of the dinner.", "Conference office"),
)


def gives_notice(g: Golden) -> None:
    """D+7: the plan is written and approved, and Martin gets notice of what is alleged, before anybody finds anything."""
    g.does("ines", "Begin planning")
    words = {"scope": "That evening.", "issues": "What was done?", "sources": "Both sides.", "sequence": "She first."}
    g.does("ines", "Write the plan", "Save the plan", interviews_until=g.on(25), report_by=g.on(40), **words)
    g.opens("ines", f"/cases/{g.case}/")
    g.follows("ines", "Plan", href=f"{g.case}/plan/")
    g.follows("ines", "Send the plan for approval")
    g.sends("ines", "Send the plan for approval")
    g.waits("ines", "Omar Haddad")
    g.opens("omar", f"/cases/{g.case}/")
    g.follows("omar", "Plan", href=f"{g.case}/plan/")
    g.follows("omar", "Approve the plan")
    g.sends("omar", "Approve the plan")
    g.absent("martin", f"/mine/allegations/{g.case}-A1/")
    g.does("ines", "Give notice of the allegations", "Issue the notice to Martin Hale", answer_due_on=g.on(9))
    g.does("ines", "Start the investigation")
    g.waits("ines", "Martin Hale")
    page = g.opens("martin", "/documents/")
    expect(page.locator("main")).to_contain_text("otice")


def hears(g: Golden, name: str, said: str) -> None:
    """Inês interviews somebody and writes it down; they read their own words and confirm them."""
    person = g.cast.person(name)
    g.opens("ines", f"/cases/{g.case}/")
    g.follows("ines", "Interviews", href=f"{g.case}/interviews/")
    g.follows("ines", "Plan an interview")
    planned = {"person": person.reference, "planned_on": g.on(0), "planned_time": "10:00", "place": "Room Aire"}
    g.sends("ines", "Plan the interview", topics="That evening", **planned)
    g.follows("ines", "Record that it was held")
    held = {"held_on": g.on(0), "held_time": "10:00", "present": "Inês Duarte: asked the questions"}
    g.sends("ines", "Record the interview", advisories=["role", "no_retaliation", "confidentiality_limits"], **held)
    g.follows("ines", "Write the record")
    g.sends("ines", "Save the record", passages=f"Inês Duarte: What happened?\n\n{person.name}: {said}")
    g.follows("ines", "STM-")
    g.follows("ines", "Offer it to be checked")
    g.sends("ines", "Offer the record")
    g.opens(name)
    page = g.follows(name, "Check the record of your interview")
    expect(page.locator("main")).to_contain_text(said)
    record = address(page).rstrip("/").rpartition("/")[2]
    g.follows(name, "Confirm the record")
    g.sends(name, "Confirm the record", meaning="confirm", typed_name=person.name)
    others = {"erin", "martin", "neil"} - {name}
    g.absent(" ".join(others), f"/mine/statements/{record}/", f"/cases/{g.case}/records/{record}/")
    g.absent("omar daniel noor", f"/cases/{g.case}/records/{record}/")


def names_a_witness(g: Golden) -> None:
    """D+9: Neil becomes a witness, which shows him nothing of the case."""
    g.opens("ines", f"/cases/{g.case}/")
    g.follows("ines", "People", href=f"{g.case}/people/")
    g.follows("ines", "Add a person")
    g.sends("ines", "Add to the case", person="Neil Ashworth", role="witness")
    g.absent("neil", f"/cases/{g.case}/", f"/cases/{g.case}/people/", f"/reports/{g.report}/")


def answers(g: Golden) -> None:
    """D+12: Martin answers each allegation in his own words, and learns nothing besides."""
    for number, response in ((1, "part"), (2, "part"), (3, "deny")):
        g.opens("martin")
        page = g.follows("martin", "Answer what is alleged", href=f"{g.case}-A{number}")
        expect(page.locator("main")).to_contain_text("No decision has been made")
        g.follows("martin", "Give your answer")
        g.sends("martin", "Check your answer", response=response, text="Once, and in public.")
        g.sends("martin", "Send answer")
    g.absent("martin", f"/cases/{g.case}/", f"/cases/{g.case}/evidence/", f"/cases/{g.case}/people/")
    g.absent("erin neil noor", f"/mine/allegations/{g.case}-A1/", f"/cases/{g.case}/allegations/1/")


def collects(g: Golden, folder: Path) -> None:
    """D+20: three items come in, two kept by Inês and one handed in by Martin; a file that was changed on the disk is caught."""
    g.opens("ines", f"/cases/{g.case}/")
    for name, what, source in ITEMS:
        file = folder / name
        file.write_text(f"{what}\n", encoding="utf-8")
        g.follows("ines", "Evidence", href=f"{g.case}/evidence/")
        g.follows("ines", "Add evidence")
        g.sends("ines", "Add to the evidence", description=what, file=file, source=source, method="Exported")
        g.follows("ines", "Rely on it")
        g.sends("ines", "Rely on it", A1="supports", A2="context")
    g.opens("martin")
    g.follows("martin", "Hand in evidence")
    g.follows("martin", g.case)
    g.follows("martin", "Hand in")
    diary = folder / "diary.txt"
    diary.write_text("24 November: dinner.\n", encoding="utf-8")
    page = g.sends("martin", "Hand in", description="My diary of that week.", file=diary)
    expect(page.locator("main")).to_contain_text("My diary of that week.")
    is_caught(g)
    g.absent("erin neil noor daniel", f"/cases/{g.case}/evidence/1/")


def is_caught(g: Golden) -> None:
    """The seating plan is changed behind the product’s back: the check says so, and whoever leads the case is told."""
    item = EvidenceItem.objects.select_related("file").get(case__reference=g.case, number=2)
    assert item.file is not None
    place = path_of(item.file.sha256, item.file.uid)
    before = place.read_bytes()
    place.chmod(0o600)
    place.write_bytes(b"Table 4: somebody else\n")
    checked(g, "mismatch")
    place.write_bytes(before)
    checked(g, "match")


def checked(g: Golden, found: str) -> None:
    """Check the file of the second item, as its keeper."""
    g.opens("ines", f"/cases/{g.case}/")
    g.follows("ines", "Evidence", href=f"{g.case}/evidence/")
    g.follows("ines", "", href=f"{g.case}/evidence/2/")
    g.follows("ines", "Check the file")
    page = g.sends("ines", "Check the file", stays=True)
    item = EvidenceItem.objects.get(case__reference=g.case, number=2)
    assert item.custody.latest("pk").hash_check == found
    caught = page.get_by_text("The file is not what was taken in")
    expect(caught).to_have_count(1 if found == "mismatch" else 0)
    expect(page.locator("main")).to_contain_text("Not the same any more")  # the custody keeps it


def tells_both(g: Golden) -> None:
    """D+30: both sides hear how it goes on, and nothing of what the other said."""
    g.opens("ines", f"/cases/{g.case}/")
    g.follows("ines", "Plan", href=f"{g.case}/plan/")
    g.follows("ines", "both sides", href="/update/")
    g.sends("ines", "Tell both sides", text="The interviews are over. A report follows. Nothing has been decided.")
    for name in ("erin", "martin"):
        g.opens(name)
        page = g.follows(name, "How your matter goes on")
        expect(page.locator("main")).to_contain_text("The interviews are over.")
    g.unsaid("erin", ("warning", "Once, and in public"), "/mine/updates/", "/documents/")
    g.unsaid("martin", ("Three times, and I said no", "Neil"), "/mine/updates/", "/documents/", "/mine/evidence/")


def reviews(g: Golden) -> None:
    """D+33: the accounts are weighed, and both sides may comment on the evidence that the report will rest on."""
    for number, bearing in ((1, "supports"), (2, "supports"), (3, "against")):
        g.opens("ines", f"/cases/{g.case}/")
        g.follows("ines", "Allegations", href=f"{g.case}/allegations/")
        g.follows("ines", "", href=f"{g.case}/allegations/{number}/")
        g.follows("ines", "", href="/weighed/new/")
        fact = f"Whether it happened as A{number} says"
        g.sends("ines", "Save", fact=fact, factor="corroboration", bearing=bearing, text="Two people say so.")
        g.does("ines", f"Finish examining an allegation (A{number})", "Finish examining")
    g.does("ines", "Open the evidence review")
    comments(g, "martin", "Both messages were meant in a friendly way.")
    comments(g, "erin", "")


def comments(g: Golden, name: str, text: str) -> None:
    """Let one side read what the report will rest on, say something of it or not, and say that this was all."""
    g.opens(name)
    page = g.follows(name, "vidence", href=f"/mine/evidence/{g.case}/")
    expect(page.locator("main")).to_contain_text("Chat messages of that week.")
    if text:
        g.follows(name, "Comment on the evidence")
        g.sends(name, "Send the comment", text=text)
    g.sends(name, "I have nothing to add")
