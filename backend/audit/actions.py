"""The catalogue of everything that may stand in the history: one name for the move, the permission and the event."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["change", "read", "access", "document", "signature", "export", "sign_in", "job", "system"]


@dataclass(frozen=True)
class Action:
    """One kind of event; `past` completes the sentence "<who> ...", and `kind` groups it in a timeline."""

    name: str
    past: str
    kind: Kind


ACTIONS: dict[str, Action] = {}


def declare(name: str, past: str, *, kind: Kind) -> Action:
    """Add an action to the catalogue; the same name twice with another meaning is an error."""
    action = Action(name, past, kind)
    if ACTIONS.setdefault(name, action) != action:
        raise ValueError(f"{name} is declared already, with another meaning.")
    return action


def action_named(name: str) -> Action:
    """Look an action up; an undeclared one may not be recorded."""
    try:
        return ACTIONS[name]
    except KeyError:
        raise LookupError(f"{name} is not declared; declare(...) it beside the rule that it tells of.") from None


declare("record.created", "created a record", kind="change")
declare("record.changed", "changed a record", kind="change")
declare("record.removed", "removed a record", kind="change")
declare("access.denied", "was refused", kind="access")
declare("access.held_back", "was held back by a guard of the process", kind="access")
declare("event.list", "read the audit history", kind="read")
