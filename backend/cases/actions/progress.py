"""The case's own way: conflicts checked, assigned, planned, investigated, closed."""

from collections.abc import Sequence

from django.db import transaction

from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.appointments import appoint
from backend.cases.closing_conditions import conditions_of
from backend.cases.models import Case, Obligation
from backend.cases.vocabulary import CaseRole, CaseState, ClosureReason
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(Case, "case")

declare("case.view", "opened the case file", kind="read")
declare("case.read", "read the case file", kind="read")
declare("case.list", "listed cases", kind="read")
declare("obligation.create", "noted something that must be done before the case can close", kind="change")
declare("obligation.discharge", "noted that it was done", kind="change")


@lifecycle.move(
    "clear_conflicts",
    {CaseState.OPENED},
    CaseState.CONFLICT_CLEARED,
    past="checked for conflicts of interest",
    label="Confirm conflict check",
)
def clear_conflicts(case: Case, *, actor: User) -> None:
    """Confirm that conflicts of interest were checked for everybody who will work on the case."""
    if not case.parties.filter(role="respondent").exists():
        raise Refused("Name the respondent first: conflicts are measured from them.", code="no-respondent")


@lifecycle.move(
    "assign", {CaseState.CONFLICT_CLEARED}, CaseState.ASSIGNED, past="assigned the case", label="Assign an investigator"
)
def assign_case(case: Case, *, actor: User, investigator: User, declaration: str, told: Sequence[str] = ()) -> None:
    """Appoint the investigator; a conflict of interest is refused with its reason."""
    appoint(
        case,
        investigator,
        CaseRole.INVESTIGATOR,
        declaration=declaration,
        actor=actor,
        reason="To investigate the case.",
        told=told,
    )
    meet_all(case, "case.assign", actor=actor)
    start_for(case, "case.plan", actor=actor)


@lifecycle.move(
    "plan",
    {CaseState.ASSIGNED, CaseState.REOPENED},
    CaseState.PLANNING,
    past="began to plan the investigation",
    label="Begin planning",
)
def plan_case(case: Case, *, actor: User) -> None:
    """Begin to plan the investigation."""


@lifecycle.move(
    "implement",
    {CaseState.OUTCOME_DECIDED},
    CaseState.IMPLEMENTING,
    past="began to put the outcome into effect",
    label="Put into effect",
)
def implement_outcome(case: Case, *, actor: User) -> None:
    """Begin to put the outcome into effect."""
    meet_all(case, "outcome.implement", actor=actor)


@lifecycle.move(
    "monitor", {CaseState.IMPLEMENTING}, CaseState.MONITORING, past="began monitoring", label="Begin monitoring"
)
def monitor_case(case: Case, *, actor: User) -> None:
    """Begin to monitor what was agreed."""


@lifecycle.move(
    "close",
    {CaseState.IMPLEMENTING, CaseState.MONITORING},
    CaseState.CLOSED,
    past="closed the case",
    label="Close the case",
)
def close_case(case: Case, *, actor: User) -> None:
    """Close a decided case: letters are out, nothing is owed, no measure holds, appeals are over, and what was learned is recorded."""
    missing = [condition.missing for condition in conditions_of(case) if not condition.met]
    if missing:
        raise Refused(f"Still to be done: {'; '.join(missing)}.", code="closing-conditions")
    case.closed_at, case.closure_reason = clock.now(), ClosureReason.DECIDED
    meet_all(case, "resolution.finish", actor=actor)
    cancel_all(case, actor=actor, reason="The case was closed.")


def owe(case: Case, kind: str, what: str, *, actor: User, reason: str) -> Obligation:
    """Note something that must be done before the case can close."""
    obligation = Obligation(case=case, kind=kind, what=what, created_at=clock.now())
    return keep(obligation, "obligation.create", actor=actor, reason=reason, ctx={"kind": kind})


def discharge(case: Case, kind: str, *, actor: User, note: str) -> int:
    """Note that everything owed of one kind is done."""
    with transaction.atomic():
        open_ones = list(Obligation.objects.filter(case=case, kind=kind, discharged_at=None))
        for obligation in open_ones:
            obligation.discharged_at, obligation.discharge_note = clock.now(), note[:300]
            keep(obligation, "obligation.discharge", actor=actor, reason=note, ctx={"kind": kind})
    return len(open_ones)
