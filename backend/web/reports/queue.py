"""Triage queue: what waits for intake, its age against the clock in words, with saved views, filters and an order in the address."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from backend.access.roles import has_role
from backend.audit.reads import listed
from backend.cases.queries import files_for_others
from backend.deadlines.models import Deadline
from backend.decisions.queries.earlier import named_before
from backend.intake.models import Report
from backend.intake.queries.queue import (
    ReportFilter,
    counts_of_views,
    latest_received,
    reports_for,
    work_here,
)
from backend.intake.vocabulary import Category, Priority, TriageFlag
from backend.kernel.errors import Forbidden
from backend.web.cases.overview import deadline_name
from backend.web.cases.shell import URGENCY
from backend.web.context import TAKES_IN
from backend.web.forms.triage import QueueFilterForm
from backend.web.pages import PersonRequest, signed_in
from backend.web.states import tone_of
from backend.web.templatetags.evenhand import ago, due

PER_PAGE = 25
VIEW_NAMES = {
    "": lazy("Waiting"),
    "new": lazy("To acknowledge"),
    "assess": lazy("To assess"),
    "decide": lazy("To decide"),
    "second": lazy("Second person"),
    "weigh": lazy("To weigh now"),
    "feedback": lazy("Feedback owed"),
    "overdue": lazy("Overdue"),
    "all": lazy("All"),
}


@require_safe
@signed_in
def reports(request: PersonRequest) -> HttpResponse:
    """List the reports that wait for intake, as the address asks, with their clocks."""
    person = request.user
    if not has_role(person, *TAKES_IN):
        raise Forbidden(_("Reports are read by intake. What you reported yourself is under “Your reports”."))
    form = QueueFilterForm(request.GET)
    form.is_valid()
    given = {name: form.cleaned_data.get(name, "") for name in form.fields}
    wanted = ReportFilter(view=request.GET.get("view", ""), sort=request.GET.get("sort", ""), **given)
    rows = reports_for(person, wanted).select_related("respondent", "triage", "case_link")
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    asked = {name: value for name, value in vars(wanted).items() if value}
    listed(found.object_list, "report.list", actor=person, filters=asked)
    count = ngettext("%(count)s report", "%(count)s reports", found.paginator.count) % {"count": found.paginator.count}
    shown = {
        "rows": _rows(request, list(found)),
        "page": found,
        "views": _views(person, wanted.view),
        "columns": _columns(request, wanted.sort),
        "filter_form": form,
        "keep": [{"name": name, "value": request.GET[name]} for name in ("view", "sort") if request.GET.get(name)],
        "chips": _chips(request, form),
        "clear_url": _address(request, keep=("view", "sort")),
        "actions": [{"label": _("Take a report down"), "url": reverse("report-for-somebody")}]
        if files_for_others(person)
        else [],
        "sub": count,
        "count_text": count,
        "latest": None if found.object_list else latest_received(person),
    }
    return render(request, "web/reports/queue.html", shown)


def _rows(request: PersonRequest, found: list[Any]) -> list[dict[str, Any]]:
    before, here = named_before(request.user, found), work_here(found)
    return [{"cells": _cells(report, _signs(report, before=before, here=here))} for report in found]


def _signs(report: Any, *, before: set[int], here: set[int]) -> list[str]:
    """Say in words what to look out for, beside the flags that somebody set."""
    signs = [str(TriageFlag(code).label) for code in report.flags]
    if report.weigh:
        signs.insert(0, _("Something to weigh now"))
    if report.pk in before:
        signs.append(_("Respondent named in another matter"))
    if report.respondent_id in here:
        signs.append(_("Respondent works in this system"))
    if report.retracted_at:
        signs.append(_("Withdrawn by the reporter"))
    return signs


def _cells(report: Any, signs: list[str]) -> list[dict[str, Any]]:
    guess = str(Category(report.triage.category).label) if hasattr(report, "triage") and report.triage.category else ""
    how = [report.get_channel_display(), report.get_mode_display(), guess]
    return [
        {
            "text": report.reference,
            "url": reverse("report", args=[report.reference]),
            "main": True,
            "note": " · ".join(part for part in how if part),
        },
        {"tag": {"label": report.get_state_display(), "tone": tone_of(report.state)}},
        {
            "tag": {"label": report.priority, "tone": URGENCY.get(Priority(report.priority), "mute")},
            "label": _("Priority"),
        }
        if report.priority
        else {"text": "–", "label": _("Priority")},
        {"text": " · ".join(signs) or "–", "label": _("Asks for care")},
        {"text": _age(report), "day": None, "label": _("Age and clock"), "note": _clock(report)},
    ]


def _age(report: Report) -> str:
    return _("Received %(when)s") % {"when": ago(report.received_at)}


def _clock(report: Any) -> str:
    """Say the next time in words: report acknowledged, in 4 days."""
    if report.next_due_at is None:
        return _("No clock is running")
    name = deadline_name(Deadline(kind=report.next_kind))
    return f"{name}: {due(report.next_due_at)}"


def _columns(request: PersonRequest, sort: str) -> list[dict[str, Any]]:
    by_age = "newest" if sort in {"", "oldest"} else "oldest"
    return [
        {"label": _("Report")},
        {"label": _("Where it stands")},
        {
            "label": _("Priority"),
            "sort_url": _address(request, without=("sort", "page"), sort="priority"),
            "sorted": "ascending" if sort == "priority" else "",
        },
        {"label": _("Asks for care")},
        {
            "label": _("Age and clock"),
            "sort_url": _address(request, without=("sort", "page"), sort="due" if sort in {"", "oldest"} else by_age),
            "sorted": {"newest": "descending", "oldest": "ascending", "": "ascending"}.get(sort, ""),
        },
    ]


def _views(person: Any, current: str) -> list[dict[str, Any]]:
    counts = counts_of_views(person)
    return [
        {
            "label": label,
            "url": f"?view={code}" if code else "?",
            "current": code == current,
            "count": counts.get(code),
        }
        for code, label in VIEW_NAMES.items()
    ]


def _chips(request: PersonRequest, form: QueueFilterForm) -> list[dict[str, str]]:
    chips = []
    for name, value in form.cleaned_data.items():
        if value:
            words = dict(getattr(form.fields[name], "choices", ())).get(value, f"“{value}”")
            label = f"{form.fields[name].label}: {words}"
            chips.append({"label": label, "url": _address(request, without=(name, "page"))})
    return chips


def _address(request: PersonRequest, *, keep: tuple[str, ...] = (), without: tuple[str, ...] = (), **more: str) -> str:
    kept = [
        (name, value)
        for name, value in request.GET.items()
        if value and name not in without and (not keep or name in keep)
    ]
    return f"?{urlencode([*kept, *more.items()])}"
