"""keep_many(): rows by the thousand, with the promise of keep(): row, history row and event are written together or not at all.

What keep() tells in an event's diff, a bundle's event tells in one digest over the history rows that it names, so that a large import
costs one event a case and not one a row, and is still bound to the history.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain, repeat
from typing import Any, TypeVar, cast

from django.db import connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from backend.audit.events import Actor, Line, compose, tell_written
from backend.audit.models import Disclosure, Event, Subject
from backend.audit.recorded import Recorded, UnrecordedWrite, plain
from backend.kernel import clock
from backend.kernel.canonical import Json, canonical

ADDED = "+"
T = TypeVar("T")
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
        self.history: type[models.Model] = model.history.model
        tracked = {one.name for one in self.history.tracked_fields}
        self.tracked = [at for at, one in enumerate(self.fields) if one.name in tracked]
        self.history_columns = [_field(self.history, self.fields[at].name).column for at in self.tracked]
        self.relations = [one for one in self.fields if one.is_relation]
        self.lines: list[bytes] = []

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
        self.history_ids = _reserved(self.history._meta.db_table, "history_id", len(self.rows))

    def write(self, moment: datetime, actor: Actor, reason: str) -> None:
        """Insert the rows and their history rows, and note each history row's line."""
        columns = self._columns()
        prepared = [
            each_once(column, partial(_stored, one, connections[connection.alias]))
            for one, column in zip(self.fields, columns, strict=True)
        ]
        _insert(self.model._meta.db_table, [one.column for one in self.fields], zip(*prepared, strict=True))
        told = {
            "history_date": moment,
            "history_change_reason": reason,
            "history_type": ADDED,
            "history_user_id": actor.uid,
        }
        tail = [
            repeat(_field(self.history, name).get_db_prep_save(value, connections[connection.alias]))
            for name, value in told.items()
        ]
        copies = zip(*(prepared[at] for at in self.tracked), self.history_ids, *tail, strict=False)
        _insert(self.history._meta.db_table, [*self.history_columns, "history_id", *told], copies)
        self.lines = self._lines(columns)

    def _columns(self) -> list[list[object]]:
        for relation in self.relations:
            for row in self.rows:
                if (
                    row.__dict__[relation.attname] is None
                    and relation.name in row._state.fields_cache
                    and (target := getattr(row, relation.name))
                ):
                    setattr(row, relation.attname, target.pk)
        for row in self.rows:
            row._state.adding, row._state.db = False, connection.alias
        return [[one.pre_save(row, True) for row in self.rows] for one in self.fields]  # noqa: FBT003 - Django's own signature

    def _lines(self, columns: Sequence[Sequence[object]]) -> list[bytes]:
        """Write every history row as history_line() does, column by column: equal values are encoded once."""
        names = {self.fields[at].attname: at for at in self.tracked}
        parts = [each_once(columns[at], partial(encoded_value, name)) for name, at in sorted(names.items())]
        heads = (f'["{self.history._meta.db_table}",{number},{{' for number in self.history_ids)
        return [
            f"{head}{','.join(told)}}}]\n".encode() for head, told in zip(heads, zip(*parts, strict=True), strict=True)
        ]


def each_once(column: Sequence[object], work: Callable[[object], T]) -> list[T]:
    """Apply a pure function to a column, once for each different value where values repeat."""
    try:
        different = set(column)
    except TypeError:  # lists and dicts
        return [work(value) for value in column]
    if 2 * len(different) > len(column):
        return [work(value) for value in column]
    known = {value: work(value) for value in different}
    return [known[value] for value in column]


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    return cast("models.Field[Any, Any]", model._meta.get_field(name))


def _stored(field: models.Field[Any, Any], db: BaseDatabaseWrapper, value: object) -> object:
    return field.get_db_prep_save(value, db)


def encoded_value(name: str, value: object) -> str:
    """Write one member of a history line."""
    return f'"{name}":{canonical(plain(value))}'


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
        digest.update(b"".join(table.lines[place] for place in places))
        spans += _spans(table.history._meta.db_table, [table.history_ids[place] for place in places])
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
    tell_written(lines)
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
    db, fields = connections[connection.alias], [_field(model, name) for name in names]
    columns = [
        each_once(column, partial(_stored, one, db))
        for one, column in zip(fields, zip(*rows, strict=True), strict=False)
    ]
    _insert(model._meta.db_table, names, zip(*columns, strict=True))


def _reserved(table: str, column: str, count: int) -> Sequence[int]:
    """Take keys that nobody else will get: from the sequence, or above the highest one under SQLite's single writer."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(s.name) FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS name) s, generate_series(1, %s)",
                [table, column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        known = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s"
        cursor.execute(f"SELECT max(({known}), (SELECT coalesce(max({column}), 0) FROM {table}))", [table])  # noqa: S608
        first = cursor.fetchone()[0] + 1
        return range(first, first + count)


def _insert(table: str, columns: Sequence[str | None], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows: COPY on PostgreSQL, one prepared statement on SQLite."""
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', cast("Any", rows))  # noqa: S608 - names from models
