"""Make the virtual environment fit its lock: `python -m tools.environment run|dev`.

What was installed is remembered by the content of the lock, so an unchanged lock costs nothing. An environment with
the development set keeps it. Standard library only: this runs before anything is installed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import system

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
LOCKS = ROOT / "requirements"
PURPOSES = {"run": "Evenhand needs", "dev": "Evenhand, its tests and its checks need"}


def fit(wanted: str) -> None:
    """Bring the environment to the lock of the wanted set, or exit saying what stops it."""
    installed = _installed()
    if installed.get(wanted) == _lock(wanted):
        return
    needs = system.missing(system.TO_RUN)
    if not system.install(needs):
        sys.exit(f"This machine lacks {system.names(needs)}. Install with:\n{system.advice(needs)}")
    which = "dev" if "dev" in installed else wanted
    print(f"Installing what {PURPOSES[which]} into .venv ...", flush=True)
    _install(which)


def _install(which: str) -> None:
    _create()
    STAMP.unlink(missing_ok=True)
    quiet = ("-qq", "--disable-pip-version-check", "--no-deps")
    _run(PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", "-r", LOCKS / "uv.txt")
    _run(VENV / "bin" / "uv", "pip", "sync", "-q", "--require-hashes", "--python", PYTHON, LOCKS / f"{which}.txt")
    STAMP.write_text(json.dumps({name: _lock(name) for name in {"run", which}}))


def _installed() -> dict[str, str]:
    try:
        read: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return read if PYTHON.exists() else {}


def _lock(name: str) -> str:
    return hashlib.sha256(b"".join((LOCKS / f"{part}.txt").read_bytes() for part in ("uv", name))).hexdigest()


def _create() -> None:
    """Create the environment unless a working one is there; the Python it was made with may be gone."""
    works: list[str | Path] = [PYTHON, "-c", "import pip"]
    if PYTHON.exists() and subprocess.run(works, check=False, capture_output=True).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    _run(sys.executable, "-m", "venv", VENV)


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, cwd=ROOT, env=_network(), check=False)
    if done.returncode:
        sys.exit(f"Could not install: “{' '.join(map(str, command))}” ended with {done.returncode}.")


def _network() -> dict[str, str]:
    """Hand pip's index and certificates on to uv, which reads neither pip's variables nor the machine's certificates."""
    env = dict(os.environ)
    if CERTIFICATES.exists():
        env.setdefault("UV_SYSTEM_CERTS", "1")
    for theirs, ours in {"PIP_INDEX_URL": "UV_DEFAULT_INDEX", "PIP_CERT": "SSL_CERT_FILE"}.items():
        if theirs in env:
            env.setdefault(ours, env[theirs])
    return env


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["dev"]):
        sys.exit("Say which set: run or dev.")
    fit(sys.argv[1])
