"""Closing a case: its conditions as ticks, what was learned, an end without a decision, and taking it up again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can, scope
from backend.cases.actions.closing import (
    AFTER_DECISION,
    BEFORE_DECISION,
    propose_early_close,
    record_closure,
    reopen_case,
    return_early_close,
)
from backend.cases.closing_conditions import Condition, conditions_of, conditions_without_decision, standing_closure
from backend.cases.models import Case, EarlyClosing, RetaliationWatch
from backend.kernel.errors import NotVisible
from backend.web.acts import act_page, too_late
from backend.web.cases.shell import CASES, frame, opened
from backend.web.forms.aftermath import ClosureForm, EarlyCloseForm, ReopenForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, must, page

SEES = "case.see_closing"
WORDS: dict[str, Promise] = {
    "letters": lazy("The letters are issued and delivered"),
    "obligations": lazy("Everything that is owed is done"),
    "measures": lazy("Every temporary measure ended, or the outcome took its place"),
    "appeals": lazy("The time to appeal is over, and no appeal is open"),
    "lessons": lazy("Causes and lessons are recorded"),
    "retention": lazy("It is set how long the file is kept"),
    "watch": lazy("The watch for retaliation is scheduled"),
}
PLACES = {
    "letters": "case-documents",
    "obligations": "case-decision",
    "measures": "case-measures",
    "appeals": "case-decision",
    "lessons": "case-record-closure",
    "retention": "case-record-closure",
    "watch": "watch-start",
}
NEEDED = {"lessons": "case.record_closure", "retention": "case.record_closure", "watch": "watch.start"}


@require_safe
@page(CASES, "case.view")
def closing(request: PersonRequest, case: Case) -> HttpResponse:
    """Show what a case still needs before it closes, and what was recorded for it."""
    if not can(request.user, SEES, case):
        raise NotVisible
    may = opened(case, request.user, part="closing")
    decided = case.state in AFTER_DECISION
    conditions = [] if not case.is_open else conditions_of(case) if decided else conditions_without_decision(case)
    ready = all(condition.met for condition in conditions)
    proposal = EarlyClosing.objects.filter(case=case).select_related("proposed_by__person", "decided_by__person").last()
    shown = {
        "conditions": [_tick(condition, case, request) for condition in conditions],
        "is_decided": decided,
        "can_close": decided and ready and "case.close" in may,
        "can_record": decided and "case.record_closure" in may,
        "closure": standing_closure(case),
        "proposal": proposal,
        **_early(case, may, proposal, request),
        "watch": _watch(case, request),
        "can_reopen": not case.is_open and "case.reopen" in may,
    }
    return render(request, "web/aftermath/closing.html", {**frame(case, may, section="case-closing"), **shown})


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def record(request: PersonRequest, case: Case) -> HttpResponse:
    """Record causes and lessons, and how long the file is kept."""
    must(request.user, "case.record_closure", case)
    back = reverse("case-closing", args=[case.reference])
    if request.method != "POST" and case.state not in AFTER_DECISION:
        return too_late(request, _("Record causes and lessons"), case.get_state_display(), back)
    known = standing_closure(case)
    initial = {name: getattr(known, name) for name in ClosureForm.base_fields if name != "reason"} if known else {}
    form = ClosureForm(request.POST or None, initial=initial)
    shown = {
        **frame(case, set()),
        "heading": _("Record causes and lessons"),
        "consequence": _(
            "It stands in the file and begins the closing memo. Write about the organisation, and name nobody."
        ),
        "submit": _("Record it"),
    }
    act = lambda: record_closure(case, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("Causes and lessons were recorded."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def propose(request: PersonRequest, case: Case) -> HttpResponse:
    """Propose to end a case without a decision."""
    must(request.user, "case.propose_early_close", case)
    back = reverse("case-closing", args=[case.reference])
    if request.method != "POST" and case.state not in BEFORE_DECISION:
        return too_late(request, _("Propose to close without a decision"), case.get_state_display(), back)
    form = EarlyCloseForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Propose to close without a decision"),
        "consequence": _("Nothing ends yet. A second person decides, and weighs the employer’s duty again."),
        "submit": _("Propose it"),
    }
    act = lambda: propose_early_close(case, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("The proposal waits for a second person."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def send_back(request: PersonRequest, case: Case) -> HttpResponse:
    """Decide, as a second person, that the case goes on."""
    must(request.user, "case.return_early_close", case)
    form = ReasonForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Let the case go on"),
        "consequence": _("The proposal falls. The case goes on from where it stands."),
        "submit": _("Let it go on"),
    }
    act = lambda: return_early_close(case, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(
        request,
        form,
        act,
        back=reverse("case-closing", args=[case.reference]),
        done=_("The case goes on."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def reopen(request: PersonRequest, case: Case) -> HttpResponse:
    """Take a closed case up again."""
    must(request.user, "case.reopen", case)
    back = reverse("case", args=[case.reference])
    if request.method != "POST" and case.is_open:
        return too_late(request, _("Take up again"), case.get_state_display(), back)
    form = ReopenForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Take the case up again"),
        "consequence": _("The case is open again and is planned anew. What was recorded for its closing is set aside."),
        "submit": _("Take it up again"),
    }
    act = lambda: reopen_case(case, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("The case was taken up again."), shown=shown)


def _watch(case: Case, request: PersonRequest) -> RetaliationWatch | None:
    """Give the watch to those who may read it."""
    found: RetaliationWatch | None = scope(
        request.user, "watch.view", RetaliationWatch.objects.filter(case=case)
    ).first()
    return found


def _tick(condition: Condition, case: Case, request: PersonRequest) -> dict[str, Any]:
    """Show a condition, with the way to what is missing for those who may go it."""
    needed = NEEDED.get(condition.name)
    goes = not condition.met and (needed is None or can(request.user, needed, case))
    return {
        "text": WORDS[condition.name],
        "met": condition.met,
        "missing": condition.missing,
        "url": reverse(PLACES[condition.name], args=[case.reference]) if goes else "",
    }


def _early(case: Case, may: set[str], proposal: EarlyClosing | None, request: PersonRequest) -> dict[str, bool]:
    waits = proposal is not None and proposal.decided_at is None
    second = waits and proposal is not None and proposal.proposed_by_id != request.user.pk
    return {
        "can_propose": case.state in BEFORE_DECISION and not waits and "case.propose_early_close" in may,
        "can_agree": second and "case.close_without_decision" in may,
        "can_return": second and "case.return_early_close" in may,
    }
