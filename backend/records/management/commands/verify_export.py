"""manage.py verify_export: the offline verifier, for those who have the product at hand."""

from argparse import ArgumentParser, Namespace
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand

from backend.records.bundle import verify_audit


class Command(BaseCommand):
    """Check an audit export exactly as the file in the bundle does; the exit code is its verdict."""

    help = "Check an audit export (a folder or a .zip), as verify_audit.py in the export itself does. No database is needed."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verifier's own arguments."""
        verify_audit.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, print the result, leave with the verdict's exit code."""
        write = partial(self.stdout.write, ending="")
        code = verify_audit.run(Namespace(**options), write, partial(self.stderr.write, ending=""))
        if code:
            raise SystemExit(code)
