"""Who reads the clause library, who writes in it, and who approves what somebody else wrote."""

from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import NONE, Policy
from backend.access.roles import has_role, holds
from backend.clauses.models import Clause, ClauseRule, ClauseVersion
from backend.people.models import User

KEEPERS = (Role.ADMINISTRATOR, Role.COUNSEL)
READERS = (*KEEPERS, Role.DECISION_MAKER, Role.HR_PARTNER, Role.AUDITOR)


def wrote_it(person: User) -> Q:
    """Reach the versions that somebody who keeps the library wrote themselves."""
    return Q(written_by=person) if has_role(person, *KEEPERS) else NONE


def reviews_for_others(person: User) -> Q:
    """Reach the versions that somebody else wrote: nobody approves their own words."""
    return ~Q(written_by=person) if has_role(person, *KEEPERS) else NONE


def reviews_rules_of_others(person: User) -> Q:
    """Reach the rules that somebody else proposed."""
    return ~Q(proposed_by=person) if has_role(person, *KEEPERS) else NONE


CLAUSES = Policy(
    Clause,
    allow={
        "clause.view": [holds(*READERS)],
        "clause.write": [holds(*KEEPERS)],
        "clause.rule": [holds(*KEEPERS)],
    },
)

VERSIONS = Policy(
    ClauseVersion,
    allow={
        "clause_version.view": [holds(*READERS)],
        "clause_version.revise": [wrote_it],
        "clause_version.submit": [wrote_it],
        "clause_version.discard": [wrote_it],
        "clause_version.return": [reviews_for_others],
        "clause_version.approve": [reviews_for_others],
        "clause_version.reject": [reviews_for_others],
        "clause_version.retire": [holds(*KEEPERS)],
    },
)

RULES = Policy(
    ClauseRule,
    allow={
        "clause_rule.view": [holds(*READERS)],
        "clause_rule.approve": [reviews_rules_of_others],
        "clause_rule.withdraw": [holds(*KEEPERS)],
    },
)
