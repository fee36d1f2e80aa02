"""What is next while a case is planned, investigated or stayed: plan and approval, notice, answers, records of interviews, updates."""

from datetime import timedelta
from typing import Final

from django.db.models import Prefetch

from backend.audit.recorded import Recorded
from backend.cases.models import Allegation, Case
from backend.cases.queries import Step
from backend.cases.vocabulary import AllegationState, CaseRole
from backend.investigation.inquiry_vocabulary import PlanState, StatementState
from backend.investigation.models import InvestigationPlan, NoticeDeferral, Statement
from backend.kernel import clock

RESPONDENT: Final = "respondent"
SOON: Final = timedelta(days=7)
WAITING: Final = (StatementState.DRAFT, StatementState.CORRECTED)
# What tells the next step of an inquiry, fetched with cases by a fixed number of queries.
INQUIRY: Final = (
    Prefetch("notice_deferrals", queryset=NoticeDeferral.objects.filter(lapsed_at=None), to_attr="deferred"),
    Prefetch("statements", queryset=Statement.objects.filter(state__in=WAITING).order_by("pk"), to_attr="unfinished"),
)


def planning(case: Case) -> list[Step]:
    """Tell what comes before the start: allegations with their clauses, an approved plan, and the notice."""
    put = case.__dict__["put"]
    framed = [allegation for allegation in put if allegation.state == AllegationState.FRAMED]
    bare = [allegation for allegation in framed if not allegation.policy_clause]
    if not put:
        return [_step("case.frame", CaseRole.INVESTIGATOR, case)]
    if bare:
        return [_step("allegation.amend", CaseRole.INVESTIGATOR, case, bare[0])]
    if waiting := _plan(case):
        return [waiting]
    ready = not framed or _is_deferred(case)
    return [_step("case.start" if ready else "case.give_notice", CaseRole.INVESTIGATOR, case)]


def investigating(case: Case) -> list[Step]:
    """Tell what comes next in an investigation; an update that is due soon is told beside it."""
    return [*_main(case), *_update(case)] if not _is_late(case) else [*_update(case), *_main(case)]


def stayed(case: Case) -> list[Step]:
    """Tell that counsel looks at a stay again."""
    return [_step("case.resume", CaseRole.COUNSEL, case)]


def _plan(case: Case) -> Step | None:
    plan: InvestigationPlan | None = getattr(case, "plan", None)
    if plan is None or plan.state == PlanState.RETURNED:
        return _step("plan.write", CaseRole.INVESTIGATOR, case)
    if plan.state == PlanState.DRAFT:
        return _step("plan.submit", CaseRole.INVESTIGATOR, case)
    return _step("plan.approve", CaseRole.INTAKE, case) if plan.state == PlanState.SUBMITTED else None


def _main(case: Case) -> list[Step]:
    answered = _by_state(case, AllegationState.ANSWERED, AllegationState.NO_ANSWER)
    waiting = _by_state(case, AllegationState.NOTICED)
    late = [allegation for allegation in waiting if allegation.answer_due_at and allegation.answer_due_at < clock.now()]
    if _by_state(case, AllegationState.FRAMED) and not _is_deferred(case):
        return [_step("case.give_notice", CaseRole.INVESTIGATOR, case)]
    if late:
        return [_step("allegation.lapse", CaseRole.INVESTIGATOR, case, late[0])]
    if unfinished := case.__dict__["unfinished"]:
        return [_step("statement.offer", CaseRole.INVESTIGATOR, case, unfinished[0])]
    if answered:
        return [_step("allegation.examine", CaseRole.INVESTIGATOR, case, answered[0])]
    if waiting:
        return [_step("allegation.answer", RESPONDENT, case, waiting[0])]
    if _by_state(case, AllegationState.FRAMED):  # its notice waits, and ends the waiting
        return [_step("case.give_notice", CaseRole.INVESTIGATOR, case)]
    return [_step("case.review_evidence", CaseRole.INVESTIGATOR, case)]


def _update(case: Case) -> list[Step]:
    due = case.__dict__.get("timers", {}).get("case.update")
    if due is None or due > clock.now() + SOON:
        return []
    return [_step("case.update_parties", CaseRole.INVESTIGATOR, case)]


def _is_late(case: Case) -> bool:
    due = case.__dict__.get("timers", {}).get("case.update")
    return due is not None and due < clock.now()


def _is_deferred(case: Case) -> bool:
    return any(deferral.is_live for deferral in case.__dict__["deferred"])


def _by_state(case: Case, *states: str) -> list[Allegation]:
    return [allegation for allegation in case.__dict__["put"] if allegation.state in states]


def _step(action: str, doer: str, case: Case, row: Allegation | Statement | None = None) -> Step:
    if row is not None:
        row.case = case
    found: Recorded = row or case
    return Step(action, str(doer), found, case)
