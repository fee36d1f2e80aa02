"""The pages of somebody who reports without an account: what to expect, telling it, sending it, and the code."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.intake.codes import drawn_from, grouped, new_code
from backend.intake.drafts import send_draft
from backend.intake.holders import draft_behind
from backend.intake.receipts import report_behind
from backend.intake.steps_ahead import steps_ahead
from backend.kernel.errors import Refused
from backend.people.actions import system_user
from backend.web.forms.reporting import LastFourForm, PartForm
from backend.web.pages import absent
from backend.web.reporting.adding import files_page
from backend.web.reporting.desk import Desk, check_page, part_page, saved_words, tasks_page, understood
from backend.web.reporting.visit import Visit, forget, visiting

BASE = "web/base_public.html"


def around() -> dict[str, Any]:
    """Give what every public page needs: where it is left to, and what ends the visit."""
    return {"exit_url": settings.EXIT_ADDRESS, "exit_beacon": reverse("public-report-leave")}


@require_safe
@visiting
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say what this is for, who reads it, what happens when, and what other ways there are; nothing is asked."""
    shown = {**around(), **asdict(steps_ahead()), "has_draft": bool(visit.digest)}
    return render(request, "web/reporting/start.html", {**shown, "signed_in": request.user.is_authenticated})


@require_safe
@visiting
def tasks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the parts of the report."""
    code = grouped(visit.code) if visit.code else ""
    return tasks_page(request, _desk(visit), draft_code=code, **around())


@require_http_methods(["GET", "POST"])
@visiting
def part(request: HttpRequest, visit: Visit, part: str) -> HttpResponse:
    """Ask for one part; the first save draws a code for the draft."""
    form_class = _form(request, visit, part)
    return part_page(request, _desk(visit), form_class, **around()) if form_class else absent(request)


@require_POST
@visiting
def save(request: HttpRequest, visit: Visit, part: str) -> HttpResponse:
    """Keep a part while it is being written."""
    form_class = _form(request, visit, part)
    return saved_words(request, _desk(visit), form_class) if form_class else absent(request)


@require_http_methods(["GET", "POST"])
@visiting
def files(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Add files or remove them; a first file draws a code for the draft, as a first part does."""
    begins = request.method == "POST" and visit.holder is None
    if begins:
        visit.begin()
    response = files_page(request, _desk(visit), **around())
    if begins and visit.holder and draft_behind(visit.holder) is None:  # it was not taken
        visit.drop_draft()
    return response


@require_http_methods(["GET", "POST"])
@visiting
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the answers, then send them. The code is drawn before, so that sending twice gives one report and one code."""
    desk = _desk(visit)
    if desk.holder is None:
        return redirect("public-report-sent" if visit.receipt else "public-report-new")
    if request.method != "POST":
        visit.receipt = visit.receipt or new_code()
        return check_page(request, desk, **around())
    code = visit.receipt or new_code()
    account, _wrong = understood(desk)
    if account is None:
        sent = report_behind(drawn_from(code).digest)  # pressed twice: the first press sent it
        if sent is None:
            return check_page(request, desk, **around())
    else:
        try:
            sent = send_draft(desk.holder, account, actor=system_user(), code=code)
        except Refused as refusal:
            if refusal.code != "draft-gone":
                return check_page(request, desk, refused=refusal.detail, **around())
            sent = report_behind(drawn_from(code).digest)
    if sent is None:
        visit.drop_draft()
        return redirect("public-report-new")
    visit.drop_draft()
    visit.receipt, visit.report = code, str(sent.uid)
    return redirect("public-report-sent")


@require_http_methods(["GET", "POST"])
@visiting
def sent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the code until its last four digits were typed; wrong ones show it again, without blame."""
    if not (visit.receipt and visit.report):
        return redirect("public-report-mine" if visit.report else "public-report-follow")
    form = LastFourForm(request.POST or None)
    if form.is_valid():
        if form.cleaned_data["last_four"].replace(" ", "") == visit.receipt[-4:]:
            visit.receipt = ""
            return redirect("public-report-mine")
        form.add_error("last_four", _("These are other digits. Here is your code again: copy it, then type its end."))
    shown = {**around(), **asdict(steps_ahead()), "form": form, "code": grouped(visit.receipt)}
    return render(request, "web/reporting/sent.html", shown)


@csrf_exempt  # a browser that leaves sends no token, and the worst that a stranger could do is to end a visit
@require_POST
@visiting
def leave(request: HttpRequest, visit: Visit) -> HttpResponse:
    """End the visit in this browser: the draft stays for whoever has its code."""
    response = HttpResponse(status=204)
    forget(response)
    response.delete_cookie(settings.CSRF_COOKIE_NAME)
    return response


def _desk(visit: Visit) -> Desk:
    return Desk(BASE, "public-report-", visit.holder)


def _form(request: HttpRequest, visit: Visit, part: str) -> type[PartForm] | None:
    found = _desk(visit).form(part)
    if found is not None and request.method == "POST":
        visit.begin()
    return found
