"""The earlier matters of a respondent, for the pattern reviewer: how each ended, and which settings and conduct they share."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from backend.access.policy import scope
from backend.cases.models import Allegation, Case, CaseParty
from backend.cases.vocabulary import AllegationState, PartyRole
from backend.decisions.models import Factual
from backend.insights.models import PatternReview
from backend.intake.vocabulary import Conduct, Setting
from backend.kernel import clock
from backend.people.models import User

OPEN: Final = "open"
OVERTURNED: Final = "overturned"
RESULTS: Final[dict[str, str]] = {
    **{str(value): str(label) for value, label in Factual.choices},
    OVERTURNED: "Overturned on appeal",
    OPEN: "No finding yet",
}
MOST: Final = 100


@dataclass(frozen=True)
class Matter:
    """One earlier matter as the reviewer sees it: when, what came of each allegation, and what it shares with the case asked about."""

    reference: str
    opened_at: datetime
    kind: str
    results: dict[str, int]
    settings: list[str]
    conduct: list[str]


def reviews_told(person: User) -> QuerySet[PatternReview]:
    """Give the reviews that a person may know of, the newest first."""
    rows = scope(person, "pattern.view", PatternReview.objects.all())
    return rows.select_related("case", "asked_by__person", "concluded_by__person").order_by("-asked_at", "-pk")


def reviews_waiting(person: User) -> QuerySet[PatternReview]:
    """Give the reviews that wait for a pattern reviewer, the oldest first."""
    rows = scope(person, "pattern.conclude", PatternReview.objects.all())
    return rows.select_related("case").order_by("asked_at", "pk")


def earlier_matters(case: Case) -> list[Matter]:
    """List the other matters in which a respondent of the case was respondent, the newest first."""
    people = CaseParty.objects.filter(case=case, role=PartyRole.RESPONDENT).values("person")
    others = CaseParty.objects.filter(role=PartyRole.RESPONDENT, person__in=people).exclude(case=case).values("case")
    here = list(case.allegations.all())
    settings, conduct = _codes(here, "settings"), _codes(here, "conduct")
    found = Case.objects.filter(pk__in=others).prefetch_related("allegations__finding").order_by("-opened_at", "-pk")
    return [_matter(other, settings, conduct) for other in found[:MOST]]


def result_of(state: str, factual: str | None, adopted_on: datetime | None) -> str:
    """Tell what came of an allegation: what was overturned, or not yet adopted, never counts as found."""
    if state == AllegationState.OVERTURNED:
        return OVERTURNED
    return factual if factual and adopted_on else OPEN


def totals(matters: Iterable[Matter]) -> dict[str, int]:
    """Count the allegations of several matters by result, in the order of the vocabulary."""
    tally: Counter[str] = Counter()
    for matter in matters:
        tally.update(matter.results)
    return {result: tally[result] for result in RESULTS if tally[result]}


def since_of(today: date | None = None) -> date:
    """Begin figures a year ago unless asked otherwise."""
    day = today or clock.today()
    return day.replace(year=day.year - 1, day=min(day.day, 28))


def _matter(other: Case, settings: set[str], conduct: set[str]) -> Matter:
    put = list(other.allegations.all())
    results = Counter(result_of(each.state, *_finding(each)) for each in put)
    return Matter(
        reference=other.reference,
        opened_at=other.opened_at,
        kind=other.get_kind_display(),
        results={result: results[result] for result in RESULTS if results[result]},
        settings=_labels(Setting, _codes(put, "settings") & settings),
        conduct=_labels(Conduct, _codes(put, "conduct") & conduct),
    )


def _finding(allegation: Allegation) -> tuple[str | None, datetime | None]:
    finding = getattr(allegation, "finding", None)
    return (finding.factual, finding.adopted_at) if finding else (None, None)


def _codes(put: Iterable[Allegation], field: str) -> set[str]:
    return {code for allegation in put for code in getattr(allegation, field)}


def _labels(words: type[Setting] | type[Conduct], codes: set[str]) -> list[str]:
    return [str(word.label) for word in words if word.value in codes]
