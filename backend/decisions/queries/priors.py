"""Earlier discipline that still counts, and what followed in similar matters: seen only when the findings are locked.

What was not substantiated, what was set aside and what has run out is in neither; nothing else of an earlier matter is told.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.reads import viewed
from backend.cases.models import Case
from backend.cases.queries import respondent_of
from backend.cases.vocabulary import CaseState
from backend.decisions.models import STANDING, Finding, Outcome
from backend.decisions.vocabulary import LADDER
from backend.intake.vocabulary import Conduct
from backend.kernel import clock
from backend.people.models import User

declare("outcome.view_priors", "read earlier discipline that still counts", kind="read")
declare("outcome.view_similar", "read what followed in similar matters", kind="read")

DECIDED: Final = (
    CaseState.OUTCOME_DECIDED,
    CaseState.IMPLEMENTING,
    CaseState.MONITORING,
    CaseState.CLOSED,
)
MOST: Final = 20


@dataclass(frozen=True)
class Prior:
    """One earlier outcome as a decision maker may know it: the kind of conduct, what followed, and until when it counts."""

    conduct: tuple[str, ...]
    followed: tuple[str, ...]
    decided_on: date | None
    live_until: date | None


def counting_outcomes(case: Case) -> list[Outcome]:
    """List the respondent’s outcomes in other decided matters that still count: substantiated, approved, not set aside, not run out."""
    person = respondent_of(case)
    if person is None:
        return []
    rows = _standing(Outcome.objects.filter(respondent=person, live_until__gte=clock.today()).exclude(case=case))
    return list(rows.order_by("-approved_at")[:MOST])


def priors_for(case: Case, *, actor: User) -> list[Prior]:
    """Tell somebody who decides what earlier discipline still counts; the reading is recorded."""
    require(actor, "outcome.view_priors", case)
    found = counting_outcomes(case)
    viewed(case, "outcome.view_priors", actor=actor, ctx={"count": len(found)})
    return [_told(outcome) for outcome in found]


def similar_for(case: Case, *, actor: User) -> list[Prior]:
    """Tell somebody who decides what followed in other people’s matters of the same kind, without names or references."""
    require(actor, "outcome.view_similar", case)
    person = respondent_of(case)
    rows = _standing(Outcome.objects.filter(case__kind=case.kind).exclude(case=case))
    if person is not None:
        rows = rows.exclude(respondent=person)
    found = list(rows.order_by("-approved_at")[:MOST])
    viewed(case, "outcome.view_similar", actor=actor, ctx={"count": len(found)})
    return [_told(outcome) for outcome in found]


def rung_of(kinds: Collection[str]) -> int:
    """Tell how high on the ladder what follows stands, from 1; what stands on no rung is 0."""
    return max((number for number, rung in enumerate(LADDER, start=1) if rung & set(kinds)), default=0)


def next_rung(earlier: Iterable[Outcome]) -> int:
    """Tell the highest rung that follows without a reason: the one above the last that still counts."""
    return 1 + max((rung_of(outcome.kinds) for outcome in earlier), default=0)


def _standing(rows: QuerySet[Outcome]) -> QuerySet[Outcome]:
    found = Finding.objects.filter(STANDING, allegation__case=OuterRef("case"))
    return rows.filter(Exists(found), approved_at__isnull=False, overturned_at=None, case__state__in=DECIDED)


def _told(outcome: Outcome) -> Prior:
    findings = Finding.objects.filter(STANDING, allegation__case=outcome.case_id).select_related("allegation")
    codes = sorted({code for finding in findings for code in finding.allegation.conduct})
    return Prior(
        conduct=tuple(str(Conduct(code).label) for code in codes if code in Conduct.values),
        followed=tuple(outcome.labels),
        decided_on=outcome.approved_at.date() if outcome.approved_at else None,
        live_until=outcome.live_until,
    )
