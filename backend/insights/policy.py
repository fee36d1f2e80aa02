"""Who may count matters, and who may look across the earlier matters of one person.

Only the pattern reviewer reads what was not substantiated, only when intake or counsel asked, and only until the findings of the case are
decided: nothing unproven can reach whoever weighs a sanction. Figures without names are for those who oversee.
"""

from typing import Final

from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import ALL, NONE, Policy, extend
from backend.access.roles import has_role, holds
from backend.cases.models import Case
from backend.cases.policy import acts_as, granted_cases, is_party_to_its_case
from backend.cases.vocabulary import CaseRole, CaseState
from backend.insights.models import PatternReview
from backend.people.models import User

READERS_OF_FIGURES: Final = (
    Role.INTAKE,
    Role.HR_PARTNER,
    Role.COUNSEL,
    Role.REFERRAL_COORDINATOR,
    Role.AUDITOR,
    Role.PRIVACY_OFFICER,
    Role.EXECUTIVE,
    Role.PATTERN_REVIEWER,
)
BEFORE_FINDINGS: Final = (
    CaseState.OPENED,
    CaseState.CONFLICT_CLEARED,
    CaseState.ASSIGNED,
    CaseState.PLANNING,
    CaseState.INVESTIGATING,
    CaseState.STAYED,
    CaseState.EVIDENCE_REVIEW,
    CaseState.REOPENED,
)


def reviews_patterns(person: User) -> Q:
    """The person reviews patterns, and does nothing else in this case."""
    if not has_role(person, Role.PATTERN_REVIEWER):
        return NONE
    return ALL & ~Q(case__in=granted_cases(person, *CaseRole.values))


def reviews_patterns_in_time(person: User) -> Q:
    """The person reviews patterns, it is not concluded, and the findings of the case are still open."""
    reviews = reviews_patterns(person)
    return NONE if reviews == NONE else reviews & Q(case__state__in=BEFORE_FINDINGS, concluded_at=None)


reads_figures = holds(*READERS_OF_FIGURES)
reads_figures.__name__ = "reads_figures"

PATTERNS = Policy(
    PatternReview,
    barred=[is_party_to_its_case],
    allow={
        "pattern.view": [reviews_patterns, acts_as(CaseRole.INTAKE, CaseRole.COUNSEL, path="case")],
        "pattern.read_matters": [reviews_patterns_in_time],
        "pattern.conclude": [reviews_patterns_in_time],
    },
)
extend(
    Case,
    allow={"pattern.ask": [acts_as(CaseRole.INTAKE, CaseRole.COUNSEL)], "insight.count": [reads_figures]},
)
