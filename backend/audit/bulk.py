"""keep_many() and change_many(): rows by the thousand, with the promise of keep(): row, history row and event together or not at all.

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
from typing import Any

from django.db import connection, connections, models, transaction

from backend.audit.events import Actor, Line, compose, tell_written
from backend.audit.inserting import each_once, field_of, insert, insert_as, reserved, stored
from backend.audit.models import Disclosure, Event, Subject
from backend.audit.recorded import Recorded, UnrecordedWrite, plain
from backend.kernel import clock
from backend.kernel.canonical import Json, canonical

ADDED, CHANGED = "+", "~"
AT_ONCE = 500  # keys in one statement
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
    return _written(list(bundles), _Table, action, actor=actor, reason=reason)


def change_many(
    bundles: Iterable[Bundle], action: str, *, changes: Mapping[str, object], actor: Actor, reason: str
) -> Kept:
    """Give the rows of many bundles the same new values, with their history rows, and one event a bundle that names them.

    Whoever calls this has read the rows whole, and locked them in the same transaction.
    """

    def changed(model: type[Recorded]) -> _Table:
        return _ChangedTable(model, changes)

    return _written(list(bundles), changed, action, actor=actor, reason=reason)


def _written(
    told: Sequence[Bundle], kind: "Callable[[type[Recorded]], _Table]", action: str, *, actor: Actor, reason: str
) -> Kept:
    with transaction.atomic():
        moment = clock.now()
        tables = _tables(told, kind)
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

    kind = ADDED

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
        self.history_columns = [field_of(self.history, self.fields[at].name).column for at in self.tracked]
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
        for row, key in zip(self.rows, reserved(self.model._meta.db_table, "id", len(self.rows)), strict=True):
            row.pk = key
        self.history_ids = reserved(self.history._meta.db_table, "history_id", len(self.rows))

    def write(self, moment: datetime, actor: Actor, reason: str) -> None:
        """Insert the rows and their history rows, and note each history row's line."""
        columns = self._columns()
        prepared = [
            each_once(column, partial(stored, one, connections[connection.alias]))
            for one, column in zip(self.fields, columns, strict=True)
        ]
        self._store(prepared)
        told = {
            "history_date": moment,
            "history_change_reason": reason,
            "history_type": self.kind,
            "history_user_id": actor.uid,
        }
        tail = [
            repeat(field_of(self.history, name).get_db_prep_save(value, connections[connection.alias]))
            for name, value in told.items()
        ]
        copies = zip(*(prepared[at] for at in self.tracked), self.history_ids, *tail, strict=False)
        insert(self.history._meta.db_table, [*self.history_columns, "history_id", *told], copies)
        self.lines = self._lines(columns)

    def _store(self, prepared: Sequence[Sequence[object]]) -> None:
        insert(self.model._meta.db_table, [one.column for one in self.fields], zip(*prepared, strict=True))

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


class _ChangedTable(_Table):
    """Rows of one model that all get the same new values."""

    kind = CHANGED

    def __init__(self, model: type[Recorded], changes: Mapping[str, object]) -> None:
        super().__init__(model)
        self.changes = changes

    def add(self, row: Recorded) -> None:
        """Take a row in that was read from the database."""
        if row._state.adding:
            raise UnrecordedWrite("change_many() changes; insert a row with keep_many().")
        self.place[id(row)] = len(self.rows)
        self.rows.append(row)
        for name, value in self.changes.items():
            setattr(row, name, value)

    def number(self) -> None:
        """Reserve the keys of the history rows."""
        self.history_ids = reserved(self.history._meta.db_table, "history_id", len(self.rows))

    def _store(self, prepared: Sequence[Sequence[object]]) -> None:
        keys = [row.pk for row in self.rows]
        for at in range(0, len(keys), AT_ONCE):
            models.QuerySet(self.model).filter(pk__in=keys[at : at + AT_ONCE]).update(**self.changes)

    def _columns(self) -> list[list[object]]:
        return [[getattr(row, one.attname) for row in self.rows] for one in self.fields]


def encoded_value(name: str, value: object) -> str:
    """Write one member of a history line."""
    return f'"{name}":{canonical(plain(value))}'


def _tables(bundles: Sequence[Bundle], kind: Callable[[type[Recorded]], _Table]) -> dict[type[Recorded], _Table]:
    tables: dict[type[Recorded], _Table] = {}
    for row in chain.from_iterable(bundle.rows for bundle in bundles):
        model = type(row)
        if model not in tables:
            tables[model] = kind(model)
        tables[model].add(row)
    return tables


def _line(
    bundle: Bundle, tables: Mapping[type[Recorded], _Table], action: str, actor: Actor, reason: str, moment: datetime
) -> Line:
    digest = hashlib.sha256()
    spans: list[Json] = []
    for table, places in _places(bundle, tables):
        digest.update(b"".join(table.lines[place] for place in places))
        spans += _spans(table, [table.history_ids[place] for place in places])
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


def _spans(table: _Table, numbers: Sequence[int]) -> list[Json]:
    """Write history numbers as [table, first, last, type], one entry for each unbroken run."""
    spans: list[list[Json]] = []
    previous = -1
    for number in numbers:
        if number == previous + 1 and spans:
            spans[-1][2] = number
        else:
            spans.append([table.history._meta.db_table, number, number, table.kind])
        previous = number
    return list(spans)


def _write_events(lines: Sequence[Line]) -> None:
    tell_written(lines)
    numbered = list(zip(reserved("audit_event", "id", len(lines)), lines, strict=True))
    insert_as(
        Event,
        ("id", "uid", "stream", "action", "actor", "obj", "at", "body"),
        ((key, one.uid, one.stream, one.action, one.actor, one.obj, one.at, one.body) for key, one in numbered),
    )
    disclosures = ((key, name, text) for key, one in numbered for name, text in one.disclosures)
    insert_as(Disclosure, ("event_id", "name", "disclosure"), disclosures)
    subjects = ((key, person, role) for key, one in numbered for person, role in one.subjects)
    insert_as(Subject, ("event_id", "person_id", "role"), subjects)
