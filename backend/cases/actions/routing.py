"""A case that came to the independent channel, because of whom it turned out to be about, is taken in there (C5)."""

from collections.abc import Sequence

from django.db import transaction

from backend.access.policy import require
from backend.cases.actions.appointments import seat
from backend.cases.models import Assignment, Case
from backend.cases.vocabulary import CaseRole, Declared
from backend.kernel.errors import Invalid
from backend.people.models import User


def take_in_case(case: Case, *, text: str, actor: User, reason: str, told: Sequence[str] = ()) -> Assignment:
    """Take in, as the independent channel, a case that came to it; the declaration is one's own, and signed with it."""
    require(actor, "case.take_in", case)
    problems = {
        "text": [] if text.strip() else ["Write in your own words what stands in your way, or that nothing does."],
        "told": [f"“{code}” is not among the questions." for code in told if code not in Declared.values][:1],
    }
    if any(problems.values()):
        raise Invalid({name: words for name, words in problems.items() if words})
    with transaction.atomic():
        return seat(case, actor, CaseRole.INTAKE, declaration=text, actor=actor, reason=reason, told=told)
