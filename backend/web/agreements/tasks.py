"""What waits for somebody who does, checks or signs something under an agreement, without being its monitor."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.agreements.models import Agreement, Occurrence
from backend.agreements.obligation_vocabulary import OccurrenceState
from backend.agreements.queries.answers import held_until
from backend.agreements.queries.keeping import checks_of_week, promises_to_keep
from backend.documents.queries import day_words
from backend.people.models import User
from backend.web.forms.inquiry import end_of

MOST = 20


def keeping_tasks(person: User, waits: frozenset[str]) -> list[dict[str, Any]]:
    """Tell of what somebody promised to do for the organisation, and of what was handed in to them by name."""
    promised = promises_to_keep(person)[:MOST] if "promise" in waits else ()
    tasks = [_task(row, _("Do what was promised"), row.duty.what) for row in promised]
    if "check" in waits:
        rows = checks_of_week(person).filter(state=OccurrenceState.SUBMITTED, duty__verifier=person.person_id)
        others = rows.exclude(agreement__monitor=person.person_id)  # a monitor is told of every obligation
        tasks += [_task(row, _("Check what was handed in"), row.duty.proof) for row in others[:MOST]]
    return tasks


def held_tasks(person: User, waiting: Collection[Agreement]) -> dict[int, dict[str, Any]]:
    """Tell the officer, by agreement, of signatures that can still be taken back: the countersignature waits for that day."""
    until = held_until(waiting)
    return {
        agreement.pk: {
            "label": _("Wait before you countersign"),
            "url": reverse("agreement", args=[agreement.reference]),
            "reference": agreement.reference,
            "note": _("%(name)s may take the signature back until the end of %(day)s. Countersign after that.")
            % {"name": agreement.person.name, "day": day_words(timezone.localdate(until[agreement.pk]))},
            "due": None,
        }
        for agreement in waiting
        if agreement.pk in until
    }


def _task(row: Occurrence, label: str, note: str) -> dict[str, Any]:
    return {
        "label": label,
        "url": reverse("duty-date", args=[row.agreement.reference, row.duty.seq, row.number]),
        "reference": row.agreement.reference,
        "note": note,
        "due": end_of(row.due_on),
    }
