"""D+45 to D+60: the report, three findings, what counts from before, the outcome, and the letters to both sides."""

from playwright.sync_api import expect

from backend.cases.models import Case
from tests.e2e.golden.telling import Golden

FOUND = (
    (1, "substantiated", "breach"),
    (2, "partially_substantiated", "breach"),
    (3, "not_substantiated", "no_breach"),
)


def reports(g: Golden) -> None:
    """D+45: Inês proposes a finding on each allegation and writes the report; Hugo approves it as a second person."""
    for number, factual, policy in FOUND:
        told = {"reasons": f"What was found on A{number}.", "summary": f"What was found on A{number}, in short."}
        g.does("ines", f"Propose a finding (A{number})", "Propose the finding", factual=factual, policy=policy, **told)
    g.opens("ines", f"/cases/{g.case}/")
    g.follows("ines", "Write the investigation report", place="next")
    told = {"summary": "Three allegations were examined.", "method": "Open questions first.",
            "chapters": "That evening | She says three times, he says once.", "established": "Three times. | Two accounts",
            "conclusions": "\n".join(f"Whether it happened as A{number} says | It was weighed." for number, _, _ in FOUND)}  # fmt: skip
    page = g.sends("ines", "Save the letter", **told)
    expect(page.locator("main")).to_contain_text("Neil Ashworth")
    for name, words, button in (
        ("ines", "Read the investigation report through", "Mark as reviewed"),
        ("hugo", "Approve the investigation report", "Approve"),
    ):
        g.opens(name, f"/cases/{g.case}/")
        g.follows(name, words, place="next")
        g.follows(name, button)
        g.sends(name, button)
    g.opens("ines", f"/cases/{g.case}/")
    g.follows("ines", "Issue the investigation report", place="next")
    g.follows("ines", "^Issue")
    g.sends("ines", "Issue letter to R. Adeyemi")
    g.does("ines", "Finish the report")
    g.absent("erin martin neil noor joan", f"/cases/{g.case}/", f"/cases/{g.case}/documents/")


def finds(g: Golden) -> None:
    """D+52: Ruth, who did not investigate, adopts each finding and confirms them; only then is history open to her."""
    history_is_open(g, open_to_her=False)
    for number, _, _ in FOUND:
        g.opens("ruth", f"/cases/{g.case}/")
        g.follows("ruth", f"Decide on a proposed finding .A{number}", place="next")
        g.follows("ruth", "Adopt the finding")
        g.sends("ruth", "Adopt the finding")
    g.does("ruth", "Confirm the findings")
    states = Case.objects.get(reference=g.case).allegations.values_list("state", flat=True)
    assert set(states) == {"adopted"}
    history_is_open(g, open_to_her=True)


def history_is_open(g: Golden, *, open_to_her: bool) -> None:
    """Hold whether Ruth reads earlier discipline that still counts; whoever investigated never does."""
    for name, count in (("ruth", int(open_to_her)), ("ines", 0), ("omar", 0)):
        g.opens(name, f"/cases/{g.case}/")
        page = g.follows(name, "Decision", href=f"{g.case}/decision/")
        expect(page.get_by_role("heading", name="Earlier discipline that still counts")).to_have_count(count)


def decides(g: Golden) -> None:
    """D+58: a final warning and an accountability agreement; a second person approves, and nobody is told before."""
    told = {"comparators": "None in five years.", "skip_reason": "Milder would not do.", "live_until": g.on(365)}
    weighed = {"factor_nature": "Repeated.", "factor_past_discipline": "None counts.", "factor_alternatives": "None."}
    kinds = ["final_warning", "accountability_agreement"]
    g.does(
        "ruth", "Decide the outcome", "Record the decision", kinds=kinds, legal_review="Hugo Brandt.", **told, **weighed
    )
    g.waits("ruth", "Clara Nwosu")
    g.unsaid("martin", ("arning",), "/", "/mine/decisions/")
    g.opens("clara", f"/cases/{g.case}/")
    g.follows("clara", "Approve or return the outcome", place="next")
    g.follows("clara", "Approve")
    g.sends("clara", "Approve")


def tells_the_outcome(g: Golden) -> None:
    """D+60: both sides get their letters: he reads what follows for him, she reads what was found and nothing of discipline."""
    appeal = {"appeal_until": g.on(14), "appeal_to": "The Appeals Secretary"}
    g.does("daniel", "Send the outcome letters", "Issue the letters", **appeal)
    g.opens("martin")
    page = g.follows("martin", "Read the decision", href=g.case)
    expect(page.locator("main")).to_contain_text("Final written warning")
    g.opens("erin")
    page = g.follows("erin", "Read the decision", href=g.case)
    expect(page.locator("main")).to_contain_text("What was found on A1, in short.")
    hidden = ("arning", "iscipline", "sanction")
    own = (f"/mine/decisions/{g.case}/", f"/reports/{g.report}/", "/mine/updates/")
    g.unsaid("erin", hidden, *own)
    g.absent("erin martin neil noor joan mira", f"/cases/{g.case}/", f"/cases/{g.case}/decision/")
    g.absent("neil noor joan", f"/mine/decisions/{g.case}/")
