"""What is wrong around the tree: beyond its edge, in its queue and its streams, and among what is kept outside or erased."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from django.db import connection

from backend.audit.models import Checkpoint as StoredCheckpoint
from backend.audit.models import Event, Log, Pending
from backend.audit.sealed import outside, reading
from backend.audit.sealed.contents import Contents, Erasures
from backend.audit.sealed.findings import Findings
from backend.audit.sealed.notes import Checkpoint

WINDOW: Final = 2000

Held = dict[int, list[tuple[str, bytes]]]


def held_outside(findings: Findings, log: Log, kept: Iterable[tuple[str, Checkpoint]]) -> Held:
    """Put the checkpoints that are kept outside in order of their size, and tell of those that this log can't continue."""
    held: Held = {}
    known = list(kept)
    for where, checkpoint in known:
        if checkpoint.origin != log.origin:
            findings.add("rewritten", f"{where} is of {checkpoint.origin}")
    for where, checkpoint in [*known, *outside.receipts()]:
        if checkpoint.origin != log.origin:
            continue
        if checkpoint.size > log.size:
            findings.add("rolled-back", f"{where} tells of {checkpoint.size}, the log has {log.size}")
        held.setdefault(checkpoint.size, []).append((where, checkpoint.root))
    return held


def check_edges(findings: Findings, size: int, *, tiles: int, signed: int, late: datetime) -> None:
    """Look at the right edge: nothing beyond it, a checkpoint at it, and that signed by now."""
    [(beyond,)] = reading.answer(
        "SELECT count(*) FROM audit_leaf WHERE leaf_index >= coalesce((SELECT size FROM audit_log WHERE id = 1), 0)"
    )
    if beyond:
        findings.add("beyond-the-end", f"from entry {size} on", beyond)
    stored = reading.answer(
        "SELECT (SELECT count(*) FROM audit_tile) FROM audit_log WHERE id = 1 AND size = %s", [size]
    )
    if stored and stored[0][0] > tiles:
        findings.add("beyond-the-end", "stored hashes", stored[0][0] - tiles)
    if not size:
        return
    newest = StoredCheckpoint.objects.filter(pk=size).first()
    if newest is None:
        findings.add("checkpoint-missing", f"size {size}")
    elif signed < size and newest.sealed_at < late:
        findings.add("unsigned", f"size {size}; signed up to {signed}")


def check_queue(findings: Findings, *, late: datetime) -> None:
    """Every event is sealed or waits: counted in one statement, and looked for only when the numbers differ."""
    events, leaves, waiting = reading.answer(
        "SELECT (SELECT count(*) FROM audit_event), (SELECT count(*) FROM audit_leaf), (SELECT count(*) FROM audit_pending p"
        " WHERE NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = p.event_id)"
        " AND EXISTS (SELECT 1 FROM audit_event e WHERE e.id = p.event_id))"
    )[0]
    if events > leaves + waiting or "event-missing" in findings.counts or "entry-missing" in findings.counts:
        lost = reading.answer(
            "SELECT e.id FROM audit_event e WHERE NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = e.id)"
            " AND NOT EXISTS (SELECT 1 FROM audit_pending p WHERE p.event_id = e.id) ORDER BY e.id"
        )
        for (event,) in lost:
            findings.add("unqueued", f"event {event}")
    for (event,) in reading.answer(
        "SELECT p.event_id FROM audit_pending p WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.id = p.event_id)"
    ):
        findings.add("event-lost", f"event {event}")
    pending, since = oldest_waiting()
    if since is not None and since < late:
        findings.add("late", f"the oldest since {since:%Y-%m-%d %H:%M:%S} UTC", pending)


def oldest_waiting() -> tuple[int, datetime | None]:
    """Count what waits to be sealed, and tell since when the oldest of it does."""
    oldest = Pending.objects.order_by("event_id").first()
    since = Event.objects.filter(pk=oldest.event_id).values_list("db_at", flat=True).first() if oldest else None
    return Pending.objects.count(), since


class Tail:
    """What waits to be sealed, or was sealed since: its columns and values are checked as well, its place is not yet fixed."""

    def __init__(self, size: int, findings: Findings, visit: Callable[[int, str], object]) -> None:
        """Keep up to where the rest was checked, and who wants to see each event."""
        self.size, self.contents, self.visit = size, Contents(findings), visit

    def run(self) -> None:
        """Read it once."""
        ids = reading.unsealed_ids(self.size)
        for at in range(0, len(ids), WINDOW):
            part = ids[at : at + WINDOW]
            rows, values = reading.events(part)
            wanted = set(part)
            for row in rows:
                if row.event_id not in wanted:
                    continue
                self.contents.look(row, values)
                self.visit(row.event_id, row.body or "")
            self.contents.settle()


def check_streams(findings: Findings) -> None:
    """In every stream the numbers count up from one, and each entry names the one before: the database walks its own index."""
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    query = (
        "SELECT leaf_index, stream, seq FROM (SELECT leaf_index, stream, seq, prev, lag(leaf_index) OVER w AS before,"  # noqa: S608
        " row_number() OVER w AS place FROM audit_leaf WINDOW w AS (PARTITION BY stream ORDER BY seq)) t"
        f" WHERE seq <> place OR prev {differs} before OR before >= leaf_index ORDER BY leaf_index LIMIT 1000"
    )
    for index, stream, seq in reading.answer(query):
        findings.add("stream-broken", f"entry {index}, number {seq} of {stream}")


def check_strays(findings: Findings) -> None:
    """Look for values of no event, and for erasures of which no event tells."""
    query = (
        "SELECT p.event_id, p.name FROM audit_private p"
        " WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.id = p.event_id) LIMIT 1000"
    )
    for event, name in reading.answer(query):
        findings.add("value-stray", f"“{name}” of event {event}, which is not there")
    known = Erasures()
    for (by,) in reading.answer("SELECT DISTINCT erased_by FROM audit_erasure"):
        if not known.exists(str(by).replace("-", "")):
            findings.add("erasure-unproven", f"an erasure by {by}")
