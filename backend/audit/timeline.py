"""Reading the history: one timeline for a record, its sentences derived from facts at the moment of reading."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from backend.audit.actions import ACTIONS, Action
from backend.audit.disclosures import disclosed
from backend.audit.events import About
from backend.audit.models import Disclosure, Event, Identity
from backend.kernel.canonical import Json

SOMEBODY = "Somebody not signed in"


@dataclass(frozen=True)
class Entry:
    """One event as a person reads it."""

    number: int
    uid: uuid.UUID
    at: datetime
    who: str
    actor: uuid.UUID | None
    action: Action
    obj: str
    stream: str
    facts: Mapping[str, Any]
    reason: str = ""
    diff: Mapping[str, tuple[Json, Json]] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Say what happened, in words."""
        return f"{self.who} {self.action.past}"

    @property
    def before(self) -> str:
        """Name the state before a move; empty for any other event."""
        return str(self.facts.get("before", "")).replace("_", " ")

    @property
    def after(self) -> str:
        """Name the state after a move."""
        return str(self.facts.get("after", "")).replace("_", " ")


def history(about: About) -> QuerySet[Event]:
    """Give the events of one record, newest first; a case answers with everything that happened in its stream."""
    mine = {"stream": about.stream} if about.stream == about.key else {"obj": about.key}
    return Event.objects.filter(**mine).order_by("-id")


def entries(events: Iterable[Event], *, names: Mapping[uuid.UUID, str] | None = None) -> list[Entry]:
    """Turn events into readable entries with three queries at most; `names` overrides what an actor is called."""
    rows = list(events)
    told = _disclosures([row.pk for row in rows])
    called = {**_identities({row.actor for row in rows if row.actor}), **(names or {})}
    return [_entry(row, told.get(row.pk, {}), called) for row in rows]


def _entry(row: Event, told: Mapping[str, Json], called: Mapping[uuid.UUID, str]) -> Entry:
    who = called.get(row.actor, "Somebody whose name was erased") if row.actor else SOMEBODY
    diff = told.get("diff")
    return Entry(
        number=row.pk,
        uid=row.uid,
        at=row.at,
        who=who,
        actor=row.actor,
        action=ACTIONS.get(row.action) or Action(row.action, f"did “{row.action}”", "system"),
        obj=row.obj,
        stream=row.stream,
        facts=facts_of(row),
        reason=str(told.get("reason", "")),
        diff={name: (pair[0], pair[1]) for name, pair in diff.items() if isinstance(pair, list)}
        if isinstance(diff, dict)
        else {},
    )


def facts_of(row: Event) -> Mapping[str, Any]:
    """Read the facts of an event; one whose text was spoilt behind the product's back has none, and its seal tells so."""
    try:
        facts = json.loads(row.body)["ctx"]
    except (ValueError, TypeError, KeyError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _disclosures(event_ids: list[int]) -> dict[int, dict[str, Json]]:
    told: dict[int, dict[str, Json]] = {}
    for event_id, text in Disclosure.objects.filter(event_id__in=event_ids).values_list("event_id", "disclosure"):
        name, value = disclosed(text)
        told.setdefault(event_id, {})[name] = value
    return told


def _identities(actors: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    return dict(Identity.objects.filter(actor__in=actors).values_list("actor", "name"))


def remember_identity(actor: uuid.UUID, *, name: str, email: str = "", employee_no: str = "") -> None:
    """Keep the name behind an actor's identifier, where an erasure can reach it without touching an event."""
    Identity.objects.update_or_create(actor=actor, defaults={"name": name, "email": email, "employee_no": employee_no})
