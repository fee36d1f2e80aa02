"""What the clause library asks of whoever keeps it: words and rules of somebody else that wait for a second person."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.policy import scope
from backend.clauses.models import ClauseRule, ClauseVersion
from backend.clauses.vocabulary import RuleState, VersionState
from backend.people.models import User

MOST: Final = 6


def clause_tasks(person: User) -> list[dict[str, Any]]:
    """Tell which words and rules of clauses somebody may approve; nobody is asked to approve their own."""
    versions = ClauseVersion.objects.filter(state=VersionState.IN_REVIEW).select_related("clause", "written_by__person")
    rules = ClauseRule.objects.filter(state=RuleState.PROPOSED).select_related("clause", "proposed_by__person")
    tasks = [
        _task(
            _("Approve new words for a clause, or return them"),
            reverse("clause-version", args=[row.reference]),
            row.name,
            _("%(name)s wrote them.") % {"name": row.written_by.name},
        )
        for row in scope(person, "clause_version.approve", versions).order_by("pk")[:MOST]
    ]
    return tasks + [
        _task(
            _("Decide on a rule for a clause"),
            reverse("clause-rule", args=[row.reference]),
            row.clause.reference,
            _("%(name)s proposed it.") % {"name": row.proposed_by.name},
        )
        for row in scope(person, "clause_rule.approve", rules).order_by("pk")[:MOST]
    ]


def _task(label: str, url: str, reference: str, note: str) -> dict[str, Any]:
    return {"label": label, "url": url, "reference": reference, "note": note, "due": None}
