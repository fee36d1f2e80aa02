"""What the aftermath of cases asks of a person on their home page: check-ins, concerns, and proposals that wait for a second person."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.policy import scope
from backend.audit.recorded import Recorded
from backend.cases.models import Case, CheckIn, EarlyClosing, RetaliationWatch
from backend.cases.watching import check_ins_waiting, concerns_waiting, escalated_check_ins, own_watches
from backend.deadlines.models import Deadline
from backend.kernel import clock
from backend.people.models import User

AHEAD: Final = timedelta(days=3)
EARLY: Final = timedelta(days=7)


def aftermath_tasks(person: User) -> list[dict[str, Any]]:
    """Tell what a watch or a proposal to close asks of somebody."""
    return [*_own(person), *_check_ins(person), *_concerns(person), *_early_closings(person)]


def _own(person: User) -> list[dict[str, Any]]:
    near = CheckIn.objects.filter(state__in=["planned", "missed"], due_on__lte=clock.today() + EARLY)
    rows = list(scope(person, "check_in.answer", near).order_by("due_on")[:3])
    if not rows and own_watches(person).filter(watch__state="watching").exists():
        words = _("Has anything bad happened since you told us? You can say so at any time.")
        return [
            {"label": _("Your protection from retaliation"), "url": reverse("my-watch"), "note": words, "due": None}
        ]
    return [
        {
            "label": _("Tell us how things are"),
            "url": reverse("my-check-in", args=[row.reference]),
            "note": _("Six short questions. You may also ask not to be asked."),
            "due": None,
        }
        for row in rows
    ]


def _check_ins(person: User) -> list[dict[str, Any]]:
    rows = list(check_ins_waiting(person, until=clock.today() + AHEAD)[:10])
    due = _due(rows)
    tasks = [
        _task(
            _("Hold a check-in"), "check-in", row.reference, row.watch, row.person.party.person.name, due.get(row.key)
        )
        for row in rows
    ]
    return tasks + [
        _task(_("See to a missed check-in"), "check-in", row.reference, row.watch, row.person.party.person.name, None)
        for row in escalated_check_ins(person)[:10]
    ]


def _concerns(person: User) -> list[dict[str, Any]]:
    rows = list(concerns_waiting(person)[:10])
    due = _due(rows)
    words = _("Settle it, or open a case about retaliation.")
    return [
        _task(_("Look at a concern about retaliation"), "concern", row.reference, row.watch, words, due.get(row.key))
        for row in rows
    ]


def _due(rows: Sequence[Recorded]) -> dict[str, datetime]:
    if not rows:
        return {}
    running = Deadline.objects.unfinished().filter(subject__in=[row.key for row in rows])
    return {deadline.subject: deadline.due_at for deadline in running.order_by("-due_at")}


def _early_closings(person: User) -> list[dict[str, Any]]:
    cases = scope(person, "case.close_without_decision", Case.objects.all())
    waiting = EarlyClosing.objects.filter(decided_at=None, case__in=cases).exclude(proposed_by=person)
    return [
        {
            "label": _("Decide whether a case ends without a decision"),
            "url": reverse("case-closing", args=[row.case.reference]),
            "reference": row.case.reference,
            "note": _("%(name)s proposes it.") % {"name": row.proposed_by.name},
            "due": None,
        }
        for row in waiting.select_related("case", "proposed_by__person").order_by("pk")[:10]
    ]


def _task(label: str, name: str, reference: str, watch: RetaliationWatch, note: str, due: Any) -> dict[str, Any]:
    return {
        "label": label,
        "url": reverse(name, args=[reference]),
        "reference": watch.reference,
        "note": note,
        "due": due,
    }
