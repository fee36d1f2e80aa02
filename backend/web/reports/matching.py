"""Pages on which intake says who is meant, that two records are one person, and what was decided on what had to be weighed."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.access.policy import can
from backend.intake.actions.assessing import answer_prompt
from backend.intake.actions.identifying import identify_person, match_person
from backend.intake.models import UNDECIDED, Report
from backend.web.acts import act_page, too_late
from backend.web.forms.triage import IdentifyForm, MatchForm, PromptForm
from backend.web.pages import PersonRequest, must, page
from backend.web.reports.triage import REPORTS
from backend.web.steps import prompt_words


@require_http_methods(["GET", "POST"])
@page(REPORTS, "report.view")
def identify(request: PersonRequest, report: Report) -> HttpResponse:
    """Say whom the report means; nobody is put in by the product itself."""
    must(request.user, "report.identify", report)
    back = reverse("report", args=[report.reference])
    if request.method != "POST" and report.state not in UNDECIDED:
        return too_late(request, _("Say who is meant"), report.get_state_display(), back)
    begin = {"person": request.GET.get("person", ""), "part": request.GET.get("part", "respondent")}
    form = IdentifyForm(request.POST or None, initial=begin)

    def leads(result: Report) -> str:
        return back if can(request.user, "report.view", result) else reverse("reports")

    return act_page(
        request,
        form,
        lambda: identify_person(report, actor=request.user, **form.cleaned_data),
        back=leads,
        done=_("It is noted who is meant."),
        shown={
            **_frame(report, _("Say who is meant")),
            "cancel_url": back,
            "consequence": _(
                "The person can no longer read this report as staff, and conflicts of interest are measured from them. "
                "The words of the report stay."
            ),
            "facts": [{"key": _("As it was told"), "value": report.respondent_as_told or _("Not named")}],
        },
    )


@require_http_methods(["GET", "POST"])
@page(REPORTS, "report.view")
def match(request: PersonRequest, report: Report) -> HttpResponse:
    """Confirm that the respondent stands in the records twice."""
    must(request.user, "report.identify", report)
    back = reverse("report", args=[report.reference])
    if request.method != "POST" and report.respondent is None:
        return too_late(request, _("Confirm one person"), report.get_state_display(), back)
    form = MatchForm(request.POST or None, initial={"other": request.GET.get("other", "")})
    return act_page(
        request,
        form,
        lambda: match_person(report, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("It is noted that the two records are one person."),
        shown={
            **_frame(report, _("Confirm one person")),
            "consequence": _(
                "Earlier matters of both records are then counted together. You see two numbers, no details."
            ),
            "facts": [{"key": _("Respondent"), "value": report.respondent.name if report.respondent else "–"}],
        },
    )


@require_http_methods(["GET", "POST"])
@page(REPORTS, "report.view")
def prompt(request: PersonRequest, report: Report, kind: str) -> HttpResponse:
    """Note what was decided on something that had to be weighed now."""
    must(request.user, "report.answer_prompt", report)
    back = reverse("report", args=[report.reference])
    waiting = report.prompts.filter(kind=kind, answered_at=None).first()
    if request.method != "POST" and waiting is None:
        return too_late(request, _("Note what was decided"), report.get_state_display(), back)
    label, why = prompt_words(kind)
    form = PromptForm(request.POST or None)
    return act_page(
        request,
        form,
        lambda: answer_prompt(report, actor=request.user, kind=kind, **form.cleaned_data),
        back=back,
        done=_("It is noted what was decided."),
        shown={**_frame(report, str(label)), "consequence": why},
    )


def _frame(report: Report, heading: str) -> dict[str, Any]:
    back = reverse("report", args=[report.reference])
    return {
        "heading": heading,
        "reference": report.reference,
        "crumbs": [(_("Reports"), reverse("reports")), (report.reference, back)],
        "submit": _("Save"),
    }
