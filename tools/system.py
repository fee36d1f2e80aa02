"""The few things that no Python package brings: native libraries for PDFs, and what the tests need beside Python.

As root on Debian or Ubuntu they are installed; anywhere else the exact command is printed. Standard library only: this
runs first.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
# The first is the same engine without windows, at a third of the cost of each page.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser")


@dataclass(frozen=True)
class Need:
    """One thing that the machine must have, and the packages that bring it."""

    what: str
    present: Callable[[], bool]
    apt: str
    dnf: str
    brew: str


def postgres_binaries() -> Path | None:
    """Find the folder with initdb and pg_ctl, the newest version first."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    folders += sorted(Path("/opt/homebrew/opt").glob("postgresql@*/bin"), reverse=True)
    folders += [Path(found).parent for found in [shutil.which("initdb")] if found]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def browser() -> str | None:
    """Find a Chromium: the one that EVENHAND_TEST_CHROMIUM names, or else one that is on the path and not a snap."""
    candidates = filter(None, [os.environ.get("EVENHAND_TEST_CHROMIUM"), *map(shutil.which, BROWSERS)])
    return next((path for path in candidates if not _is_snap(path)), None)


def missing(needs: Iterable[Need]) -> list[Need]:
    """Keep what this machine does not have yet."""
    return [need for need in needs if not need.present()]


def install(needs: list[Need]) -> bool:
    """Install with apt, as root on Debian or Ubuntu; say whether everything is there afterwards."""
    if not needs or not _may_install():
        return not needs
    packages = sorted({package for need in needs for package in need.apt.split()})
    print(f"Installing {', '.join(packages)} ...", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", "-qq", *command], env=quiet, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"apt-get {command[0]} failed:\n{done.stdout}{done.stderr}", file=sys.stderr)
            return False
    importlib.invalidate_caches()
    return not missing(needs)


def advice(needs: list[Need]) -> str:
    """Say which packages bring what is missing, for the package managers that people have."""
    columns = zip(*((need.apt, need.dnf, need.brew) for need in needs), strict=True)
    apt, dnf, brew = (" ".join(dict.fromkeys(" ".join(column).split())) for column in columns)
    return (
        f"  Debian, Ubuntu:  sudo apt-get update && sudo apt-get install --no-install-recommends {apt}\n"
        f"  Fedora, RHEL:    sudo dnf install {dnf}\n"
        f"  macOS:           brew install {brew}"
    )


def names(needs: Iterable[Need]) -> str:
    """Name what is needed, for a sentence."""
    return ", ".join(need.what for need in needs)


def _library(*names: str) -> Callable[[], bool]:
    def present() -> bool:
        for name in names:
            try:
                ctypes.CDLL(name)
            except OSError:
                continue
            return True
        return False

    return present


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _may_install() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _is_snap(path: str) -> bool:
    """Ubuntu's chromium package only installs a snap, which cannot be driven from a container or by root."""
    real = Path(path).resolve()
    return "snap" in real.parts or (real.is_file() and b"/snap/" in real.read_bytes()[:4096])


PANGO = _library("libpango-1.0.so.0", "libpango-1.0.dylib", "/opt/homebrew/lib/libpango-1.0.dylib")
PANGO_FT = _library("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "/opt/homebrew/lib/libpangoft2-1.0.dylib")
SUBSET = _library("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib", "/opt/homebrew/lib/libharfbuzz-subset.dylib")

TO_RUN = (
    Need("Python's venv", lambda: bool(importlib.util.find_spec("ensurepip")), f"{PYTHON}-venv", "python3", "python"),
    Need("Pango and a plain font", PANGO, "libpango-1.0-0 fonts-dejavu-core", "pango dejavu-sans-fonts", "pango"),
    Need("Pango for FreeType", PANGO_FT, "libpangoft2-1.0-0", "pango", "pango"),
    Need("HarfBuzz's subsetter", SUBSET, "libharfbuzz-subset0", "harfbuzz", "harfbuzz"),
)
POSTGRES = Need("PostgreSQL", lambda: bool(postgres_binaries()), "postgresql", "postgresql-server", "postgresql@16")
BROWSER = Need("Chromium", lambda: bool(browser()), "chromium-headless-shell", "chromium", "chromium")
PDF_TOOLS = (
    Need("poppler", _program("pdftotext"), "poppler-utils", "poppler-utils", "poppler"),
    Need("qpdf", _program("qpdf"), "qpdf", "qpdf", "qpdf"),
    Need("SoftHSM", _program("softhsm2-util"), "softhsm2", "softhsm", "softhsm"),
)
