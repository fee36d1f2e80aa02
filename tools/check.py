"""Everything that can be known without running the product: `python -m tools.check [step ...]`.

Without names every step runs, two at a time, and each failure is shown under the name of its step.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PRODUCTION = {
    "EVENHAND_ENV": "production",
    "SECRET_KEY": "0123456789-only-for-this-check-abcdefghijklmnopqrstuvwxyz",
    "EVENHAND_CODE_PEPPER": "pepper-only-for-this-check-0123456789-abcdefghijklmnopqrstuv",
    "EVENHAND_VAULT_KEYS": "b25seS1mb3ItdGhpcy1jaGVjay1ub3QtYS1zZWNyZXQ=",
    "EVENHAND_COMPARTMENT_KEYS": "b25seS1mb3ItdGhpcy1jaGVjay1ub3QtYS1zZWNyZXQ=",
    "ALLOWED_HOSTS": "evenhand.example",
    "DATABASE_URL": "postgres://evenhand@db.example/evenhand",
    "EVENHAND_ALARM_MAIL": "watch@evenhand.example",
}
# A site in production has a seal: it is made first, and gone afterwards.
DEPLOYED = """
export EVENHAND_SEAL_DIR="$(mktemp -d)"
trap 'rm -r "$EVENHAND_SEAL_DIR"' EXIT
"$0" "$@" seal_key make >/dev/null && "$0" "$@" check --deploy --fail-level WARNING
"""


@dataclass(frozen=True)
class Step:
    """One command that must succeed."""

    name: str
    command: Sequence[str | Path]
    variables: dict[str, str] = field(default_factory=lambda: {"DATABASE_URL": "sqlite://:memory:"})


def main(names: Sequence[str]) -> int:
    """Run the steps, report each one, and say how it went in one last line."""
    steps = [step for step in _steps() if not names or step.name in names]
    with ThreadPoolExecutor(max_workers=2) as pool:
        failed = [step.name for step, good in zip(steps, pool.map(_run, steps), strict=True) if not good]
    print(f"Checks failed: {', '.join(failed)}" if failed else f"All {len(steps)} checks passed")
    return 1 if failed else 0


def _run(step: Step) -> bool:
    started = monotonic()
    variables = os.environ | step.variables
    done = subprocess.run(step.command, cwd=ROOT, env=variables, text=True, capture_output=True, check=False)
    good = done.returncode == 0
    lines = [f"{step.name}: {'ok' if good else 'FAILED'} ({monotonic() - started:.1f} s)"]
    if not good:
        lines += [f"{step.name}: {line}" for line in (done.stdout + done.stderr).splitlines()]
    print("\n".join(lines), flush=True)
    return good


def _steps() -> list[Step]:
    """List every step, the slow ones first so that the short ones fill the gaps."""
    manage = (sys.executable, "manage.py")
    templates = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "backend").glob("*/templates/**/*.html"))
    return [
        Step("mypy", [BIN / "mypy"]),
        Step("ruff check", [BIN / "ruff", "check", "--quiet"]),
        Step("ruff format", [BIN / "ruff", "format", "--check", "--quiet"]),
        Step("lint-imports", [BIN / "lint-imports", "--no-logo"]),
        Step("djhtml", [BIN / "djhtml", "--check", "--tabwidth", "2", *templates]),
        Step("templates", [sys.executable, "-m", "tools.templates"]),
        Step("codespell", [BIN / "codespell"]),
        Step("stylesheet", [sys.executable, "tools/stylesheet.py", "--check"]),
        Step("makemigrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Step("check --deploy", ["sh", "-c", DEPLOYED, *manage], PRODUCTION),
        Step("reference", [*manage, "reference", "--check"]),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
