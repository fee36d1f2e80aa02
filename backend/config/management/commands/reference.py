"""Write the reference pages, or tell which ones have fallen behind."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.config.reference import REFERENCE, pages, stale


class Command(BaseCommand):
    """Make docs/reference from the code."""

    help = "Write docs/reference from the code; with --check only tell what has fallen behind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        if options["check"]:
            behind = stale()
            if behind:
                raise CommandError(f"Fallen behind: {', '.join(behind)}. Run: manage.py reference")
            self.stdout.write("The reference says what the code says.")
            return
        REFERENCE.mkdir(parents=True, exist_ok=True)
        for name, text in pages().items():
            (REFERENCE / name).write_text(text)
            self.stdout.write(name)
