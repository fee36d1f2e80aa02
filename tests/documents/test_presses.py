"""Printing in processes of their own: the same files, no database, and nothing lost when one of them is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.batching import start_batch
from backend.documents.actions.issuing import number
from backend.documents.batches import presses as printing
from backend.documents.batches.press import Failed
from backend.documents.batches.presses import LOST, Order, Presses
from backend.documents.jobs import LONGEST_LETTER
from backend.documents.letters import Evidence
from backend.documents.making import Made, Numbered
from backend.documents.models import Batch, BatchItem, Document
from backend.documents.queries import enclosed_with, reproduce
from backend.documents.rendering import print_letter
from backend.documents.sealing.checking import check_seal
from backend.jobs.delivery import FIRST_WAIT
from backend.jobs.models import Job, JobState
from backend.jobs.queue import sweep_lost
from backend.jobs.worker import work_once
from backend.kernel import clock
from tests.documents.approved import WHY, approved_letters
from tests.documents.samples import acknowledgement

pytestmark = pytest.mark.paper

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


def numbered() -> Numbered:
    return number(acknowledgement())


def orders(count: int) -> Iterator[Order[int]]:
    return (Order(at, numbered()) for at in range(count))


def wait_until(seen: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_another_process_prints_the_same_file_and_one_that_is_lost_takes_no_letter_with_it() -> None:
    with Presses(2) as presses:
        found: dict[int, Made | Failed] = {}
        sent: dict[int, Numbered] = {}
        for order, made in presses.printed(orders(6)):
            found[order.key], sent[order.key] = made, order.numbered
            if len(found) == 1:
                assert presses._pool is not None
                os.kill(next(iter(presses._pool._processes)), signal.SIGKILL)

    assert sorted(found) == list(range(6))
    first = found[0]
    assert isinstance(first, Made)
    here = print_letter(sent[0].letter, sent[0].wording, sent[0].enclosed)
    assert first.content[: first.printed_size] == here.content
    seal = check_seal(first.content)
    assert (seal.intact, seal.covers_whole_file, seal.is_ours) == (True, True, True)
    assert all(isinstance(made, Made) for made in found.values())


class Deadly:
    """What ends the process that reads it."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (1,)


def test_a_letter_that_no_process_survives_is_told_from_the_others() -> None:
    lost = replace(numbered(), wording=Deadly())  # type: ignore[arg-type]
    with Presses(2) as presses:
        asked = [Order(0, numbered()), Order(1, lost), Order(2, numbered())]
        found = {order.key: made for order, made in presses.printed(asked)}

    assert found[1] == LOST
    assert [type(found[at]) for at in (0, 2)] == [Made, Made]


def test_a_printing_process_has_no_database() -> None:
    pool = printing._new_pool(1)
    signed = replace(acknowledgement(), evidence=Evidence(reference="DOC-2026-000000", sha256="", size=1, lines=()))
    with pool, pytest.raises(RuntimeError, match="no database"):
        pool.submit(enclosed_with, signed).result()


def test_processes_are_replaced_after_some_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "LIFE", 1)
    with Presses(2) as presses:
        started = set()
        for _ in presses.printed(orders(4)):
            if presses._pool is not None:
                started |= set(presses._pool._processes)
    assert len(started) == 4


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_a_batch_issues_nothing_twice_and_leaves_no_process(
    cast: Cast, a_case: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("Processes need a database in a file.")
    monkeypatch.setattr(settings, "PRINTERS", 1)
    drafts = approved_letters(cast, a_case("investigating"), 4)
    batch = start_batch(drafts, actor=cast.ines, reason=WHY)
    Job.objects.exclude(kind="document.batch").delete()
    process = start_worker()
    wait_until(lambda: BatchItem.objects.filter(state="issued").exists())
    family = below(process.pid)

    process.kill()
    process.communicate()

    assert len(family) >= 2
    wait_until(lambda: not any(runs(pid) for pid in family))
    later = clock.now() + LONGEST_LETTER + timedelta(seconds=1)
    with clock.at(later):
        sweep_lost(later)
    with clock.at(later + FIRST_WAIT):
        while work_once() is not None:
            pass
    batch = Batch.objects.get(pk=batch.pk)
    assert (batch.state, set(batch.items.values_list("state", flat=True))) == ("done", {"issued"})
    issued = Document.objects.filter(draft__in=drafts)
    assert issued.count() == Document.objects.filter(issued_at__gte=batch.started_at).count() == 4
    assert all(reproduce(document).intact for document in issued)


@pytest.mark.django_db
def test_a_worker_told_to_stop_hands_a_batch_back_between_two_letters(
    cast: Cast, a_case: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PRINTERS", 2)
    batch = start_batch(approved_letters(cast, a_case("investigating"), 3), actor=cast.ines, reason=WHY)
    Job.objects.exclude(kind="document.batch").delete()
    asked: Iterator[int] = iter(range(100))

    work_once(must_stop=lambda: next(asked) >= 1)

    job = Job.objects.get(kind="document.batch")
    assert (job.state, batch.items.filter(state="issued").count()) == (JobState.QUEUED, 1)


def start_worker() -> "subprocess.Popen[str]":
    command = [
        sys.executable,
        str(Path(__file__).with_name("batch_process.py")),
        str(connection.settings_dict["NAME"]),
        str(settings.SEAL_DIR),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    return subprocess.Popen(command, env=environment, cwd=ROOT, text=True, stderr=subprocess.DEVNULL)


def below(pid: int) -> list[int]:
    """List the processes that a process started, and theirs."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    found: list[int] = []
    waiting = [pid]
    while waiting:
        parent = waiting.pop()
        own = [child for child, of in parents.items() if of == parent]
        found += own
        waiting += own
    return found
