"""The evidence register as it is delivered, entered by the product's own acts; what was reviewed here later stays as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from backend.audit.recorded import plain
from backend.people.models import User
from backend.referrals.actions.grading import Kind, Review, add_intervention, grade_evidence
from backend.referrals.delivered import DELIVERED, delivered
from backend.referrals.models import EvidenceGrade, Intervention
from backend.referrals.vocabulary import InterventionKind

REASON: Final = "The evidence register as it is delivered."


@dataclass(frozen=True)
class Loaded:
    """What one run entered, and what it left as it was."""

    interventions: int
    grades: int
    unchanged: int


def load_interventions(*, actor: User, path: Path = DELIVERED, as_of: date | None = None) -> Loaded:
    """Enter the delivered register. Run again, it adds what is new: a review counts only where none of that day or later stands.

    `as_of` dates every review on that day instead of the file's, for a demonstration that plays in the past.
    """
    added = graded = unchanged = 0
    with transaction.atomic():
        for row in delivered(path)["interventions"]:
            intervention = Intervention.objects.filter(code=row["code"]).first()
            if intervention is None:
                intervention = add_intervention(_kind(row), actor=actor, reason=REASON)
                added += 1
            for track, told in row["grades"].items():
                entered = _grade(intervention, _review(track, told, as_of), actor=actor)
                graded, unchanged = graded + entered, unchanged + (not entered)
    return Loaded(added, graded, unchanged)


def _kind(row: Mapping[str, Any]) -> Kind:
    return Kind(
        code=row["code"],
        name=row["name"],
        name_de=row["name_de"],
        kind=row["kind"],
        clinical=row["clinical"],
        involves_others=row["third_party"],
        faith_based=row["faith_based"],
        needs_leave=row["kind"] == InterventionKind.RESIDENTIAL,
    )


def _review(track: str, told: Mapping[str, Any], as_of: date | None) -> Review:
    reviewed_on, review_due = _day(told["reviewed_on"]), _day(told["review_due"])
    day = as_of or reviewed_on
    words = ("certainty", "direction", "summary", "summary_de", "applicability", "applicability_de")
    return Review(
        track=track,
        citations=[_citation(citation) for citation in told["citations"]],
        reviewed_on=day,
        review_due=day + (review_due - reviewed_on),
        **{name: told[name] for name in words},
    )


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _citation(citation: Mapping[str, Any]) -> dict[str, object]:
    """Write a source as it is stored; what the file leaves open (no author named) is left out."""
    return {name: plain(value) for name, value in citation.items() if value is not None}


def _grade(intervention: Intervention, review: Review, *, actor: User) -> bool:
    """Enter a review, unless one of that day or later stands, or the intervention was given up."""
    standing = EvidenceGrade.objects.filter(intervention=intervention, track=review.track).order_by("-number").first()
    if intervention.retired_on or (standing is not None and standing.reviewed_on >= review.reviewed_on):
        return False
    grade_evidence(intervention, review, actor=actor, reason=REASON)
    return True
