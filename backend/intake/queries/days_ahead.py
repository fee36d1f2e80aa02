"""The days of what happens next with a report, as its reporter is told them at whichever door."""

from collections.abc import Iterable
from typing import Any

from backend.deadlines.models import Deadline
from backend.intake.models import Report


def what_next(report: Report, deadlines: Iterable[Deadline]) -> dict[str, Any]:
    """Give the days of what happens next."""
    due = {deadline.kind: deadline.due_at for deadline in deadlines}
    return {
        "confirm_by": due.get("report.acknowledge"),
        "assess_by": due.get("report.triage"),
        "feedback_by": due.get("report.feedback"),
        "again_by": due.get("report.feedback_again"),
        "told_state": report.state_as_told,
    }
