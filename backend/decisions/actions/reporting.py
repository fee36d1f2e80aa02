"""The report of an investigation: read by counsel where that is wanted, and final once it was issued to whoever decides."""

from backend.cases.actions.progress import lifecycle as case_lifecycle
from backend.cases.models import Case
from backend.cases.vocabulary import FOUND, CaseState
from backend.deadlines.actions import meet_all, start_for, start_where_set
from backend.decisions.queries.reports import report_begun, report_in_force, reports_on
from backend.documents.models import Document
from backend.investigation.actions.review import end_review
from backend.investigation.queries.evidence import comments_open_until
from backend.kernel.errors import Refused
from backend.people.models import User


@case_lifecycle.move(
    "finish_report",
    {CaseState.EVIDENCE_REVIEW},
    CaseState.REPORT_FINAL,
    past="finished the investigation report",
    label="Finish the report",
)
def finish_report(case: Case, *, actor: User) -> None:
    """Finish the investigation: its report is issued, with one proposed finding for each allegation. The evidence is locked with it."""
    _ready(case)
    the_report(case)
    _finish(case, actor=actor)


@case_lifecycle.move(
    "send_to_counsel",
    {CaseState.EVIDENCE_REVIEW},
    CaseState.LEGAL_REVIEW,
    past="sent the report to legal review",
    label="Send the report to legal review",
)
def send_to_counsel(case: Case, *, actor: User) -> None:
    """Let counsel read the report before it is final; the conclusions stay the investigator's own."""
    _ready(case)
    if report_begun(case) is None:
        the_report(case)


@case_lifecycle.move(
    "return_report",
    {CaseState.LEGAL_REVIEW},
    CaseState.EVIDENCE_REVIEW,
    past="returned the report to the investigator",
    label="Return the report",
)
def return_report(case: Case, *, actor: User) -> None:
    """Return the report to the investigator, with what is to be looked at again."""


@case_lifecycle.move(
    "clear_report",
    {CaseState.LEGAL_REVIEW},
    CaseState.REPORT_FINAL,
    past="cleared the report in legal review",
    label="Clear the report",
)
def clear_report(case: Case, *, actor: User) -> None:
    """End the legal review without objection: the report is final as the investigator wrote and issued it."""
    _ready(case)
    the_report(case)
    _finish(case, actor=actor)


def the_report(case: Case) -> Document:
    """Give the report that a decision rests on; without one that holds what is proposed now, nothing is decided."""
    found = report_in_force(case)
    if found is not None:
        return found
    earlier = reports_on(case).first()
    if earlier is not None:
        raise Refused(
            f"A finding was proposed after the report {earlier.reference} was issued. Write the report anew in its place,"
            " have it approved and issue it.",
            code="report-outdated",
        )
    raise Refused(
        "The investigation report is missing. The investigator writes it from the case, a second person approves it,"
        " and it is issued to the decision maker.",
        code="report-missing",
    )


def _ready(case: Case) -> None:
    if case.allegations.exclude(state__in=FOUND).exists():
        raise Refused("Propose a finding on every allegation first.", code="finding-missing")
    if until := comments_open_until(case):
        raise Refused(
            f"Both sides may comment on the evidence until {until:%-d %B %Y}."
            " Go on then, or as soon as both have said that they have nothing to add.",
            code="evidence-comments-open",
        )


def _finish(case: Case, *, actor: User) -> None:
    end_review(case, actor=actor)
    meet_all(case, f"case.investigate.tier{case.tier}", actor=actor)
    start_for(case, "finding.decide", actor=actor)
    for event in ("inquiry.report", "outcome.implement"):
        start_where_set(case, event, actor=actor)
