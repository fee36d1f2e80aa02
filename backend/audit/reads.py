"""Reads of sensitive records are events: written before the first byte is shown, so no event means no data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from django.db import transaction

from backend.audit.events import About, Actor, record
from backend.audit.origin import current
from backend.kernel.canonical import Json


class Standing(Protocol):
    """Tells as what somebody reads: in which role on the matter, as a party to it, or by break-glass."""

    def on(self, row: About, actor: Actor) -> Sequence[str]:
        """Name the standing in which somebody reads one record."""

    def among(self, rows: Sequence[About], actor: Actor) -> Sequence[str]:
        """Name the standing in which somebody reads a list, at no cost that grows with the list."""


_standing: list[Standing] = []


def tell_standing(standing: Standing) -> None:
    """Let an app that knows roles and matters say as what somebody reads; it stands in every read's event."""
    if standing not in _standing:
        _standing.append(standing)


def viewed(row: About, action: str, *, actor: Actor, purpose: str = "", ctx: Mapping[str, Json] | None = None) -> None:
    """Record that a person opened one record, and as what."""
    role: list[Json] = [role for standing in _standing for role in standing.on(row, actor)]
    with transaction.atomic():
        record(action, row, actor=actor, reason=purpose, ctx={**(ctx or {}), "as": role})


def listed(rows: Iterable[About], action: str, *, actor: Actor, filters: Mapping[str, Json] | None = None) -> None:
    """Record which records a list or a search showed: the count in the open, the keys and the search words erasable."""
    shown = list(rows)
    keys: list[Json] = [row.key for row in shown]
    role: list[Json] = [role for standing in _standing for role in standing.among(shown, actor)]
    facts: dict[str, Json] = {"count": len(keys), "as": role}
    with transaction.atomic():
        record(action, None, actor=actor, ctx=facts, private={"shown": keys, "filters": dict(filters or {})})


def denied(action: str, *, actor: Actor | None, status: int, target: str) -> None:
    """Record a refusal; a door calls this after the refused transaction was rolled back, so that the record outlives it."""
    with transaction.atomic():
        record(
            "access.denied",
            None,
            actor=actor,
            ctx={"tried": action, "status": status},
            private={"target": target[:300]},
        )


_held_back: ContextVar[list[str] | None] = ContextVar("held_back", default=None)


@contextmanager
def held_back_here() -> Iterator[list[str]]:
    """Collect the codes of the guards that hold something back inside the block; a door records them when the work is over."""
    codes: list[str] = []
    token = _held_back.set(codes)
    try:
        yield codes
    finally:
        _held_back.reset(token)


def note_held_back(code: str) -> None:
    """Leave a note that a guard of the process held something back; outside a request, and where nobody may be seen, nobody listens."""
    codes = _held_back.get()
    if codes is not None and current().request_id and code not in codes:
        codes.append(code)


def held_back(action: str, code: str, *, actor: Actor | None, target: str) -> None:
    """Record that somebody permitted was held back by a guard of the process: what they tried, and which guard it was."""
    with transaction.atomic():
        record(
            "access.held_back",
            None,
            actor=actor,
            ctx={"tried": action, "status": 409, "code": code},
            private={"target": target[:300]},
        )
