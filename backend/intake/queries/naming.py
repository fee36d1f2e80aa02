"""Reads of reports: whose name is shown to whom."""

from backend.access.policy import can
from backend.intake.models import Report
from backend.intake.vocabulary import Mode
from backend.people.models import Person, User


def reporter_shown_to(person: User, report: Report) -> Person | None:
    """Give the reporter as one reader is told it: in confidence, intake alone knows the name."""
    if report.reporter is None or report.mode != Mode.CONFIDENTIAL:
        return report.reporter
    return report.reporter if can(person, "report.know_reporter", report) else None
