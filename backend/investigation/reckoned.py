"""How far ahead a named day may lie, or must: what the timers of a case's profile say about it."""

from datetime import datetime

from backend.cases.models import Case
from backend.deadlines.profiles import place_of
from backend.deadlines.reckoning import Due, due_after
from backend.kernel import clock


def reach_of(case: Case, event: str, *, start: datetime | None = None) -> Due:
    """Tell when the timer of an event would end if it began now."""
    where = place_of(case)
    return due_after(where.held.timer(event).rule, start or clock.now(), zone=where.clock, calendar=where.working_days)
