"""The whole suite: `python -m tools.test [sqlite] [postgresql] [browser] [-- pytest options]`.

The parts are the suite on SQLite, the suite on PostgreSQL, and the stories in a browser; without names all three run.
What a machine lacks is installed as root on Debian; elsewhere the part is left out, which is said aloud and, with
CI=true, counts as a failure. The last line sums the parts up.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from xml.etree import ElementTree

from tools import postgres, system

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "build" / "tests"


@dataclass
class Count:
    """How many tests ended which way."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        """Sum two parts."""
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        """Say it in one line; skipped tests are named only if there are any."""
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


@dataclass(frozen=True)
class Part:
    """One run of pytest: what it needs on the machine, what it runs, and the variables it runs with."""

    name: str
    needs: Sequence[system.Need]
    options: tuple[str, ...]
    prepared: Callable[[], AbstractContextManager[dict[str, str]]]


def main(names: Sequence[str], options: Sequence[str]) -> int:
    """Run the named parts and print the closing line."""
    total = _left_out("the tests that look into PDFs with other programs", system.PDF_TOOLS) or Count()
    try:
        for name in names or PARTS:
            total += _left_out(PARTS[name].name, PARTS[name].needs) or _run(PARTS[name], options)
    except (KeyboardInterrupt, SystemExit):
        print("Broken off.")
        total += Count(failed=1)
    print(total)
    return 1 if total.failed else 0


def _left_out(what: str, needs: Sequence[system.Need]) -> Count | None:
    """Install what is needed; where that cannot be done, say what is left out and how to get it."""
    lacking = system.missing(needs)
    if system.install(lacking):
        return None
    print(f"\nLeft out: {what}, because this machine lacks {system.names(lacking)}. Install with:", flush=True)
    print(system.advice(lacking), flush=True)
    return Count(failed=int(os.environ.get("CI") == "true"))


def _run(part: Part, options: Sequence[str]) -> Count:
    print(f"\n{part.name}", flush=True)
    report, started = RESULTS / f"{part.name.split()[-1].lower()}.xml", monotonic()
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *part.options, *options]
    with part.prepared() as variables:
        code = subprocess.run(command, cwd=ROOT, env=_environment() | variables, check=False).returncode
    count = _count(report, code)
    print(f"{part.name}: {count} in {monotonic() - started:.0f} s", flush=True)
    return count


def _environment() -> dict[str, str]:
    """Leave out the settings of whoever runs the tests; the product's own defaults are what is tested.

    Bytecode is kept: without it each of the many processes that the tests start compiles for three seconds or more.
    """
    foreign = {
        "DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", "EVENHAND_ENV", "PYTHONWARNINGS", "PYTHONDONTWRITEBYTECODE",
    }  # fmt: skip
    return {name: value for name, value in os.environ.items() if name not in foreign}


def _count(report: Path, code: int) -> Count:
    """Read pytest's report; a run that broke down, or found no tests, counts as one failure."""
    if not report.exists():
        return Count(failed=1)
    suites = ElementTree.parse(report).getroot().findall("testsuite")  # noqa: S314 (written by our own run)
    keys = ("tests", "failures", "errors", "skipped")
    tests, failures, errors, skipped = (sum(int(suite.get(key, "0")) for suite in suites) for key in keys)
    failed = failures + errors
    return Count(max(tests - failed - skipped, 0), failed or int(code != 0), skipped)


@contextmanager
def _on_postgresql() -> Iterator[dict[str, str]]:
    named = os.environ.get("EVENHAND_TEST_POSTGRES")
    with nullcontext(named) if named else postgres.throw_away() as url:
        yield {"DATABASE_URL": url}


@contextmanager
def _in_browser() -> Iterator[dict[str, str]]:
    yield {"EVENHAND_TEST_CHROMIUM": system.browser() or "", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}


BOTH_CORES = ("-n", "2", "--dist", "loadgroup")  # what a module played once is not played again in the other process
SERVER = () if os.environ.get("EVENHAND_TEST_POSTGRES") else (system.POSTGRES,)
PARTS = {
    "sqlite": Part("The suite on SQLite", (), BOTH_CORES, lambda: nullcontext({})),
    "postgresql": Part(
        "The suite on PostgreSQL",
        SERVER,
        (*BOTH_CORES, "-m", "not e2e and not printing", "--second-database"),
        _on_postgresql,
    ),
    "browser": Part("The stories in a browser", (system.BROWSER,), (*BOTH_CORES, "-m", "e2e"), _in_browser),
}

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, postgres.end_on_signal)
    cut = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    sys.exit(main(sys.argv[1:cut], sys.argv[cut + 1 :]))
