"""The employee's own return, and the steps of plans that somebody holds: neither shows a reason that is not the reader's."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import scope_own
from backend.audit.reads import listed, viewed
from backend.cases.models import Case
from backend.decisions.own_appeals import ground_words
from backend.kernel import clock
from backend.kernel.errors import NotVisible
from backend.returns.actions.appeals import is_late
from backend.returns.actions.checking import ask_return
from backend.returns.actions.following import steps as step_lifecycle
from backend.returns.models import FollowUpStep, ReturnToWork
from backend.returns.queries.appeals import appeals_of
from backend.returns.queries.plans import ROWS, STEP_ROWS, cases_to_ask_in, follow_ups_held, own_returns
from backend.returns.vocabulary import TOLD, ReturnState
from backend.safeguards.queries.standing import safeguards_around
from backend.safeguards.vocabulary import HOLDS
from backend.web.acts import act_page, done_words, too_late
from backend.web.forms.returns import AskForm, HoldForm, MissForm, ReplanStepForm
from backend.web.pages import PersonRequest, absent, must, page, signed_in
from backend.web.returns.appeals import may_appeal

FORMS: Final[dict[str, Any]] = {"hold": HoldForm, "miss": MissForm, "replan": ReplanStepForm}


@require_safe
@never_cache
@signed_in
def returns(request: PersonRequest) -> HttpResponse:
    """List what was decided on the person's own return, and where they may ask to come back."""
    rows = list(own_returns(request.user))
    listed(rows, "rtw.list", actor=request.user)
    return render(request, "web/returns/mine.html", {"returns": rows, "cases": cases_to_ask_in(request.user)})


@require_safe
@never_cache
@page(ROWS, "rtw.view")
def rtw(request: PersonRequest, rtw: ReturnToWork) -> HttpResponse:
    """Show what was decided, on which day, with which conditions and plan, and how to appeal."""
    if rtw.person_id != request.user.person_id:
        raise NotVisible
    viewed(rtw, "rtw.view", actor=request.user)
    told = rtw.state in TOLD
    steps = scope_own(request.user, "follow_up.view", FollowUpStep.objects.filter(rtw=rtw)).select_related("holder")
    shown = {
        "rtw": rtw,
        "told": told,
        "is_over": rtw.state == ReturnState.VOIDED,
        "steps": list(steps.order_by("due_on", "seq")) if told else [],
        "safeguards": list(safeguards_around(request.user).filter(case=rtw.case_id, state__in=HOLDS)) if told else [],
        "may_appeal": told and not is_late(rtw),
        "can_appeal": may_appeal(rtw),
        "appeals": [{"appeal": each, "grounds": ground_words(each.grounds)} for each in appeals_of(rtw, request.user)],
        "again": not told and rtw.document_id is not None,
        "approved": rtw.state
        in {ReturnState.APPROVED, ReturnState.RETURNED, ReturnState.FOLLOW_UP, ReturnState.CLOSED},
    }
    return render(request, "web/returns/own.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def ask(request: PersonRequest, reference: str) -> HttpResponse:
    """Ask to come back."""
    case = scope_own(request.user, "rtw.ask", Case.objects.filter(reference=reference)).first()
    if case is None:
        raise NotVisible
    form = AskForm(request.POST or None)
    shown = {
        "heading": _("Ask to come back to work"),
        "consequence": _("Somebody outside your reporting line decides. You get a letter, whatever is decided."),
        "submit": _("Send"),
    }
    act = lambda: ask_return(case, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    back = reverse("my-returns")
    return act_page(
        request, form, act, back=back, done=_("Your wish was sent."), shown=shown, template="web/mine/act.html"
    )


@require_safe
@never_cache
@signed_in
def follow_ups(request: PersonRequest) -> HttpResponse:
    """List the steps of plans that the person holds: who, when, about what."""
    rows = list(follow_ups_held(request.user)[:100])
    listed(rows, "follow_up.list", actor=request.user)
    return render(request, "web/returns/follow_ups.html", {"steps": rows, "today": clock.today()})


@require_safe
@never_cache
@page(STEP_ROWS, "follow_up.view")
def follow_up(request: PersonRequest, step: FollowUpStep) -> HttpResponse:
    """Show one step to whoever holds it, or works on the return."""
    if step.rtw.person_id == request.user.person_id:
        raise NotVisible
    viewed(step, "follow_up.view", actor=request.user)
    moves = [
        {"label": move.label, "url": reverse("follow-up-move", args=[step.reference, move.name])}
        for move in step_lifecycle.open_to(step, request.user)
        if move.name in FORMS and _is_due(step, move.name)
    ]
    return render(request, "web/returns/follow_up.html", {"step": step, "moves": moves, "facts": _facts(step)})


@require_http_methods(["GET", "POST"])
@never_cache
@page(STEP_ROWS, "follow_up.view")
def follow_up_move(request: PersonRequest, step: FollowUpStep, verb: str) -> HttpResponse:
    """Note that a step was held or missed, or plan it again."""
    known = step_lifecycle.moves.get(verb)
    if known is None or verb not in FORMS or step.rtw.person_id == request.user.person_id:
        return absent(request)
    must(request.user, known.action, step)
    back = reverse("follow-up", args=[step.reference])
    if request.method != "POST" and step.state not in known.sources:
        return too_late(request, known.label, step.get_state_display(), back)
    form = FORMS[verb](request.POST or None)
    shown = {"heading": known.label, "submit": known.label, "facts": _facts(step), "crumbs": _crumbs(step)}

    def act() -> FollowUpStep:
        given = {"reason": form.cleaned_data.get("note", ""), **form.cleaned_data}
        return step_lifecycle.functions[verb](step, actor=request.user, **given)

    template = "web/returns/follow_up_act.html"
    return act_page(request, form, act, back=back, done=done_words(known), shown=shown, template=template)


def _is_due(step: FollowUpStep, verb: str) -> bool:
    return verb != "miss" or step.due_on <= clock.today()


def _facts(step: FollowUpStep) -> list[dict[str, Any]]:
    return [
        {"key": _("Employee"), "value": step.rtw.person.name},
        {"key": _("About"), "value": step.what},
        {"key": _("Held by"), "value": step.holder.name},
    ]


def _crumbs(step: FollowUpStep) -> list[tuple[str, str]]:
    return [
        (_("Follow-ups"), reverse("follow-ups")),
        (step.reference, reverse("follow-up", args=[step.reference])),
    ]
