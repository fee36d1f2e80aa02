"""A writer or a sealer in a process of its own, on the database that DATABASE_URL names: the ones that race and get killed.

A writer notes each event that it committed, with the time before its transaction began and the time after it was committed (one clock for
all processes of a machine), in a file that is flushed line by line.
"""

import os
import random
import sys
import time
from pathlib import Path
from threading import Event as Signal

import django
from django.db import DatabaseError, connection, transaction


def write(path: str, seed: int) -> None:
    """Write events for ever: some in nested transactions that are rolled back, some in transactions that are."""
    from backend.audit.events import record

    chance = random.Random(seed)
    with open(path, "a") as log:  # noqa: PTH123 - flushed by line
        while True:
            began = time.monotonic_ns()
            try:
                written = _transaction(record, chance)
            except DatabaseError:
                connection.close()
                continue
            done = time.monotonic_ns()
            for uid in written:
                log.write(f"{uid} {began} {done}\n")
            log.flush()


def _transaction(record, chance):
    written = []
    with transaction.atomic():
        for _ in range(chance.randint(1, 4)):
            written.append(record("event.list", None, actor=None, stream=f"case:{chance.randint(1, 5)}"))
            if chance.random() < 0.2:
                time.sleep(chance.random() / 50)
        if chance.random() < 0.3:
            with transaction.atomic():
                record("event.list", None, actor=None, reason="Never happened.")
                transaction.set_rollback(True)
        if chance.random() < 0.15:
            transaction.set_rollback(True)
            written = []
    return written


def seal(seed: int) -> None:
    """Seal for ever, in batches of changing size."""
    from backend.audit.sealed.sealer import Sealer

    chance = random.Random(seed)
    while True:
        stopping = Signal()
        sealer = Sealer(stopping, pause=0.005, batch=chance.choice([1, 7, 300, 4096]))
        for _ in range(20):
            sealer._turn()
            time.sleep(0.002)


if __name__ == "__main__":
    django.setup()
    folder, role, *arguments = sys.argv[1:]
    (Path(folder) / f"ready-{os.getpid()}").touch()
    if role == "write":
        write(arguments[0], int(arguments[1]))
    else:
        seal(int(arguments[0]))
