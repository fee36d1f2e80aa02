"""What happens after a report is sent, with the days of the house's own profile: told before anybody is asked anything."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from backend.deadlines.profiles import HOUSE, Place
from backend.deadlines.reckoning import due_after
from backend.kernel import clock


@dataclass(frozen=True)
class Ahead:
    """Until when a report that is sent now is confirmed, looked at for safety, and answered."""

    confirm_by: datetime
    assess_by: datetime
    feedback_by: datetime


def steps_ahead() -> Ahead:
    """Reckon the days for a report that would be sent now; feedback counts from the last day on which it may be confirmed."""
    where, now = Place(getattr(settings, "DEADLINE_PROFILE", HOUSE)), clock.now()

    def due(event: str, start: datetime) -> datetime:
        rule = where.held.timer(event).rule
        return due_after(rule, start, zone=where.clock, calendar=where.working_days).at

    confirm_by = due("report.acknowledge", now)
    return Ahead(confirm_by, due("report.triage", now), due("report.feedback", confirm_by))
