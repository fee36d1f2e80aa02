"""What follows by itself when time passes: findings that nobody appealed against are final."""

from datetime import datetime

from backend.cases.models import Case
from backend.deadlines.clockwork import when_missed
from backend.deadlines.models import Deadline
from backend.decisions.actions.appeals import settle_window
from backend.decisions.queries.standing import approved_outcome
from backend.decisions.queries.told import was_told


@when_missed("appeal.file")
def close_window(deadline: Deadline, *, as_of: datetime) -> None:
    """Note that the findings of a case are final, unless an appeal is open."""
    case = Case.objects.filter(uid=deadline.subject.partition(":")[2]).first()
    outcome = approved_outcome(case) if case else None
    if outcome is not None and not was_told(outcome):
        return  # the letters are late: the time to appeal counts from them
    if case is not None:
        settle_window(case, reason="The time to appeal passed without an appeal.")
