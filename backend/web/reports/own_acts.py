"""What a reporter does with a report of their own: withdraw it, or ask how it goes on."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.intake.actions.ending import ask_feedback, retract_report
from backend.intake.models import Report, ReportState
from backend.web.acts import act_page, too_late
from backend.web.forms.triage import OwnWordsForm
from backend.web.pages import PersonRequest, must, page
from backend.web.reporting.standing import told_status

TEMPLATE = "web/reports/own_act.html"


@require_http_methods(["GET", "POST"])
@page(Report.objects.select_related("case_link"), "report.view")
def retract(request: PersonRequest, report: Report) -> HttpResponse:
    """Withdraw a report."""
    must(request.user, "report.retract", report)
    back, heading = reverse("report", args=[report.reference]), _("Withdraw your report")
    if request.method != "POST" and (report.retracted_at or report.state == ReportState.CLOSED):
        return too_late(request, heading, told_status(report)[1], back)
    form = OwnWordsForm(
        request.POST or None, label=_("Anything you want us to know"), without=_("I withdraw my report.")
    )
    return act_page(
        request,
        form,
        lambda: retract_report(report, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("Your report is withdrawn."),
        template=TEMPLATE,
        shown={
            "heading": heading,
            "reference": report.reference,
            "submit": heading,
            "consequence": _(
                "Nothing is deleted. We may still have a duty to look into what you told us, and tell you if we do. "
                "Nobody may treat you worse for having reported it, or for withdrawing it."
            ),
        },
    )


@require_http_methods(["GET", "POST"])
@page(Report.objects.select_related("case_link"), "report.view")
def ask(request: PersonRequest, report: Report) -> HttpResponse:
    """Ask once more how it goes on."""
    must(request.user, "report.ask_feedback", report)
    back, heading = reverse("report", args=[report.reference]), _("Ask how it goes on")
    if request.method != "POST" and report.state != ReportState.FEEDBACK_GIVEN:
        return too_late(request, heading, told_status(report)[1], back)
    form = OwnWordsForm(request.POST or None, label=_("What would you like to know?"))
    return act_page(
        request,
        form,
        lambda: ask_feedback(report, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("We will tell you."),
        template=TEMPLATE,
        shown={
            "heading": heading,
            "reference": report.reference,
            "submit": heading,
            "consequence": _("Intake reads your question. The page then says until when you are told."),
        },
    )
