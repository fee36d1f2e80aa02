"""Who reviews an appeal in a case, and where nobody was named yet."""

from django.db.models import QuerySet

from backend.access.policy import scope
from backend.cases.models import Assignment, Case
from backend.cases.vocabulary import CaseRole
from backend.people.models import User


def without_reviewer(person: User) -> QuerySet[Case]:
    """Give the cases in which somebody appoints, and nobody reviews appeals at present."""
    named = Assignment.objects.filter(role=CaseRole.APPEAL_REVIEWER, ends_on=None).values("case_id")
    rows: QuerySet[Case] = scope(person, "case.appoint", Case.objects.exclude(pk__in=named))
    return rows
