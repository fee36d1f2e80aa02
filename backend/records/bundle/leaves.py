"""events.ndjson: the sealed lines themselves, as the database holds them; of a closed entry its hash alone."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Final

from django.db import connection

from backend.audit.sealed.tree import HASH, WIDTH, TileStore
from backend.records.bundle.selection import chunks, condition

LINE: Final = (
    """'{"event":' || e.body || ',"prev":' || coalesce(CAST(l.prev AS text), 'null') || ',"seq":' || l.seq"""
    """ || ',"stream":"' || l.stream || '"}'"""
)
RUN: Final = 2_000_000  # lines of one statement, where they follow each other: planned as a whole, the server walks both tables once
AT_ONCE: Final = 4096  # lines that are held in memory, where some of them are closed
FROM: Final = "FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id"


class Lost(LookupError):
    """An entry that was sealed is not in the database any more, and nothing says why."""


def write_lines(indexes: Sequence[int], closed: Mapping[int, str], tiles: TileStore, out: BinaryIO) -> None:
    """Write the lines of one part, in the order of the log."""
    if closed:
        for some in chunks(indexes, AT_ONCE):
            out.write(b"".join(_with_closed(some, closed, tiles)))
        return
    where, values = condition(indexes)
    written = 0
    for block in _copied(where, values) if connection.vendor == "postgresql" else _fetched(where, values):
        out.write(block)
        written += block.count(b"\n")
    if written != len(indexes):
        raise Lost("A sealed entry is missing from the database.")


def closed_line(index: int, tiles: TileStore) -> bytes:
    """Write what stands for an entry that stays closed."""
    tile = tiles.get((0, index // WIDTH)) or b""
    place = index % WIDTH * HASH
    return b"-" + base64.b64encode(tile[place : place + HASH]) + b"\n"


def _with_closed(indexes: Sequence[int], closed: Mapping[int, str], tiles: TileStore) -> Iterator[bytes]:
    where, values = condition(indexes)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT l.leaf_index, {LINE} {FROM} WHERE {where} ORDER BY l.leaf_index", values)
        lines = dict(cursor.fetchall())
    for index in indexes:
        if index in closed:
            yield closed_line(index, tiles)
        elif index in lines:
            yield f"{lines[index]}\n".encode()
        else:
            raise Lost("A sealed entry is missing from the database.")


def _copied(where: str, values: Sequence[Any]) -> Iterator[bytes]:
    """PostgreSQL: the server puts the lines of a whole tile together, for to take each by itself is half of the work."""
    lines = f"convert_to(string_agg({LINE} || E'\\n', '' ORDER BY l.leaf_index), 'UTF8')"
    query = f"SELECT {lines} {FROM} WHERE {where} GROUP BY l.leaf_index / {WIDTH} ORDER BY l.leaf_index / {WIDTH}"
    with connection.cursor() as cursor:
        raw = cursor.cursor  # the psycopg cursor beneath Django's
        with raw.copy(f"COPY ({raw.mogrify(query, values)}) TO STDOUT (FORMAT binary)") as copy:
            copy.set_types(["bytea"])
            for (block,) in copy.rows():
                yield block


def _fetched(where: str, values: Sequence[Any]) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {LINE} {FROM} WHERE {where} ORDER BY l.leaf_index", values)
        while rows := cursor.fetchmany(2000):
            yield "".join(f"{row[0]}\n" for row in rows).encode()
