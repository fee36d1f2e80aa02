"""D0 to D+4: the report, its triage and what protects at once, the case, and who is to look into it."""

from typing import Final

from playwright.sync_api import expect

from backend.cases.models import Case
from backend.intake.models import Report
from tests.builders import DECLARED
from tests.e2e.golden.telling import Golden

TOLD: Final = "He put his hands on my shoulders three times, and asked me up to his room again after I had said no."
HELPING: Final = (("ruth", "decision_maker"), ("clara", "approver"), ("daniel", "hr_partner"), ("hugo", "counsel"))
ALLEGED: Final = (
    ("the respondent put his hands on a colleague’s shoulders three times.", "contact.massage_shoulder"),
    ("the respondent repeated an invitation after it had been declined.", "verbal.repeated_invitation"),
    ("the respondent spoke about a colleague’s looks in front of others.", "verbal.body_comment"),
)


def tells(g: Golden) -> None:
    """D0: Erin reports under her name what Martin did at the conference."""
    g.opens("erin")
    g.follows("erin", "Report something")
    g.follows("erin", "What happened", href="/reports/new/")
    conduct = ["contact.massage_shoulder", "verbal.repeated_invitation"]
    g.sends("erin", "Save and go back", narrative=TOLD, conduct=conduct)
    g.follows("erin", "When and where")
    year, month, day = g.on(-6).split("-")
    when = {"occurred_on_day": str(int(day)), "occurred_on_month": str(int(month)), "occurred_on_year": year}
    settings = ["one_to_one", "conference", "alcohol_present"]
    g.sends("erin", "Save and go back", occurred_certainty="exact", settings=settings, **when)
    g.follows("erin", "^Who", href="new/who")
    g.sends("erin", "Save and go back", respondent_as_told="Martin Hale", power_relation="skip_level")
    g.follows("erin", "What you want to happen")
    g.sends("erin", "Save and go back", wishes="I want it to stop, and I do not want to be alone with him.")
    page = g.follows("erin", "Check and send")
    expect(page.locator("main")).to_contain_text("Martin Hale")
    g.sends("erin", "Send report")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report was sent")
    report = Report.objects.latest("pk")
    g.report = report.reference
    assert (report.occurred_on.isoformat(), set(report.settings)) == (g.on(-6), set(settings))
    g.absent("martin neil ines ruth noor", f"/reports/{g.report}/")


def takes_in(g: Golden) -> None:
    """D0, two hours later: Omar acknowledges, assesses it as P2 and opens a case with three allegations in neutral words."""
    g.opens("omar")
    g.follows("omar", "Acknowledge", href=g.report)
    g.follows("omar", "Acknowledge", href=g.report)
    g.sends("omar", "Acknowledge")
    g.follows("omar", "Assess", href=g.report)
    g.sends("omar", "Assess", priority="P2", flags=["ongoing_contact"], nexus=["time", "colleagues"])
    g.follows("omar", "Consider interim measures now", href=g.report)
    g.sends("omar", "Save", reason="Both sides are kept apart today, as soon as there is a case.")
    g.follows("omar", "Open a case", href=g.report)
    told = {"title": "Conduct at the sales conference", "kind": "harassment", "nexus": "An event of the company."}
    g.sends("omar", "Add another allegation", stays=True, **told, **framed(g, 0, *ALLEGED[0]))
    g.sends("omar", "Add another allegation", stays=True, **framed(g, 1, *ALLEGED[1]))
    page = g.sends("omar", "Open the case", **framed(g, 2, *ALLEGED[2]))
    g.case = Case.objects.get(report_links__report__reference=g.report).reference
    expect(page.locator("main")).to_contain_text("The case was opened.")
    assert Case.objects.get(reference=g.case).allegations.count() == len(ALLEGED)
    g.absent("erin martin neil ines ruth daniel noor", f"/cases/{g.case}/", f"/cases/{g.case}/allegations/1/")
    g.unsaid("erin", ("harassment", "Harassment", g.case), f"/reports/{g.report}/")


def framed(g: Golden, number: int, words: str, conduct: str) -> dict[str, object]:
    """Give the fields of an allegation on the page on which a case is opened."""
    told = {
        "particulars": f"It is alleged that {words}",
        "conduct": [conduct],
        "settings": ["conference", "alcohol_present"],
        "occurred_from": g.on(-6),
        "power_relation": "skip_level",
        "policy_clause": "Dignity at Work, clause 3.2",
    }
    return {f"put-{number}-{name}": value for name, value in told.items()}


def protects(g: Golden) -> None:
    """D0: she chooses her days at home; he keeps away from her and decides nothing about her, and each is told so."""
    g.opens("omar", f"/cases/{g.case}/")
    erin, martin = g.cast.person("erin").reference, g.cast.person("martin").reference
    mild = {"alternatives_considered": "A talk with both.", "least_restrictive": "He keeps his post and his pay."}
    asked = {"grounds": "They meet every week.", "requested_by": erin, "starts_on": g.on(0)}
    means = "You choose on which days you work from home."
    measure(g, kind="support_schedule", on_whom=erin, purpose="support", means=means, **mild, **asked)
    means = "You and Erin Lindqvist do not contact each other at work."
    hers = {"affects": erin, "told_affected": "The other person was asked not to contact you."}
    measure(g, kind="no_contact", on_whom=martin, purpose="keep_apart", means=means, **hers, **mild, **asked)
    means = "Ruth Adeyemi decides on the projects of Erin Lindqvist for now."
    hers = {"affects": erin, "told_affected": "Ruth Adeyemi decides on your projects for now."}
    measure(
        g,
        kind="decision_authority_removed",
        on_whom=martin,
        purpose="no_influence",
        means=means,
        **hers,
        **mild,
        **asked,
    )
    page = g.opens("martin", "/mine/measures/")
    expect(page.locator("main")).to_contain_text("No contact")
    g.unsaid("martin", ("working times", "from home", "harassment"), "/mine/measures/", "/")
    g.unsaid("erin", ("ecisions pass",), "/mine/measures/")


def measure(g: Golden, **told: object) -> None:
    """Propose a temporary measure, and approve it."""
    g.follows("omar", "Measures", href=f"{g.case}/measures/")
    g.follows("omar", "Propose a measure")
    page = g.sends("omar", "Propose the measure", **told)
    g.follows("omar", "Approve")
    g.sends("omar", "Approve")
    expect(page.locator("main")).to_contain_text("approved")


def staffs(g: Golden) -> None:
    """D+2 to D+4: conflicts are cleared; Tomas, with a dotted line to Martin, is refused; Inês and the others are appointed."""
    g.does("omar", "Confirm the conflict check", "Confirm conflict check")
    g.absent("tomas", f"/cases/{g.case}/")
    g.day(4)
    page = g.opens("omar", f"/cases/{g.case}/")
    page = g.follows("omar", "Assign an investigator", place="next")
    expect(page.locator("main")).to_contain_text("Tomas Berg (not available: conflict)")
    told = {"told": ["earlier"], "declaration": DECLARED}
    g.sends("omar", "Assign the case", user=str(g.cast.ines.uid), **told)
    for name, role in HELPING:
        g.follows("omar", "People", href=f"{g.case}/people/")
        g.follows("omar", "Appoint")
        g.sends("omar", "Appoint", role=role, user=str(getattr(g.cast, name).uid), **told)
    g.absent("tomas martin erin neil noor joan mira", f"/cases/{g.case}/", f"/cases/{g.case}/people/")


def ends_measures(g: Golden) -> None:
    """D+60: what held for the time being ends, since the outcome takes its place."""
    for words in ("Decisions pass to somebody else", "No contact", "Support"):
        g.opens("omar", f"/cases/{g.case}/")
        g.follows("omar", "Measures", href=f"{g.case}/measures/")
        g.follows("omar", words)
        g.follows("omar", "End", href="/moves/end/")
        g.sends("omar", "End")
    page = g.opens("martin", "/mine/measures/")
    expect(page.locator("main")).not_to_contain_text("In force")
