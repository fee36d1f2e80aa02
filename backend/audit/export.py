"""Writing many events out as a file: streamed, counted and hashed on the way, with memory that does not grow.

A file holds what the events themselves hold: pseudonymous identifiers, actions, times and facts. Names, reasons and old or new values
lie in disclosures and are not part of it.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

from django.db import connection
from django.db.models import QuerySet

from backend.audit.models import Event

Format = Literal["ndjson", "csv"]
COLUMNS = ("entry", "at", "action", "actor", "object", "stream", "before", "after", "fields", "door", "request")
CHUNK = 1 << 16


@dataclass(frozen=True)
class Written:
    """What was written: events, bytes, and the SHA-256 of the whole file in hexadecimal."""

    count: int
    size: int
    sha256: str


class _Tally:
    """A file that counts its lines and hashes its bytes while they pass."""

    def __init__(self, out: BinaryIO) -> None:
        self.out, self.digest, self.size, self.lines = out, hashlib.sha256(), 0, 0

    def write(self, data: bytes) -> None:
        self.digest.update(data)
        self.out.write(data)
        self.size += len(data)
        self.lines += data.count(b"\n")


def write_events(events: QuerySet[Event], out: BinaryIO, *, fmt: Format = "ndjson") -> Written:
    """Write events in the order of their numbers, oldest first: one JSON object a line, or CSV with a header."""
    tally = _Tally(out)
    if fmt == "csv":
        tally.write((",".join(COLUMNS) + "\r\n").encode())
    header_lines = tally.lines
    for block in _blocks(_chunks(events.order_by("id"), fmt)):
        tally.write(block)
    return Written(tally.lines - header_lines, tally.size, tally.digest.hexdigest())


def _blocks(chunks: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """Put pieces together: to hash and write each line by itself takes longer than to fetch it."""
    held: list[bytes | memoryview] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= CHUNK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _chunks(events: QuerySet[Event], fmt: Format) -> Iterable[bytes | memoryview]:
    query, params = events.values_list("pk").query.sql_with_params()
    postgres = connection.vendor == "postgresql"
    columns = _csv_columns(postgres) if fmt == "csv" else _line(postgres)
    chosen = f"SELECT {columns} FROM audit_event e WHERE e.id IN ({query}) ORDER BY e.id"  # noqa: S608 - compiled by the ORM
    if not events.query.where:
        chosen, params = chosen.replace(f" WHERE e.id IN ({query})", ""), ()
    return _copied(chosen, params, fmt) if postgres else _fetched(chosen, params, fmt)


def _line(postgres: bool) -> str:  # noqa: FBT001
    at = (
        "to_char(e.db_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        if postgres
        else "replace(e.db_at, ' ', 'T') || 'Z'"
    )
    return f"""'{{"entry":' || e.id || ',"event":' || e.body || ',"recorded":"' || {at} || '","stream":"' || e.stream || '"}}'"""


def _csv_columns(postgres: bool) -> str:  # noqa: FBT001
    if postgres:
        facts = [f"(e.body::json -> 'ctx' ->> '{name}')" for name in ("before", "after", "fields", "door", "request")]
        at = "(e.body::json ->> 'at')"
    else:
        facts = [f"json_extract(e.body, '$.ctx.{name}')" for name in ("before", "after", "fields", "door", "request")]
        at = "json_extract(e.body, '$.at')"
    return ", ".join(["e.id", at, "e.action", "e.actor", "e.obj", "e.stream", *facts])


def _copied(query: str, params: tuple[Any, ...], fmt: Format) -> Iterator[memoryview]:
    """PostgreSQL: the server writes the lines; a quote and delimiter that no JSON text holds keep them as they are."""
    how = "(FORMAT csv)" if fmt == "csv" else r"(FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"
    with connection.cursor() as cursor:
        raw = cursor.cursor  # the psycopg cursor beneath Django's
        statement = raw.mogrify(query, params) if hasattr(raw, "mogrify") else query
        with raw.copy(f"COPY ({statement}) TO STDOUT {how}") as copy:
            yield from copy


def _fetched(query: str, params: tuple[Any, ...], fmt: Format) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        while rows := cursor.fetchmany(2000):
            if fmt == "ndjson":
                yield "".join(f"{row[0]}\n" for row in rows).encode()
                continue
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            yield text.getvalue().encode()
