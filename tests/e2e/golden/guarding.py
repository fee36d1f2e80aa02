"""D+58 to D+68: what changes in the setting, and the monitor, who reads what to check and no story."""

from playwright.sync_api import expect

from tests.e2e.golden.telling import Golden

CONTROLS = (
    ("conference", "Client events end with the working part, and a second manager is there.", "organisation"),
    ("one_to_one", "Talks with field engineers are held by two.", "employee"),
    ("travel", "Journeys are booked by the office, in separate trains.", "organisation"),
)


def safeguards(g: Golden) -> None:
    """D+58: three safeguards are proposed; Joan, who owns them, confirms each and learns no reasons."""
    for situation, control, falls_on in CONTROLS:
        g.opens("daniel", f"/cases/{g.case}/")
        g.follows("daniel", "Safeguards", href=f"{g.case}/safeguards/")
        g.follows("daniel", "Put a safeguard in place")
        person = {"person": g.cast.person("martin").reference} if falls_on == "employee" else {}
        days = {"starts_on": g.on(0), "review_on": g.on(84)}
        told = {
            "situation": situation,
            "control": control,
            "falls_on": falls_on,
            "owner": "Joan Mbeki",
            **days,
            **person,
        }
        g.sends("daniel", "Propose the safeguard", **told)
        g.opens("joan")
        page = g.follows("joan", "Put a safeguard in place")
        expect(page.locator("main")).to_contain_text(control)
        g.follows("joan", "Confirm that it is in place")
        g.sends("joan", "Confirm that it is in place")
    g.unsaid("joan", ("Erin", "Lindqvist", "ubstantiated", "arning", g.case), "/", "/safeguards/")
    g.absent("erin neil noor", f"/cases/{g.case}/safeguards/")


def monitors(g: Golden, what: str) -> None:
    """D+68: the case waits for what was agreed; Joan is told what to check: three lines and no story."""
    g.does("daniel", "Begin monitoring")
    g.opens("joan")
    g.follows("joan", "Give your undertaking as a monitor")
    g.sends("joan", "I was briefed, and I tell nobody")
    page = g.follows("joan", "Obligations to check")
    expect(page.locator("main")).to_contain_text(what)
    hidden = ("Erin", "Lindqvist", "ubstantiated", "arning", "shoulder", g.case)
    g.unsaid("joan", hidden, "/", "/agreements/obligations/", "/agreements/obligations/check-ins/", "/documents/")
    g.absent("joan", f"/cases/{g.case}/", f"/agreements/{g.agreement}/", f"/mine/agreements/{g.agreement}/")
