"""The list of cases: filters, order and page live in the address; the list is recorded as a read."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.forms import ChoiceField, Field
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from backend.access.models import Role
from backend.access.roles import has_role
from backend.audit.reads import listed
from backend.cases.models import Case
from backend.cases.queries import CAP, CaseFilter, cases_for, counted, usual_order
from backend.intake.vocabulary import Priority
from backend.people.models import Unit, User
from backend.web.cases.shell import STAGE_NAMES, URGENCY
from backend.web.forms.cases import CaseFilterForm
from backend.web.pages import PersonRequest, signed_in
from backend.web.states import tone_of

PER_PAGE = 25


@require_safe
@signed_in
def cases(request: PersonRequest) -> HttpResponse:
    """List the cases that the person may see, as the address asks."""
    form = _filters(request)
    wanted = _wanted(request, form)
    rows = cases_for(request.user, wanted)
    count, more = counted(rows)
    page = _page(rows, request.GET.get("page", ""), count)
    listed(
        page.object_list,
        "case.list",
        actor=request.user,
        filters={name: value for name, value in vars(wanted).items() if value},
    )
    shown = {
        "page": None if more else page,
        "rows": [{"cells": _cells(case)} for case in page],
        "count_text": _count_words(count, more=more),
        "is_filtered": bool(_chips(request, form)),
        "filter_form": form,
        "keep": [{"name": name, "value": request.GET[name]} for name in ("view", "sort") if request.GET.get(name)],
        "chips": _chips(request, form),
        "clear_url": _address(request, keep=("view", "sort")),
        "views": _views(request, wanted.view),
        "columns": _columns(request, wanted.sort or usual_order(request.user)),
        "sub": _sub_line(request.user),
        **_turning(request, page, count, more=more),
    }
    return render(request, "web/cases/list.html", shown)


def _filters(request: PersonRequest) -> CaseFilterForm:
    units = list(Unit.objects.order_by("name").values_list("code", "name"))
    stages = [(code, str(name)) for code, name in STAGE_NAMES.items()]
    return CaseFilterForm(request.GET, stages=stages, units=units)


def _wanted(request: PersonRequest, form: CaseFilterForm) -> CaseFilter:
    form.is_valid()
    given = {name: form.cleaned_data.get(name, "") for name in form.fields}
    return CaseFilter(view=request.GET.get("view", ""), sort=request.GET.get("sort", ""), **given)


def _page(rows: Any, number: str, count: int) -> "Page[Case]":
    paginator: Paginator[Case] = Paginator(rows, PER_PAGE)
    paginator.__dict__["count"] = count  # counted once, up to the cap
    return paginator.get_page(number)


def _cells(case: Any) -> list[dict[str, Any]]:
    due = case.next_due_at if case.is_open else None
    return [
        {
            "text": case.title,
            "url": reverse("case", args=[case.reference]),
            "main": True,
            "reference": case.reference,
            "note": case.get_kind_display(),
        },
        {"tag": {"label": case.get_state_display(), "tone": tone_of(case.state)}},
        {"tag": {"label": case.priority, "tone": URGENCY.get(Priority(case.priority), "mute")}, "label": _("Priority")},
        {"text": case.investigator_name or _("Nobody yet"), "label": _("Investigator")},
        {"due": due, "label": _("Next deadline")} if due else {"text": "–", "label": _("Next deadline")},
        {"since": case.opened_at, "label": _("Opened")},
    ]


def _columns(request: PersonRequest, sort: str) -> list[dict[str, Any]]:
    by_age = "oldest" if sort == "newest" else "newest"
    return [
        {"label": _("Case")},
        {"label": _("Stage")},
        {
            "label": _("Priority"),
            "sort_url": _sorted_by(request, "priority"),
            "sorted": "ascending" if sort == "priority" else "",
        },
        {"label": _("Investigator")},
        {
            "label": _("Next deadline"),
            "sort_url": _sorted_by(request, "due"),
            "sorted": "ascending" if sort == "due" else "",
        },
        {
            "label": _("Opened"),
            "sort_url": _sorted_by(request, by_age),
            "sorted": {"newest": "descending", "oldest": "ascending"}.get(sort, ""),
        },
    ]


def _views(request: PersonRequest, current: str) -> list[dict[str, Any]]:
    names = [("", _("Open")), ("overdue", _("Overdue")), ("closed", _("Closed")), ("all", _("All"))]
    if has_role(request.user, Role.INTAKE, Role.AUDITOR):
        names.insert(2, ("unassigned", _("No investigator")))
    return [
        {"label": label, "url": f"?view={code}" if code else "?", "current": code == current} for code, label in names
    ]


def _chips(request: PersonRequest, form: CaseFilterForm) -> list[dict[str, str]]:
    return [
        {
            "label": f"{form.fields[name].label}: {_words(form.fields[name], value)}",
            "url": _address(request, without=(name, "page")),
        }
        for name, value in form.cleaned_data.items()
        if value
    ]


def _words(field: Field, value: str) -> str:
    return str(dict(field.choices).get(value, value)) if isinstance(field, ChoiceField) else f"“{value}”"  # type: ignore[arg-type]


def _turning(request: PersonRequest, page: "Page[Case]", count: int, *, more: bool) -> dict[str, Any]:
    """Beyond the cap there is no number of the last page: say so, and turn page by page."""
    if not more:
        return {}
    first = page.start_index()
    words = _("%(first)s to %(last)s of more than %(cap)s") % {"first": first, "last": page.end_index(), "cap": CAP}
    return {
        "text": words,
        "newer_url": _address(request, without=("page",), page=str(page.number - 1)) if page.has_previous() else "",
        "older_url": _address(request, without=("page",), page=str(page.number + 1)) if page.has_next() else "",
    }


def _sorted_by(request: PersonRequest, order: str) -> str:
    return _address(request, without=("sort", "page"), sort=order)


def _address(request: PersonRequest, *, keep: tuple[str, ...] = (), without: tuple[str, ...] = (), **more: str) -> str:
    kept = [
        (name, value)
        for name, value in request.GET.items()
        if value and name not in without and (not keep or name in keep)
    ]
    return f"?{urlencode([*kept, *more.items()])}"


def _count_words(count: int, *, more: bool) -> str:
    if more:
        return _("More than %(count)s cases") % {"count": CAP}
    return ngettext("%(count)s case", "%(count)s cases", count) % {"count": count}


def _sub_line(user: User) -> str:
    """Say whose cases the list shows."""
    return (
        _("All cases, without the names in them")
        if has_role(user, Role.AUDITOR)
        else _("Cases on which you hold a role")
    )
