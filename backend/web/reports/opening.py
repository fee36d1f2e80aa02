"""Opening a case from a report: title, link to work, and the first allegations in neutral words."""

from typing import Any

from django.forms import BaseFormSet, formset_factory
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.cases.actions.opening import accept_report
from backend.cases.models import CaseReport
from backend.cases.vocabulary import Track
from backend.intake.models import Report, ReportState
from backend.intake.vocabulary import Nexus
from backend.web.acts import act_page, too_late
from backend.web.cases.allegations import particulars_of
from backend.web.forms.cases import AllegationForm, OpenCaseForm
from backend.web.forms.moves import unjudged
from backend.web.pages import PersonRequest, must, page
from backend.web.reports.tools import known_words

MOST = 12
TEMPLATE = "web/reports/accept.html"


@require_http_methods(["GET", "POST"])
@page(
    Report.objects.select_related("reporter__site", "affected__site", "respondent__unit", "respondent__site", "triage"),
    "report.view",
)
def accept(request: PersonRequest, report: Report) -> HttpResponse:
    """Accept a report: the case is opened with its parties and its allegations in one act."""
    must(request.user, "report.accept", report)
    back = reverse("report", args=[report.reference])
    if request.method != "POST" and report.state != ReportState.IN_TRIAGE:
        return too_late(request, _("Open a case"), report.get_state_display(), back)
    form = OpenCaseForm(request.POST or None, initial=_begin(report))
    put = _allegations(request, report)
    shown: dict[str, Any] = {
        "heading": _("Open a case"),
        "reference": report.reference,
        "report": report,
        "crumbs": [(_("Reports"), reverse("reports")), (report.reference, back)],
        "here": _("Open a case"),
        "cancel_url": back,
        "consequence": _(
            "A case is opened with the people whom the report names. You are its intake coordinator. The report stays as it was sent."
        ),
        "submit": _("Open the case"),
        "put": put,
        "known": known_words(report),
    }
    asks_for_more = request.method == "POST" and "more" in request.POST
    if asks_for_more or (request.method == "POST" and not (form.is_valid() and put.is_valid())):
        for each in [form, *put.forms] if asks_for_more else []:
            unjudged(each)
        return render(request, TEMPLATE, {**shown, "form": form})

    def act() -> Report:
        framed = [
            particulars_of(each) for each in put.forms if each.has_changed() and each.cleaned_data.get("particulars")
        ]
        return accept_report(report, actor=request.user, allegations=framed, **form.cleaned_data)

    return act_page(request, form, act, back=_to_case, done=_("The case was opened."), shown=shown, template=TEMPLATE)


def _begin(report: Report) -> dict[str, Any]:
    """Begin with what triage found, and offer to look into what somebody in charge knew."""
    begin: dict[str, Any] = {"unit": report.respondent.unit if report.respondent else None}
    triage = getattr(report, "triage", None)
    if triage is not None:
        links = [str(Nexus(code).label) for code in triage.nexus if code not in {Nexus.NOT_CLEAR, Nexus.NONE_FOUND}]
        begin |= {"kind": triage.category, "nexus": triage.nexus_note or "; ".join(links)}
    return begin


def _to_case(report: Report) -> str:
    link = CaseReport.objects.select_related("case").get(report=report)
    return reverse("case", args=[link.case.reference])


def _allegations(request: PersonRequest, report: Report) -> "BaseFormSet[AllegationForm]":
    """Ask for allegations: the first one begins with what the report tells, and “another” adds an empty one."""
    kind = formset_factory(AllegationForm, extra=0, max_num=MOST, min_num=1, absolute_max=MOST)
    if request.method != "POST":
        told = {
            "particulars": _("It is alleged that "),
            "conduct": report.conduct,
            "settings": report.settings,
            "power_relation": report.power_relation,
            "occurred_from": report.occurred_on,
        }
        return kind(initial=[told], prefix="put")
    data = request.POST.copy()
    if "more" in data:
        number = min(int(data.get("put-TOTAL_FORMS") or 1), MOST - 1)
        data["put-TOTAL_FORMS"], data[f"put-{number}-track"] = str(number + 1), Track.AFFECTS_OTHERS
    return kind(data, prefix="put")
