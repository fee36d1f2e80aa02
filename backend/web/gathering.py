"""What waits for one person, from every part of the product: shortened on the first page, whole on a page of its own."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.models import Role
from backend.agreements.models import Agreement
from backend.agreements.queries.next_steps import open_cases, steps_for
from backend.agreements.queries.reach import agreements_to_countersign, duty_steps
from backend.cases.queries import Step, prompt_steps, report_steps, reports_to_handle
from backend.intake.queries.queue import reports_to_weigh
from backend.people.models import User
from backend.records.queries import exports_to_approve
from backend.web.aftermath.tasks import aftermath_tasks
from backend.web.agreements.paper_tasks import contested_paper_tasks
from backend.web.agreements.requests import request_tasks
from backend.web.agreements.tasks import held_tasks, keeping_tasks
from backend.web.amends.others import feedback_tasks
from backend.web.break_glass import glass_tasks
from backend.web.clauses.tasks import clause_tasks
from backend.web.conflicts.tasks import conflict_tasks
from backend.web.context import CASE_WORK, TAKES_IN
from backend.web.custody.tasks import custody_tasks
from backend.web.inquiry.tasks import inquiry_tasks
from backend.web.insights import pattern_tasks
from backend.web.letters.tasks import letter_tasks
from backend.web.measures.tasks import measure_tasks
from backend.web.monitoring.tasks import monitoring_tasks
from backend.web.near import near_tasks
from backend.web.own_tasks import own_tasks
from backend.web.practice.tasks import practice_tasks
from backend.web.referrals.tasks import referral_tasks
from backend.web.registers.tasks import register_tasks
from backend.web.reports.waiting import message_tasks
from backend.web.returns.tasks import away_tasks, return_appeal_tasks, return_tasks
from backend.web.safeguards.extracts import extract_tasks
from backend.web.safeguards.tasks import safeguard_tasks
from backend.web.steps import Told, soonest_first, told

Task = dict[str, Any]  # label, url, note, due (or None), reference? and tag?, as the list of tasks shows them
MOST_EXPORTS: Final = 12


def tasks_for(
    person: User, roles: frozenset[str], waits: frozenset[str], *, most: int
) -> tuple[list[Task], list[Step]]:
    """Give what a person has to do, overdue first and without a date last, and the steps in their cases that wait for others.

    Of cases and reports, and of an agreement's obligations, the newest `most` of each kind are looked at.
    """
    mine, others = _steps(person, roles, waits, most)
    mine, held = _apart_from_held(person, mine, waits)
    tasks: list[Task] = [
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
    return tasks, others


def _steps(person: User, roles: frozenset[str], waits: frozenset[str], most: int) -> tuple[list[Step], list[Step]]:
    mine: list[Step] = []
    others: list[Step] = []
    if roles & CASE_WORK:
        mine, others = steps_for(person, open_cases(person)[:most])
    if roles & TAKES_IN:
        mine += prompt_steps(reports_to_weigh(person)[:most]) if "prompt" in waits else []
        mine += report_steps(person, reports_to_handle(person)[:most])
    known = {step.row.key for step in mine}
    mine += [
        Step("agreement.countersign", "officer", row, row.case)
        for row in (agreements_to_countersign(person) if "signed" in waits else ())
        if row.key not in known
    ]
    if Role.MONITOR in roles:
        mine += [step for step in duty_steps(person, most) if step.row.key not in known]
    return mine, others


def _apart_from_held(person: User, steps: list[Step], waits: frozenset[str]) -> tuple[list[Step], list[Task]]:
    """Take out the countersignatures that must wait because a signature can still be taken back, and tell of the waiting instead."""
    signed = [step.row for step in steps if step.action == "agreement.countersign" and isinstance(step.row, Agreement)]
    held = held_tasks(person, signed) if "revocable" in waits else {}
    return [step for step in steps if step.row.pk not in held or step.action != "agreement.countersign"], [
        *held.values()
    ]


def _task(step: Told) -> Task:
    return {"label": step.label, "url": step.url, "reference": step.reference, "note": step.why, "due": step.due}


def _approvals(person: User, roles: frozenset[str]) -> list[Task]:
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
        for export in exports_to_approve(person)[:MOST_EXPORTS]
    ]
