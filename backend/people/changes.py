"""Changes of the organisation: whoever measures conflicts of interest learns of them in the same transaction."""

from collections.abc import Callable, Collection

from backend.audit.events import Actor

Listener = Callable[[Collection[int], Actor], None]

_listeners: list[Listener] = []


def when_organisation_changes(listener: Listener) -> Listener:
    """Call this, with the keys of the people concerned and who acts, whenever a line, a tie, a name or a role changes."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def organisation_changed(people: Collection[int], *, actor: Actor) -> None:
    """Tell whoever listens that something about these people's place changed."""
    for listener in _listeners:
        listener(people, actor)
