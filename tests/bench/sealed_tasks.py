"""What a worker can be told to do with the sealed history. A sample gives its seconds; everything else gives facts."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

from django.db import connection, transaction

from backend.audit import events
from backend.audit.events import EVENT_COLUMNS, Line, compose, insert
from backend.audit.models import Checkpoint, Event, Leaf, Log, Pending
from backend.audit.origin import coming_from
from backend.audit.sealed.proofs import proof_of
from backend.audit.sealed.sealing import Edge, seal_batch, sign_newest
from backend.kernel import clock
from backend.kernel.references import new_uid
from tests.bench.measuring import own_memory, timed
from tests.bench.tasks import NARRATIVE, call, user_named

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36"
STREAMS = 5000
PLAIN = "bench_plain"


def fill(number: int) -> dict[str, float]:
    """Write events that wait to be sealed, as fast as the database takes them: readings of five thousand cases by two hundred people."""
    took = timed(lambda: _copy(number) if connection.vendor == "postgresql" else _insert_many(number))
    return {"seconds": took, "pending": Pending.objects.count()}


def seal_all() -> dict[str, Any]:
    """Seal and sign everything that waits; tell the rate, and the memory after a tenth and at the end."""
    edge, sealed, waiting = Edge(), 0, Pending.objects.count()
    memory = [own_memory()]
    started, cpu = time.perf_counter(), time.process_time()
    while done := seal_batch(edge=edge).events:
        sealed += done
        sign_newest()
        if len(memory) <= sealed * 10 // max(waiting, 1):
            memory.append(own_memory())
    return {"events": sealed, "seconds": time.perf_counter() - started, "cpu": time.process_time() - cpu,
            "memory": [memory[0], memory[-1]], "checkpoints": Checkpoint.objects.count()}  # fmt: skip


def insert_event(number: int = 4000) -> float:
    """Write events with two disclosures each, guards and queue: seconds of the database's own processor time."""
    lines = _lines(number)
    with patch.object(events, "_hooks", []):
        return _database_time(lambda: _by_tens(lines, insert))


def insert_plain(number: int = 4000) -> float:
    """Write the same rows into a table of the same columns and indexes, without queue, guards and disclosures."""
    lines = _lines(number)
    with connection.cursor() as cursor:
        _make_plain(cursor)
        statement = f"INSERT INTO {PLAIN} ({EVENT_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id"  # noqa: S608

        def write(line: Line) -> None:
            with connection.cursor() as own:
                own.execute(statement, _plain_values(line))
                own.fetchone()

        return _database_time(lambda: _by_tens(lines, write))


def read_case(times: int = 5) -> float:
    """Open a case through the API: the reading is recorded before anything is shown."""
    path = f"/api/v1/cases/{_a_case()}/"
    return timed(lambda: call(path, "investigator"), times=times)


def read_case_unrecorded(times: int = 5) -> float:
    """The same with nothing recorded."""
    with _nothing_recorded():
        return read_case(times)


def change(times: int = 3) -> float:
    """Send a report through the API: row, history row and event."""
    body = {"narrative": NARRATIVE, "conduct": ["noncontact.blocking"], "settings": ["closed_door"],
            "occurred_on": "2026-03-02", "occurred_certainty": "exact"}  # fmt: skip
    with patch("backend.intake.actions.reporting.start_for"):
        return timed(lambda: call("/api/v1/reports/", "employee", body), times=times)


def change_unrecorded(times: int = 3) -> float:
    """The same with row and history row, and no event."""
    with _nothing_recorded():
        return change(times)


def prove(times: int = 200) -> dict[str, float]:
    """Prove single entries all over the log: seconds and bytes of a proof."""
    size = Log.objects.get().size
    indexes = [(number * 7919) % size for number in range(times)]
    rows = [Event.objects.get(pk=Leaf.objects.get(pk=index).event_id) for index in indexes]
    started = time.perf_counter()
    proofs = [proof_of(row) for row in rows]
    took = (time.perf_counter() - started) / times
    longest = max(sum(len(part) for part in proof.path) for proof in proofs if proof)
    return {"seconds": took, "bytes": longest, "size": size}


def _lines(number: int) -> list[Line]:
    person = user_named("investigator")
    with coming_from("web", request_id="0" * 32, address="192.0.2.7", agent=AGENT):
        return [
            compose("case.view", None, actor=person, reason="Reading the answer.", stream=f"case:{new_uid()}", ctx={"as": ["leads"]})
            for _ in range(number)
        ]  # fmt: skip


def _by_tens(lines: Sequence[Line], write: Any) -> None:
    for start in range(0, len(lines), 10):
        with transaction.atomic():
            for line in lines[start : start + 10]:
                write(line)


def _database_time(work: Any) -> float:
    """Tell the processor time of the database's process for this connection; SQLite works in our own process."""
    started = _processor_time()
    work()
    return _processor_time() - started


def _processor_time() -> float:
    if connection.vendor != "postgresql":
        return time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _make_plain(cursor: Any) -> None:
    if connection.vendor == "postgresql":
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {PLAIN} (LIKE audit_event INCLUDING ALL)")
        return
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'audit_event' AND type IN ('table', 'index') AND sql IS NOT NULL"
    )
    for (statement,) in cursor.fetchall():
        renamed = statement.replace("audit_event", PLAIN)
        cursor.execute(
            renamed.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS").replace("INDEX", "INDEX IF NOT EXISTS")
        )


def _plain_values(line: Line) -> list[Any]:
    if connection.vendor == "postgresql":
        return [line.uid, line.stream, line.action, line.actor, line.obj, line.at, line.body]
    actor, at = line.actor.hex if line.actor else None, str(line.at.replace(tzinfo=None))
    return [line.uid.hex, line.stream, line.action, actor, line.obj, at, line.body]


def _nothing_recorded() -> ExitStack:
    stack = ExitStack()
    for place in ("backend.audit.reads.record", "backend.audit.recorded.record"):
        stack.enter_context(patch(place))
    return stack


def _a_case() -> str:
    from backend.access.policy import scope
    from backend.cases.models import Case

    row = scope(user_named("investigator"), "case.view", Case.objects.order_by("pk")).first()
    if row is None:
        raise LookupError("The investigator has no case.")
    return row.reference


def _made(number: int) -> Iterator[tuple[Any, ...]]:
    at = clock.now()
    told, actors = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), [new_uid() for _ in range(200)]
    for each in range(number):
        uid, actor, stream = new_uid(), actors[each % 200], f"case:00000000-0000-4000-8000-{each % STREAMS:012d}"
        body = (
            f'{{"act":"case.view","actor":"{actor}","at":"{told}","ctx":{{"as":["leads"],"door":"web","fields":["narrative","occurred_on","respondent_as_told"],"request":"{uid.hex}"}},'
            f'"id":"{uid}","obj":"{stream}","sd":{{}},"v":1}}'
        )
        yield uid, stream, "case.view", actor, stream, at, body


def _copy(number: int) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY audit_event ({EVENT_COLUMNS}) FROM STDIN") as copy:
        for row in _made(number):
            copy.write_row(row)


def _insert_many(number: int) -> None:
    statement = f"INSERT INTO audit_event ({EVENT_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s)"  # noqa: S608
    rows = (
        (uid.hex, stream, action, actor.hex, obj, str(at.replace(tzinfo=None)), body)
        for uid, stream, action, actor, obj, at, body in _made(number)
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, cast("Any", rows))
