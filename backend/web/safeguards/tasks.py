"""What safeguards ask of a person on their home page: to confirm one, to look at one again, to decide on a suggestion."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.deadlines.models import Deadline
from backend.kernel import clock
from backend.people.models import User
from backend.safeguards.models import SettingSafeguard
from backend.safeguards.queries.standing import CONFIRM, REVIEW, safeguards_seen_to, safeguards_to_decide
from backend.safeguards.vocabulary import SafeguardState

AHEAD: Final = timedelta(days=7)  # before its day a review comes to the first page
JUST_ENDED: Final = timedelta(days=7)


def safeguard_tasks(person: User) -> list[dict[str, Any]]:
    """Tell what somebody who sees to a safeguard does next, and what waits for those who decide."""
    owned = list(safeguards_seen_to(person)[:50])
    decided = list(safeguards_to_decide(person, until=clock.today())[:20])
    due = _due([*owned, *decided])
    known = {row.pk for row in owned}
    return [
        *(task for row in owned if (task := _owned(row, due))),
        *(_to_decide(row, due) for row in decided if row.pk not in known or row.has_run_out),
    ]


def _owned(row: SettingSafeguard, due: dict[str, datetime]) -> dict[str, Any] | None:
    """Speak to the owner of the situation and the day, and of no case."""
    if row.state == SafeguardState.PROPOSED:
        return _task(_("Put a safeguard in place"), row, _("It waits for your word."), due.get(row.key))
    if (
        row.state == SafeguardState.IN_PLACE
        and min(row.review_on, row.ends_on or row.review_on) <= clock.today() + AHEAD
    ):
        return _task(_("Look at a safeguard again"), row, row.label, due.get(row.key))
    if row.state == SafeguardState.ENDED and row.ended_at and row.ended_at > clock.now() - JUST_ENDED:
        return _task(_("A safeguard that you see to has ended"), row, row.label, None)
    return None


def _to_decide(row: SettingSafeguard, due: dict[str, datetime]) -> dict[str, Any]:
    if row.state == SafeguardState.SUGGESTED:
        return _task(_("Decide on a suggested change of a safeguard"), row, row.label, None)
    if row.has_run_out:
        return _task(_("Decide on a safeguard whose last day has passed"), row, row.label, None)
    return _task(_("A safeguard was not looked at in time"), row, row.owner.name, due.get(row.key))


def _task(label: str, row: SettingSafeguard, note: str, due: datetime | None) -> dict[str, Any]:
    url = reverse("safeguard", args=[row.reference])
    return {"label": label, "url": url, "reference": row.reference, "note": note, "due": due}


def _due(rows: Iterable[SettingSafeguard]) -> dict[str, datetime]:
    keys = [row.key for row in rows]
    if not keys:
        return {}
    running = Deadline.objects.unfinished().filter(subject__in=keys, kind__in=[CONFIRM, REVIEW])
    return {row.subject: row.due_at for row in running}
