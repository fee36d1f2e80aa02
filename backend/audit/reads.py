"""Reads of sensitive records are events: written before the first byte is shown, so no event means no data."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from backend.audit.events import About, Actor, record
from backend.kernel.canonical import Json


def viewed(row: About, action: str, *, actor: Actor, purpose: str = "", ctx: Mapping[str, Json] | None = None) -> None:
    """Record that a person opened one record."""
    with transaction.atomic():
        record(action, row, actor=actor, reason=purpose, ctx=ctx)


def listed(rows: Iterable[About], action: str, *, actor: Actor, filters: Mapping[str, Json] | None = None) -> None:
    """Record which records a list or a search showed: the count in the open, the keys and the search words erasable."""
    keys: list[Json] = [row.key for row in rows]
    with transaction.atomic():
        record(
            action, None, actor=actor, ctx={"count": len(keys)}, private={"shown": keys, "filters": dict(filters or {})}
        )


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
    """Leave a note that a guard of the process held something back; outside a request nobody listens."""
    codes = _held_back.get()
    if codes is not None and code not in codes:
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
