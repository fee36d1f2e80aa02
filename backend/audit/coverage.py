"""Is the history whole? Every history row is named by exactly one event; found in memory that does not grow with the history."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from backend.audit.models import Event
from backend.audit.recorded import Recorded
from backend.audit.spill import Spill

TELLS_OF_ROWS = '"history":['


@dataclass(frozen=True)
class Gap:
    """A history row, an event and a record that do not agree."""

    code: str
    table: str
    number: int

    @property
    def place(self) -> str:
        """Say where it is."""
        return f"{self.table} {self.number}"


class Claims:
    """What events say about history rows, sorted by row; more than fits in memory lies in a temporary file."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.by_table: dict[str, Spill] = {}  # first row, last row, event
        self.singles: dict[str, Spill] = {}  # row, event: written by keep()
        self.bundles = Spill(2)  # event, rows: written by keep_many()

    def take(self, event_id: int, body: str) -> None:
        """Take in what one event says."""
        if TELLS_OF_ROWS not in body:
            return
        told = json.loads(body)["ctx"].get("history")
        if not told:
            return
        found = spans(told)
        for table, first, last in found:
            self.by_table.setdefault(table, Spill(3)).add(first, last, event_id)
        if isinstance(told[0], str):
            self.singles.setdefault(told[0], Spill(2)).add(told[1], event_id)
        else:
            self.bundles.add(event_id, sum(last - first + 1 for _, first, last in found))

    def names(self, table: str, numbers: set[int]) -> set[int]:
        """Tell which of some rows are named."""
        spans_of = self.by_table.get(table, ())
        return {number for first, last, _ in spans_of for number in numbers if first <= number <= last}


def all_claims() -> Claims:
    """Read what every event says about history rows."""
    claims = Claims()
    told = Event.objects.filter(body__contains=TELLS_OF_ROWS).values_list("pk", "body")
    for event_id, body in told.iterator():
        claims.take(event_id, body)
    return claims


def uncovered(claims: Claims | None = None, again: Callable[[], Claims] = all_claims) -> Iterator[Gap]:
    """Find history rows that no event or several events name, and rows that an event names but that are not there.

    A row that was written while the claims were read is looked for once more, among claims read `again`.
    """
    told = claims or all_claims()
    histories = history_models()
    for table, history in histories.items():
        unnamed: list[Gap] = []
        for gap in _compared(table, _numbers(history), told.by_table.get(table, ())):
            if gap.code == "row-unnamed" and len(unnamed) < 10_000:
                unnamed.append(gap)
            else:
                yield gap
        if unnamed:
            late = again().names(table, {gap.number for gap in unnamed})
            yield from (gap for gap in unnamed if gap.number not in late)
    for table in told.by_table.keys() - histories.keys():
        yield from (Gap("row-missing", table, first) for first, _, _ in told.by_table[table])


def spans(told: list[Any]) -> list[tuple[str, int, int]]:
    """Read what an event says about history rows: one row of keep(), or the runs of rows of keep_many()."""
    if told and isinstance(told[0], str):
        return [(told[0], told[1], told[1])]
    return [(table, first, last) for table, first, last, _ in told]


def stands(body: str) -> bool:
    """Tell whether the rows that an event names are there as of its time; after a restore others may have taken their numbers."""
    told, histories = json.loads(body), history_models()
    for table, first, last in spans(told["ctx"].get("history") or []):
        rows = histories[table]._base_manager if table in histories else None
        moment = datetime.fromisoformat(told["at"])
        if rows is None:
            return False
        if rows.filter(history_id__range=(first, last), history_date=moment).count() != last - first + 1:
            return False
    return True


@cache
def history_models() -> dict[str, type[models.Model]]:
    """Give the history model of every record, by the name of its table."""
    recorded = [model for model in apps.get_models() if issubclass(model, Recorded)]
    return {model.history.model._meta.db_table: model.history.model for model in recorded}


def tracked(history: type[models.Model]) -> list[str]:
    """Name the columns of a record that its history keeps."""
    return [field.attname for field in history.tracked_fields]  # type: ignore[attr-defined]


def _numbers(history: type[models.Model]) -> Iterator[int]:
    last, rows = -1, history._base_manager.order_by("history_id").values_list("history_id", flat=True)
    while part := list(rows.filter(history_id__gt=last)[:10_000]):
        yield from part
        last = part[-1]


def _compared(table: str, there: Iterator[int], named: Iterable[tuple[int, ...]]) -> Iterator[Gap]:
    claims = (number for first, last, _ in named for number in range(first, last + 1))
    claim = next(claims, None)
    for number in there:
        while claim is not None and claim < number:
            yield Gap("row-missing", table, claim)
            claim = next(claims, None)
        if claim == number:
            claim = next(claims, None)
        else:
            yield Gap("row-unnamed", table, number)
    while claim is not None:
        yield Gap("row-missing", table, claim)
        claim = next(claims, None)
