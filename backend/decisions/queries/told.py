"""What a party was told of a decision: from the very letter that went to them, so that no page says more than it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.access.policy import scope
from backend.cases.models import Case
from backend.deadlines.models import Deadline
from backend.decisions.models import Appeal, Outcome
from backend.decisions.vocabulary import AppealState
from backend.documents.models import Document
from backend.documents.vocabulary import STANDS
from backend.people.models import User

OUTCOME_LETTERS = ("D8", "D9")


@dataclass(frozen=True)
class Window:
    """A decision that a party can appeal against, and until when."""

    case: Case
    until: datetime | None


def was_told(outcome: Outcome) -> bool:
    """Tell whether the respondent's letter about an outcome was issued and stands."""
    letters = Document.objects.filter(matter=outcome.case.reference, kind="D9", recipient=outcome.respondent_id)
    return letters.filter(issued_at__gte=outcome.approved_at, state__in=STANDS).exists()


def outcome_letters(person: User) -> Sequence[Document]:
    """List the outcome letters that went to a person, the latest first, withdrawn ones too."""
    if person.person_id is None:
        return []
    rows = Document.objects.filter(recipient=person.person_id, kind__in=OUTCOME_LETTERS, redacts=None)
    return list(rows.order_by("-issued_at", "-pk"))


def appealable(person: User, case: Case) -> Outcome | None:
    """Find the outcome of a case that a party was told of and may appeal against."""
    rows: Any = scope(person, "appeal.file", Outcome.objects.filter(case=case).select_related("case"))
    found: Outcome | None = rows.order_by("-pk").first()
    return found


def open_windows(person: User) -> list[Window]:
    """List the decisions that a party can still appeal against in time and has not appealed yet."""
    if person.person_id is None:
        return []
    outcomes = list(scope(person, "appeal.file", Outcome.objects.select_related("case")).order_by("pk"))
    if not outcomes:
        return []
    mine = set(
        Appeal.objects.filter(appellant=person.person_id)
        .exclude(state=AppealState.FINAL)
        .values_list("case", flat=True)
    )
    keys = [outcome.case.key for outcome in outcomes]
    running = Deadline.objects.pending().filter(kind="appeal.file", subject__in=keys).order_by("due_at")
    until = {deadline.subject: deadline.due_at for deadline in running}
    return [
        Window(outcome.case, until[outcome.case.key])
        for outcome in outcomes
        if outcome.case_id not in mine and outcome.case.key in until
    ]
