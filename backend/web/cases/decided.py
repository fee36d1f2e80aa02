"""What a decision page shows beside findings and outcomes: what was weighed, earlier discipline, remedies, appeals."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.policy import permitted, scope
from backend.audit.reads import viewed
from backend.cases.models import Case
from backend.decisions.actions.disclosing import lifecycle as disclosing
from backend.decisions.actions.remedies import lifecycle as remedying
from backend.decisions.actions.similar_facts import lifecycle as earlier
from backend.decisions.models import Appeal, Comparator, Disclosure, Outcome, OutcomeFactor, Remedy, SimilarFactRequest
from backend.decisions.queries.priors import priors_for, similar_for
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle


def weighed_in(outcome: Outcome, person: User | None = None) -> list[dict[str, Any]]:
    """Give what an outcome was weighed by and compared with; to a person only what they may read of it."""
    factors: QuerySet[OutcomeFactor] = OutcomeFactor.objects.filter(outcome=outcome)
    others: QuerySet[Comparator] = Comparator.objects.filter(outcome=outcome)
    if person is not None:
        factors = scope(person, "outcome.view_factor", factors)
        others = scope(person, "outcome.view_comparator", others)
    compared = [
        _("%(matter)s: %(followed)s. Here: %(difference)s")
        % {"matter": each.matter, "followed": each.followed, "difference": each.difference}
        for each in others.order_by("pk")
    ]
    shown = [
        *((point.get_code_display(), point.text) for point in factors.order_by("pk")),
        (_("Factors"), outcome.factors),
        (_("Similar matters"), "\n".join([*compared, outcome.comparators]).strip()),
        (_("Why a milder step would not do"), outcome.skip_reason),
        (_("Legal review"), outcome.legal_review),
    ]
    return [{"key": key, "value": value, "lines": True} for key, value in shown if value]


def beside_outcome(case: Case, person: User) -> dict[str, Any]:
    """Give what stands beside the outcome in a case, each part to whom it is open; reading earlier discipline is recorded."""
    may = permitted(person, ["outcome.view_priors", "outcome.view_similar"], case)
    remedies = scope(person, "remedy.view", Remedy.objects.filter(case=case).select_related("person", "case"))
    told = scope(person, "disclosure.view", Disclosure.objects.filter(case=case).select_related("to", "case"))
    appeals = scope(person, "appeal.know", Appeal.objects.filter(case=case).select_related("case"))
    readable = set(scope(person, "appeal.view", appeals.all()).values_list("pk", flat=True))
    return {
        "priors": priors_for(case, actor=person) if "outcome.view_priors" in may else None,
        "similar": similar_for(case, actor=person) if "outcome.view_similar" in may else None,
        "remedies": [_with_acts(row, remedying, "remedies", person) for row in remedies.order_by("due_on", "pk")],
        "disclosures": [_with_acts(row, disclosing, "disclosures", person) for row in told.order_by("pk")],
        "appeals": [
            {"appeal": row, "url": reverse("appeal", args=[row.reference]) if row.pk in readable else ""}
            for row in appeals.order_by("pk")
        ],
    }


def earlier_matters(case: Case, person: User) -> list[dict[str, Any]]:
    """Give the requests about earlier matters that a person may read, each with what they may do with it; the reading is recorded."""
    rows = scope(person, "similar_fact.view", SimilarFactRequest.objects.filter(case=case).select_related("case"))
    found = list(rows.select_related("requested_by__person", "case").order_by("pk"))
    for row in found:
        viewed(row, "similar_fact.view", actor=person)
    return [_with_acts(row, earlier, "earlier", person) for row in found]


def _with_acts(row: Any, lifecycle: Lifecycle[Any], part: str, person: User) -> dict[str, Any]:
    moves = lifecycle.open_to(row, person)
    acts = [
        {"label": move.label, "url": reverse("decision-act", args=[row.case.reference, part, row.uid, move.name])}
        for move in moves
    ]
    return {"row": row, "acts": acts}
