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
from backend.agreements.models import Agreement, AgreementState
from backend.agreements.queries.next_steps import open_cases, steps_for
from backend.agreements.queries.reach import (
    agreements_in_reach,
    agreements_to_countersign,
    duties_to_check,
    duty_steps,
)
from backend.cases.models import Case
from backend.cases.queries import (
    CAP,
    CaseFilter,
    Step,
    cases_by_stage,
    cases_for,
    counted,
    own_reports,
    prompt_steps,
    report_steps,
    reports_to_handle,
)
from backend.intake.queries.queue import reports_to_weigh
from backend.kernel import clock
from backend.people.models import User
from backend.records.queries import exports_to_approve
from backend.web.aftermath.tasks import aftermath_tasks
from backend.web.agreements.paper_tasks import contested_paper_tasks
from backend.web.agreements.requests import request_tasks
from backend.web.agreements.tasks import held_tasks, keeping_tasks
from backend.web.amends.others import feedback_tasks
from backend.web.break_glass import glass_tasks
from backend.web.cases.shell import STAGE_NAMES
from backend.web.clauses.tasks import clause_tasks
from backend.web.conflicts.tasks import conflict_tasks
from backend.web.context import CASE_WORK, TAKES_IN, takes_referrals
from backend.web.custody.tasks import custody_tasks
from backend.web.inquiry.tasks import inquiry_tasks
from backend.web.insights import pattern_tasks
from backend.web.letters.tasks import letter_tasks
from backend.web.measures.tasks import measure_tasks
from backend.web.monitoring.tasks import monitoring_tasks
from backend.web.near import near_tasks
from backend.web.own_tasks import own_tasks
from backend.web.pages import PersonRequest, signed_in
from backend.web.practice.tasks import practice_tasks
from backend.web.referrals.tasks import referral_tasks
from backend.web.registers.tasks import register_tasks
from backend.web.reports.waiting import message_tasks
from backend.web.returns.tasks import away_tasks, return_appeal_tasks, return_tasks
from backend.web.safeguards.extracts import extract_tasks
from backend.web.safeguards.tasks import safeguard_tasks
from backend.web.steps import Told, soonest_first, told
from backend.web.timers import stale_words
from backend.web.waiting import may_wait

MOST = 12  # tasks on the page; the lists hold the rest
LOOKED_AT = 100  # cases and reports from which the tasks are taken


@require_safe
@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """Tell a person what to do next."""
    person, roles = request.user, live_roles(request.user)
    if not roles and takes_referrals(person):
        return redirect("practice")
    waits = may_wait(person)
    mine, others = _steps(person, roles, waits)
    mine, held = _apart_from_held(person, mine, waits)
    tasks = [
        *own_tasks(person, waits),
        *(request_tasks(person) if "asked_change" in waits else ()),
        *(keeping_tasks(person, waits) if waits & {"promise", "check"} else ()),
        *(measure_tasks(person) if "measure" in waits else ()),
        *(aftermath_tasks(person) if waits & {"watch", "closing"} else ()),
        *monitoring_tasks(person, waits),
        *(safeguard_tasks(person) if "safeguard" in waits else ()),
        *(extract_tasks(person) if "extract" in waits else ()),
        *(return_tasks(person) if "return" in waits else ()),
        *(away_tasks(person) if "away" in waits else ()),
        *(contested_paper_tasks(person) if "contested" in waits else ()),
        *(return_appeal_tasks(person) if "return_appeal" in waits else ()),
        *(feedback_tasks(person) if "feedback" in waits else ()),
        *referral_tasks(person, roles, waits),
        *_approvals(person, roles),
        *(glass_tasks(person) if "glass" in waits else ()),
        *pattern_tasks(person),
        *(inquiry_tasks(person) if "task" in waits else ()),
        *(conflict_tasks(person, roles, waits) if roles else ()),
        *message_tasks(person, waits),
        *register_tasks(person, roles, waits),
        *practice_tasks(person, roles),
        *custody_tasks(person, roles),
        *held,
        *(clause_tasks(person) if waits & {"clause", "clause_rule"} else ()),
        *(letter_tasks(person) if roles & CASE_WORK and "draft" in waits else ()),
        *map(_task, soonest_first(told(step, person) for step in mine)),
    ]
    if roles & CASE_WORK:
        tasks += near_tasks(person, tasks)
    tasks.sort(key=lambda task: (task["due"] is None, task["due"].timestamp() if task["due"] else 0))
    shown = {
        "heading": _("%(greeting)s, %(name)s") % {"greeting": _greeting(), "name": person.name.split()[0]},
        "today": timezone.localdate(clock.now()),
        "tasks": tasks[:MOST],
        "more_tasks": max(len(tasks) - MOST, 0),
        "stale": stale_words(roles),
        "stats": _stats(person, roles, tasks),
        "waiting": _waiting(soonest_first(told(step, person) for step in others)[:5]),
        "stages": _stages(person, roles),
        "reports": list(own_reports(person)[:3]) if not roles and "report" in waits else [],
        "hands_in": not roles and "party" in waits and scope(person, "evidence.hand_in", Case.objects.all()).exists(),
    }
    return render(request, "web/home/staff.html" if roles else "web/home/person.html", shown)


def _steps(person: User, roles: frozenset[str], waits: frozenset[str]) -> tuple[list[Step], list[Step]]:
    mine: list[Step] = []
    others: list[Step] = []
    if roles & CASE_WORK:
        mine, others = steps_for(person, open_cases(person)[:LOOKED_AT])
    if roles & TAKES_IN:
        mine += prompt_steps(reports_to_weigh(person)[:LOOKED_AT]) if "prompt" in waits else []
        mine += report_steps(person, reports_to_handle(person)[:LOOKED_AT])
    known = {step.row.key for step in mine}
    mine += [
        Step("agreement.countersign", "officer", row, row.case)
        for row in (agreements_to_countersign(person) if "signed" in waits else ())
        if row.key not in known
    ]
    if Role.MONITOR in roles:
        mine += [step for step in duty_steps(person, LOOKED_AT) if step.row.key not in known]
    return mine, others


def _apart_from_held(person: User, steps: list[Step], waits: frozenset[str]) -> tuple[list[Step], list[dict[str, Any]]]:
    """Take out the countersignatures that must wait because a signature can still be taken back, and tell of the waiting instead."""
    signed = [step.row for step in steps if step.action == "agreement.countersign" and isinstance(step.row, Agreement)]
    held = held_tasks(person, signed) if "revocable" in waits else {}
    return [step for step in steps if step.row.pk not in held or step.action != "agreement.countersign"], [
        *held.values()
    ]


def _task(step: Told) -> dict[str, Any]:
    return {"label": step.label, "url": step.url, "reference": step.reference, "note": step.why, "due": step.due}


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
