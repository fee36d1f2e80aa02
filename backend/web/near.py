"""Deadlines on the first page: what comes near and what was missed, beside the steps that somebody does next."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.cases.models import Case
from backend.cases.near import Near, deadlines_near
from backend.people.models import User
from backend.web.cases.overview import deadline_name
from backend.web.templatetags.evenhand import due


def near_tasks(person: User, besides: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """List the deadlines that somebody was warned of, unless a step with the same day tells of them already."""
    told = {(task.get("reference"), task["due"]) for task in besides}
    return [_task(near) for near in deadlines_near(person) if (near.matter.reference, near.deadline.due_at) not in told]


def _task(near: Near) -> dict[str, Any]:
    kind = "case" if isinstance(near.matter, Case) else "report"
    words = _("The time was missed: say how it goes on.") if near.missed else _("Due %(when)s")
    return {
        "label": deadline_name(near.deadline),
        "url": reverse(kind, args=[near.matter.reference]),
        "reference": near.matter.reference,
        "note": words if near.missed else words % {"when": due(near.deadline.due_at)},
        "due": near.deadline.due_at,
    }
