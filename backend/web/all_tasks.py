"""Everything that waits for a person, on one page: by when, about what, and found by a word; view, filters and page live in the address."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from backend.access.roles import live_roles
from backend.kernel import clock
from backend.web.context import takes_referrals
from backend.web.gathering import Task, tasks_for
from backend.web.pages import PersonRequest, signed_in
from backend.web.templatetags.evenhand import is_late
from backend.web.waiting import may_wait

PER_PAGE: Final = 25
LOOKED_AT: Final = 500  # cases and reports from which the tasks are taken
SOON: Final = timedelta(days=7)
VIEWS: Final[dict[str, Promise]] = {
    "": lazy("All"),
    "overdue": lazy("Overdue"),
    "week": lazy("Next 7 days"),
    "later": lazy("Later"),
    "undated": lazy("No date"),
}
# What a task is about, by the first part of the address on which it is done.
ABOUT: Final[dict[str, Promise]] = {
    "reports": lazy("Reports"),
    "cases": lazy("Cases"),
    "agreements": lazy("Agreements"),
    "referrals": lazy("Referrals"),
    "own": lazy("Your own matters"),
    "other": lazy("Other"),
}
AREAS: Final = {
    "report": "reports", "reports": "reports", "cases": "cases", "appeals": "cases", "measures": "cases",
    "watches": "cases", "file-alarms": "cases", "agreements": "agreements", "returns": "agreements",
    "safeguards": "agreements", "referrals": "referrals", "custody": "referrals", "practice": "referrals",
    "mine": "own", "letters": "own",
}  # fmt: skip


class TaskFilterForm(forms.Form):
    """What the tasks may be cut down to."""

    q = forms.CharField(
        label=lazy("Search"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    about = forms.ChoiceField(label=lazy("About"), required=False, choices=[("", lazy("Any")), *ABOUT.items()])


@require_safe
@signed_in
def all_tasks(request: PersonRequest) -> HttpResponse:
    """List everything that waits for a person; nobody sees another person's list."""
    person, roles = request.user, live_roles(request.user)
    if not roles and takes_referrals(person):
        return redirect("practice")
    tasks, _others = tasks_for(person, roles, may_wait(person), most=LOOKED_AT)
    form = TaskFilterForm(request.GET)
    form.is_valid()
    given = {name: form.cleaned_data.get(name, "") for name in form.fields}
    found = [task for task in tasks if _fits(task, **given)]
    view = request.GET.get("view", "")
    view = view if view in VIEWS else ""
    rows = [task for task in found if not view or when_of(task) == view]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "tasks": page.object_list,
        "page": page,
        "count_text": ngettext("%(count)s task", "%(count)s tasks", len(rows)) % {"count": len(rows)},
        "views": _views(found, view, given),
        "filter_form": form,
        "keep": [{"name": "view", "value": view}] if view else [],
        "chips": _chips(form, view, given),
        "clear_url": _address({"view": view}),
        "is_empty": not tasks,
    }
    return render(request, "web/home/tasks.html", shown)


def when_of(task: Task) -> str:
    """Tell under which view a task stands: overdue, due within a week, later, or without a date."""
    due = task["due"]
    if due is None:
        return "undated"
    if is_late(due):
        return "overdue"
    return "week" if timezone.localdate(due) <= timezone.localdate(clock.now() + SOON) else "later"


def about_of(task: Task) -> str:
    """Tell what a task is about."""
    return AREAS.get(task["url"].split("/")[1], "other")


def _fits(task: Task, *, q: str, about: str) -> bool:
    words = " ".join(str(task.get(name) or "") for name in ("label", "reference", "note")).casefold()
    return (not about or about_of(task) == about) and all(word in words for word in q.casefold().split())


def _views(found: Sequence[Task], current: str, given: dict[str, str]) -> list[dict[str, Any]]:
    counts = [when_of(task) for task in found]
    return [
        {
            "label": label,
            "url": _address({"view": code, **given}),
            "current": code == current,
            "count": counts.count(code) if code else len(counts),
        }
        for code, label in VIEWS.items()
    ]


def _chips(form: TaskFilterForm, view: str, given: dict[str, str]) -> list[dict[str, str]]:
    words = {"q": f"“{given['q']}”", "about": str(ABOUT.get(given["about"], ""))}
    return [
        {
            "label": f"{form.fields[name].label}: {words[name]}",
            "url": _address({"view": view, **{other: said for other, said in given.items() if other != name}}),
        }
        for name, value in given.items()
        if value
    ]


def _address(parts: dict[str, str]) -> str:
    return f"?{urlencode(_filled(parts.items()))}"


def _filled(parts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in parts if value]


urlpatterns = [path("tasks/", all_tasks, name="tasks")]
