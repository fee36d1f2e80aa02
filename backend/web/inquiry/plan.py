"""The plan of an investigation and its tasks: written, approved, worked through."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.access.policy import permitted, scope
from backend.cases.models import Case
from backend.cases.queries import stage_of
from backend.cases.vocabulary import AllegationState, CaseState
from backend.investigation.actions.planning import PlanWords, write_plan
from backend.investigation.actions.planning import lifecycle as plans
from backend.investigation.actions.tasks import add_task, change_task, finish_task, reopen_task, take_list
from backend.investigation.inquiry_vocabulary import PlanState
from backend.investigation.models import CaseUpdate, InvestigationPlan, Task
from backend.investigation.queries.inquiry import live_deferral, open_stay, plan_of, tasks_of, workers_on
from backend.web.acts import act_page, done_words, too_late
from backend.web.cases.shell import CASES, FITS, frame, read_file
from backend.web.forms.inquiry import OwnerForm, PlanForm, ReturnPlanForm, TaskForm
from backend.web.forms.moves import ReasonForm
from backend.web.inquiry.together import bound, seen_in, write_page
from backend.web.pages import PersonRequest, absent, must, page

TEXTS = ("scope", "issues", "sources", "sequence", "interviews_until", "report_by")
FOLLOWS: dict[str, Promise] = {
    "submit": lazy("The intake lead reads the plan, and approves it or sends it back. You cannot change it meanwhile."),
    "approve": lazy("The investigation may start under this plan, once the respondent has notice."),
    "return": lazy("The investigator changes the plan and sends it again. Say what is missing."),
    "revise": lazy("The plan is open again and needs a new approval. Work that has started goes on."),
}
TELL_BOTH = "case.update_parties"
WRITABLE = frozenset({PlanState.DRAFT, PlanState.RETURNED})


@require_safe
@page(CASES, "case.view")
def plan(request: PersonRequest, case: Case) -> HttpResponse:
    """Show the plan, the tasks, and what waits or stands still."""
    may = read_file(case, request.user, part="plan")
    found = plan_of(case)
    acts = ["plan.write", "task.add", "case.defer_notice", "case.review_stay", "case.resume", TELL_BOTH]
    can_do = permitted(request.user, acts, case)
    finishable = set(scope(request.user, "task.finish", Task.objects.filter(case=case)).values_list("pk", flat=True))
    framed = any(row.state == AllegationState.FRAMED for row in case.__dict__["put"])
    shown = {
        "plan": found,
        "moves": _moves(request, found),
        "can_write": "plan.write" in can_do and (found is None or found.state in WRITABLE) and case.is_open,
        "tasks": [(task, task.pk in finishable) for task in tasks_of(case)],
        "can_add": "task.add" in can_do and case.is_open,
        "deferral": live_deferral(case),
        "can_defer": "case.defer_notice" in can_do
        and framed
        and case.state in {CaseState.PLANNING, CaseState.INVESTIGATING},
        "stay": open_stay(case),
        "can_resume": "case.resume" in can_do and case.state == CaseState.STAYED,
        "can_tell": TELL_BOTH in can_do and stage_of(case.state) in FITS[TELL_BOTH],
        "updates": CaseUpdate.objects.filter(case=case)
        .select_related("told_by__person")
        .order_by("-told_at", "-pk")[:5],
    }
    return render(request, "web/inquiry/plan.html", {**frame(case, may, section="case-plan"), **shown})


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def write(request: PersonRequest, case: Case) -> HttpResponse:
    """Write the plan, or change it; what somebody else saved meanwhile is not overwritten."""
    must(request.user, "plan.write", case)
    back, found = reverse("case-plan", args=[case.reference]), plan_of(case)
    if request.method != "POST" and found and found.state not in WRITABLE:
        return too_late(request, _("Write the plan"), found.get_state_display(), back)
    now = {name: getattr(found, name) for name in TEXTS} if found else {}
    form = bound(PlanForm, request, now)

    def act() -> InvestigationPlan:
        given = dict(form.cleaned_data)
        reason = given.pop("reason")
        return write_plan(case, PlanWords(**given), actor=request.user, reason=reason, seen=seen_in(request))

    shown = {
        **frame(case, set()),
        "heading": _("Plan of the investigation"),
        "consequence": _(
            "Everybody who works on the case can read the plan. The intake lead approves it before the investigation starts."
        ),
        "submit": _("Save the plan"),
    }
    edition = found.edition if found else None
    return write_page(request, form, act, back=back, done=_("The plan was saved."), shown=shown, edition=edition)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def move(request: PersonRequest, case: Case, verb: str) -> HttpResponse:
    """Send the plan for approval, approve it, send it back, or open it again."""
    found, known = plan_of(case), plans.moves.get(verb)
    if found is None or known is None:
        return absent(request)
    must(request.user, known.action, found)
    back = reverse("case-plan", args=[case.reference])
    if request.method != "POST" and found.state not in known.sources:
        return too_late(request, known.label, found.get_state_display(), back)
    form = (ReturnPlanForm if verb == "return" else ReasonForm)(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": known.label,
        "consequence": FOLLOWS[verb],
        "submit": known.label,
        "facts": _facts(found),
    }
    return act_page(
        request,
        form,
        lambda: plans.functions[verb](found, actor=request.user, **form.cleaned_data),
        back=back,
        done=done_words(known),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def task_add(request: PersonRequest, case: Case) -> HttpResponse:
    """Add a task."""
    must(request.user, "task.add", case)
    form = TaskForm(request.POST or None, people=workers_on(case), initial={"owner": request.user.uid})
    shown = {**frame(case, set()), "heading": _("Add a task"), "submit": _("Add the task"), "consequence": ""}
    back = reverse("case-plan", args=[case.reference])
    return act_page(
        request,
        form,
        lambda: add_task(case, actor=request.user, reason="Added to the plan.", **form.cleaned_data),
        back=back,
        done=_("The task was added."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def task_list(request: PersonRequest, case: Case) -> HttpResponse:
    """Take over the usual tasks of this kind of case."""
    must(request.user, "task.add", case)
    form = OwnerForm(request.POST or None, people=workers_on(case), initial={"owner": request.user.uid})
    shown = {
        **frame(case, set()),
        "heading": _("Take over the usual tasks"),
        "consequence": _(
            "The list for this kind of case is added, with days counted from today. Each task can be changed afterwards."
        ),
        "submit": _("Add the tasks"),
    }
    back = reverse("case-plan", args=[case.reference])
    return act_page(
        request,
        form,
        lambda: take_list(case, actor=request.user, reason="The usual list.", **form.cleaned_data),
        back=back,
        done=_("The tasks were added."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def task_edit(request: PersonRequest, case: Case, uid: UUID) -> HttpResponse:
    """Change a task."""
    task = _task(case, uid)
    if task is None:
        return absent(request)
    must(request.user, "task.change", task)
    people = list({user.pk: user for user in (*workers_on(case), task.owner)}.values())
    begun = {"what": task.what, "owner": task.owner.uid, "due_on": task.due_on}
    form = TaskForm(request.POST or None, people=people, initial=begun)
    shown = {**frame(case, set()), "heading": _("Change a task"), "submit": _("Save the task"), "consequence": ""}
    return act_page(
        request,
        form,
        lambda: change_task(task, actor=request.user, reason="Changed in the plan.", **form.cleaned_data),
        back=reverse("case-plan", args=[case.reference]),
        done=_("The task was saved."),
        shown=shown,
    )


@require_POST
@page(CASES, "case.view")
def task_mark(request: PersonRequest, case: Case, uid: UUID, verb: str) -> HttpResponse:
    """Mark a task as done, or as not done after all."""
    task = _task(case, uid)
    if task is None or verb not in {"done", "undo"}:
        return absent(request)
    must(request.user, "task.finish", task)
    act, reason = (finish_task, "Done.") if verb == "done" else (reopen_task, "Marked by mistake.")
    if bool(task.done_at) == (verb == "undo"):
        act(task, actor=request.user, reason=reason)
    return redirect("case-plan", case.reference)


def _task(case: Case, uid: UUID) -> Task | None:
    return Task.objects.filter(case=case, uid=uid).select_related("case", "owner__person").first()


def _moves(request: PersonRequest, found: InvestigationPlan | None) -> list[dict[str, Any]]:
    if found is None:
        return []
    open_now = plans.open_to(found, request.user)
    at = found.case.reference
    return [
        {"label": move.label, "url": reverse("plan-move", args=[at, move.name]), "primary": number == 0}
        for number, move in enumerate(open_now)
    ]


def _facts(found: InvestigationPlan) -> list[dict[str, Any]]:
    words = (
        (_("Scope"), found.scope),
        (_("Questions to answer"), found.issues),
        (_("Sources"), found.sources),
        (_("Order"), found.sequence),
    )
    return [{"key": key, "value": value, "lines": True} for key, value in words]
