"""What waits for somebody because of an agreement in force: a check-in, a notice, a decision, an answer."""

from datetime import timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.kernel import clock
from backend.monitoring.queries.reach import (
    breach_appeals_to_answer,
    breach_appeals_without_reviewer,
    breaches_to_decide,
    breaches_to_notice,
    check_ins_passed_on,
    check_ins_to_hold,
    easings_to_decide,
    own_breaches_waiting,
    own_check_ins_missed,
    undertakings_asked,
)
from backend.people.models import User
from backend.web.forms.inquiry import end_of
from backend.web.own_appeals import appeal_tasks

MOST: Final = 12
SOON: Final = timedelta(days=7)
Tasks = list[dict[str, Any]]


def monitoring_tasks(person: User, waits: frozenset[str]) -> Tasks:
    """Tell what waits for somebody as a monitor, as the employee, and as whoever notices and decides."""
    tasks = _as_monitor(person) if "check_in" in waits else []
    tasks += _undertakings(person) if "undertaking" in waits else []
    tasks += _passed_on(person) if "passed_on" in waits else []
    tasks += _as_employee(person) if waits & {"own_breach", "own_check_in"} else []
    tasks += _breaches(person) if "breach" in waits else []
    tasks += _appeals(person) if "breach_appeal" in waits else []
    return tasks + (_easings(person) if "easing" in waits else [])


def _task(label: str, url: str, reference: str, note: str, due: Any = None) -> dict[str, Any]:
    return {"label": label, "url": url, "reference": reference, "note": note, "due": due}


def _as_monitor(person: User) -> Tasks:
    soon = check_ins_to_hold(person).filter(due_on__lte=clock.today() + SOON)[:MOST]
    return [
        _task(
            _("Check-in with %(name)s") % {"name": row.agreement.person.name},
            reverse("monitor-check-in", args=[row.reference]),
            row.reference,
            _("Three lines: what got in the way, what is done, what is needed."),
            end_of(row.due_on),
        )
        for row in soon
    ]


def _undertakings(person: User) -> Tasks:
    return [
        _task(
            _("Give your undertaking as a monitor"),
            reverse("monitor-check-ins"),
            "",
            _("You were briefed on the agreement with %(name)s.") % {"name": row.agreement.person.name},
        )
        for row in undertakings_asked(person)
    ]


def _passed_on(person: User) -> Tasks:
    return [
        _task(
            _("Find a way for a check-in"),
            reverse("monitor-check-in", args=[row.reference]),
            row.reference,
            _("It did not take place, and the two did not find another day."),
        )
        for row in check_ins_passed_on(person)[:MOST]
    ]


def _as_employee(person: User) -> Tasks:
    tasks = [
        _task(
            _("Answer a question about one obligation"),
            reverse("my-breach", args=[row.reference]),
            row.reference,
            _("Nothing has been decided. You may bring a companion."),
            row.respond_by,
        )
        for row in own_breaches_waiting(person)[:MOST]
    ]
    return tasks + [
        _task(
            _("Say what got in the way of a check-in"),
            reverse("my-check-in-barrier", args=[row.reference]),
            row.reference,
            _("It is no breach. A code is enough."),
        )
        for row in own_check_ins_missed(person)[:MOST]
    ]


def _breaches(person: User) -> Tasks:
    notices = [
        _task(
            _("Look at reported facts and give notice"),
            reverse("breach", args=[row.reference]),
            row.reference,
            _("Somebody reported that an obligation may not have been kept."),
        )
        for row in breaches_to_notice(person)[:MOST]
    ]
    return notices + [
        _task(
            _("Decide on a suspected breach"),
            reverse("breach", args=[row.reference]),
            row.reference,
            _("The employee was heard, or the time to answer passed."),
        )
        for row in breaches_to_decide(person)[:MOST]
    ]


def _appeals(person: User) -> Tasks:
    return appeal_tasks(
        answer=[(row, reverse("breach", args=[row.reference])) for row in breach_appeals_to_answer(person)[:MOST]],
        name=[(row, row.case.reference) for row in breach_appeals_without_reviewer(person)[:MOST]],
        label=_("Decide on an appeal about one obligation"),
    )


def _easings(person: User) -> Tasks:
    return [
        _task(
            _("Look at a stretch that was kept"),
            reverse("agreement-followed", args=[row.agreement.reference]),
            row.agreement.reference,
            _("%(kept)s of %(asked)s kept. Decide whether something becomes easier.")
            % {"kept": row.kept, "asked": row.asked},
        )
        for row in easings_to_decide(person)[:MOST]
    ]
