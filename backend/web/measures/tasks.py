"""What temporary measures ask of a person on their home page."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.deadlines.models import Deadline
from backend.investigation.measure_tables import MeasureState
from backend.investigation.queries.measures import (
    ANSWER,
    REVIEW,
    measures_waiting,
    own_instructions,
    own_measures,
    protecting_measures,
)
from backend.kernel import clock
from backend.people.models import User

AHEAD: Final = timedelta(days=5)  # days before its review is due on which a measure comes to the first page
WORDS: dict[str, tuple[Promise, Promise]] = {
    MeasureState.PROPOSED: (lazy("Approve a temporary measure"), lazy("It is proposed. Nobody is told before.")),
    MeasureState.CHALLENGED: (lazy("Answer a challenge to a measure"), lazy("You took no part in the measure.")),
    MeasureState.IN_FORCE: (lazy("Look at a measure again"), lazy("Continue it, change it or end it.")),
}


def measure_tasks(person: User) -> list[dict[str, Any]]:
    """Tell which measures wait for somebody, as one who works on a case and as one whom they concern."""
    return [*_own_tasks(person), *_staff_tasks(person)]


def _staff_tasks(person: User) -> list[dict[str, Any]]:
    rows = measures_waiting(person, until=clock.today() + AHEAD)
    due = _due([row.key for row in rows])
    return [
        {
            "label": WORDS[row.state][0],
            "url": reverse("measure", args=[row.reference]),
            "reference": row.case.reference,
            "note": WORDS[row.state][1],
            "due": due.get((row.key, ANSWER if row.state == MeasureState.CHALLENGED else REVIEW)),
        }
        for row in rows
    ]


def _due(keys: Sequence[str]) -> dict[tuple[str, str], datetime]:
    running = Deadline.objects.unfinished().filter(subject__in=keys, kind__in=[REVIEW, ANSWER])
    return {(row.subject, row.kind): row.due_at for row in running} if keys else {}


def _own_tasks(person: User) -> list[dict[str, Any]]:
    tasks = []
    if own_measures(person).filter(ended_at=None).exists() or protecting_measures(person).exists():
        tasks.append(
            _task(
                _("Read the temporary measures that concern you"), "my-measures", _("You may challenge what binds you.")
            )
        )
    if own_instructions(person).exists():
        tasks.append(_task(_("Arrange something for somebody you lead"), "my-instructions", ""))
    return tasks


def _task(label: str, name: str, note: str) -> dict[str, Any]:
    return {"label": label, "url": reverse(name), "note": note, "due": None}
