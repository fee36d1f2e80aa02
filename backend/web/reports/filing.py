"""Making a report with an account: parts in any order, a page to check the answers, then a receipt that says what happens next and when."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.access.policy import can, scope
from backend.access.roles import live_roles
from backend.audit.reads import listed, viewed
from backend.cases.queries import deadlines_of, own_reports
from backend.intake.drafts import send_draft
from backend.intake.holders import draft_behind, holder_for
from backend.intake.mailbox import note_read, thread
from backend.intake.mailbox_tables import Direction
from backend.intake.models import Report
from backend.intake.queries.days_ahead import what_next
from backend.kernel.errors import Refused
from backend.web.forms.reporting import ReporterMessageForm
from backend.web.pages import PersonRequest, absent, page, signed_in
from backend.web.reporting.adding import files_page
from backend.web.reporting.desk import Desk, check_page, part_page, saved_words, tasks_page, understood
from backend.web.reporting.files import files_shown
from backend.web.reporting.standing import told_status

PER_PAGE = 25


@require_safe
@never_cache
@signed_in
def report_new(request: PersonRequest) -> HttpResponse:
    """Tell what happened: the parts, in any order."""
    return tasks_page(request, _desk(request))


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def report_part(request: PersonRequest, part: str) -> HttpResponse:
    """Ask for one part of the report."""
    desk = _desk(request)
    form_class = desk.form(part)
    return part_page(request, desk, form_class) if form_class else absent(request)


@require_POST
@never_cache
@signed_in
def report_part_save(request: PersonRequest, part: str) -> HttpResponse:
    """Keep a part while it is being written."""
    desk = _desk(request)
    form_class = desk.form(part)
    return saved_words(request, desk, form_class) if form_class else absent(request)


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def report_files(request: PersonRequest) -> HttpResponse:
    """Add files to the report, or remove them, before it is sent."""
    return files_page(request, _desk(request))


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def report_check(request: PersonRequest) -> HttpResponse:
    """Show the answers, then send them; the report bears the draft's identifier, so that pressing twice finds the one that was sent."""
    desk = _desk(request)
    draft = draft_behind(desk.holder) if desk.holder else None
    if request.method != "POST":
        return check_page(request, desk, token=draft.uid) if draft else redirect("report-new")
    account, _wrong = understood(desk) if draft else (None, [])
    if draft and account is None:
        return check_page(request, desk, token=draft.uid)
    sent = None
    if desk.holder and account is not None:
        try:
            sent = send_draft(desk.holder, account, actor=request.user)
        except Refused as refusal:
            if draft and refusal.code != "draft-gone":
                return check_page(request, desk, refused=refusal.detail, token=draft.uid)
    sent = sent or _sent_already(request)
    return redirect("report-sent", sent.reference) if sent else redirect("report-new")


@require_safe
@page(Report.objects.all(), "report.view")
def report_sent(request: PersonRequest, report: Report) -> HttpResponse:
    """Confirm that a report was sent, and say what happens next, with dates."""
    return render(request, "web/reports/sent.html", {"report": report, **what_next(report, deadlines_of([report]))})


@require_safe
@signed_in
def my_reports(request: PersonRequest) -> HttpResponse:
    """List what the person reported, or took down for somebody."""
    found = Paginator(own_reports(request.user), PER_PAGE).get_page(request.GET.get("page"))
    listed(found.object_list, "report.list", actor=request.user, filters={"own": True})
    rows = [(report, *told_status(report)) for report in found]
    return render(request, "web/reports/mine.html", {"rows": rows, "page": found})


def own_report(request: PersonRequest, report: Report) -> HttpResponse:
    """Show its reporter their own report: where it stands in words, what comes next, the mailbox, and what they wrote."""
    viewed(report, "report.view", actor=request.user)
    shown_state, status = told_status(report)
    writes = can(request.user, "message.send", report)
    mailbox = thread(report) if writes else []
    note_read(mailbox, Direction.TO_REPORTER, actor=request.user)
    shown: dict[str, Any] = {
        "report": report,
        "shown_state": shown_state,
        "status": status,
        "mailbox": mailbox,
        "message_form": ReporterMessageForm() if writes else None,
        "files": files_shown(report, opens=True) if writes else [],
        **what_next(report, deadlines_of([report])),
    }
    return render(request, "web/reports/own.html", shown)


def _desk(request: PersonRequest) -> Desk:
    base = "web/base.html" if live_roles(request.user) else "web/base_person.html"
    return Desk(base, "report-", holder_for(request.user), request.user)


def _sent_already(request: PersonRequest) -> Report | None:
    try:
        uid = UUID(request.POST.get("token", ""))
    except ValueError:
        return None
    found: Report | None = scope(request.user, "report.view", Report.objects.filter(uid=uid)).first()
    return found
