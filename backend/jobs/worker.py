"""Doing the work: one job, a loop of its own, or a thread inside the web process."""

import logging
import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Lock, Thread, get_ident
from typing import Final

from django.db import Error, close_old_connections, connections

from backend.jobs.delivery import carry_on, execute, take
from backend.jobs.models import Job, WorkerBeat
from backend.jobs.queue import prune, sweep_lost
from backend.jobs.registry import companions
from backend.jobs.schedules import keep_schedules, submit_due
from backend.kernel import clock

logger = logging.getLogger(__name__)

UPKEEP_EVERY: Final = timedelta(seconds=10)
ALIVE_WITHIN: Final = timedelta(minutes=1)


def work_once(*, as_of: datetime | None = None, must_stop: Callable[[], bool] = carry_on) -> Job | None:
    """Do the next due job, if there is one, and return it as it stands afterwards."""
    job = take(as_of or clock.now())
    if job is None:
        return None
    execute(job, must_stop=must_stop)
    job.refresh_from_db()
    return job


def workers_alive(as_of: datetime) -> int:
    """Count the workers that gave a sign of life within the last minute."""
    return WorkerBeat.objects.filter(seen_at__gte=as_of - ALIVE_WITHIN).count()


class Worker:
    """A loop that does due work, asks for scheduled work, and finds lost work, until it is told to stop."""

    def __init__(self, *, interval: float = 1.0, heartbeat: Path | None = None) -> None:
        """Set how long to rest when there is nothing to do, and the file that is touched as a sign of life."""
        self.interval, self.heartbeat = interval, heartbeat
        self.name = f"{socket.gethostname()}-{os.getpid()}-{get_ident()}"
        self.jobs_run = 0
        self.started_at = clock.now()
        self._stopping = Event()
        self._upkeep_at: datetime | None = None
        self._beat_at: datetime | None = None

    def run(self) -> None:
        """Work until stopped; a database that is away for a while is waited for."""
        logger.info("Worker %s starts.", self.name)
        beside = [
            Thread(target=_accompany, args=(run, self._stopping), name=name) for name, run in companions().items()
        ]
        for thread in beside:
            thread.start()
        try:
            while not self._stopping.is_set():
                close_old_connections()
                if not self._turn():
                    self._stopping.wait(self.interval)
        finally:
            self._stopping.set()
            for thread in beside:
                thread.join()
            self._leave()
            logger.info("Worker %s stops after %s jobs.", self.name, self.jobs_run)

    def run_until_idle(self) -> int:
        """Do everything that is due now, and return how many jobs that was."""
        self._upkeep()
        while not self._stopping.is_set() and self._work():
            pass
        self._leave()
        return self.jobs_run

    def stop(self) -> None:
        """Finish or hand back the job in hand, then leave the loop."""
        self._stopping.set()

    def _turn(self) -> bool:
        try:
            if self._upkeep_at is None or clock.now() >= self._upkeep_at:
                self._upkeep()
            return self._work()
        except Error:
            logger.warning("Worker %s can't reach the database; it tries again.", self.name)
            connections.close_all()
            return False

    def _work(self) -> bool:
        job = work_once(must_stop=self._must_stop)
        if job is not None:
            self.jobs_run += 1
        return job is not None

    def _must_stop(self) -> bool:
        self._beat(clock.now())
        return self._stopping.is_set()

    def _upkeep(self) -> None:
        as_of = clock.now()
        self._beat(as_of)
        keep_schedules(as_of)
        submit_due(as_of)
        sweep_lost(as_of)
        prune(as_of)
        self._upkeep_at = as_of + UPKEEP_EVERY

    def _beat(self, as_of: datetime) -> None:
        if self._beat_at is not None and as_of < self._beat_at + UPKEEP_EVERY:
            return
        self._beat_at = as_of
        WorkerBeat.objects.update_or_create(
            name=self.name, defaults={"started_at": self.started_at, "seen_at": as_of, "jobs_run": self.jobs_run}
        )
        if self.heartbeat:
            self.heartbeat.touch()

    def _leave(self) -> None:
        try:
            WorkerBeat.objects.filter(name=self.name).delete()
        except Error:
            logger.warning("Worker %s could not sign off.", self.name)


_embedded: list[Worker] = []
_embedding = Lock()


def start_embedded_worker(*, interval: float = 1.0) -> Worker:
    """Start one worker thread inside this process (for the demonstration); a second call returns the same."""
    with _embedding:
        if not _embedded:
            worker = Worker(interval=interval)
            Thread(target=_run_embedded, args=(worker,), name="jobs-worker", daemon=True).start()
            _embedded.append(worker)
        return _embedded[0]


def _accompany(run: Callable[[Event], None], stopping: Event) -> None:
    try:
        run(stopping)
    finally:
        connections.close_all()


def _run_embedded(worker: Worker) -> None:
    try:
        worker.run()
    finally:
        connections.close_all()
