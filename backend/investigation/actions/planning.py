"""The plan of an investigation: written by the investigator, approved by the intake lead, changed only with a new approval."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.models import Case
from backend.deadlines.actions import meet_all
from backend.investigation.inquiry_vocabulary import PlanState
from backend.investigation.models import InvestigationPlan
from backend.investigation.together import locked, take_over
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(InvestigationPlan, "plan")

declare("plan.view", "read the plan of an investigation", kind="read")
declare("plan.list", "listed plans", kind="read")
declare("plan.write", "wrote the plan of the investigation", kind="change")

WRITABLE = (PlanState.DRAFT, PlanState.RETURNED)


@dataclass(frozen=True, kw_only=True)
class PlanWords:
    """What a plan says: what is looked into and what is not, the questions, the sources, the order, and the days."""

    scope: str
    issues: str
    sources: str
    sequence: str
    interviews_until: date
    report_by: date


def write_plan(case: Case, told: PlanWords, *, actor: User, reason: str, seen: int | None = None) -> InvestigationPlan:
    """Write the plan, or save a change of it; `seen` is the edition that its writer had before them."""
    require(actor, "plan.write", case)
    _check(case, told)
    texts = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(told).items()}
    with transaction.atomic():
        kept = InvestigationPlan.objects.filter(case=case).first()
        if kept is None:
            plan = InvestigationPlan(case=case, saved_by=actor, saved_at=clock.now(), **texts)
            return keep(plan, "plan.write", actor=actor, reason=reason)
        plan = locked(kept)
        if plan.state not in WRITABLE:
            raise Refused(
                "The plan is with the intake lead or approved. Take it back to change it.", code="plan-not-open"
            )
        take_over(plan, texts, seen=seen, actor=actor)
        return keep(plan, "plan.write", actor=actor, reason=reason)


@lifecycle.move(
    "submit",
    set(WRITABLE),
    PlanState.SUBMITTED,
    past="sent the plan for approval",
    label="Send the plan for approval",
)
def submit_plan(plan: InvestigationPlan, *, actor: User) -> None:
    """Send the plan to the intake lead, who approves it or sends it back."""
    plan.submitted_by, plan.return_note = actor, ""
    meet_all(plan.case, "case.plan", actor=actor)


@lifecycle.move(
    "approve", {PlanState.SUBMITTED}, PlanState.APPROVED, past="approved the plan", label="Approve the plan"
)
def approve_plan(plan: InvestigationPlan, *, actor: User) -> None:
    """Approve the plan; the investigation may start when the respondent has notice."""
    if actor.pk in {plan.submitted_by_id, plan.saved_by_id}:
        raise Refused("Somebody else than its writer approves a plan.", code="second-person")
    plan.approved_by, plan.approved_at = actor, clock.now()


@lifecycle.move(
    "return", {PlanState.SUBMITTED}, PlanState.RETURNED, past="sent the plan back", label="Send the plan back"
)
def return_plan(plan: InvestigationPlan, *, actor: User, note: str) -> None:
    """Send the plan back, and say what is missing."""
    if not note.strip():
        raise Invalid({"note": ["Say what is missing, so that it can be mended."]})
    plan.return_note = note.strip()


@lifecycle.move(
    "revise",
    {PlanState.SUBMITTED, PlanState.APPROVED},
    PlanState.DRAFT,
    past="took the plan back to change it",
    label="Change the plan",
)
def revise_plan(plan: InvestigationPlan, *, actor: User) -> None:
    """Take the plan back to change it; it needs a new approval, and work that has started goes on."""
    plan.approved_by = plan.approved_at = plan.submitted_by = None


def _check(case: Case, told: PlanWords) -> None:
    missing = "Write something here."
    problems = {
        name: [missing] for name in ("scope", "issues", "sources", "sequence") if not getattr(told, name).strip()
    }
    if told.report_by < told.interviews_until:
        problems["report_by"] = ["The report comes after the interviews."]
    if told.report_by < clock.today():
        problems["report_by"] = ["Name a day that is still to come."]
    if problems:
        raise Invalid(problems)
    if not case.is_open:
        raise Refused("The case is closed.", code="wrong-state")
