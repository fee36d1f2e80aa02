"""Reads of sensitive records are events: written before the first byte is shown, so no event means no data."""

from collections.abc import Iterable, Mapping

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
