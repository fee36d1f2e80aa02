"""The catalogue of everything that may stand in the history: one name for the move, the permission and the event."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["change", "read", "access", "document", "signature", "export", "sign_in", "job", "system"]
Compartment = Literal["medical", "privileged", "identity", "private"]


@dataclass(frozen=True)
class Action:
    """One kind of event; `past` completes the sentence "<who> ...", and `kind` groups it in a timeline.

    Events of a `compartment` are counted in an export and not shown: there a line holds their hash alone.
    """

    name: str
    past: str
    kind: Kind
    compartment: Compartment | None = None


ACTIONS: dict[str, Action] = {}


def declare(name: str, past: str, *, kind: Kind, compartment: Compartment | None = None) -> Action:
    """Add an action to the catalogue; the same name twice with another meaning is an error."""
    action = Action(name, past, kind, compartment)
    if ACTIONS.setdefault(name, action) != action:
        raise ValueError(f"{name} is declared already, with another meaning.")
    return action


def action_named(name: str) -> Action:
    """Look an action up; an undeclared one may not be recorded."""
    try:
        return ACTIONS[name]
    except KeyError:
        raise LookupError(f"{name} is not declared; declare(...) it beside the rule that it tells of.") from None


def withheld_actions() -> dict[str, Compartment]:
    """Give the actions whose events stay closed in an export, with what they belong to."""
    return {action.name: action.compartment for action in ACTIONS.values() if action.compartment}


MATTERS: dict[str, Compartment] = {}


def withhold_matter(noun: str, compartment: Compartment) -> None:
    """Keep everything in the histories of one kind of record closed in an export, also what lower apps note there."""
    MATTERS[noun] = compartment


def withheld_matter(stream: str) -> Compartment | None:
    """Tell to which compartment a history belongs as a whole, if it does to any."""
    return MATTERS.get(stream.partition(":")[0])


declare("record.created", "created a record", kind="change")
declare("record.changed", "changed a record", kind="change")
declare("record.removed", "removed a record", kind="change")
declare("access.denied", "was refused", kind="access")
declare("access.held_back", "was held back by a guard of the process", kind="access")
declare("event.list", "read the audit history", kind="read")
