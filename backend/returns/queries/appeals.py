"""Appeals against decisions on a return: whoever made the decision that is contested, and those that wait for somebody."""

from typing import Final

from django.db.models import QuerySet

from backend.access.policy import scope
from backend.agreements.models import Agreement
from backend.decisions.queries.reviewers import without_reviewer
from backend.people.models import User
from backend.returns.models import ReturnAppeal, ReturnToWork
from backend.returns.queries.gate import in_the_line
from backend.returns.vocabulary import APPEAL_OPEN, CONTESTED

ROWS: Final = ReturnAppeal.objects.select_related(
    "rtw__case", "rtw__person__site", "decision_by__person", "decision_letter", "reviewer__person", "answer"
)


def appeals_of(rtw: ReturnToWork, person: User) -> list[ReturnAppeal]:
    """List the appeals about one return that somebody may read, the newest first."""
    return list(scope(person, "rtw_appeal.view", ROWS.filter(rtw=rtw)).order_by("-pk"))


def decided_before(rtw: ReturnToWork, actor: User) -> bool:
    """Tell whether somebody made a decision on this return that is under appeal, or that an appeal set aside."""
    return ReturnAppeal.objects.filter(rtw=rtw, decision_by=actor, state__in=CONTESTED).exists()


def took_part(appeal: ReturnAppeal, actor: User) -> bool:
    """Tell whether somebody decided, began or prepared this return, put something aside in it, monitors, or holds a step of its plan."""
    rtw = appeal.rtw
    written = rtw.overrides.filter(written_by=actor) | rtw.overrides.filter(seconded_by=actor)
    return (
        actor.pk in {appeal.decision_by_id, rtw.begun_by_id, rtw.decided_by_id}
        or written.exists()
        or Agreement.objects.filter(case=rtw.case_id, monitor=actor.person_id).exists()
        or rtw.steps.filter(holder=actor.person_id).exists()
    )


def stands_in_line(appeal: ReturnAppeal, actor: User) -> bool:
    """Tell whether somebody stands, or stood when it happened, in the reporting line of whoever appealed."""
    return in_the_line(actor.person, appeal.rtw)


def appeals_to_answer(person: User) -> QuerySet[ReturnAppeal]:
    """Give the appeals that wait for somebody as their reviewer."""
    rows: QuerySet[ReturnAppeal] = scope(person, "rtw_appeal.admit", ROWS.filter(state__in=APPEAL_OPEN))
    return rows.order_by("filed_at", "pk")


def appeals_without_reviewer(person: User) -> QuerySet[ReturnAppeal]:
    """Give the appeals for which whoever appoints in the case has named nobody yet."""
    rows: QuerySet[ReturnAppeal] = ROWS.filter(state__in=APPEAL_OPEN, rtw__case__in=without_reviewer(person))
    return rows.order_by("filed_at", "pk")
