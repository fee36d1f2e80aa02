"""manage.py sweep: notice the deadlines that passed."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.deadlines.clockwork import sweep
from backend.deadlines.warnings import warn_of_deadlines
from backend.kernel import clock


class Command(BaseCommand):
    """Notice the deadlines that passed, and do what follows from them."""

    help = "Notice the deadlines that passed, and do what follows from them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--as-of",
            type=datetime.fromisoformat,
            metavar="TIME",
            help="sweep as of this moment (2026-03-02T12:00+00:00)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep once."""
        as_of = options["as_of"] or clock.now()
        if as_of.tzinfo is None:
            raise CommandError("Name the time zone too: 2026-03-02T12:00+00:00.")
        if as_of > clock.now():
            raise CommandError("The time to come can't be swept.")
        swept = sweep(as_of=as_of)
        warn_of_deadlines(as_of=as_of)
        self.stdout.write(f"{swept.missed} deadline{'' if swept.missed == 1 else 's'} passed.")
        if swept.failed:
            raise CommandError(f"{swept.failed} could not be followed up; see the log. The next sweep tries again.")
