"""The mailbox of a report, as intake and its reporter have it: what is written goes to the other side and to nobody else."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.access.policy import can
from backend.intake.mailbox import answer_reporter, note_read, send_message, thread
from backend.intake.mailbox_tables import Direction
from backend.intake.models import Report
from backend.intake.vault import let_name_be_known
from backend.intake.vocabulary import Mode
from backend.kernel.errors import Forbidden
from backend.web.acts import act_page
from backend.web.forms.moves import PlainForm
from backend.web.forms.reporting import ReporterMessageForm, StaffMessageForm
from backend.web.pages import PersonRequest, attempt, must, page


@require_http_methods(["GET", "POST"])
@never_cache
@page(Report.objects.all(), "report.view")
def report_messages(request: PersonRequest, report: Report) -> HttpResponse:
    """Read the messages of a report and write to the other side."""
    is_reporter = can(request.user, "message.send", report)
    if not is_reporter and not can(request.user, "message.answer", report):
        raise Forbidden(_("Intake and the reporter write to each other here."))
    form = (ReporterMessageForm if is_reporter else StaffMessageForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        act = send_message if is_reporter else answer_reporter
        if attempt(form, act, report, given.pop("text"), actor=request.user, **given):
            messages.success(request, _("Sent to intake.") if is_reporter else _("Sent to the reporter."))
            return redirect("report", report.reference)
    found = thread(report)
    note_read(found, Direction.TO_REPORTER if is_reporter else Direction.FROM_REPORTER, actor=request.user)
    shown = {"report": report, "mailbox": found, "message_form": form, "form": form, "is_reporter": is_reporter}
    return render(request, "web/reports/messages.html", shown)


def messages_shown(request: PersonRequest, report: Report) -> dict[str, Any]:
    """Give the staff's thread for the report's page; to have it open there is to have read it, for whoever answers."""
    found, answers = thread(report), can(request.user, "message.answer", report)
    if answers:
        note_read(found, Direction.FROM_REPORTER, actor=request.user)
    asks = answers and report.mode == Mode.ANONYMOUS and hasattr(report, "vault_identity")
    return {
        "mailbox": found,
        "message_form": StaffMessageForm() if answers else None,
        "ask_identity_url": f"{reverse('identity-ask')}?report={report.reference}" if asks else "",
    }


@require_http_methods(["GET", "POST"])
@page(Report.objects.all(), "report.view")
def report_give_name(request: PersonRequest, report: Report) -> HttpResponse:
    """Let those who work on the matter know the reporter's name, as the reporter wishes."""
    must(request.user, "report.give_name", report)
    shown = {
        "heading": _("Let your name be known"),
        "reference": report.reference,
        "consequence": _(
            "Those who work on the matter will know that you reported it. The person it is about is not told by this. It cannot be undone."
        ),
        "submit": _("Let your name be known"),
    }
    return act_page(
        request,
        PlainForm(request.POST if request.method == "POST" else None),
        lambda: let_name_be_known(report, actor=request.user),
        back=reverse("report", args=[report.reference]),
        done=_("Those who work on the matter may know your name now."),
        shown=shown,
    )
