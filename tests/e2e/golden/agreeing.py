"""D+60 to D+67: an agreement is drawn up, read by three people, offered for seven days and signed."""

from playwright.sync_api import expect

from backend.agreements.models import Agreement
from backend.demo.cast import PASSWORD
from backend.kernel import clock
from tests.e2e.golden.telling import Golden
from tests.e2e.keyboard import press, tick, write

OFFERED_FOR = 7


def draws_up(g: Golden) -> None:
    """D+61: Daniel draws the agreement up; counsel reads it and a second decision maker approves it."""
    g.does("daniel", "Begin to put the outcome into effect", "Put into effect")
    g.opens("daniel", f"/cases/{g.case}/")
    g.follows("daniel", "Draw up the agreement", place="next")
    duty = {"duty-0-what": "Take part in two days on power and boundaries.", "duty-0-due_on": g.on(40)}
    duty |= {"duty-0-proof": "Certificate of the provider", "duty-0-kind": "education"}
    days = {"starts_on": g.on(8), "review_on": g.on(150), "ends_on": g.on(304)}
    g.sends("daniel", "Read it as the monitor will", alternative="A final written warning alone.", **days, **duty)
    page = g.sends("daniel", "Read it as the employee will")
    expect(page.locator("main")).to_contain_text("What this agreement can never take away")
    g.sends("daniel", "Keep this draft")
    g.agreement = Agreement.objects.get(case__reference=g.case).reference
    g.absent("martin", f"/mine/agreements/{g.agreement}/")
    g.absent("erin neil joan noor", f"/agreements/{g.agreement}/", f"/mine/agreements/{g.agreement}/")


def is_approved(g: Golden) -> None:
    """D+61: counsel reads it, and Clara approves what she did not draw up."""
    for name, words in (("hugo", "Review the agreement in law"), ("clara", "Approve the agreement")):
        g.opens(name, f"/cases/{g.case}/")
        g.follows(name, words, place="next")
        g.follows(name, words)
        g.sends(name, words)
    g.absent("martin erin joan noor", f"/agreements/{g.agreement}/", f"/mine/agreements/{g.agreement}/")


def is_offered(g: Golden, says: str = "Declining is not misconduct.") -> None:
    """D+62: Daniel offers it; Martin has seven days, and nobody else learns of it."""
    g.opens("daniel", f"/cases/{g.case}/")
    g.follows("daniel", "Offer the agreement", place="next")
    g.follows("daniel", "Offer the agreement")
    g.sends("daniel", "Offer to Martin Hale")
    offered = Agreement.objects.get(reference=g.agreement)
    assert offered.offer_expires_at is not None
    assert (offered.offer_expires_at.date() - clock.today()).days >= OFFERED_FOR
    g.opens("martin")
    page = g.follows("martin", "Read and answer the offer", href=g.agreement)
    expect(page.locator("main")).to_contain_text(says)
    assert g.cast.erin.name not in page.locator("main").inner_text()
    g.absent("erin neil joan noor", f"/agreements/{g.agreement}/", f"/mine/agreements/{g.agreement}/")


def is_signed(g: Golden) -> None:
    """D+67: Martin signs on his phone, with his password once more."""
    g.opens("martin")
    g.follows("martin", "Read and answer the offer", href=g.agreement)
    signs(g)
    assert Agreement.objects.get(reference=g.agreement).state == "signed_by_employee"


def signs(g: Golden) -> None:
    """Go through both steps of signing."""
    page = g.follows("martin", "Sign this agreement")
    tick(page, "I have read this agreement")
    tick(page, "I agree to sign on screen")
    tick(page, "I agree")
    write(page, "Type your full name", "Martin Hale")
    press(page, "Check before you sign")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and sign")
    write(page, "Your password", PASSWORD)
    press(page, "Sign agreement")
    expect(page.get_by_role("heading", level=1)).to_have_text("You signed the agreement")


def is_countersigned(g: Golden) -> None:
    """D+67: Ruth signs for the organisation, and it is in force."""
    g.opens("ruth", f"/cases/{g.case}/")
    g.follows("ruth", "", place="next")
    countersigns(g)
    assert Agreement.objects.get(reference=g.agreement).state == "active"


def countersigns(g: Golden) -> None:
    """Sign for the organisation, from the page of the agreement."""
    g.follows("ruth", "Countersign")
    g.sends("ruth", "Sign for the organisation", read="on", typed_name="Ruth Adeyemi", password=PASSWORD)
