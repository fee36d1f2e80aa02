"""Writers and sealers that race and are killed at any moment lose nothing, double nothing, and keep the order of real time."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from backend.audit.models import Checkpoint as StoredCheckpoint
from backend.audit.models import Disclosure, Event, Leaf, Log, Pending
from backend.audit.sealed import store
from backend.audit.sealed.keys import public_keys
from backend.audit.sealed.notes import open_checkpoint
from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.tree import RunningRoot, Tree, check_consistency, leaf_hash
from tests.database import ROOT, another_database

SECONDS = 8
WRITERS, SEALERS = 3, 2


class Racers:
    """The processes, each started anew when it is killed."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment, self.folder, self.kills = environment, folder, 0
        self.running = [self.start(number) for number in range(WRITERS + SEALERS)]

    def start(self, number: int) -> "subprocess.Popen[bytes]":
        seed = str(number + 100 * self.kills)
        arguments = ["write", str(self.folder / f"writer-{number}"), seed] if number < WRITERS else ["seal", seed]
        program = Path(__file__).with_name("racing.py")
        return subprocess.Popen([sys.executable, program, self.folder, *arguments], env=self.environment, cwd=ROOT)

    def ready(self) -> list[int]:
        """Number those that have begun: to kill one that is still starting proves nothing."""
        return [number for number, each in enumerate(self.running) if (self.folder / f"ready-{each.pid}").exists()]

    def kill_one(self, chance: random.Random) -> None:
        ready = self.ready()
        if not ready:
            return
        number = chance.choice(ready)
        self.running[number].kill()
        self.running[number].wait()
        self.kills += 1
        self.running[number] = self.start(number)

    def end(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()


@pytest.fixture
def raced(tmp_path: Path, settings, django_db_setup, django_db_blocker) -> Iterator[list[tuple[str, int, int]]]:
    """Let them race on an empty database, and give what the writers know to be committed: (event, began, done)."""
    with django_db_blocker.unblock(), another_database(tmp_path, migrated=True) as url:
        connection.close()
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "backend.config.settings",
            "EVENHAND_AUDIT_DIR": str(settings.AUDIT_DIR),
            "LOG_LEVEL": "CRITICAL",
            "PYTHONPATH": str(ROOT),
        }
        racers, chance = Racers(environment, tmp_path), random.Random(4)
        try:
            while len(racers.ready()) < len(racers.running):
                time.sleep(0.1)
            until = time.monotonic() + SECONDS
            while time.monotonic() < until:
                time.sleep(chance.uniform(0.3, 1))
                racers.kill_one(chance)
        finally:
            racers.end()
        seal_now()
        lines = [line for path in tmp_path.glob("writer-*") for line in path.read_text().splitlines()]
        whole = [line.split() for line in lines if line.count(" ") == 2]
        yield [(uid, int(began), int(done)) for uid, began, done in whole]


def test_a_race_with_kills_loses_doubles_and_reorders_nothing(raced):
    place = {str(uid): index for uid, index in _places()}
    assert len(raced) > 100
    assert [uid for uid, _, _ in raced if uid not in place] == []  # nothing lost
    assert len(place) == Event.objects.count() == Leaf.objects.count() == Log.objects.get().size  # nothing doubled
    assert sorted(place.values()) == list(range(len(place)))
    assert not Pending.objects.exists()
    assert not Disclosure.objects.exists()  # what was rolled back never was
    assert _misordered(raced, place) == []
    _check_streams()
    _check_checkpoints()


def _places():
    events = dict(Event.objects.values_list("pk", "uid"))
    return [(events[event], index) for event, index in Leaf.objects.values_list("event_id", "leaf_index")]


def _misordered(raced, place):
    """Find events that were committed before another began, and stand after it."""
    ends = sorted((done, place[uid], uid) for uid, _, done in raced)
    starts = sorted((began, place[uid], uid) for uid, began, _ in raced)
    wrong, highest, at = [], -1, 0
    for began, index, uid in starts:
        while at < len(ends) and ends[at][0] < began:
            highest, at = max(highest, ends[at][1]), at + 1
        if index < highest:
            wrong.append(uid)
    return wrong


def _check_streams():
    for stream in set(Leaf.objects.values_list("stream", flat=True)):
        rows = list(Leaf.objects.filter(stream=stream).order_by("seq").values_list("seq", "prev", "leaf_index"))
        assert [seq for seq, _, _ in rows] == list(range(1, len(rows) + 1))
        assert [prev for _, prev, _ in rows] == [None, *(index for _, _, index in rows[:-1])]


def _check_checkpoints():
    """Every root is the one of the contents, every signature holds, and each checkpoint continues the one before."""
    bodies = dict(Event.objects.values_list("pk", "body"))
    leaves = Leaf.objects.order_by("leaf_index")
    running, keys, before = RunningRoot(), public_keys(), None
    tree = Tree(store.DatabaseTiles(), Log.objects.get().size)
    stored = {each.size: each for each in StoredCheckpoint.objects.all()}
    for leaf in leaves:
        running.add(leaf_hash(store.leaf_bytes(bodies[leaf.event_id], leaf.prev, leaf.seq, leaf.stream)))
        checkpoint = stored.pop(running.size, None)
        if checkpoint is None:
            continue
        root = bytes(checkpoint.root)
        assert root == running.root()
        if before:
            path = tree.consistency(before[0], checkpoint.size)
            check_consistency(before[0], checkpoint.size, before[1], root, path)
        if checkpoint.note:
            signed, _ = open_checkpoint(checkpoint.note, keys)
            assert (signed.size, signed.root) == (checkpoint.size, root)
        before = (checkpoint.size, root)
    assert stored == {}
    assert before[0] == tree.size
