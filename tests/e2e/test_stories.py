"""Whole stories in a browser, from the first word to the final decision: each follows the one next action that the product names."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.intake.models import Report
from backend.kernel import clock
from tests.builders import DECLARED
from tests.e2e.acting import absent, followed, says_nothing_of, sent, waits
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
ALLEGED = "It is alleged that the respondent placed his hands on a colleague’s shoulders three times."


def on(days: int) -> str:
    return str(clock.today() + timedelta(days=days))


def test_from_the_first_word_to_the_final_decision(cast: Cast, visitor: Come) -> None:
    people: dict[str, Visitor] = {}
    for name in ("erin", "omar", "ines", "martin", "hugo", "ruth", "clara", "daniel", "noor"):
        people[name] = visitor(PHONE) if name in ("erin", "martin") else visitor()
        people[name].bring_session(getattr(cast, name))
        people[name].context.set_default_timeout(60_000)  # a letter is set in full before its page answers
    report = tells(people["erin"])
    absent(people["martin"], f"/reports/{report.reference}/")
    case = takes_in(people["omar"], report)
    absent(people["erin"], f"/cases/{case}/")
    absent(people["martin"], f"/cases/{case}/", f"/cases/{case}/allegations/1/")
    staffs(people["omar"], case, cast)
    investigates(people["ines"], people["omar"], case)
    answers(people["martin"], case)
    absent(people["noor"], f"/cases/{case}/")
    reports(people["ines"], people["hugo"], case, cast)
    decides(people["ruth"], people["clara"], people["daniel"], case)
    knows_its_end(people, case, report)


def tells(erin: Visitor) -> Report:
    page = erin.page
    erin.open("/reports/new/")
    page.get_by_role("link", name="What happened").click()
    words = "He put his hands on my shoulders three times, although I had asked him not to."
    sent(page, "Save and go back", narrative=words)
    page.get_by_role("link", name=re.compile(r"^Who\b")).click()
    sent(page, "Save and go back", respondent_as_told="Martin Hale", power_relation="skip_level")
    page.get_by_role("link", name="Check and send").click()
    expect(page.get_by_text("Martin Hale", exact=True)).to_be_visible()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report was sent")
    return Report.objects.latest("pk")


def takes_in(omar: Visitor, report: Report) -> str:
    page = omar.page
    omar.open("/")
    page.get_by_role("link", name=re.compile("Acknowledge the report")).first.click()
    omar.open(f"/reports/{report.reference}/moves/acknowledge/")
    sent(page, "Acknowledge")
    omar.open(f"/reports/{report.reference}/moves/triage/")
    sent(page, "Assess", priority="P2")
    omar.open(f"/reports/{report.reference}/accept/")
    sent(page, "Open the case", title="Conduct at the sales conference", kind="harassment", nexus="A company event.")
    case: str = Case.objects.get(report_links__report=report).reference
    return case


def staffs(omar: Visitor, case: str, cast: Cast) -> None:
    followed(omar, case, "Confirm the conflict check", "Confirm conflict check")
    omar.open(f"/cases/{case}/people/assign/")
    expect(omar.page.locator("main")).to_contain_text("Tomas Berg (not available: conflict)")
    told: dict[str, Any] = {"told": ["earlier"], "declaration": DECLARED}
    followed(omar, case, "Assign an investigator", "Assign the case", user=str(cast.ines.uid), **told)
    for name, role in (
        ("hugo", "counsel"),
        ("ruth", "decision_maker"),
        ("clara", "approver"),
        ("daniel", "hr_partner"),
    ):
        omar.open(f"/cases/{case}/people/appoint/?role={role}")
        sent(omar.page, "Appoint", role=role, user=str(getattr(cast, name).uid), **told)


def investigates(ines: Visitor, omar: Visitor, case: str) -> None:
    page = ines.page
    followed(ines, case, "Begin planning")
    where = {"settings": ["conference"], "conduct": ["contact.massage_shoulder"], "occurred_from": on(-6)}
    framed = {"particulars": ALLEGED, "policy_clause": "Dignity at Work, clause 3.2", **where}
    followed(ines, case, "Name the policy clause (A1)", "Save the allegation", **framed)
    words = {"scope": "That evening.", "issues": "What was done, and who saw it?", "sources": "Both sides."}
    days = {"interviews_until": on(20), "report_by": on(40)}
    followed(ines, case, "Write the plan", "Save the plan", sequence="She first, then he.", **words, **days)
    ines.open(f"/cases/{case}/plan/")
    page.get_by_role("link", name="Send the plan for approval").first.click()
    sent(page, "Send the plan for approval")
    waits(ines, case, "Omar Haddad")
    omar.open(f"/cases/{case}/plan/")
    omar.page.get_by_role("link", name="Approve the plan").first.click()
    sent(omar.page, "Approve the plan")
    followed(ines, case, "Give notice of the allegations", "Issue the notice to Martin Hale", answer_due_on=on(8))
    followed(ines, case, "Start the investigation")
    waits(ines, case, "Martin Hale")


def answers(martin: Visitor, case: str) -> None:
    page = martin.page
    martin.open("/mine/allegations/")
    page.locator(f"main a[href*='{case}']").first.click()
    expect(page.locator("body")).to_contain_text("No decision has been made")
    page.get_by_role("link", name="Give your answer").click()
    page.get_by_label("It happened in part, or differently").check()
    page.get_by_label("In your own words").fill("Once, and in public.")
    page.get_by_role("button", name="Check your answer").click()
    page.get_by_role("button", name="Send answer").click()
    absent(martin, f"/cases/{case}/", f"/cases/{case}/evidence/", f"/cases/{case}/people/")


def reports(ines: Visitor, hugo: Visitor, case: str, cast: Cast) -> None:
    page = ines.page
    ines.open(f"/cases/{case}/allegations/1/weighed/new/")
    sent(page, "Save", fact="Whether it happened three times", factor="corroboration", bearing="supports", text="Two say so.")  # fmt: skip
    followed(ines, case, "Finish examining an allegation (A1)", "Finish examining")
    followed(ines, case, "Open the evidence review")
    finding = {"factual": "substantiated", "policy": "breach"}
    told = {"reasons": "Two people saw it, and he accepts a part.", "summary": "It was found to have happened."}
    followed(ines, case, "Propose a finding (A1)", "Propose the finding", **finding, **told)
    ines.open(f"/cases/{case}/moves/finish_report/")
    page.locator("textarea[name=reason]").fill("Too early.")
    page.get_by_role("button", name="Finish the report").click()
    expect(page.locator("main")).to_contain_text("The investigation report is missing")

    ines.open(f"/cases/{case}/")
    page.locator(".next").get_by_role("link", name="Write the investigation report").click()
    expect(page.get_by_label("What follows on each")).to_have_value(re.compile("Whether it happened three times"))
    expect(page.locator("[name=people]")).to_have_count(0)
    sent(
        page, "Save the letter", summary="One allegation was examined.", method="Open questions first.",
        chapters="That evening | He says once, she says three times.", established="Three times. | Two accounts",
        conclusions="Whether it happened three times | It is more likely than not.",
    )  # fmt: skip
    expect(page.locator("main")).to_contain_text("Answered in writing")
    expect(page.locator("main")).to_contain_text("Martin Hale")
    passing = (
        (ines, "Read the investigation report through", "Mark as reviewed"),
        (hugo, "Approve the investigation report", "Approve"),
    )
    for one, words, button in passing:
        one.open(f"/cases/{case}/")
        one.page.locator(".next").get_by_role("link", name=words).click()
        one.page.get_by_role("link", name=button).first.click()
        sent(one.page, button)
    ines.open(f"/cases/{case}/")
    page.locator(".next").get_by_role("link", name="Issue the investigation report").click()
    page.get_by_role("link", name=re.compile("^Issue")).first.click()
    sent(page, "Issue letter to R. Adeyemi")
    followed(ines, case, "Finish the report")
    waits(ines, case, "Ruth Adeyemi")


def decides(ruth: Visitor, clara: Visitor, daniel: Visitor, case: str) -> None:
    page = ruth.page
    ruth.open(f"/cases/{case}/")
    page.locator(".next").get_by_role("link", name="Decide on a proposed finding (A1)").click()
    page.get_by_role("link", name="Investigation report").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Investigation report")
    page.go_back()
    page.get_by_role("link", name="Adopt the finding").first.click()
    sent(page, "Adopt the finding")
    followed(ruth, case, "Confirm the findings")
    followed(
        ruth, case, "Decide the outcome", "Record the decision", kinds=["final_warning"], reason="It was repeated.",
        comparators="None in five years.", skip_reason="Milder would not do.", legal_review="Hugo Brandt, today.",
        live_until=on(365), factor_nature="Repeated.", factor_past_discipline="None counts.", factor_alternatives="None.",
    )  # fmt: skip
    waits(ruth, case, "Clara Nwosu")
    clara.open(f"/cases/{case}/")
    clara.page.locator(".next").get_by_role("link", name="Approve or return the outcome").click()
    clara.page.get_by_role("link", name="Approve").first.click()
    sent(clara.page, "Approve")
    sending = {"appeal_until": on(14), "appeal_to": "The Appeals Secretary"}
    followed(daniel, case, "Send the outcome letters", "Issue the letters", **sending)
    daniel.open(f"/cases/{case}/evidence/")
    expect(daniel.page.get_by_role("heading", level=1)).not_to_contain_text("Evidence")


def knows_its_end(people: dict[str, Visitor], case: str, report: Report) -> None:
    erin, martin, noor = people["erin"], people["martin"], people["noor"]
    martin.open(f"/mine/decisions/{case}/")
    expect(martin.page.locator("main")).to_contain_text("Final written warning")
    erin.open(f"/mine/decisions/{case}/")
    expect(erin.page.locator("main")).to_contain_text("It was found to have happened.")
    hidden = ("warning", "Warning", "discipline")
    says_nothing_of(erin, hidden, "/", f"/mine/decisions/{case}/", f"/reports/{report.reference}/", "/documents/")
    absent(erin, f"/cases/{case}/", f"/cases/{case}/decision/", f"/cases/{case}/documents/")
    says_nothing_of(noor, (case, report.reference), "/", "/cases/", "/documents/")
