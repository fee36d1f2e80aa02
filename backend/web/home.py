"""The first page: what this person does next, overdue first, and numbers that lead to the lists behind them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from backend.access.models import Role
from backend.access.policy import scope
from backend.access.roles import live_roles
from backend.agreements.models import AgreementState
from backend.agreements.queries.next_steps import open_cases, steps_for
from backend.agreements.queries.reach import (
    agreements_in_reach,
    agreements_to_countersign,
    duties_to_check,
    duty_steps,
    own_offers,
)
from backend.cases.queries import (
    CAP,
    CaseFilter,
    Step,
    cases_by_stage,
    cases_for,
    counted,
    own_allegations,
    own_reports,
    report_steps,
    reports_to_handle,
)
from backend.documents.models import Document
from backend.kernel import clock
from backend.people.models import User
from backend.records.queries import exports_to_approve
from backend.web.break_glass import glass_tasks
from backend.web.cases.shell import STAGE_NAMES
from backend.web.context import CASE_WORK
from backend.web.pages import PersonRequest, signed_in
from backend.web.steps import Told, soonest_first, told

MOST = 12  # tasks on the page; the lists hold the rest
LOOKED_AT = 100  # cases and reports from which the tasks are taken


@require_safe
@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """Tell a person what to do next."""
    person, roles = request.user, live_roles(request.user)
    mine, others = _steps(person, roles)
    tasks = [
        *_own_tasks(person),
        *_approvals(person, roles),
        *glass_tasks(person),
        *map(_task, soonest_first(told(step, person) for step in mine)),
    ]
    tasks.sort(key=lambda task: (task["due"] is None, task["due"].timestamp() if task["due"] else 0))
    shown = {
        "heading": _("%(greeting)s, %(name)s") % {"greeting": _greeting(), "name": person.name.split()[0]},
        "today": timezone.localdate(clock.now()),
        "tasks": tasks[:MOST],
        "more_tasks": max(len(tasks) - MOST, 0),
        "stats": _stats(person, roles, tasks),
        "waiting": _waiting(soonest_first(told(step, person) for step in others)[:5]),
        "stages": _stages(person, roles),
        "reports": list(own_reports(person)[:3]) if not roles else [],
    }
    return render(request, "web/home/staff.html" if roles else "web/home/person.html", shown)


def _steps(person: User, roles: frozenset[str]) -> tuple[list[Step], list[Step]]:
    mine: list[Step] = []
    others: list[Step] = []
    if roles & CASE_WORK:
        mine, others = steps_for(person, open_cases(person)[:LOOKED_AT])
    if Role.INTAKE in roles:
        mine += report_steps(person, reports_to_handle(person)[:LOOKED_AT])
    known = {step.row.key for step in mine}
    mine += [
        Step("agreement.countersign", "officer", row, row.case)
        for row in agreements_to_countersign(person)
        if row.key not in known
    ]
    if Role.MONITOR in roles:
        mine += [step for step in duty_steps(person, LOOKED_AT) if step.row.key not in known]
    return mine, others


def _task(step: Told) -> dict[str, Any]:
    return {"label": step.label, "url": step.url, "reference": step.reference, "note": step.why, "due": step.due}


def _own_tasks(person: User) -> list[dict[str, Any]]:
    """What waits for the person as an employee, whatever else they are here."""
    tasks: list[dict[str, Any]] = [
        {
            "label": _("Read and answer the offer of an agreement"),
            "url": reverse("my-agreement", args=[agreement.reference]),
            "reference": agreement.reference,
            "note": _("You may sign, sign under protest, or decline."),
            "due": agreement.offer_expires_at,
        }
        for agreement in own_offers(person)
    ]
    tasks += [
        {
            "label": _("Answer what is alleged"),
            "url": reverse("my-allegation", args=[allegation.reference]),
            "reference": allegation.reference,
            "note": _("It is not a finding. A late answer is still taken."),
            "due": allegation.answer_due_at,
        }
        for allegation in own_allegations(person)
    ]
    unread = (
        scope(person, "document.open", Document.objects.filter(recipient=person.person_id, opened_at=None)).count()
        if person.person_id
        else 0
    )
    if unread:
        words = ngettext("Read %(count)s new letter", "Read %(count)s new letters", unread) % {"count": unread}
        tasks.append(
            {
                "label": words,
                "url": reverse("letters"),
                "note": _("Letters are kept for you; nothing is lost if you read them later."),
                "due": None,
            }
        )
    return tasks


def _approvals(person: User, roles: frozenset[str]) -> list[dict[str, Any]]:
    """The exports with names on which a privacy officer has the word."""
    if Role.PRIVACY_OFFICER not in roles:
        return []
    return [
        {
            "label": _("Decide on an export with names"),
            "url": reverse("export", args=[export.reference]),
            "reference": export.reference,
            "note": _("%(name)s asked for it.") % {"name": export.requested_by.name},
            "due": None,
        }
        for export in exports_to_approve(person)[:MOST]
    ]


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
    if Role.INTAKE in roles:
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
        stats.append(
            {"label": _("Your overdue steps"), "value": late, "note": _("in the list above") if late else "", "url": ""}
        )
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
