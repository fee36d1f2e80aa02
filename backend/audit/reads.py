"""Reads of sensitive records are events: written before the first byte is shown, so no event means no data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from django.db import transaction

from backend.audit.events import About, Actor, record
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
