"""Temporary measures of a case: the list, the proposal, one measure, and what may be done about it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can, permitted, scope
from backend.audit.reads import viewed
from backend.cases.actions.opening import STILL_FRAMED
from backend.cases.models import Allegation, Case
from backend.investigation.actions.measures import Proposal, lifecycle, propose_measure
from backend.investigation.actions.violations import report_violation
from backend.investigation.measure_tables import InterimMeasure, MeasureState
from backend.investigation.queries.measures import measures_of
from backend.kernel.errors import NotVisible
from backend.web.acts import act_page, done_words, too_late
from backend.web.cases.shell import CASES, SEES_MEASURES, frame, opened
from backend.web.forms.measures import (
    AnswerChallengeForm,
    ChangeForm,
    ExtendForm,
    ProposalForm,
    ReviewOnForm,
    RewordForm,
    ViolationForm,
)
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page

MEASURES = InterimMeasure.objects.select_related(
    "case",
    "on_whom__person",
    "affects__person",
    "proposed_by__person",
    "approved_by__person",
    "instructed",
    "requested_by",
)
VIOLATION = "measure.report_violation"
FORMS: Mapping[str, type[ReasonForm]] = {
    "approve": ReviewOnForm,
    "review": ReviewOnForm,
    "extend": ExtendForm,
    "modify": RewordForm,
    "uphold": AnswerChallengeForm,
    "change": ChangeForm,
}
FOLLOWS: Mapping[str, Promise] = {
    "approve": lazy("The person is told by letter at once. It names no reason but what the measure is for."),
    "turn_down": lazy("The measure is not taken. Nobody is told of it."),
    "review": lazy("The measure continues, and is looked at again within two weeks."),
    "extend": lazy("The person is told the new last day by letter."),
    "modify": lazy("The person is told the new words by letter."),
    "uphold": lazy("The measure stays as it is. The person bound reads your answer."),
    "change": lazy("The measure changes at once. The person bound reads your answer and gets a new letter."),
    "end": lazy("The measure ends today. What was arranged goes back to how it was."),
}
BY_THE_PERSON_BOUND = frozenset({"challenge"})


@require_safe
@page(CASES, "case.view")
def measures(request: PersonRequest, case: Case) -> HttpResponse:
    """Show the temporary measures of a case, those in force first."""
    if not can(request.user, SEES_MEASURES, case):
        raise NotVisible
    may = opened(case, request.user, part="measures")
    shown = {
        "measures": list(scope(request.user, "measure.view", measures_of(case))),
        "can_propose": "measure.propose" in may and case.is_open,
    }
    return render(request, "web/measures/list.html", {**frame(case, may, section="case-measures"), **shown})


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def propose(request: PersonRequest, case: Case) -> HttpResponse:
    """Propose a temporary measure."""
    must(request.user, "measure.propose", case)
    form = ProposalForm(request.POST or None, case=case)

    def act() -> InterimMeasure:
        given = dict(form.cleaned_data)
        return propose_measure(case, reason=given.pop("reason"), proposal=Proposal(**given), actor=request.user)

    shown = {
        **frame(case, set()),
        "heading": _("Propose a temporary measure"),
        "consequence": _(
            "It is neutral and no sanction. Pay stays full. Nobody is told before it is approved; it is looked at again within two weeks."
        ),
        "submit": _("Propose the measure"),
    }
    back = lambda made: reverse("measure", args=[made.reference])  # noqa: E731 - reads best in one line
    cancel = {"cancel_url": reverse("case-measures", args=[case.reference])}
    return act_page(
        request, form, act, back=back, done=_("The measure was proposed. It waits for approval."), shown=shown | cancel
    )


@require_safe
@page(MEASURES, "measure.view")
def measure(request: PersonRequest, measure: InterimMeasure) -> HttpResponse:
    """Show one measure to those who work on the case: what it asks, why, since when, and what was said against it."""
    _staff_only(request, measure)
    viewed(measure, "measure.view", actor=request.user)
    open_now = [
        {"label": move.label, "url": reverse("measure-move", args=[measure.reference, move.name])}
        for move in lifecycle.open_to(measure, request.user)
        if move.name not in BY_THE_PERSON_BOUND
    ]
    if measure.approved_at and measure.case.state in STILL_FRAMED and can(request.user, VIOLATION, measure):
        open_now.append(
            {"label": _("Note that it was not kept"), "url": reverse("measure-violation", args=[measure.reference])}
        )
    shown = {
        "measure": measure,
        "moves": open_now,
        "challenges": measure.challenges.select_related("filed_by__person", "reviewed_by__person").order_by("-pk"),
        "crumbs": _crumbs(measure),
        "here": measure.reference,
    }
    return render(request, "web/measures/measure.html", shown)


@require_http_methods(["GET", "POST"])
@page(MEASURES, "measure.view")
def move(request: PersonRequest, measure: InterimMeasure, verb: str) -> HttpResponse:
    """Make one move of a measure, with its reason; the page says what follows."""
    known = lifecycle.moves.get(verb)
    if known is None or verb in BY_THE_PERSON_BOUND:
        return absent(request)
    must(request.user, known.action, measure)
    back = reverse("measure", args=[measure.reference])
    if request.method != "POST" and measure.state not in known.sources:
        return too_late(request, known.label, measure.get_state_display(), back)
    form = _form(verb, request, measure)
    shown = {
        **_head(measure),
        "heading": known.label,
        "consequence": FOLLOWS[verb],
        "submit": known.label,
        "facts": _facts(measure),
    }
    return act_page(
        request,
        form,
        lambda: lifecycle.functions[verb](measure, actor=request.user, **form.cleaned_data),
        back=back,
        done=done_words(known),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(MEASURES, "measure.view")
def violation(request: PersonRequest, measure: InterimMeasure) -> HttpResponse:
    """Frame a new allegation that a measure was not kept."""
    must(request.user, VIOLATION, measure)
    form = ViolationForm(request.POST or None)
    shown = {
        **_head(measure),
        "heading": _("Note that it was not kept"),
        "consequence": _(
            "This becomes an allegation of its own. It needs notice and time to answer, and it is no finding."
        ),
        "submit": _("Frame the allegation"),
        "facts": _facts(measure),
        "cancel_url": reverse("measure", args=[measure.reference]),
    }

    def back(made: Allegation) -> str:
        return reverse("allegation", args=[made.case.reference, made.seq])

    act = lambda: report_violation(measure, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("The allegation was framed."), shown=shown)


def _form(verb: str, request: PersonRequest, measure: InterimMeasure) -> Form:
    wanted = FORMS.get(verb, ReasonForm)
    initial: dict[str, Any] = {"means": measure.means, "told_affected": measure.told_affected}
    return wanted(request.POST or None, initial=initial)


def _head(measure: InterimMeasure) -> dict[str, Any]:
    return {"reference": measure.reference, "crumbs": _crumbs(measure)}


def _facts(measure: InterimMeasure) -> list[dict[str, str]]:
    facts = [
        {"key": _("Measure"), "value": measure.get_kind_display()},
        {"key": _("On"), "value": measure.on_whom.person.name},
        {"key": _("What it asks"), "value": measure.means},
    ]
    if measure.state == MeasureState.CHALLENGED:
        facts += [{"key": _("Challenge"), "value": row.grounds} for row in _open_challenges(measure)]
    return facts


def _open_challenges(measure: InterimMeasure) -> QuerySet[Any]:
    return measure.challenges.filter(result="")


def _crumbs(measure: InterimMeasure) -> list[tuple[str, str]]:
    case = measure.case.reference
    return [
        (_("Cases"), reverse("cases")),
        (case, reverse("case", args=[case])),
        (_("Measures"), reverse("case-measures", args=[case])),
    ]


def _staff_only(request: PersonRequest, measure: InterimMeasure) -> None:
    """The person bound and the person affected have a page of their own, without reasons."""
    if SEES_MEASURES not in permitted(request.user, [SEES_MEASURES], measure.case):
        raise NotVisible
