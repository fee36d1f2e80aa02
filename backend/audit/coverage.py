"""Is the history whole? Every history row is named by exactly one event, and what an event names is there unaltered."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from backend.audit.bulk import ROWS, history_line
from backend.audit.disclosures import disclosed
from backend.audit.models import Disclosure, Event
from backend.audit.recorded import Recorded

Span = tuple[int, int]


@dataclass(frozen=True)
class Gap:
    """A history row and an event that do not agree."""

    table: str
    number: int
    why: str


def uncovered() -> Iterator[Gap]:
    """Find history rows that no event or several events name, and rows that an event names but that are not there."""
    named: dict[str, list[Span]] = {}
    for body in (
        Event.objects.filter(body__contains='"history":').order_by("id").values_list("body", flat=True).iterator()
    ):
        for table, first, last in spans(json.loads(body)["ctx"]["history"]):
            named.setdefault(table, []).append((first, last))
    for table, history in history_models().items():
        there = history._base_manager.order_by("history_id").values_list("history_id", flat=True).iterator()
        yield from _compared(table, there, sorted(named.pop(table, [])))
    for table, lost in named.items():
        yield from (Gap(table, first, "An event names a row of a table that is no history.") for first, _ in lost)


def altered(events: Iterable[Event]) -> Iterator[Event]:
    """Find events of bulk writes whose history rows no longer have the digest that the event commits to."""
    models_by_table = history_models()
    for event in events:
        told = Disclosure.objects.filter(event_id=event.pk, name=ROWS).first()
        if told and disclosed(told.disclosure)[1] != _digest(event, models_by_table):
            yield event


def spans(told: list[Any]) -> list[tuple[str, int, int]]:
    """Read what an event says about history rows: one row of keep(), or the runs of rows of keep_many()."""
    if told and isinstance(told[0], str):
        return [(told[0], told[1], told[1])]
    return [(table, first, last) for table, first, last, _ in told]


def history_models() -> dict[str, type[models.Model]]:
    """Give the history model of every record, by the name of its table."""
    recorded = [model for model in apps.get_models() if issubclass(model, Recorded)]
    return {model.history.model._meta.db_table: model.history.model for model in recorded}


def _compared(table: str, there: Iterable[int], named: list[Span]) -> Iterator[Gap]:
    claims = (number for first, last in named for number in range(first, last + 1))
    claim = next(claims, None)
    for number in there:
        while claim is not None and claim < number:
            yield Gap(table, claim, "An event names a row that is not there, or that another event names too.")
            claim = next(claims, None)
        if claim == number:
            claim = next(claims, None)
        else:
            yield Gap(table, number, "No event names the row.")
    while claim is not None:
        yield Gap(table, claim, "An event names a row that is not there, or that another event names too.")
        claim = next(claims, None)


def _digest(event: Event, histories: dict[str, type[models.Model]]) -> str:
    digest = hashlib.sha256()
    for table, first, last in spans(json.loads(event.body)["ctx"]["history"]):
        history = histories[table]
        tracked = [one.attname for one in history.tracked_fields]  # type: ignore[attr-defined]
        rows = history._base_manager.filter(history_id__range=(first, last)).order_by("history_id")
        for row in rows:
            digest.update(history_line(table, row.pk, {name: getattr(row, name) for name in tracked}))
    return digest.hexdigest()
