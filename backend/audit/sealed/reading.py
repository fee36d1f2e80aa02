"""Reading the sealed log back in windows, as texts that compare with what was sealed, on both databases."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from django.db import connection

from backend.audit.sealed.tree import WIDTH

Values = dict[int, list[tuple[str, str]]]  # event -> name and disclosure of each value


class EntryRow(NamedTuple):
    """One event with its place in the log; an event that is gone has no body, one that waits has no index."""

    index: int | None
    event_id: int
    stream: str | None
    seq: int | None
    prev: int | None
    uid: str | None
    own_stream: str | None
    action: str | None
    actor: str | None
    obj: str | None
    at: str | None
    body: str | None


_PLACE: Final = "l.leaf_index, l.event_id, l.stream, l.seq, l.prev"
_NOWHERE: Final = "NULL, e.id, NULL, NULL, NULL"
_UNSEALED: Final = (
    "SELECT event_id FROM audit_pending UNION SELECT event_id FROM audit_leaf WHERE leaf_index >= %s ORDER BY 1"
)


def entries(first: int, end: int) -> list[EntryRow]:
    """Read the leaves from one index up to another, each with its event."""
    query = (
        f"SELECT {_PLACE}, {_facts()} FROM audit_leaf l LEFT JOIN audit_event e ON e.id = l.event_id"  # noqa: S608
        " WHERE l.leaf_index >= %s AND l.leaf_index < %s ORDER BY l.leaf_index"
    )
    return [EntryRow._make(row) for row in _fetched(query, [first, end])]


def unsealed_ids(size: int) -> list[int]:
    """Name the events that wait to be sealed, or were sealed beyond a size, as one moment knows them."""
    return [row[0] for row in _fetched(_UNSEALED, [size])]


def events(ids: Sequence[int]) -> list[EntryRow]:
    """Read events by their numbers."""
    query = f"SELECT {_NOWHERE}, {_facts()} FROM audit_event e WHERE {_among('e.id')} ORDER BY e.id"  # noqa: S608
    return [EntryRow._make(row) for row in _fetched(query, [_array(ids)])]


def values_of_entries(first: int, end: int) -> Values:
    """Read the disclosures of the leaves from one index up to another."""
    query = (
        "SELECT p.event_id, p.name, p.disclosure FROM audit_leaf l JOIN audit_private p ON p.event_id = l.event_id"
        " WHERE l.leaf_index >= %s AND l.leaf_index < %s"
    )
    return _grouped(_fetched(query, [first, end]))


def values_of_events(ids: Sequence[int]) -> Values:
    """Read the disclosures of events."""
    query = f"SELECT event_id, name, disclosure FROM audit_private WHERE {_among('event_id')}"  # noqa: S608
    return _grouped(_fetched(query, [_array(ids)]))


def lowest_tiles(first: int, end: int) -> dict[int, bytes]:
    """Read the tiles of leaf hashes from one index up to another."""
    query = "SELECT n, data FROM audit_tile WHERE level = 0 AND n >= %s AND n <= %s"
    return {n: bytes(data) for n, data in _fetched(query, [first // WIDTH, (end - 1) // WIDTH])}


def checkpoints(first: int, end: int) -> Iterator[tuple[int, bytes, str]]:
    """Read the checkpoints of sizes beyond one and up to another: size, root and note."""
    query = "SELECT size, root, note FROM audit_checkpoint WHERE size > %s AND size <= %s ORDER BY size"
    return ((size, bytes(root), note) for size, root, note in _fetched(query, [first, end]))


def erased(ids: Sequence[int]) -> dict[tuple[int, str], tuple[str, str]]:
    """Read which values of events are erased on record: digest, and the identifier of the event that tells of it."""
    query = (
        "SELECT event_id, name, digest, erased_by FROM audit_erasure"  # noqa: S608
        f" WHERE kind = 'disclosure' AND {_among('event_id')}"
    )
    return {
        (event, name): (digest, str(by).replace("-", "")) for event, name, digest, by in _fetched(query, [_array(ids)])
    }


def answer(query: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Ask the database something whose answer is short."""
    return _fetched(query, params)


def _fetched(query: str, params: Sequence[object]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, list(params))
        return cursor.fetchall()


def _facts() -> str:
    """Select the columns of an event in the form in which its body tells them."""
    if connection.vendor == "postgresql":
        at = "to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        return f"e.uid::text, e.stream, e.action, e.actor::text, e.obj, {at}, e.body"
    at = "replace(e.at, ' ', 'T') || CASE WHEN length(e.at) = 19 THEN '.000000Z' ELSE 'Z' END"
    return f"e.uid, e.stream, e.action, e.actor, e.obj, {at}, e.body"


def _grouped(rows: Sequence[tuple[Any, ...]]) -> Values:
    found: Values = {}
    for event, name, disclosure in rows:
        found.setdefault(event, []).append((name, disclosure))
    return found


def _among(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - columns of our own


def _array(values: Sequence[int]) -> Any:
    return list(values) if connection.vendor == "postgresql" else json.dumps(list(values))
