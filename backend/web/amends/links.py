"""The way to accountability statements from a decision, and from an agreement that offers one (C27); there is none from the navigation."""

from typing import Any

from backend.access.policy import scope_own
from backend.agreements.models import Agreement
from backend.agreements.queries.answers import offering_own_words
from backend.amends.models import AccountabilityStatement
from backend.amends.queries import how_far, outcome_to_write_about, own_statement, shared_with
from backend.cases.models import Case
from backend.people.models import User


def accountability_of(person: User, case: Case) -> dict[str, Any]:
    """Tell of somebody’s own statement about a matter, whether they may begin one, and what was shared with them."""
    statement = own_statement(person, case)
    return {
        "statement": statement,
        "can_write": statement is None and outcome_to_write_about(person, case) is not None,
        "shared": shared_with(person, case),
    }


def own_words(person: User, case: Case) -> dict[str, Any]:
    """Tell the employee how far the statement has come that their agreement leaves to them; it is theirs to begin or to leave.

    Nobody else is told: neither the monitor nor whoever decides learns whether there is one.
    """
    come = how_far(person, case)
    return {"come": come, "can_begin": come is None and outcome_to_write_about(person, case) is not None}


def agreement_of(person: User, statement: AccountabilityStatement) -> Agreement | None:
    """Find the writer's own agreement that offers such a statement."""
    rows = Agreement.objects.filter(case=statement.case_id, person=statement.person_id)
    return scope_own(person, "agreement.sign", offering_own_words(rows)).first()
