"""The tables of the sealed log, through the product's own connection, on both databases."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from backend.audit.models import Log
from backend.audit.sealed.keys import log_name
from backend.audit.sealed.tree import Place

LEAF_COLUMNS = "leaf_index, event_id, stream, seq, prev"


@dataclass(frozen=True, slots=True)
class Sealing:
    """One event on its way into the tree."""

    event_id: int
    stream: str
    body: str


@dataclass(frozen=True, slots=True)
class LeafRow:
    """One event's place in the log."""

    index: int
    event_id: int
    stream: str
    seq: int
    prev: int | None


class DatabaseTiles:
    """The stored tiles, each read once; `fresh` ones, not stored yet, are looked at first."""

    def __init__(self, fresh: dict[Place, bytes] | None = None) -> None:
        """Begin with what is known already."""
        self.known: dict[Place, bytes] = dict(fresh or {})

    def get(self, place: Place, /) -> bytes | None:
        """Read one tile."""
        if place not in self.known:
            with connection.cursor() as cursor:
                cursor.execute("SELECT data FROM audit_tile WHERE level = %s AND n = %s", list(place))
                row = cursor.fetchone()
            if row is None:
                return None
            self.known[place] = bytes(row[0])
        return self.known[place]


def leaf_bytes(body: str, prev: int | None, seq: int, stream: str) -> bytes:
    """Write a leaf: canonical JSON by construction, one line, the same for ever."""
    before = "null" if prev is None else prev
    return f'{{"event":{body},"prev":{before},"seq":{seq},"stream":"{stream}"}}'.encode()


def the_log() -> Log:
    """Give the log, and open it at first need."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_log (id, name, epoch, size) VALUES (1, %s, 1, 0) ON CONFLICT (id) DO NOTHING",
            [log_name()],
        )
    return Log.objects.get(pk=1)


def lock_log() -> Log:
    """Lock the log's row against every other sealer, and read what stands there then (SQLite has locked the database already)."""
    locking = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, name, epoch, size FROM audit_log WHERE id = 1{locking}")  # noqa: S608
        row = cursor.fetchone()
    return Log(*row) if row else the_log()


def waiting(limit: int) -> list[Sealing]:
    """Read the next events that wait, in the order in which they were written.

    Two queries with a literal limit: as one join the planner may walk the events from the first one.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT event_id FROM audit_pending ORDER BY event_id LIMIT {int(limit)}")  # noqa: S608
        ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return []
        cursor.execute(f"SELECT id, stream, body FROM audit_event WHERE {_among('id')} ORDER BY id", [_array(ids)])  # noqa: S608
        rows = [Sealing(*row) for row in cursor.fetchall()]
    if len(rows) != len(ids):
        raise LookupError("An event that waits to be sealed is not there: it was removed behind the product’s back.")
    return rows


def heads(streams: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Read the last number and leaf index of each stream."""
    names = list(streams)
    if connection.vendor == "postgresql":
        query = (
            "SELECT s, l.seq, l.leaf_index FROM unnest(%s::text[]) s CROSS JOIN LATERAL"
            " (SELECT seq, leaf_index FROM audit_leaf WHERE stream = s ORDER BY seq DESC LIMIT 1) l"
        )
    else:
        query = (
            "SELECT j.value, l.seq, l.leaf_index FROM json_each(%s) j JOIN audit_leaf l ON l.stream = j.value"
            " AND l.seq = (SELECT max(seq) FROM audit_leaf WHERE stream = j.value)"
        )
    with connection.cursor() as cursor:
        cursor.execute(query, [_array(names)])
        return {stream: (seq, index) for stream, seq, index in cursor.fetchall()}


def write_leaves(rows: Sequence[LeafRow]) -> None:
    """Insert leaves."""
    with connection.cursor() as cursor:
        values = ((row.index, row.event_id, row.stream, row.seq, row.prev) for row in rows)
        if connection.vendor == "postgresql" and len(rows) > 8:
            with connection.wrap_database_errors, cursor.copy(f"COPY audit_leaf ({LEAF_COLUMNS}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            return
        cursor.executemany(f"INSERT INTO audit_leaf ({LEAF_COLUMNS}) VALUES (%s, %s, %s, %s, %s)", list(values))  # noqa: S608


def write_tiles(tiles: dict[Place, bytes]) -> None:
    """Insert or extend tiles."""
    statement = (
        "INSERT INTO audit_tile (level, n, data) VALUES (%s, %s, %s)"
        " ON CONFLICT (level, n) DO UPDATE SET data = excluded.data"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(level, number, data) for (level, number), data in tiles.items()])


def finish(event_ids: Sequence[int], size: int, root: bytes) -> None:
    """Take events off the queue, and write the new size and the checkpoint that is still to be signed."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM audit_pending WHERE {_among('event_id')}", [_array(event_ids)])  # noqa: S608
        if cursor.rowcount != len(event_ids):
            raise LookupError("An event left the queue while it was sealed.")
        cursor.execute("UPDATE audit_log SET size = %s WHERE id = 1", [size])
        cursor.execute("INSERT INTO audit_checkpoint (size, root) VALUES (%s, %s)", [size, root])


def _among(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - columns of our own


def _array(values: Sequence[Any]) -> Any:
    return list(values) if connection.vendor == "postgresql" else json.dumps(list(values))
