"""Who may propose, approve, look at, challenge and end a temporary measure, and who sees which."""

from typing import Any

from django.db.models import Q, QuerySet

from backend.access.policy import NONE, Policy, extend
from backend.cases.conflicts.afterwards import runs_on
from backend.cases.glass import breaks_glass
from backend.cases.models import Case
from backend.cases.policy import CASE_WORKERS, acts_as, granted_cases, is_party_to_its_case
from backend.cases.vocabulary import CaseRole
from backend.investigation.measure_tables import HOLDS, InterimMeasure, MeasureState
from backend.people.models import User

APPROVERS = (CaseRole.INTAKE, CaseRole.HR_PARTNER, CaseRole.DECISION_MAKER, CaseRole.APPROVER)
REVIEWERS = (CaseRole.INTAKE, CaseRole.DECISION_MAKER, CaseRole.APPROVER, CaseRole.APPEAL_REVIEWER)
PROPOSERS = (CaseRole.INTAKE, CaseRole.INVESTIGATOR, CaseRole.HR_PARTNER)
TAKEN = (*HOLDS, MeasureState.ENDED)


def is_bound(person: User) -> Q:
    """The measure is on the person themselves, and was taken."""
    return Q(on_whom__person=person.person_id, state__in=TAKEN) if person.person_id else NONE


def is_affected(person: User) -> Q:
    """The measure concerns the person, who is told of it and of no reasons."""
    return Q(affects__person=person.person_id, state__in=TAKEN) if person.person_id else NONE


def is_instructed(person: User) -> Q:
    """The person was told what to arrange; no reason, and not that there is a case."""
    return Q(instructed=person.person_id, state__in=TAKEN) if person.person_id else NONE


def took_no_part(person: User) -> Q:
    """The person reviews for the case, and neither proposed nor approved the measure."""
    reviewed = Q(case__in=granted_cases(person, *REVIEWERS))
    return reviewed & ~Q(proposed_by=person) & ~Q(approved_by=person, approved_by__isnull=False)


MEASURES = Policy(
    InterimMeasure,
    barred=[is_party_to_its_case],
    allow={
        "measure.view": [acts_as(*CASE_WORKERS, CaseRole.HR_PARTNER, path="case"), breaks_glass("case")],
        "measure.approve": [acts_as(*APPROVERS, path="case")],
        "measure.turn_down": [acts_as(*APPROVERS, path="case")],
        "measure.review": [acts_as(*APPROVERS, path="case")],
        "measure.extend": [acts_as(*APPROVERS, path="case")],
        "measure.modify": [acts_as(*APPROVERS, path="case")],
        "measure.end": [acts_as(*APPROVERS, path="case")],
        "measure.uphold": [took_no_part],
        "measure.change": [took_no_part],
        "measure.report_violation": [acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR, path="case")],
    },
    own={
        "measure.view": [is_bound],
        "measure.read_protection": [is_affected],
        "measure.challenge": [is_bound],
        "measure.read_instruction": [is_instructed],
    },
)

extend(Case, allow={"measure.propose": [acts_as(*PROPOSERS)]})


@runs_on("measure")
def cases_with_measures() -> "QuerySet[Any, Any]":
    """Name the cases in which a temporary measure holds: conflicts of interest are still measured in them."""
    keys: QuerySet[Any, Any] = InterimMeasure.objects.filter(state__in=HOLDS).values("case_id")
    return keys
