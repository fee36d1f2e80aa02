"""A throw-away PostgreSQL from the machine's own binaries: `python -m tools.postgres COMMAND ...`.

The command finds its DATABASE_URL in the environment. The server listens on a socket in its own folder only, so it
cannot meet another one, and it trades durability for speed.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TypedDict
from urllib.parse import quote

from tools.system import postgres_binaries

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=128MB", "max_wal_size=2GB")


class _Account(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@contextmanager
def throw_away() -> Iterator[str]:
    """Start a server, give its DATABASE_URL, and leave nothing behind."""
    binaries = postgres_binaries()
    if binaries is None:
        raise FileNotFoundError("No PostgreSQL binaries on this machine.")
    folder = Path(tempfile.mkdtemp(prefix="evenhand-pg-", dir="/tmp"))  # a socket path must be short
    account = _account()
    if account:
        os.chown(folder, account["user"], account["group"])
    try:
        _start(binaries, folder, account)
        yield f"postgres://postgres@{quote(str(folder), safe='')}/evenhand"
    finally:
        _call([binaries / "pg_ctl", "stop", "-D", folder / "data", "-m", "immediate"], folder, account, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _start(binaries: Path, folder: Path, account: _Account) -> None:
    data, locale = folder / "data", "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    trusting = ("--username=postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", f"--locale={locale}")
    _call([binaries / "initdb", "-D", data, *trusting], folder, account)
    options = " ".join(f"-c {option}" for option in (*FAST, "listen_addresses=", f"unix_socket_directories={folder}"))
    _call([binaries / "pg_ctl", "start", "-w", "-D", data, "-l", folder / "log", "-o", options], folder, account)
    _call([binaries / "createdb", "-h", folder, "-U", "postgres", "evenhand"], folder, account)


def _call(command: Sequence[str | Path], folder: Path, account: _Account, *, check: bool = True) -> None:
    done = subprocess.run(
        command, cwd=folder, text=True, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **account
    )
    if check and done.returncode:
        log = folder / "log"
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr}{log.read_text() if log.exists() else ''}")


def _account() -> _Account:
    """PostgreSQL refuses to run as root: then it is `postgres`, or `nobody` where that does not exist."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def end_on_signal(_number: int, _frame: FrameType | None) -> None:
    """Leave through the front door, so that the server is stopped on the way out."""
    sys.exit(143)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, end_on_signal)
    with throw_away() as url:
        sys.exit(subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": url}, check=False).returncode)
