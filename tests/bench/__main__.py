"""The measurements: `python -m tests.bench [--register DIR]` writes docs/reference/performance.md and page-speed.md beside it.

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
        prog="python -m tests.bench",
        description="Measure, and write performance.md and page-speed.md in docs/reference.",
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
    parser.add_argument("--only-pages", action="store_true", help="only how fast pages are, which takes minutes")
    parser.add_argument("--only-dates", action="store_true", help="only what is due when, which takes minutes")
    parser.add_argument("--out", type=Path, default=PAGE, metavar="FILE", help="where the page is written")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="evenhand-bench-") as folder:
        register = wanted.register or write_register(Path(folder) / "register", wanted.complaints)
        vendors = wanted.database or ["sqlite", *(["postgresql"] if postgres_binaries() else [])]
        if wanted.only_dates:
            dates = {vendor: comparing.measure_dates_alone(vendor, register, Path(folder)) for vendor in vendors}
            wanted.out.write_text(telling.with_dates(wanted.out.read_text(encoding="utf-8"), dates), encoding="utf-8")
            print(f"Written to {wanted.out}.")
            return
        results = {vendor: _measured(vendor, register, Path(folder), wanted) for vendor in vendors}
    made_up = wanted.register is None
    wanted.out.parent.mkdir(parents=True, exist_ok=True)
    beside = wanted.out.with_name("page-speed.md")
    beside.write_text(telling.pages(results, made_up=made_up), encoding="utf-8")
    if not wanted.only_pages:
        wanted.out.write_text(telling.page(results, made_up=made_up), encoding="utf-8")
    print(f"Written to {beside if wanted.only_pages else f'{wanted.out} and {beside}'}.")


def _measured(vendor: str, register: Path, folder: Path, wanted: argparse.Namespace) -> comparing.Results:
    if wanted.only_pages:
        return comparing.measure_pages_alone(vendor, register, folder)
    return comparing.measure(vendor, register, folder, rounds=wanted.rounds, events=wanted.events)


main()
