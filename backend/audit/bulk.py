"""keep_many(): rows by the thousand, with the promise of keep(): row, history row and event are written together or not at all.

What keep() tells in an event's diff, a bundle's event tells in one digest over the history rows that it names, so that a large import
costs one event a case and not one a row, and is still bound to the history.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection, connections, models, transaction

from backend.audit.events import Actor, Line, compose
from backend.audit.models import Disclosure, Event, Subject
from backend.audit.recorded import Recorded, UnrecordedWrite, plain
from backend.kernel import clock
from backend.kernel.canonical import Json, canonical

ADDED = "+"
ROWS = "rows"  # the disclosure that holds the digest


@dataclass(frozen=True)
class Bundle:
    """New rows that one event tells of: a case with all its parts, or a single person."""

    about: Recorded
    rows: Sequence[Recorded]
    ctx: Mapping[str, Json] = field(default_factory=dict)
    subjects: Sequence[tuple[uuid.UUID, str]] = ()


@dataclass(frozen=True)
class Kept:
    """How much was written."""

    rows: int
    events: int


def keep_many(bundles: Iterable[Bundle], action: str, *, actor: Actor, reason: str) -> Kept:
    """Insert the rows of many bundles with their history rows, and one event a bundle that names them.

    Rows may point at other new rows of the same call. Read a row again before changing it.
    """
    told = list(bundles)
    with transaction.atomic():
        moment = clock.now()
        tables = _tables(told)
        for table in tables.values():
            table.number()
        for table in tables.values():
            table.write(moment, actor, reason)
        lines = [_line(bundle, tables, action, actor, reason, moment) for bundle in told]
        _write_events(lines)
    return Kept(sum(len(table.rows) for table in tables.values()), len(lines))


def history_line(table: str, number: int, values: Mapping[str, object]) -> bytes:
    """Write one history row as the line that enters a bundle's digest."""
    return canonical([table, number, {name: plain(value) for name, value in values.items()}]).encode() + b"\n"


class _Table:
    """The new rows of one model, and how they and their history are written."""

    def __init__(self, model: type[Recorded]) -> None:
        self.model = model
        self.rows: list[Recorded] = []
        self.history_ids: Sequence[int] = ()
        self.place: dict[int, int] = {}  # id(row) -> position
        self.fields: list[models.Field[Any, Any]] = list(model._meta.concrete_fields)
        if model._meta.parents or any(one.has_db_default() for one in self.fields):
            raise TypeError(f"{model.__name__} has inherited tables or defaults made by the database: use keep().")
        history: type[models.Model] = model.history.model  # type: ignore[attr-defined]
        tracked = {one.name for one in history.tracked_fields}  # type: ignore[attr-defined]
        self.tracked = [at for at, one in enumerate(self.fields) if one.name in tracked]
        self.history_table = history._meta.db_table
        self.history_columns = [history._meta.get_field(self.fields[at].name).column for at in self.tracked]
        self.relations = [one for one in self.fields if one.is_relation]
        self.digests: list[bytes] = []

    def add(self, row: Recorded) -> None:
        """Take a new row in."""
        if not row._state.adding:
            raise UnrecordedWrite("keep_many() inserts; change a row with keep().")
        if id(row) in self.place:
            raise UnrecordedWrite("A row belongs to one bundle, so that exactly one event tells of it.")
        self.place[id(row)] = len(self.rows)
        self.rows.append(row)

    def number(self) -> None:
        """Reserve the keys of the rows and of their history rows."""
        for row, key in zip(self.rows, _reserved(self.model._meta.db_table, "id", len(self.rows)), strict=True):
            row.pk = key
        self.history_ids = _reserved(self.history_table, "history_id", len(self.rows))

    def write(self, moment: datetime, actor: Actor, reason: str) -> None:
        """Insert the rows and their history rows."""
        values = [self._values(row) for row in self.rows]
        db, store = (
            connections[connection.alias],
            [one.get_db_prep_save for one in self.fields],
        )  # the proxy costs more than the work
        prepared = [tuple([save(value, db) for save, value in zip(store, row, strict=True)]) for row in values]
        _insert(self.model._meta.db_table, [one.column for one in self.fields], prepared)
        history: type[models.Model] = self.model.history.model  # type: ignore[attr-defined]
        told = {
            "history_date": moment,
            "history_change_reason": reason,
            "history_type": ADDED,
            "history_user_id": actor.uid,
        }
        tail = tuple(history._meta.get_field(name).get_db_prep_save(value, connection) for name, value in told.items())
        copies = (
            (*(row[at] for at in self.tracked), number, *tail)
            for row, number in zip(prepared, self.history_ids, strict=True)
        )
        _insert(self.history_table, [*self.history_columns, "history_id", *told], copies)
        names = [self.fields[at].attname for at in self.tracked]
        for row, number in zip(values, self.history_ids, strict=True):
            kept = zip(names, (row[at] for at in self.tracked), strict=True)
            self.digests.append(history_line(self.history_table, number, dict(kept)))

    def _values(self, row: Recorded) -> list[object]:
        for relation in self.relations:
            if (
                getattr(row, relation.attname) is None
                and relation.is_cached(row)
                and (target := getattr(row, relation.name))
            ):
                setattr(row, relation.attname, target.pk)
        row._state.adding, row._state.db = False, connection.alias
        return [one.pre_save(row, True) for one in self.fields]  # noqa: FBT003 - Django's own signature


def _tables(bundles: Sequence[Bundle]) -> dict[type[Recorded], _Table]:
    tables: dict[type[Recorded], _Table] = {}
    for row in chain.from_iterable(bundle.rows for bundle in bundles):
        model = type(row)
        if model not in tables:
            tables[model] = _Table(model)
        tables[model].add(row)
    return tables


def _line(
    bundle: Bundle, tables: Mapping[type[Recorded], _Table], action: str, actor: Actor, reason: str, moment: datetime
) -> Line:
    digest = hashlib.sha256()
    spans: list[Json] = []
    for table, places in _places(bundle, tables):
        digest.update(b"".join(table.digests[place] for place in places))
        spans += _spans(table.history_table, [table.history_ids[place] for place in places])
    ctx: dict[str, Json] = {**bundle.ctx, "history": spans}
    private: dict[str, Json] = {ROWS: digest.hexdigest()}
    return compose(
        action,
        bundle.about,
        actor=actor,
        reason=reason,
        ctx=ctx,
        private=private,
        subjects=dict.fromkeys(bundle.subjects),
        at=moment,
    )


def _places(bundle: Bundle, tables: Mapping[type[Recorded], _Table]) -> list[tuple[_Table, list[int]]]:
    places: dict[type[Recorded], list[int]] = {}
    for row in bundle.rows:
        places.setdefault(type(row), []).append(tables[type(row)].place[id(row)])
    return [(tables[model], found) for model, found in places.items()]


def _spans(table: str, numbers: Sequence[int]) -> list[Json]:
    """Write history numbers as [table, first, last, type], one entry for each unbroken run."""
    spans: list[list[Json]] = []
    previous = -1
    for number in numbers:
        if number == previous + 1 and spans:
            spans[-1][2] = number
        else:
            spans.append([table, number, number, ADDED])
        previous = number
    return list(spans)


def _write_events(lines: Sequence[Line]) -> None:
    numbered = list(zip(_reserved("audit_event", "id", len(lines)), lines, strict=True))
    _insert_as(
        Event,
        ("id", "uid", "stream", "action", "actor", "obj", "at", "body"),
        ((key, one.uid, one.stream, one.action, one.actor, one.obj, one.at, one.body) for key, one in numbered),
    )
    disclosures = ((key, name, text) for key, one in numbered for name, text in one.disclosures)
    _insert_as(Disclosure, ("event_id", "name", "disclosure"), disclosures)
    subjects = ((key, person, role) for key, one in numbered for person, role in one.subjects)
    _insert_as(Subject, ("event_id", "person_id", "role"), subjects)


def _insert_as(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert values in the form in which the model's fields store them."""
    store = [model._meta.get_field(name).get_db_prep_save for name in names]
    db = connections[connection.alias]
    prepared = (tuple([save(value, db) for save, value in zip(store, row, strict=True)]) for row in rows)
    _insert(model._meta.db_table, names, prepared)


def _reserved(table: str, column: str, count: int) -> Sequence[int]:
    """Take keys that nobody else will get: from the sequence, or above the highest one under SQLite's single writer."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(s.name) FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS name) s, generate_series(1, %s)",
                [table, column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        highest = f"SELECT max((SELECT coalesce(max({column}), 0) FROM {table}), coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))"  # noqa: S608
        cursor.execute(highest, [table])
        first = cursor.fetchone()[0] + 1
        return range(first, first + count)


def _insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows: COPY on PostgreSQL, one prepared statement on SQLite."""
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', _listed(rows))  # noqa: S608 - names from models


def _listed(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    yield from rows
