"""The ladder of consequences that one agreement names, and the step that comes next on it."""

from backend.agreements.models import Agreement, AgreementObligation
from backend.documents.phrasing import say
from backend.monitoring.models import Breach
from backend.monitoring.vocabulary import COUNTS, DECIDED, BreachAppealState

LADDER_CLAUSE = "C09"
OBLIGATIONS_CLAUSE = "C06"


def ladder_of(agreement: Agreement) -> list[str]:
    """Read the steps of this agreement, the mildest first, from the very clause that was signed."""
    clause = agreement.clauses.filter(code=LADDER_CLAUSE).first()
    if clause is None:
        return []
    lines = [line.strip() for line in clause.text.splitlines() if line.strip()]
    steps = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
    return steps or lines[1:]


def next_step(agreement: Agreement) -> int:
    """Tell which step comes next: the one after the highest that was decided and stands, never beyond the last."""
    standing = Breach.objects.filter(agreement=agreement, state__in=DECIDED, result__in=COUNTS, step__isnull=False)
    used = standing.exclude(appeal_state=BreachAppealState.OVERTURNED).order_by("-step").values_list("step", flat=True)
    return min((used.first() or 0) + 1, max(len(ladder_of(agreement)), 1))


def clause_words(obligation: AgreementObligation, language: str) -> str:
    """Name the place in the agreement where an obligation stands, for a letter in a language; a heading is the agreement's own."""
    clause = obligation.agreement.clauses.filter(code=OBLIGATIONS_CLAUSE).first()
    heading = f"{clause.code}, {clause.heading}" if clause else say("Table of obligations", language)
    return say("{clause}, line {number}", language, clause=heading, number=str(obligation.seq))
