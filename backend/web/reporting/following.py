"""The pages of somebody who comes back with a code: their draft, or their report with its mailbox."""

import uuid
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.cases.queries import deadlines_of
from backend.intake.attachments import add_file
from backend.intake.codes import NO_SUCH_CODE, drawn_from, tidied
from backend.intake.holders import draft_behind, holder_with
from backend.intake.mailbox import note_read, send_message, thread
from backend.intake.mailbox_tables import Direction
from backend.intake.models import Report, ReportState
from backend.intake.queries.days_ahead import what_next
from backend.intake.receipts import report_behind
from backend.intake.tries import may_try, network_of, note_wrong
from backend.intake.vault import GivenIdentity, give_identity
from backend.intake.vocabulary import Mode
from backend.kernel.errors import Refused
from backend.people.actions import system_user
from backend.web.forms.attachments import AttachmentForm
from backend.web.forms.reporting import CodeForm, IdentityForm, ReporterMessageForm
from backend.web.pages import attempt
from backend.web.reporting.files import files_shown
from backend.web.reporting.public import around
from backend.web.reporting.standing import told_status
from backend.web.reporting.visit import Visit, visiting


@require_http_methods(["GET", "POST"])
@visiting
def follow(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Open a report or a draft by its code; every wrong code takes as long and is told in the same words."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        network = network_of(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
        try:
            may_try(network)
        except Refused as refusal:
            form.add_error(None, refusal.detail)
            return _ask(request, form, status=429)
        drawn = drawn_from(tidied(form.cleaned_data["code"]))
        report, draft = report_behind(drawn.digest), draft_behind(holder_with(drawn))
        if report is not None:
            visit.report, visit.receipt = str(report.uid), ""
            return redirect("public-report-mine")
        if draft is not None:
            visit.hold(tidied(form.cleaned_data["code"]), drawn)
            return redirect("public-report-new")
        note_wrong(network)
        form.add_error("code", _(NO_SUCH_CODE))
    return _ask(request, form)


@require_http_methods(["GET", "POST"])
@visiting
def mine(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a reporter where their report stands, with the mailbox; what they write goes to intake."""
    report = _report(visit)
    if report is None:
        return redirect("public-report-follow")
    if visit.receipt:
        return redirect("public-report-sent")
    act = request.POST.get("act", "message") if request.method == "POST" else ""
    forms: dict[str, Form] = {
        "message": ReporterMessageForm(request.POST if act == "message" else None),
        "identity": IdentityForm(request.POST if act == "identity" else None),
        "file": AttachmentForm(request.POST if act == "file" else None, request.FILES if act == "file" else None),
    }
    used = forms.get(act)
    if used is not None and used.is_valid() and attempt(used, _done, act, report, used.cleaned_data):
        return redirect(f"{request.path}?sent={act}")
    shown = {f"{name}_form": form for name, form in forms.items()}
    return render(request, "web/reporting/mine.html", {**around(), **_facts(request, report), **shown, "form": used})


def _done(act: str, report: Report, given: dict[str, Any]) -> bool:
    """Do one of the three things that a reporter without a name can do."""
    if act == "identity":
        give_identity(report, GivenIdentity(**given), actor=system_user())
    elif act == "file":
        add_file(report, given["file"], name=given["file"].name, actor=system_user())
    else:
        send_message(report, given["text"], kind=given["kind"], actor=system_user())
    return True


def _facts(request: HttpRequest, report: Report) -> dict[str, Any]:
    mailbox = thread(report)
    note_read(mailbox, Direction.TO_REPORTER, actor=system_user())
    state, status = told_status(report)
    return {
        **what_next(report, deadlines_of([report])),
        "report": report,
        "shown_state": state,
        "status": status,
        "mailbox": mailbox,
        "files": files_shown(report, opens=False),
        "has_identity": hasattr(report, "vault_identity"),
        "is_closed": report.state == ReportState.CLOSED,
        "sent": request.GET.get("sent", ""),
    }


def _report(visit: Visit) -> Report | None:
    """Find the report of the visit; its reader is whoever has the code, and the times of their visits are written nowhere."""
    if not visit.report:
        return None
    rows = Report.objects.filter(uid=uuid.UUID(visit.report), mode=Mode.ANONYMOUS)
    found: Report | None = rows.first()
    return found


def _ask(request: HttpRequest, form: CodeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "web/reporting/follow.html", {**around(), "form": form}, status=status)
