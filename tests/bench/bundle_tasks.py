"""What a worker can be told to do with a long log: export it, verify the export, check it from its contents."""

import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

from backend.audit.models import Log
from backend.audit.sealed.keys import known_keys
from backend.audit.sealed.verifying import verify_log
from backend.records.actions import build_export, request_export
from backend.records.bundle.leaves import RUN, write_lines
from backend.records.bundle.proofs import PassingTiles
from backend.records.bundle.selection import chunks
from backend.records.models import Export, Level
from backend.records.queries import EventFilter, export_path
from backend.records.scopes import ExportScope
from tests.bench.measuring import highest, timed
from tests.bench.tasks import copy_by_hand, user_named

ROUNDS = 3


def copy_lines() -> dict[str, float]:
    """Write the lines of the whole log, and the same rows by psql's copy (SQLite: by Python's cursor), in turn."""
    size = Log.objects.get().size
    ours = export_path(Export(reference="lines"))
    ours.parent.mkdir(parents=True, exist_ok=True)

    def write() -> None:
        with ours.open("wb") as out:
            for part in chunks(range(size), RUN):
                write_lines(part, {}, PassingTiles(), out)

    ratios = []
    for _ in range(ROUNDS):
        base = copy_by_hand()
        took = timed(write)
        ratios.append((size / took) / (base["rows"] / base["seconds"]))
    ours.unlink()
    return {"ratio": sorted(ratios)[ROUNDS // 2], "events": size}


def export_everything() -> dict[str, float]:
    """Take the whole history out, as an auditor asks for it."""
    asked = request_export(
        scope=ExportScope(), wanted=EventFilter(), level=Level.PSEUDONYMISED.value, actor=user_named("auditor-0"), reason="Measured.",
    )  # fmt: skip
    with highest() as memory:
        took = timed(lambda: build_export(asked))
    asked.refresh_from_db()
    _last.cache_clear()
    return {
        "seconds": took,
        "events": asked.rows or 0,
        "bytes": asked.size or 0,
        "peak": memory[1],
        "before": memory[0],
    }


WATCHED = """
import re, sys
from backend.records.bundle.verify_audit import main
code = main(sys.argv[1:])
peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())
print(peak[1] if peak else 0, file=sys.stderr)
sys.exit(code)
"""


def verify_export() -> dict[str, Any]:
    """Verify the export that was made last, as a whole process of its own, which tells its highest memory itself."""
    bundle, key = _last(), Path(os.environ["EVENHAND_VAR"]) / "bench.vkey"
    key.write_text(known_keys()[-1].key.text + "\n")
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(bundle), "--key", str(key), "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    took = time.perf_counter() - started
    return {"seconds": took, "events": Log.objects.get().size, "memory": int(done.stderr.split()[-1]) / 1024}


def check_log() -> dict[str, Any]:
    """Check the whole history from its contents, as every night."""
    with highest() as memory:
        result = verify_log(rows=False)
    return {"seconds": result.seconds, "events": result.size, "ok": result.ok, "peak": memory[1],
            "found": {finding.code: finding.count for finding in result.findings}}  # fmt: skip


@cache
def _last() -> Path:
    return export_path(Export.objects.filter(ready_at__isnull=False).order_by("-ready_at")[0])
