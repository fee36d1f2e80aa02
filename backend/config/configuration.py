"""The product's own settings as part of the history: what was changed, and from when on it held."""

import json

from backend.audit.actions import declare
from backend.audit.disclosures import disclosed
from backend.audit.events import Actor, record
from backend.audit.models import Disclosure, Event
from backend.config.environment import VALUES
from backend.kernel.canonical import Json

CHANGE = "config.change"

declare(CHANGE, "changed the product’s settings", kind="system")


def note_settings(*, actor: Actor) -> list[str]:
    """Record the settings when they differ from those recorded last; give the names of those that changed.

    Names stand in the event, values in a disclosure; of a secret the history knows only whether it is set.
    """
    before = recorded_settings()
    known = before or {}
    changed = sorted(name for name in {*VALUES, *known} if VALUES.get(name) != known.get(name))
    if not changed:
        return []
    names: list[Json] = [*changed]
    private: dict[str, Json] = {
        "settings": {**VALUES},
        "before": {name: known.get(name) for name in changed},
    }
    record(CHANGE, None, actor=actor, ctx={"changed": names, "first": before is None}, private=private)
    return changed


def recorded_settings() -> dict[str, str] | None:
    """Give the settings as the history tells them; None when it does not know any."""
    event = Event.objects.filter(action=CHANGE).order_by("-id").first()
    told = Disclosure.objects.filter(event_id=event.pk, name="settings").first() if event else None
    if told is None:
        return None
    _, value = disclosed(told.disclosure)
    settings: dict[str, str] = json.loads(json.dumps(value))
    return settings
