"""manage.py audit_verify: check the whole history from its contents, and say for a period whether anything is missing."""

import sys
from argparse import ArgumentParser
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from backend.audit.completeness import Completeness, statement
from backend.audit.origin import coming_from
from backend.audit.sealed.verifying import Verification, verify_and_tell, verify_log
from backend.kernel import clock

EVERY = 50_000  # entries between two lines of progress


class Command(BaseCommand):
    """Recompute the tree, compare rows and events both ways, and record the result."""

    help = (
        "Check the whole history from its contents: the seal, the values, the history rows. Exit codes: 0 nothing was found,"
        " 1 something was found, 2 the command was not understood."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--no-rows", action="store_true", help="check the seal alone, not the domain’s history rows"
        )
        parser.add_argument("--no-event", action="store_true", help="write nothing: neither the result nor an alarm")
        parser.add_argument("--strict", action="store_true", help="let notices count as findings")
        parser.add_argument(
            "--since", type=day, metavar="DAY", help="state the completeness of a period: its first day"
        )
        parser.add_argument("--until", type=day, metavar="DAY", help="the last day of the period (today)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, tell, and leave with the code that says it."""
        if options["until"] and not options["since"]:
            raise CommandError("Say with --since where the period begins.", returncode=2)
        rows = not options["no_rows"]
        try:
            with coming_from("shell"):
                if options["no_event"]:
                    result = verify_log(self._progress, rows=rows)
                else:
                    result = verify_and_tell(actor=None, progress=self._progress, rows=rows)
        except DatabaseError as problem:
            raise CommandError(f"The database can’t be read ({problem}). Is it migrated?", returncode=2) from problem
        self._tell(result)
        found = bool(result.findings) if options["strict"] else not result.ok
        if options["since"]:
            told = self._state(options, result)
            found = found or not told.nothing_missing
        if found:
            sys.exit(1)

    def _progress(self, done: int, total: int) -> None:
        if done == total or done // EVERY != (done - 1) // EVERY:
            self.stderr.write(f"{done} of {total} entries")

    def _tell(self, result: Verification) -> None:
        for finding in result.findings:
            self.stdout.write(f"{'Notice' if finding.is_notice else 'FOUND'}: {finding.sentence}")
        holds = "The history holds" if result.ok else "The history does not hold"
        self.stdout.write(f"{holds}: {result.size} entries in {result.seconds:.1f} s, root {result.root.hex()}.")

    def _state(self, options: dict[str, Any], result: Verification) -> Completeness:
        since, until = options["since"], options["until"] or clock.today(settings.TIME_ZONE)
        if until < since:
            raise CommandError("The period ends before it begins.", returncode=2)
        told = statement(_start(since), _start(until + timedelta(days=1)), checked=result)
        self.stdout.write("")
        for sentence in told.sentences:
            self.stdout.write(sentence)
        return told


def day(text: str) -> date:
    """Read a day, for example 2026-03-09; argparse turns a ValueError into a refusal."""
    return date.fromisoformat(text)


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)
