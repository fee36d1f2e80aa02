"""Writing into tables by the thousand: keys reserved ahead, and every value in the form in which its field stores it."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar, cast

from django.db import connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

T = TypeVar("T")


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


def field_of(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """Give a model's field by its name."""
    return cast("models.Field[Any, Any]", model._meta.get_field(name))


def stored(field: models.Field[Any, Any], db: BaseDatabaseWrapper, value: object) -> object:
    """Give a value as the database stores it."""
    return field.get_db_prep_save(value, db)


def insert_as(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert values in the form in which the model's fields store them."""
    db, fields = connections[connection.alias], [field_of(model, name) for name in names]
    columns = [
        each_once(column, partial(stored, one, db))
        for one, column in zip(fields, zip(*rows, strict=True), strict=False)
    ]
    insert(model._meta.db_table, names, zip(*columns, strict=True))


def reserved(table: str, column: str, count: int) -> Sequence[int]:
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


def insert(table: str, columns: Sequence[str | None], rows: Iterable[Sequence[object]]) -> None:
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
