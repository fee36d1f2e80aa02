"""events.csv: the entries for people, in a spreadsheet: who in which role, what, on what, in UTC and in local time."""

import csv
import io
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import connection

from backend.audit.actions import ACTIONS, Action
from backend.audit.models import Event
from backend.records.bundle.people import Names
from backend.records.bundle.selection import condition
from backend.records.masking import references

COLUMNS: Final = (
    "index", "entry", "time_utc", "time_local", "time_zone", "who", "role", "what", "action", "kind", "on", "reference", "matter",
    "matter_reference", "before", "after", "fields", "door", "event",
)  # fmt: skip
AT_ONCE: Final = 2000
RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Row:
    """One entry as it stands in the table."""

    index: int | None
    number: int
    at: datetime
    who: str
    role: str
    action: Action
    obj: str
    reference: str
    matter: str
    matter_reference: str
    facts: Mapping[str, Any]
    uid: uuid.UUID

    def cells(self, zone: ZoneInfo) -> list[str]:
        """Write the row’s cells; none of them is a formula."""
        fields = [str(name).removesuffix("_id") for name in self.facts.get("fields", [])]
        cells = [
            "" if self.index is None else str(self.index),
            str(self.number),
            self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            self.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
            zone.key,
            self.who,
            self.role,
            self.action.past,
            self.action.name,
            self.action.kind,
            self.obj,
            self.reference,
            self.matter,
            self.matter_reference,
            str(self.facts.get("before", "")),
            str(self.facts.get("after", "")),
            " ".join(fields),
            str(self.facts.get("door", "")),
            str(self.uid),
        ]
        return [f"'{cell}" if cell.startswith(RISKY) else cell for cell in cells]


def header() -> bytes:
    """Write the line that names the columns; a mark before it tells spreadsheets that the text is UTF-8."""
    return ("\ufeff" + ",".join(COLUMNS) + "\r\n").encode()


def rows_of(events: Sequence[Event], names: Names, places: Mapping[int, int] | None = None) -> list[Row]:
    """Set events as rows; `places` gives their indexes in the log where they are sealed."""
    known = references(events)
    return [
        Row(
            index=(places or {}).get(event.pk),
            number=event.pk,
            at=event.at,
            who=who,
            role=role,
            action=ACTIONS.get(event.action) or Action(event.action, f"did “{event.action}”", "system"),
            obj=names.key(event.obj),
            reference=known.get(event.obj, ""),
            matter=names.key(event.stream),
            matter_reference=known.get(event.stream, ""),
            facts=json.loads(event.body)["ctx"],
            uid=event.uid,
        )
        for event, (who, role) in zip(events, names.of(events), strict=True)
    ]


def csv_of(rows: Sequence[Row], zone: ZoneInfo) -> bytes:
    """Write rows as lines of the file."""
    text = io.StringIO()
    csv.writer(text).writerows(row.cells(zone) for row in rows)
    return text.getvalue().encode()


def events_of(indexes: Sequence[int], closed: Mapping[int, str]) -> Iterator[tuple[list[Event], dict[int, int]]]:
    """Read the open entries of one part, some at a time, with their places in the log."""
    for start in range(0, len(indexes), AT_ONCE):
        part = indexes[start : start + AT_ONCE]
        where, values = condition(part)
        with connection.cursor() as cursor:
            query = f"SELECT l.event_id, l.leaf_index FROM audit_leaf l WHERE {where}"  # noqa: S608 - our own columns
            cursor.execute(query, values)
            places = {event: index for event, index in cursor.fetchall() if index not in closed}
        events = sorted(Event.objects.filter(pk__in=list(places)).defer("db_at"), key=lambda event: places[event.pk])
        yield events, places
