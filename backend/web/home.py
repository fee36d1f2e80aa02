"""The first page: what this person does next, overdue first, and numbers that lead to the lists behind them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend.access.models import Role
from backend.access.policy import scope
from backend.access.roles import live_roles
from backend.agreements.models import AgreementState
from backend.agreements.queries.reach import (
    agreements_in_reach,
    duties_to_check,
)
from backend.cases.models import Case
from backend.cases.queries import (
    CAP,
    CaseFilter,
    cases_by_stage,
    cases_for,
    counted,
    own_reports,
    reports_to_handle,
)
from backend.kernel import clock
from backend.people.models import User
from backend.web.cases.shell import STAGE_NAMES
from backend.web.context import CASE_WORK, TAKES_IN, takes_referrals
from backend.web.gathering import Task, tasks_for
from backend.web.pages import PersonRequest, signed_in
from backend.web.steps import Told, soonest_first, told
from backend.web.templatetags.evenhand import is_late
from backend.web.timers import stale_words
from backend.web.waiting import may_wait

MOST = 12  # tasks on the page; the page of all tasks holds the rest
IN_TIME = 4  # places kept among them for what is not overdue yet
LOOKED_AT = 100  # cases and reports from which the tasks are taken


@require_safe
@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """Tell a person what to do next."""
    person, roles = request.user, live_roles(request.user)
    if not roles and takes_referrals(person):
        return redirect("practice")
    waits = may_wait(person)
    tasks, others = tasks_for(person, roles, waits, most=LOOKED_AT)
    shown = {
        "heading": _("%(greeting)s, %(name)s") % {"greeting": _greeting(), "name": person.name.split()[0]},
        "today": timezone.localdate(clock.now()),
        "tasks": first_of(tasks),
        "number": len(tasks) if len(tasks) > MOST else 0,
        "stale": stale_words(roles),
        "stats": _stats(person, roles, tasks),
        "waiting": _waiting(soonest_first(told(step, person) for step in others)[:5]),
        "stages": _stages(person, roles),
        "reports": list(own_reports(person)[:3]) if not roles and "report" in waits else [],
        "hands_in": not roles and "party" in waits and scope(person, "evidence.hand_in", Case.objects.all()).exists(),
    }
    return render(request, "web/home/staff.html" if roles else "web/home/person.html", shown)


def first_of(tasks: list[Task]) -> list[Task]:
    """Choose what stands on the first page: the most overdue, but never so many that they hide what is still in time."""
    late = [task for task in tasks if is_late(task["due"])]
    in_time = [task for task in tasks if not is_late(task["due"])]
    kept = max(MOST - len(in_time), MOST - IN_TIME)
    return late[:kept] + in_time[: MOST - len(late[:kept])]


def _stats(person: User, roles: frozenset[str], tasks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    stats: list[dict[str, Any]] = []
    if roles & CASE_WORK:
        stats += [
            {"label": _("Open cases"), "value": _number(cases_for(person, CaseFilter())), "url": reverse("cases")},
            {
                "label": _("Overdue cases"),
                "value": _number(cases_for(person, CaseFilter(view="overdue"))),
                "url": f"{reverse('cases')}?view=overdue",
            },
        ]
    if roles & TAKES_IN:
        stats.append(
            {"label": _("Reports waiting"), "value": _number(reports_to_handle(person)), "url": reverse("reports")}
        )
    if roles & {Role.DECISION_MAKER, Role.HR_PARTNER, Role.COUNSEL}:
        running = agreements_in_reach(person).filter(state=AgreementState.ACTIVE)
        stats.append({"label": _("Agreements in force"), "value": _number(running), "url": reverse("agreements")})
    if Role.MONITOR in roles:
        stats.append(
            {"label": _("Obligations to check"), "value": _number(duties_to_check(person)), "url": reverse("duties")}
        )
    late = sum(1 for task in tasks if task["due"] and task["due"] < clock.now())
    if stats:
        stats.append({"label": _("Your overdue steps"), "value": late, "url": f"{reverse('tasks')}?view=overdue"})
    return stats


def _number(rows: Any) -> str:
    number, more = counted(rows)
    return f"{CAP}+" if more else str(number)


def _waiting(steps: Iterable[Told]) -> list[dict[str, str]]:
    return [
        {"key": step.who, "value": step.label, "note": step.reference, "url": reverse("case", args=[step.reference])}
        for step in steps
    ]


def _stages(person: User, roles: frozenset[str]) -> list[dict[str, Any]]:
    if not roles & CASE_WORK:
        return []
    return [
        {"label": STAGE_NAMES[stage], "value": number, "url": f"{reverse('cases')}?stage={stage}"}
        for stage, number in cases_by_stage(person).items()
    ]


def _greeting() -> str:
    hour = timezone.localtime(clock.now()).hour
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


urlpatterns = [path("", home, name="home")]
