"""What somebody who works on a case may read of its history."""

from django.db.models import Q, QuerySet

from backend.access.policy import can, scope
from backend.agreements.models import Agreement
from backend.audit.models import Event
from backend.audit.timeline import history
from backend.cases.models import Case
from backend.decisions.models import Outcome
from backend.people.models import User

READS = Q(action__in=["case.view", "case.read", "case.list"])


def case_history(person: User, case: Case) -> QuerySet[Event]:
    """Give the case's history, newest first, without the parts that the person has no business with.

    Who read the file stays out of the timeline (auditors read it in the history of events); the agreement and the outcome show only to those who
    may read them.
    """
    if not can(person, "case.read", case):
        return Event.objects.none()
    events = history(case).exclude(READS)
    if not scope(person, "agreement.view", Agreement.objects.filter(case=case)).exists():
        events = events.exclude(Q(action__startswith="agreement.") | Q(action__startswith="duty."))
    if not scope(person, "outcome.view", Outcome.objects.filter(case=case)).exists():
        events = events.exclude(action__startswith="outcome.")
    return events
