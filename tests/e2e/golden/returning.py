"""D+180 to D+200: the follow-up evaluation, a return to work with a plan, and the last word to the person who reported."""

from playwright.sync_api import expect

from backend.returns.models import ReturnToWork
from tests.e2e.golden.referring import decider_reads, reported
from tests.e2e.golden.telling import Golden

TOLD = "The matter was looked into. What protects you goes on."


def is_evaluated(g: Golden) -> None:
    """D+180: the practice reports that he keeps to what was arranged; Mira notes that the referral was complied with."""
    reported(g, "Report the follow-up evaluation", evaluated_on=g.on(0), complying="yes")
    reported(g, "Report completion", completed_on=g.on(0), kept="7", planned="8")
    g.opens("mira")
    page = g.follows("mira", "Conclude whether a referral was complied with")
    expect(page.locator("main")).to_contain_text("It lifts no sanction, no restriction and no finding.")
    g.sends("mira", "Note that it was complied with")
    decider_reads(g, "Yes")


def is_checked(g: Golden) -> None:
    """D+184: Daniel begins to check a return, and Erin is told before anything is decided."""
    g.opens("daniel", f"/cases/{g.case}/")
    g.follows("daniel", "Return to work", href="/returns/")
    g.follows("daniel", "Plan a return")
    g.sends("daniel", "Plan the return", trigger="request")
    g.follows("daniel", "Begin the check")
    g.sends("daniel", "Begin the check", returns_on=g.working(10), place="Leeds, on Tuesdays and Thursdays")
    g.follows("daniel", "Tell whoever was affected")
    page = g.sends("daniel", "Send the letter", protections="You are not in Leeds on the same days.")
    expect(page.locator("main")).to_contain_text("Whoever was affected was told.")
    g.returns = ReturnToWork.objects.get(case__reference=g.case).reference
    g.absent("martin erin neil joan noor", f"/returns/{g.returns}/", f"/cases/{g.case}/returns/")


def is_approved(g: Golden) -> None:
    """D+190: Ruth approves it with a plan of two talks; Martin reads what was decided, and no word of her."""
    g.opens("ruth")
    page = g.follows("ruth", "Decide on a return to work")
    expect(page.locator("main")).to_contain_text("It decides nothing, whatever it is.")
    page = g.follows("ruth", "Approve with a plan")
    steps = page.locator("[name=steps]").input_value().splitlines()
    told = {"reasons": "What was due is done.", "appeal_to": "Helen Marsh, Managing director"}
    plan = {"holder": "Joan Mbeki", "steps": "\n".join((steps[0], steps[-2])), "plan_ends_on": g.on(168)}
    page = g.sends("ruth", "Approve with a plan", **told, **plan)
    expect(page.locator("main")).to_contain_text("You approved a return to work with a plan.")
    g.opens("martin")
    g.follows("martin", "Your agreements", place="")
    g.follows("martin", "Your return to work")
    page = g.follows("martin", "What was decided")
    expect(page.locator("main")).to_contain_text("You may appeal until")
    g.unsaid("martin", ("Erin", "Lindqvist"), f"/mine/returns/{g.returns}/", "/mine/safeguards/")
    g.absent("erin neil noor joan", f"/mine/returns/{g.returns}/", f"/returns/{g.returns}/")


def is_back(g: Golden) -> None:
    """D+200: he is back, and Omar closes the feedback to Erin, which tells her nothing of what followed for him."""
    g.opens("daniel", f"/cases/{g.case}/")
    g.follows("daniel", "Return to work", href="/returns/")
    g.follows("daniel", "", href=f"/returns/{g.returns}/")
    g.follows("daniel", "Note that the person is back")
    g.sends("daniel", "Note that the person is back")
    g.opens("omar", f"/reports/{g.report}/")
    g.follows("omar", "Give feedback")
    g.sends("omar", "Give feedback", text=TOLD)
    g.opens("erin", f"/reports/{g.report}/")
    g.unsaid("erin", ("arning", "iscipline", g.referral, g.agreement), f"/reports/{g.report}/", "/", "/documents/")


def is_talked_over(g: Golden) -> None:
    """Joan holds the next talk of the plan; she reads days and questions, and no story."""
    g.opens("joan", "/follow-ups/")
    page = g.follows("joan", "Martin Hale", href="/follow-ups/FUP")
    expect(page.locator("main")).not_to_contain_text("Erin")
    g.follows("joan", "Note that it was held")
    g.sends("joan", "Note that it was held", note="It works.")
