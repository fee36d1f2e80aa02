"""After the return: the day itself, the steps of the plan, who holds them, and the end."""

from datetime import date

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import discharge
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.decisions.dependents import SetAside, depends_on_decision
from backend.decisions.queries.standing import standing_findings
from backend.documents.actions.withdrawing import withdraw_document
from backend.documents.models import Document
from backend.documents.vocabulary import STANDS
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user
from backend.people.models import Person, User
from backend.returns.actions.checking import lifecycle, take_back_notices
from backend.returns.models import FollowUpStep, ReturnToWork
from backend.returns.queries.plans import DUE, OPEN_STEPS
from backend.returns.vocabulary import LIVE, PLAN_RUNS, ReturnState, StepState
from backend.workflow.lifecycle import Lifecycle

declare("follow_up.view", "read a step of a follow-up plan", kind="read")
declare("follow_up.list", "listed steps of follow-up plans", kind="read")
declare("rtw.hand_over", "gave a follow-up to somebody else to hold", kind="change")

ENDED = "What this letter tells of has ended."  # and no reason
ENDABLE = (*LIVE, ReturnState.REFUSED)  # a refusal rests on the same decision
steps = Lifecycle(FollowUpStep, "follow_up")


@lifecycle.move(
    "arrive",
    {ReturnState.APPROVED},
    ReturnState.RETURNED,
    past="noted that the employee is back at work",
    label="Note that the person is back",
)
def note_arrival(rtw: ReturnToWork, *, actor: User) -> None:
    """Note that the day has come and the employee is back at work; the plan runs."""
    if rtw.returns_on and clock.today() < rtw.returns_on:
        raise Refused("The day has not come yet.", code="day-not-come")
    rtw.arrived_on = clock.today()


@lifecycle.move(
    "follow", {ReturnState.RETURNED}, ReturnState.FOLLOW_UP, past="began the follow-up after a return to work"
)
def begin_follow_up(rtw: ReturnToWork, *, actor: User) -> None:
    """Follow the employee up: the first step of the plan was held."""


@lifecycle.move(
    "close",
    {ReturnState.RETURNED, ReturnState.FOLLOW_UP},
    ReturnState.CLOSED,
    past="closed the plan of a return to work",
    label="Close the plan",
)
def close_return(rtw: ReturnToWork, *, actor: User) -> None:
    """Close a plan that reached its end with every step held. It clears nobody, and it praises nobody."""
    if rtw.plan_ends_on and clock.today() < rtw.plan_ends_on:
        raise Refused("The plan has not reached its end yet.", code="plan-running")
    if rtw.steps.filter(state__in=OPEN_STEPS).exists():
        raise Refused("A step of the plan is still open: hold it first.", code="steps-open")
    rtw.closed_at = clock.now()
    discharge(rtw.case, rtw.owed_as, actor=actor, note=f"The plan of {rtw.reference} is closed.")


@lifecycle.move(
    "void", ENDABLE, ReturnState.VOIDED, past="ended a return to work because its basis is gone", label="End it"
)
def void_return(rtw: ReturnToWork, *, actor: User) -> None:
    """End a return whose basis is gone: its steps are cancelled, none counts as missed, and whoever was told learns that it ended."""
    for step in rtw.steps.filter(state__in=OPEN_STEPS).select_related("rtw__case").order_by("seq"):
        cancel_step(step, actor=system_user(), reason="The plan was ended.")
    take_back_notices(rtw, actor=actor, why=ENDED)
    if rtw.document_id:
        letter = Document.objects.select_related("recipient__site").get(pk=rtw.document_id)
        if letter.state in STANDS:
            withdraw_document(letter, actor=actor, reason="The return was ended.", why=ENDED)
    cancel_all(rtw, actor=actor, reason="The return was ended.")
    discharge(rtw.case, rtw.owed_as, actor=actor, note=f"{rtw.reference} was ended.")


def hand_over_follow_up(rtw: ReturnToWork, *, holder: Person, actor: User, reason: str) -> list[FollowUpStep]:
    """Give the open steps of a plan to somebody else to hold: the plan goes along when the employee or the holder moves."""
    with transaction.atomic():
        row = lifecycle.locked(rtw)
        require(actor, "rtw.hand_over", row)
        if row.state not in PLAN_RUNS:
            raise Refused("No plan runs.", code="wrong-state")
        if not reason.strip():
            raise Refused("Give a reason.", code="reason-missing", field="reason")
        if row.case.parties.filter(person=holder).exists():
            raise Invalid({"holder": ["Somebody who is no party to the case holds it."]})
        rows = list(row.steps.filter(state__in=OPEN_STEPS).select_related("rtw__case").order_by("seq"))
        for step in rows:
            step.holder = holder
            keep(step, "rtw.hand_over", actor=actor, reason=reason.strip())
    return rows


@steps.move(
    "hold", set(OPEN_STEPS), StepState.DONE, past="held a step of a follow-up plan", label="Note that it was held"
)
def hold_step(step: FollowUpStep, *, actor: User, note: str) -> None:
    """Note that a step was held: what stood in the way, and what support is wanted. Never how somebody feels, and never a judgement."""
    if step.rtw.state not in PLAN_RUNS:
        raise Refused("The plan has ended.", code="plan-ended")
    if clock.today() < (step.rtw.returns_on or step.due_on):
        raise Refused("The return has not come yet.", code="day-not-come")
    if not note.strip():
        raise Invalid({"note": ["Say in a sentence what was looked at: conditions, barriers, support."]})
    step.settled_on, step.note = clock.today(), note.strip()
    meet_all(step, DUE, actor=actor)
    if step.rtw.state == ReturnState.RETURNED:
        begin_follow_up(step.rtw, actor=system_user(), reason="The first step of the plan was held.")


@steps.move(
    "miss",
    {StepState.PLANNED},
    StepState.MISSED,
    past="noted that a step of a follow-up plan was missed",
    label="Missed",
)
def miss_step(step: FollowUpStep, *, actor: User) -> None:
    """Note that a step was not held, and why; it is planned again. Who caused it is asked before anything follows."""
    if clock.today() < step.due_on:
        raise Refused("Its day has not come yet.", code="day-not-come")
    step.times_missed += 1


@steps.move(
    "replan",
    set(OPEN_STEPS),
    StepState.PLANNED,
    past="planned a step of a follow-up plan for another day",
    label="Plan again",
)
def replan_step(step: FollowUpStep, *, actor: User, due_on: date) -> None:
    """Plan a step for another day within the plan."""
    last = step.rtw.plan_ends_on
    if due_on < clock.today() or (last and due_on > last):
        raise Invalid({"due_on": ["Name a day that is still to come, before the plan ends."]})
    step.due_on = due_on
    meet_all(step, DUE, actor=actor)
    start_for(step, DUE, actor=actor, due_on=due_on)


@steps.move("cancel", set(OPEN_STEPS), StepState.CANCELLED, past="ended a step with its follow-up plan")
def cancel_step(step: FollowUpStep, *, actor: User) -> None:
    """Cancel a step together with its plan; it counts as missed for nobody."""
    cancel_all(step, actor=actor, reason="The plan was ended.")


@depends_on_decision("returns")
def void_returns(aside: SetAside) -> int:
    """End the returns of a case when no finding stands any more; whoever holds a step of a plan learns only that it ended."""
    if standing_findings(aside.case):
        return 0
    rows = list(ReturnToWork.objects.filter(case=aside.case, state__in=ENDABLE).select_related("case").order_by("pk"))
    for rtw in rows:
        void_return(rtw, actor=aside.actor, reason=aside.reason)
    return len(rows)
