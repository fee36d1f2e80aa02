"""Making a report: one page of parts, a page to check the answers, then a receipt that says what happens next and when."""

from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.audit.reads import listed, viewed
from backend.cases.queries import deadlines_of, files_for_others, own_reports, person_named
from backend.intake.actions import Account, submit_report
from backend.intake.models import Report, ReportState
from backend.intake.vocabulary import Certainty
from backend.kernel.errors import Forbidden
from backend.people.models import Person, User
from backend.web.forms.reports import ReportForm, ReportForSomebodyForm
from backend.web.pages import PersonRequest, attempt, page, signed_in

PER_PAGE = 25
STATUS = {
    ReportState.SUBMITTED: lazy("We have your report"),
    ReportState.ACKNOWLEDGED: lazy("Somebody is reading it"),
    ReportState.IN_TRIAGE: lazy("We are assessing it"),
    ReportState.ACCEPTED: lazy("We are looking into it"),
    ReportState.DECLINED: lazy("Closed without a case"),
}


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def report_new(request: PersonRequest) -> HttpResponse:
    """Tell what happened: fill in, check, send; the text stays on the page at every step."""
    for_somebody = request.GET.get("for") == "somebody"
    if for_somebody and not files_for_others(request.user):
        raise Forbidden(_("Reports for somebody else are taken down by intake, investigators and HR partners."))
    form_class = ReportForSomebodyForm if for_somebody else ReportForm
    if request.method != "POST":
        return _form(request, form_class(initial={"first_known_on": None}), for_somebody=for_somebody)
    form, step = form_class(request.POST), request.POST.get("step")
    sent = request.session.get("reports_sent", {}).get(request.POST.get("token", ""))
    if sent:
        return redirect("report-sent", sent)
    if not form.is_valid() or step == "change":
        return _form(request, form, for_somebody=for_somebody)
    if step != "send":
        return _check(request, form, for_somebody=for_somebody)
    report = attempt(form, submit_report, _account(form, request.user), actor=request.user)
    if report is None:
        return _form(request, form, for_somebody=for_somebody)
    _remember_sent(request, report)
    return redirect("report-sent", report.reference)


@require_safe
@page(Report.objects.all(), "report.view")
def report_sent(request: PersonRequest, report: Report) -> HttpResponse:
    """Confirm that a report was sent, and say what happens next, with dates."""
    return render(request, "web/reports/sent.html", {"report": report, **_what_next(report)})


@require_safe
@signed_in
def my_reports(request: PersonRequest) -> HttpResponse:
    """List what the person reported, or took down for somebody."""
    found = Paginator(own_reports(request.user), PER_PAGE).get_page(request.GET.get("page"))
    listed(found.object_list, "report.list", actor=request.user, filters={"own": True})
    rows = [(report, *told_status(report)) for report in found]
    return render(request, "web/reports/mine.html", {"rows": rows, "page": found})


def told_status(report: Report) -> tuple[str, str]:
    """Give where a report stands as its reporter is told it; a mere proposal to decline doesn't show, not even by a colour."""
    shown = ReportState.IN_TRIAGE if report.state == ReportState.DECLINE_PROPOSED else ReportState(report.state)
    return shown, str(STATUS[shown])


def own_report(request: PersonRequest, report: Report) -> HttpResponse:
    """Show its reporter their own report: where it stands in words, what comes next, and what they wrote."""
    viewed(report, "report.view", actor=request.user)
    shown_state, status = told_status(report)
    shown = {"report": report, "shown_state": shown_state, "status": status, **_what_next(report)}
    return render(request, "web/reports/own.html", shown)


def _form(request: PersonRequest, form: ReportForm, *, for_somebody: bool) -> HttpResponse:
    shown = {"form": form, "parts": form.grouped(), "token": _token(request), "for_somebody": for_somebody}
    return render(request, "web/reports/new.html", shown)


def _check(request: PersonRequest, form: ReportForm, *, for_somebody: bool) -> HttpResponse:
    kept = [
        (name, value)
        for name in request.POST
        for value in request.POST.getlist(name)
        if name not in {"csrfmiddlewaretoken", "step"}
    ]
    known = None if for_somebody else _recognised(form.cleaned_data["respondent_as_told"])
    shown = {"form": form, "told": form.told(), "kept": kept, "known": known, "for_somebody": for_somebody}
    return render(request, "web/reports/check.html", {**shown})


def _account(form: ReportForm, person: User) -> Account:
    given: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    if "channel" not in form.fields:
        given |= {"reporter": person.person, "respondent": _recognised(given.get("respondent_as_told", ""))}
    given.setdefault("occurred_certainty", Certainty.NOT_SURE)
    return Account(**given)


def _recognised(words: str) -> Person | None:
    """Know the respondent only when one person alone has this whole name: then that person can never read the report."""
    found = person_named(words)
    return found[0] if len(found) == 1 else None


def _what_next(report: Report) -> dict[str, Any]:
    due = {deadline.kind: deadline.due_at for deadline in deadlines_of([report])}
    return {
        "confirm_by": due.get("report.acknowledge"),
        "assess_by": due.get("report.triage"),
        "feedback_by": due.get("report.feedback"),
    }


def _token(request: PersonRequest) -> str:
    """Give a form its own mark, so that pressing “Send” twice sends one report."""
    given = request.POST.get("token", "")
    try:
        return str(UUID(given))
    except ValueError:
        return str(uuid4())


def _remember_sent(request: PersonRequest, report: Report) -> None:
    sent = request.session.get("reports_sent", {})
    request.session["reports_sent"] = {**dict(list(sent.items())[-9:]), request.POST.get("token", ""): report.reference}
