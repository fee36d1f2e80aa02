"""Sealing: whatever events are visible and unsealed get the next places in the tree, one durable transaction a batch; then it is signed.

Order: an event that was committed before another began is visible whenever that other is, so it is in the same batch or an earlier one,
and within a batch the order of insertion holds. Nothing depends on sequences without gaps, transaction numbers or clocks.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from backend.audit.models import Checkpoint as StoredCheckpoint
from backend.audit.sealed import guard, store
from backend.audit.sealed.keys import signing_key
from backend.audit.sealed.notes import Checkpoint, SigningKey, note
from backend.audit.sealed.tree import WIDTH, Place, Tree, grow, leaf_hash
from backend.kernel import clock

BATCH: Final = 4096


@dataclass(frozen=True)
class Sealed:
    """What one batch did."""

    events: int
    size: int


class Edge:
    """The right edge of the tree, kept by a sealer that goes on, so that it is not read again for each batch."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.size = -1
        self.tiles: dict[Place, bytes] = {}

    def at(self, size: int) -> dict[Place, bytes]:
        """Give the tiles if they are the ones of this size, and otherwise none."""
        return self.tiles if size == self.size else {}

    def keep(self, size: int, tiles: dict[Place, bytes]) -> None:
        """Keep the tiles that the next batch will extend."""
        self.size = size
        self.tiles = {place: data for place, data in tiles.items() if place[1] >= size // WIDTH ** (place[0] + 1)}


def seal_batch(limit: int = BATCH, *, edge: Edge | None = None, on_disk: bool = True) -> Sealed:
    """Seal the next events that wait, all of them or none; raises guard.RolledBack when the log was cut.

    Not put on the disk at once, SQLite may lose the newest batches to a power cut, events and leaves together; signing flushes them first.
    """
    with durable() if on_disk else transaction.atomic(durable=True):
        log = store.lock_log()
        guard.check_size(log.origin, log.size)
        rows = store.waiting(limit)
        if not rows:
            return Sealed(0, log.size)
        leaves, hashes = _numbered(rows, log.size)
        size = log.size + len(leaves)
        tiles = store.DatabaseTiles(edge.at(log.size) if edge else None)
        changed = grow(tiles, log.size, hashes)
        tiles.known.update(changed)
        root = Tree(tiles, size).root()
        store.write_leaves(leaves)
        store.write_tiles(changed)
        store.finish([leaf.event_id for leaf in leaves], size, root)
    if edge is not None:
        edge.keep(size, tiles.known)
    return Sealed(len(leaves), size)


def sign_newest(*, also: SigningKey | None = None) -> str:
    """Sign the newest checkpoint unless it is signed; give its note, or nothing where there is no log or no key here.

    Only what is committed is signed, and only when it continues what was signed before: raises guard.RolledBack otherwise. `also` is a
    second key that signs too (a rotation).
    """
    newest = _newest()
    if newest is None or (newest.note and also is None):
        return newest.note if newest else ""
    key = signing_key()
    if key is None:
        return ""
    with guard.alone():
        _flush()
        newest = _newest()
        if newest is None or (newest.note and also is None):
            return newest.note if newest else ""
        origin = store.the_log().origin
        checkpoint = Checkpoint(origin, newest.size, bytes(newest.root))
        guard.check(Tree(store.DatabaseTiles(), newest.size), checkpoint)
        at = int(clock.now().timestamp())
        keys = [each for each in (key, also) if each]
        lines = [line for each in keys for line in (each.sign(checkpoint.text), each.cosign(checkpoint.text, at=at))]
        message = note(checkpoint.text, *lines)
        guard.remember(message)
        StoredCheckpoint.objects.filter(pk=newest.size).update(note=message)
    return message


def seal_now() -> str:
    """Seal everything that is visible, and sign; gives the signed checkpoint, or nothing where this process does not hold the key."""
    edge = Edge()
    while seal_batch(edge=edge).events == BATCH:
        pass
    return sign_newest()


def _newest() -> StoredCheckpoint | None:
    return StoredCheckpoint.objects.order_by("-size").first()


def _numbered(rows: Sequence[store.Sealing], size: int) -> tuple[list[store.LeafRow], bytes]:
    """Give each event its index, and its number and predecessor in its stream."""
    last = store.heads({row.stream for row in rows})
    leaves, hashes = [], []
    for index, row in enumerate(rows, start=size):
        seq, prev = last.get(row.stream, (0, None))
        leaves.append(store.LeafRow(index, row.event_id, row.stream, seq + 1, prev))
        hashes.append(leaf_hash(store.leaf_bytes(row.body, prev, seq + 1, row.stream)))
        last[row.stream] = (seq + 1, index)
    return leaves, b"".join(hashes)


@contextmanager
def durable() -> Iterator[None]:
    """Open one transaction whose commit is on the disk before anybody is told of it."""
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = on")
            yield
        return
    nested = connection.in_atomic_block  # a test's own transaction, in which the level can't be set
    if not nested:
        _set_level("FULL")
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        if not nested:
            _set_level("NORMAL")


def _flush() -> None:
    """Put on the disk what SQLite committed so far: one small durable transaction takes everything before it along."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with durable(), connection.cursor() as cursor:
            cursor.execute("UPDATE audit_log SET size = size WHERE id = 1")


def _set_level(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous = {level}")
