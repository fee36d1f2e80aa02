"""From which cases somebody is kept: those to which they are a party, and those from which a conflict of interest bars them."""

from typing import Any

from django.db.models import QuerySet

from backend.cases.models import CaseBar, CaseParty
from backend.people.models import User

# A supervisor in the line may check what an agreement asks; a party, and the department of somebody who handles matters, may not.
NEVER_MONITORS = ("C1", "C5", "C8")


def kept_from(person: User, *rules: str) -> QuerySet[Any, Any]:
    """Give the keys of the cases that do not exist for this person as staff, as one subquery; `rules` narrow the bars."""
    bars = CaseBar.objects.filter(person=person.person_id, ended=None)
    if rules:
        bars = bars.filter(rule__in=rules)
    parties = CaseParty.objects.filter(person=person.person_id)
    keys: QuerySet[Any, Any] = parties.order_by().values("case_id").union(bars.order_by().values("case_id"), all=True)
    return keys
