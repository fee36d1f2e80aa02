"""What follows by itself when a time on a report passes."""

from datetime import datetime

from backend.deadlines.actions import start_for
from backend.deadlines.clockwork import when_missed
from backend.deadlines.models import Deadline
from backend.intake.actions.reporting import FEEDBACK
from backend.intake.models import Report
from backend.people.actions import system_user


@when_missed("report.acknowledge")
def count_feedback_from_here(deadline: Deadline, *, as_of: datetime) -> None:
    """Without an acknowledgement, the time for feedback runs from the end of the time to acknowledge."""
    report = Report.objects.filter(uid=deadline.subject.partition(":")[2]).first()
    if report is not None and report.acknowledged_at is None:
        start_for(
            report,
            FEEDBACK,
            actor=system_user(),
            reason="The report was not acknowledged in time.",
            started_at=deadline.due_at,
        )
