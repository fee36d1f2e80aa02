"""D+90 to D+200: obligations are kept, the agreement is changed once, and Martin comes back to his place."""

from playwright.sync_api import expect

from backend.agreements.models import Agreement
from tests.e2e.golden.agreeing import is_approved, is_countersigned, is_offered, signs
from tests.e2e.golden.telling import Golden

ANEW = "Take part in the spring course on power and boundaries."


def is_changed(g: Golden) -> None:
    """D+150: the course is full until spring: the change goes the whole way again, and the first version stands until it is signed."""
    g.opens("daniel", f"/agreements/{g.agreement}/")
    g.follows("daniel", "Propose a change")
    anew = {"duty-1-what": ANEW, "duty-1-due": "by the end of the spring course", "duty-1-due_on": g.on(60)}
    g.sends("daniel", "Propose the change", change_reason="The course is full until spring.", **anew)
    page = g.opens("daniel", f"/agreements/{g.agreement}/")
    expect(page.locator("main")).not_to_contain_text(ANEW)
    earlier, version = g.agreement, Agreement.objects.get(amendment__earlier__reference=g.agreement)
    g.agreement = version.reference
    g.follows("daniel", f"Version {version.version}", href=g.agreement)
    is_approved(g)
    is_offered(g, "The version before simply goes on.")
    g.opens("martin")
    page = g.follows("martin", "Read and answer the offer", href=g.agreement)
    expect(page.get_by_role("heading", level=1)).to_have_text("Change of the agreement")
    signs(g)
    assert Agreement.objects.get(reference=earlier).state == "active"
    is_countersigned(g)
