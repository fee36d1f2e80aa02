"""What somebody who works on a case may read of its history."""

from django.db.models import Q, QuerySet

from backend.access.policy import can, scope
from backend.agreements.models import Agreement
from backend.audit.actions import ACTIONS
from backend.audit.models import Event
from backend.audit.timeline import history
from backend.cases.models import Case
from backend.decisions.models import Outcome
from backend.people.models import User

TOLD_READS = frozenset({"document.open"})  # that a letter was opened is a fact of the case


def case_history(person: User, case: Case) -> QuerySet[Event]:
    """Give the case's history, newest first, without the parts that the person has no business with.

    Who read the file stays out of it (auditors find that in the history of events); what concerns an agreement or an
    outcome shows only to those who may read one.
    """
    if not can(person, "case.read", case):
        return Event.objects.none()
    reads = [name for name, action in ACTIONS.items() if action.kind == "read" and name not in TOLD_READS]
    events = history(case).exclude(action__in=reads)
    if not scope(person, "agreement.view", Agreement.objects.filter(case=case)).exists():
        events = events.exclude(Q(action__startswith="agreement.") | Q(action__startswith="duty."))
    if not scope(person, "outcome.view", Outcome.objects.filter(case=case)).exists():
        events = events.exclude(action__startswith="outcome.")
    return events
