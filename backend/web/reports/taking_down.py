"""Taking a report down for somebody who told it by telephone, in person, in a letter or through a manager."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.cases.queries import files_for_others
from backend.intake.account import Account
from backend.intake.actions.reporting import take_in
from backend.intake.models import Report
from backend.intake.vocabulary import Certainty
from backend.kernel.errors import Forbidden
from backend.web.forms.reports import ReportForSomebodyForm
from backend.web.pages import PersonRequest, attempt, signed_in


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def report_for_somebody(request: PersonRequest) -> HttpResponse:
    """Write down what somebody told: fill in, check, send; the text stays on the page at every step."""
    if not files_for_others(request.user):
        raise Forbidden(_("Reports for somebody else are taken down by intake, investigators and HR partners."))
    if request.method != "POST":
        return _form(request, ReportForSomebodyForm(initial={"first_known_on": None}))
    form, step = ReportForSomebodyForm(request.POST), request.POST.get("step")
    sent = Report.objects.filter(uid=_token(request), filed_by=request.user).first()
    if sent:  # pressed twice
        return redirect("report-sent", sent.reference)
    if not form.is_valid() or step == "change":
        return _form(request, form)
    if step != "send":
        return _check(request, form)
    report = attempt(form, take_in, _account(form), actor=request.user, uid=_token(request))
    return redirect("report-sent", report.reference) if report else _form(request, form)


def _form(request: PersonRequest, form: ReportForSomebodyForm) -> HttpResponse:
    return render(request, "web/reports/new.html", {"form": form, "parts": form.grouped(), "token": _token(request)})


def _check(request: PersonRequest, form: ReportForSomebodyForm) -> HttpResponse:
    kept = [
        (name, value)
        for name in request.POST
        for value in request.POST.getlist(name)
        if name not in {"csrfmiddlewaretoken", "step"}
    ]
    return render(request, "web/reports/check.html", {"form": form, "told": form.told(), "kept": kept})


def _account(form: ReportForSomebodyForm) -> Account:
    given: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    given.setdefault("occurred_certainty", Certainty.NOT_SURE)
    return Account(**given)


def _token(request: PersonRequest) -> UUID:
    """Give the form the identifier that its report will bear, so that pressing “Send” twice sends one report."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid4()
