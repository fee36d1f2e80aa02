"""The databases of one run: each of several sizes, imported, furnished, and served by a worker of its own."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from tools import postgres

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Imported:
    """How one import went."""

    complaints: int
    seconds: float
    peak: float  # megabytes
    table: str


class Worker:
    """A process on one database; see tests/bench/worker.py."""

    def __init__(self, url: str, folder: Path) -> None:
        """Start it."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.worker"],
            cwd=ROOT, env=environment(url, folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def ask(self, task: str, **arguments: Any) -> Any:
        """Have a task done and give its answer."""
        told, answers = self.process.stdin, self.process.stdout
        if told is None or answers is None:
            raise RuntimeError("The worker has no ears.")
        told.write(orjson.dumps([task, arguments]) + b"\n")
        told.flush()
        line = answers.readline()
        if not line:
            raise RuntimeError(f"The worker ended in {task}.")
        return orjson.loads(line)

    def end(self) -> None:
        """Let it go."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait(timeout=30)


@contextmanager
def homes(vendor: str, names: list[str]) -> Iterator[dict[str, str]]:
    """Give the address of an empty database for each name, on a throw-away server or in a throw-away folder."""
    if vendor == "sqlite":
        with TemporaryDirectory(prefix="evenhand-bench-") as folder:
            yield {name: f"sqlite:///{folder}/{name}.sqlite3" for name in names}
        return
    with postgres.throw_away() as url:
        base, _, _ = url.rpartition("/")
        for name in names:
            run_psql(url, f"CREATE DATABASE bench_{name}")
        yield {name: f"{base}/bench_{name}" for name in names}


def run_psql(url: str, statement: str) -> None:
    """Run one statement on the server."""
    import psycopg

    with psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(statement.encode())


def bring_in(url: str, register: Path, folder: Path, limit: int | None) -> Imported:
    """Migrate a database and import the register, or its first complaints, in a process of its own."""
    manage = [sys.executable, "manage.py"]
    quiet = {"cwd": ROOT, "env": environment(url, folder), "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    subprocess.run([*manage, "migrate", "-v0"], check=True, **quiet)  # type: ignore[call-overload]
    command = [*manage, "import_register", str(register), "--rejects", str(folder / "rejects.csv")]
    command += ["--limit", str(limit)] if limit else []
    started = time.perf_counter()
    process = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
    out = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(process.stderr.read().decode()[-2000:])
    counted = next(line for line in out.splitlines() if line.startswith("complaints")).split()[2]
    return Imported(int(counted.replace(",", "")), time.perf_counter() - started, usage.ru_maxrss / 1024, out)


def environment(url: str, folder: Path) -> dict[str, str]:
    """Give a process its database, a place for its files, and a memory of its own for its sealed log."""
    memory = folder / f"audit-{hashlib.sha256(url.encode()).hexdigest()[:8]}"
    places = {"EVENHAND_VAR": str(folder), "EVENHAND_AUDIT_DIR": str(memory)}
    return os.environ | places | {"DATABASE_URL": url, "LOG_LEVEL": "WARNING", "DB_POOL": "2"}


@contextmanager
def workers(urls: dict[str, str], folder: Path) -> Iterator[dict[str, Worker]]:
    """Serve every database."""
    with ExitStack() as stack:
        started = {name: Worker(url, folder) for name, url in urls.items()}
        for worker in started.values():
            stack.callback(worker.end)
        yield started
