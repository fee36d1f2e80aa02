"""The measurements: `python -m tests.bench [--register DIR]` writes docs/reference/performance.md.

Without a register one is made up. Whatever is compared is measured in turns in one run, and told as the median of the ratios, so that
the figures hold on a machine that does other work beside.
"""

import argparse
import tempfile
from pathlib import Path

from tests.bench import comparing, telling
from tests.bench.databases import ROOT
from tests.bench.synthetic import write_register
from tools.system import postgres_binaries

PAGE = ROOT / "docs" / "reference" / "performance.md"


def main() -> None:
    """Measure on both databases and write the page."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure, and write docs/reference/performance.md."
    )
    parser.add_argument(
        "--register", type=Path, metavar="DIR", help="a register to import; one is made up when none is given"
    )
    parser.add_argument(
        "--complaints", type=int, default=20_000, metavar="N", help="how many complaints a made-up register has"
    )
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="rounds of each comparison")
    parser.add_argument(
        "--events", type=int, default=1_000_000, metavar="N", help="events of the sealed log (1,000,000)"
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append", help="only this one")
    parser.add_argument("--out", type=Path, default=PAGE, metavar="FILE", help="where the page is written")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="evenhand-bench-") as folder:
        register = wanted.register or write_register(Path(folder) / "register", wanted.complaints)
        vendors = wanted.database or ["sqlite", *(["postgresql"] if postgres_binaries() else [])]
        results = {
            vendor: comparing.measure(vendor, register, Path(folder), rounds=wanted.rounds, events=wanted.events)
            for vendor in vendors
        }
    wanted.out.parent.mkdir(parents=True, exist_ok=True)
    wanted.out.write_text(telling.page(results, made_up=wanted.register is None), encoding="utf-8")
    print(f"Written to {wanted.out}.")


main()
