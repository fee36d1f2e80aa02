"""Reading the sealed log back in windows, as texts that compare with what was sealed, on both databases."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from django.db import connection

from backend.audit.sealed.tree import WIDTH

Values = dict[int, list[tuple[str, str]]]  # event -> name and disclosure of each value


class EntryRow(NamedTuple):
    """One event with its place in the log; an event that is gone has no body, one that waits has no index."""

    entry: int | None
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

    @property
    def place(self) -> str:
        """Say where it stands."""
        return f"event {self.event_id}, not sealed yet" if self.entry is None else f"entry {self.entry}"


_GONE: Final = (None,) * 7
_UNSEALED: Final = (
    "SELECT event_id FROM audit_pending UNION SELECT event_id FROM audit_leaf WHERE leaf_index >= %s ORDER BY 1"
)


def entries(first: int, end: int) -> tuple[list[EntryRow], Values]:
    """Read the leaves from one index up to another, each with its event, and the values of these events.

    Three questions over ranges, put together here, take half as long as the database’s own joins.
    """
    leaves = _fetched(
        "SELECT leaf_index, event_id, stream, seq, prev FROM audit_leaf WHERE leaf_index >= %s AND leaf_index < %s"
        " ORDER BY leaf_index",
        [first, end],
    )
    ids = [leaf[1] for leaf in leaves]
    facts = {row[0]: row[1:] for row in _facts(ids)}
    return [EntryRow._make(leaf + facts.get(leaf[1], _GONE)) for leaf in leaves], values_of_events(ids)


def unsealed_ids(size: int) -> list[int]:
    """Name the events that wait to be sealed, or were sealed beyond a size, as one moment knows them."""
    return [row[0] for row in _fetched(_UNSEALED, [size])]


def events(ids: Sequence[int]) -> tuple[list[EntryRow], Values]:
    """Read events that have no place yet by their numbers, with their values."""
    rows = [EntryRow._make((None, row[0], None, None, None, *row[1:])) for row in _facts(ids)]
    return rows, values_of_events(ids)


def values_of_events(ids: Sequence[int]) -> Values:
    """Read the disclosures of events."""
    found: Values = {}
    wanted, params = _chosen("event_id", ids)
    query = f"SELECT event_id, name, disclosure FROM audit_private WHERE {wanted}"  # noqa: S608
    for event, name, disclosure in _fetched(query, params):
        if event in found:
            found[event].append((name, disclosure))
        else:
            found[event] = [(name, disclosure)]
    return found


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
    wanted, params = _chosen("event_id", ids)
    query = f"SELECT event_id, name, digest, erased_by FROM audit_erasure WHERE kind = 'disclosure' AND {wanted}"  # noqa: S608
    return {(event, name): (digest, str(by).replace("-", "")) for event, name, digest, by in _fetched(query, params)}


def answer(query: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Ask the database something whose answer is short."""
    return _fetched(query, params)


def _fetched(query: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, list(params))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _facts(ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """Read the columns of events in the form in which their bodies tell them."""
    if connection.vendor == "postgresql":
        at = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        columns = f"id, uid::text, stream, action, actor::text, obj, {at}, body"
    else:
        at = "replace(at, ' ', 'T') || CASE WHEN length(at) = 19 THEN '.000000Z' ELSE 'Z' END"
        columns = f"id, uid, stream, action, actor, obj, {at}, body"
    wanted, params = _chosen("id", ids)
    return _fetched(f"SELECT {columns} FROM audit_event WHERE {wanted} ORDER BY id", params)  # noqa: S608


def _chosen(column: str, ids: Sequence[int]) -> tuple[str, list[Any]]:
    """Choose rows by number: as a range where that takes hardly more in."""
    if not ids:
        return "1 = 0", []
    low, high = min(ids), max(ids)
    if high - low < 2 * len(ids) + 100:
        return f"{column} >= %s AND {column} <= %s", [low, high]
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", [list(ids)]
    return f"{column} IN (SELECT value FROM json_each(%s))", [json.dumps(list(ids))]  # noqa: S608 - columns of our own
