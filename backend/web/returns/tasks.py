"""What returns to work ask of a person on their home page: to check, to decide, to note the day, and to hold a step of a plan."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.access.policy import scope
from backend.audit.recorded import Recorded
from backend.deadlines.models import Deadline
from backend.kernel import clock
from backend.people.models import User
from backend.returns.queries.appeals import appeals_to_answer, appeals_without_reviewer
from backend.returns.queries.plans import (
    AGAIN,
    CHECK,
    DUE,
    follow_ups_waiting,
    kept_away_unplanned,
    returns_waiting,
)
from backend.returns.vocabulary import ReturnState
from backend.web.own_appeals import appeal_tasks

MOST: Final = 12
AHEAD: Final = timedelta(days=5)
WORDS: Final[dict[str, tuple[Promise, Promise]]] = {
    ReturnState.REQUESTED: (lazy("Check a return to work"), lazy("The employee asks to come back.")),
    ReturnState.SCHEDULED: (lazy("Check a return to work"), lazy("It is planned. Name the day and the place.")),
    ReturnState.CHECKING: (lazy("Decide on a return to work"), lazy("See what must be so before, then decide.")),
    ReturnState.DEFERRED: (lazy("Look at a deferred return again"), lazy("The day that was named has come.")),
    ReturnState.APPROVED: (lazy("Note that somebody is back at work"), lazy("The day of the return has come.")),
    ReturnState.RETURNED: (lazy("Close the plan of a return"), lazy("The plan has reached its end.")),
    ReturnState.FOLLOW_UP: (lazy("Close the plan of a return"), lazy("The plan has reached its end.")),
}


def return_tasks(person: User) -> list[dict[str, Any]]:
    """Tell which returns wait for somebody, and which steps of a plan they hold next."""
    returns = returns_waiting(person)
    steps = follow_ups_waiting(person, until=clock.today() + AHEAD)
    due = _due([*returns, *steps])
    told = [
        {
            "label": WORDS[row.state][0],
            "url": reverse("return", args=[row.reference]),
            "reference": row.case.reference,
            "note": WORDS[row.state][1],
            "due": due.get(row.key),
        }
        for row in returns
    ]
    return told + [
        {
            "label": _("Hold a follow-up"),
            "url": reverse("follow-up", args=[step.reference]),
            "reference": step.reference,
            "note": f"{step.rtw.person.name} · {step.what}",
            "due": due.get(step.key),
        }
        for step in steps
    ]


def away_tasks(person: User) -> list[dict[str, Any]]:
    """Ask the HR partner to begin the plan of a return where somebody is on leave and nobody has thought of their coming back."""
    cases = scope(person, "rtw.schedule", kept_away_unplanned(person))
    return [
        {
            "label": _("Plan how somebody comes back"),
            "url": reverse("return-schedule", args=[case.reference]),
            "reference": case.reference,
            "note": _("Paid leave keeps them away, and no return is planned."),
            "due": None,
        }
        for case in cases[:MOST]
    ]


def return_appeal_tasks(person: User) -> list[dict[str, Any]]:
    """Tell whoever reviews appeals about returns which wait for them, and whoever appoints where nobody was named yet."""
    return appeal_tasks(
        answer=[(row, reverse("return-appeal", args=[row.reference])) for row in appeals_to_answer(person)[:MOST]],
        name=[(row, row.case.reference) for row in appeals_without_reviewer(person)[:MOST]],
        label=_("Decide on an appeal about a return to work"),
    )


def _due(rows: Iterable[Recorded]) -> dict[str, datetime]:
    keys = [row.key for row in rows]
    if not keys:
        return {}
    running = Deadline.objects.unfinished().filter(subject__in=keys, kind__in=[CHECK, AGAIN, DUE])
    return {row.subject: row.due_at for row in running}
