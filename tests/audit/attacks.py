"""What somebody with the whole database in their hands would do, for the tests of what is found afterwards."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from backend.audit.models import Checkpoint, Event, Leaf, Log, Tile
from backend.audit.sealed import store
from backend.audit.sealed.keys import signing_key
from backend.audit.sealed.notes import Checkpoint as Told
from backend.audit.sealed.notes import note
from backend.audit.sealed.tree import Tree, grow, leaf_hash
from backend.kernel import clock


@contextmanager
def unguarded() -> Iterator[None]:
    """Switch every guard of the database off for a while, as its owner could, and on again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, statement in guards:
            cursor.execute(statement)


def run(statement: str, *params: Any) -> None:
    """Do it behind the product."""
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement, params)


def the_entry(action: str) -> tuple[Event, Leaf]:
    """Find the newest sealed event of an action."""
    event = Event.objects.filter(action=action).order_by("-pk")[0]
    return event, Leaf.objects.get(event_id=event.pk)


def rewrite(event: Event, **told: object) -> str:
    """Write another text for an event, as canonical as the first."""
    body = {**json.loads(event.body), **told}
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def rebuild(*, signed: bool = True) -> None:
    """Compute the whole tree anew from what stands there now, and sign every checkpoint with the log's own key."""
    bodies = dict(Event.objects.values_list("pk", "body"))
    rows = list(Leaf.objects.order_by("leaf_index"))
    hashes = [leaf_hash(store.leaf_bytes(bodies[row.event_id], row.prev, row.seq, row.stream)) for row in rows]
    tiles = grow(store.DatabaseTiles({}), 0, b"".join(hashes))
    sizes = [size for size in Checkpoint.objects.values_list("size", flat=True) if size <= len(rows)]
    run("DELETE FROM audit_tile")
    run("DELETE FROM audit_checkpoint")
    for (level, n), data in tiles.items():
        Tile.objects.create(level=level, n=n, data=data)
    key, origin = signing_key(), Log.objects.get().origin
    run("UPDATE audit_log SET size = %s", len(rows))
    for size in sorted({*sizes, len(rows)}):
        root = Tree(store.DatabaseTiles(dict(tiles)), len(rows)).root(size)
        text = Told(origin, size, root).text
        lines = [key.sign(text), key.cosign(text, at=int(clock.now().timestamp()))]
        Checkpoint.objects.create(size=size, root=root, note=note(text, *lines) if signed else "")
