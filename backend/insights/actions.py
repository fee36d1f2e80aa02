"""Asking whether matters form a pattern, and answering it."""

from typing import Final

from django.db import transaction

from backend.access.models import Role
from backend.access.policy import require
from backend.access.roles import users_with
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.models import Case, CaseParty
from backend.cases.vocabulary import PartyRole
from backend.insights.models import Conclusion, PatternReview
from backend.insights.policy import BEFORE_FINDINGS
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User

declare("pattern.ask", "asked whether matters form a pattern", kind="change")
declare("pattern.conclude", "concluded whether matters form a pattern", kind="change")
declare("pattern.view", "read a pattern review", kind="read")
declare("pattern.list", "listed pattern reviews", kind="read")
declare("pattern.read_matters", "read the earlier matters of a respondent", kind="read")
declare("insight.count", "read figures across matters", kind="read")

LONGEST: Final = 4000


def ask_for_pattern(case: Case, *, actor: User, reason: str) -> PatternReview:
    """Ask the pattern reviewer to look across the respondent’s earlier matters, while the findings are open."""
    require(actor, "pattern.ask", case)
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    if case.state not in BEFORE_FINDINGS:
        raise Refused(
            "The findings are being decided. A look at other matters can’t be asked for any more.",
            code="pattern-too-late",
        )
    if not CaseParty.objects.filter(case=case, role=PartyRole.RESPONDENT).exists():
        raise Refused("Name the respondent first.", code="no-respondent")
    if not users_with(Role.PATTERN_REVIEWER).exists():
        raise Refused("Nobody could look: the organisation has no pattern reviewer.", code="no-pattern-reviewer")
    with transaction.atomic():
        if PatternReview.objects.filter(case=case, concluded_at=None).exists():
            raise Refused("It was asked already, and the pattern reviewer has not concluded.", code="pattern-asked")
        now = clock.now()
        review = PatternReview(
            reference=new_reference("PAT", now.date()),
            case=case,
            reason=reason.strip()[:LONGEST],
            asked_by=actor,
            asked_at=now,
        )
        return keep(review, "pattern.ask", actor=actor, reason=reason)


def conclude_pattern(review: PatternReview, *, actor: User, reason: str, conclusion: str, advice: str) -> PatternReview:
    """Conclude what the earlier matters have in common; who asked reads the conclusion and the advice, and none of the matters."""
    require(actor, "pattern.conclude", review)
    problems = {
        "conclusion": [] if conclusion in Conclusion.values else ["Choose what you conclude."],
        "advice": []
        if advice.strip()
        else ["Say what the organisation might change, or which finding to ask for; write “none” if there is nothing."],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    with transaction.atomic():
        held = PatternReview.objects.select_for_update().get(pk=review.pk)
        if held.concluded_at:
            raise Refused("It was concluded already.", code="pattern-concluded")
        held.conclusion, held.advice = conclusion, advice.strip()[:LONGEST]
        held.concluded_by, held.concluded_at = actor, clock.now()
        return keep(held, "pattern.conclude", actor=actor, reason=reason, ctx={"conclusion": conclusion})
