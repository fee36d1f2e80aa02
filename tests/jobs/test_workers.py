"""Several workers, stopped workers and killed workers, on real commits."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Lock, Thread, current_thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from backend.jobs import worker as workers
from backend.jobs.delivery import FIRST_WAIT
from backend.jobs.models import Job, JobState, WorkerBeat
from backend.jobs.queue import submit, sweep_lost
from backend.jobs.registry import LEASE, surround
from backend.jobs.worker import Worker, start_embedded_worker, work_once, workers_alive
from backend.kernel import clock

PATIENCE = 20.0


def wait_until(seen: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)


def start_worker(mode: str = "loop") -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    command = [
        sys.executable,
        str(Path(__file__).with_name("worker_process.py")),
        connection.settings_dict["NAME"],
        mode,
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])}
    return subprocess.Popen(command, env=environment, cwd=root, text=True, stderr=subprocess.PIPE)


@pytest.mark.usefixtures("committed")
def test_workers_that_race_do_each_job_once(register: Callable[..., None], asker: Any) -> None:
    runs: Counter[int] = Counter()
    names = set()
    lock = Lock()
    start = Barrier(4)

    def body(progress: Any, number: int) -> None:
        with lock:
            runs[number] += 1
            names.add(current_thread().name)

    def work() -> None:
        start.wait()
        while work_once() is not None:
            pass
        connection.close()

    register("test.count", body)
    for number in range(40):
        submit("test.count", actor=asker, number=number)
    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    while work_once() is not None:  # a thread that found a locked row leaves early; nothing may be lost by it
        pass
    assert runs == dict.fromkeys(range(40), 1)
    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}


@pytest.mark.usefixtures("committed")
def test_a_killed_worker_s_job_is_done_by_another(register: Callable[..., None], asker: Any) -> None:
    register("test.slow", lambda progress, steps: progress(steps, steps))
    job = submit("test.slow", actor=asker, steps=1000)
    process = start_worker()
    wait_until(lambda: Job.objects.get(pk=job.pk).done > 0)

    process.kill()
    process.communicate()

    assert Job.objects.get(pk=job.pk).state == JobState.RUNNING
    assert work_once() is None
    later = clock.now() + LEASE + timedelta(seconds=1)
    with clock.at(later):
        assert sweep_lost(later) == 1
    with clock.at(later + FIRST_WAIT):
        assert work_once() is not None
    job.refresh_from_db()
    assert (job.state, job.attempts, job.done) == (JobState.DONE, 2, 1000)


@pytest.mark.usefixtures("committed")
def test_a_worker_told_to_stop_hands_its_job_back_and_leaves_cleanly(register: Callable[..., None], asker: Any) -> None:
    register("test.slow", lambda progress, steps: None)
    job = submit("test.slow", actor=asker, steps=1000)
    process = start_worker()
    wait_until(lambda: Job.objects.get(pk=job.pk).done > 0)
    assert workers_alive(clock.now()) == 1

    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=PATIENCE)

    assert (process.returncode, "Traceback" in errors) == (0, False)
    job.refresh_from_db()
    assert (job.state, job.lease_until, job.max_attempts) == (JobState.QUEUED, None, 6)
    assert not WorkerBeat.objects.exists()
    assert work_once() is not None


@pytest.mark.usefixtures("committed")
def test_the_embedded_worker_works_beside_the_web(
    register: Callable[..., None], asker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_embedded", [])
    register("test.count", lambda progress, number: None)

    embedded = start_embedded_worker(interval=0.02)
    assert start_embedded_worker() is embedded
    job = submit("test.count", actor=asker, number=1)

    wait_until(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)
    assert workers_alive(clock.now()) == 1
    embedded.stop()
    wait_until(lambda: not WorkerBeat.objects.exists())


@pytest.mark.django_db
def test_once_does_what_is_due_and_says_so(
    register: Callable[..., None], asker: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register("test.count", lambda progress, number: None)
    for number in range(3):
        submit("test.count", actor=asker, number=number)

    call_command("worker", "--once", "--heartbeat", str(tmp_path / "alive"))

    assert capsys.readouterr().out == "3 jobs done.\n"
    assert (tmp_path / "alive").exists()
    assert not Job.objects.open().exists()


@pytest.mark.django_db
def test_what_surrounds_a_body_is_entered_and_left(
    register: Callable[..., None], asker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []
    monkeypatch.setattr("backend.jobs.registry._surroundings", [])

    @contextmanager
    def door(job: Job) -> Any:
        steps.append(f"in {job.kind}")
        yield
        steps.append("out")

    surround(door)
    register("test.count", lambda progress: steps.append("body"))
    submit("test.count", actor=asker)

    Worker().run_until_idle()

    assert steps == ["in test.count", "body", "out"]
