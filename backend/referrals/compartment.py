"""The medical-confidential compartment: what lies in it is closed with a key of each record's own (29 CFR 1630.14)."""

from typing import Any, Final, Protocol, TypeVar

from backend.documents.inputs import from_inputs, to_inputs
from backend.documents.shutting import key_service
from backend.kernel.envelope import new_key, seal, unseal

C = TypeVar("C")


class Holder(Protocol):
    """A record with a key of its own."""

    wrapped_key: str


KEY_HOLDERS: Final[list[type[Any]]] = []  # tables whose rows have a key of their own, closed with the master key


def holds_keys(*models: type[Any]) -> None:
    """Let a table take part when the master key is changed; whoever forgets this loses its contents with the earlier key."""
    KEY_HOLDERS.extend(model for model in models if model not in KEY_HOLDERS)


def fresh_key() -> str:
    """Make the key of a new record, closed."""
    return new_key(key_service())


def closed(content: object, holder: Holder) -> str:
    """Close a content (a frozen dataclass of text, numbers, dates and tuples) with a record's key."""
    return seal(to_inputs(content), holder.wrapped_key, key_service())


def opened(kind: type[C], token: str, holder: Holder) -> C:
    """Open a content; whoever calls this has asked for permission, and notes the reading."""
    return from_inputs(kind, unseal(token, holder.wrapped_key, key_service()))
