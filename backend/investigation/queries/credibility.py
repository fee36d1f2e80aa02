"""Reads of what was weighed on contested facts."""

from collections.abc import Iterable

from django.db.models import QuerySet

from backend.access.policy import scope
from backend.cases.models import Allegation
from backend.cases.vocabulary import Response
from backend.investigation.inquiry_vocabulary import Factor
from backend.investigation.models import CredibilityAssessment
from backend.people.models import User

CONTESTED = (Response.DENY, Response.PART)


def lacks_assessment(allegation: Allegation) -> bool:
    """Tell whether a contested allegation was weighed on nothing yet, or on demeanour alone."""
    if allegation.response not in CONTESTED:
        return False
    weighed = CredibilityAssessment.objects.filter(allegation=allegation, withdrawn_at=None)
    return not weighed.exclude(factor=Factor.DEMEANOUR).exists()


def assessments_for(person: User, allegations: Iterable[Allegation]) -> QuerySet[CredibilityAssessment]:
    """Give what was weighed on allegations, to those who may read it; what was withdrawn is not among it."""
    rows = CredibilityAssessment.objects.filter(allegation__in=list(allegations), withdrawn_at=None)
    return (
        scope(person, "credibility.view", rows)
        .select_related("allegation__case", "saved_by__person")
        .order_by("fact", "pk")
    )
