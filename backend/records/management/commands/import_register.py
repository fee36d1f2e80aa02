"""manage.py import_register: bring the matters of an older register in."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from backend.audit.origin import coming_from
from backend.people.actions import system_user
from backend.records.register.importing import BATCH, Summary, Watch, import_register
from backend.records.register.mapping_file import BUILT_IN, MappingFault, read_mapping
from backend.records.register.reading import RegisterFault


class Command(BaseCommand):
    """Bring the matters of an older register in: cases, parties, allegations, findings, outcomes and assignments."""

    help = "Bring the matters of an older register in. It may be stopped and run again: what is there already is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "directory", type=Path, metavar="DIR", help="the folder that holds the register's files (CSV, also .gz)"
        )
        parser.add_argument(
            "--mapping",
            type=Path,
            default=BUILT_IN / "complaints.toml",
            metavar="FILE",
            help="what the register calls things (TOML)",
        )
        parser.add_argument("--limit", type=_number, metavar="N", help="take the first N complaints only, for a trial")
        parser.add_argument(
            "--batch", type=_number, default=BATCH, metavar="N", help=f"complaints in one transaction ({BATCH})"
        )
        parser.add_argument(
            "--rejects",
            type=Path,
            default=Path("register-rejects.csv"),
            metavar="FILE",
            help="where rejected and repaired rows are listed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then account for every row."""
        started = monotonic()
        try:
            mapping = read_mapping(options["mapping"])
            with coming_from("shell"), self._progress() as watch:
                summary = import_register(
                    options["directory"],
                    mapping,
                    actor=system_user(),
                    notes=options["rejects"],
                    watch=watch,
                    limit=options["limit"],
                    batch=options["batch"],
                )
        except (MappingFault, RegisterFault) as fault:
            raise CommandError(str(fault)) from fault
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped. Whole batches are in; run the same command again to go on.", returncode=130
            ) from None
        self._tell(summary, options["rejects"], monotonic() - started)
        if not summary.balances:
            raise CommandError("The sums do not match: some row is not accounted for.")

    def _tell(self, summary: Summary, rejects: Path, seconds: float) -> None:
        names = ("read", "imported", "there already", "rejected", "left out", "repaired")
        self.stdout.write("".join([f"{'':14}", *(f"{name:>15}" for name in names)]))
        for sheet, one in summary.sheets.items():
            numbers = (one.read, one.imported, one.present, one.rejected, one.left_out, one.repaired)
            self.stdout.write("".join([f"{sheet:14}", *(f"{number:>15,}" for number in numbers)]))
        self.stdout.write(
            f"{summary.rows:,} records ({summary.people:,} of them persons and units), {summary.events:,} events, {seconds:.0f} s."
        )
        self.stdout.write(f"Every rejected and repaired row is listed in {rejects}.")

    @contextmanager
    def _progress(self) -> Iterator[Watch]:
        if not sys.stderr.isatty():
            yield self._lines()
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns) as bar:
            task = bar.add_task("Complaints", total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    def _lines(self) -> Watch:
        told = [0]

        def watch(done: int, total: int) -> None:
            tenth = 10 * done // max(total, 1)
            if tenth > told[0]:
                told[0] = tenth
                self.stderr.write(f"{done:,} of {total:,} complaints")

        return watch


def _number(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError("a whole number above 0")
    return int(text)
