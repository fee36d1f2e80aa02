"""events.ndjson: the sealed lines themselves, as the database holds them; of a closed entry its hash alone."""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, BinaryIO, Final

from django.db import connection

from backend.audit.sealed.tree import HASH, WIDTH, TileStore
from backend.records.bundle.selection import chunks, condition

LINE: Final = (
    """'{"event":' || e.body || ',"prev":' || coalesce(CAST(l.prev AS text), 'null') || ',"seq":' || l.seq"""
    """ || ',"stream":"' || l.stream || '"}'"""
)
RUN: Final = 2_000_000  # lines of one statement, where they follow each other: planned as a whole, the server walks both tables once
BLOCK: Final = 512  # rows that are written at once
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
    query = f"SELECT {LINE} {FROM} WHERE {where} ORDER BY l.leaf_index"
    written = 0
    for block in _copied(query, values) if connection.vendor == "postgresql" else _fetched(query, values):
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


def _blocks(rows: Iterable[memoryview]) -> Iterator[bytes]:
    """Put rows together: to count and write each by itself takes longer than to fetch it."""
    rest = iter(rows)
    while block := b"".join(islice(rest, BLOCK)):
        yield block


def _copied(query: str, values: Sequence[Any]) -> Iterator[bytes]:
    """PostgreSQL: the server writes the lines; a quote and delimiter that no JSON text holds keep them as they are."""
    with connection.cursor() as cursor:
        raw = cursor.cursor  # the psycopg cursor beneath Django's
        statement = raw.mogrify(query, values)
        with raw.copy(rf"COPY ({statement}) TO STDOUT (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')") as copy:
            yield from _blocks(copy)


def _fetched(query: str, values: Sequence[Any]) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        while rows := cursor.fetchmany(2000):
            yield "".join(f"{row[0]}\n" for row in rows).encode()
