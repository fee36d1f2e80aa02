"""manage.py audit_key: the key that signs the history."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from backend.audit.sealed.guard import RolledBack
from backend.audit.sealed.keys import key_path, known_keys
from backend.audit.sealed.notes import NoteError, PublicKey
from backend.audit.sealed.rotation import make_first_key, rotate_key
from backend.kernel.errors import Problem
from backend.records.management.deciding import who_decided


class Command(BaseCommand):
    """Make, show or rotate the key that signs the history."""

    help = "Make, show or rotate the key that signs the history."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be done."""
        parser.add_argument("act", choices=["make", "show", "rotate"])
        parser.add_argument("--by", metavar="EMAIL", help="who decided it (make, rotate)")
        parser.add_argument("--reason", default="", help="why (rotate)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and print the public half as an auditor needs it."""
        try:
            if options["act"] == "make":
                self._tell(
                    make_first_key(actor=who_decided(options["by"]), reason=options["reason"] or "First key.").public
                )
            elif options["act"] == "rotate":
                self._tell(rotate_key(actor=who_decided(options["by"]), reason=options["reason"]).public)
                self.stdout.write("Hand the new key to every auditor, by another way than the exports.")
            else:
                self._show()
        except Problem as problem:
            raise CommandError(problem.detail) from problem
        except (NoteError, RolledBack, OSError, DatabaseError) as problem:
            raise CommandError(str(problem)) from problem

    def _show(self) -> None:
        known = known_keys()
        if not known:
            raise CommandError("The log has no key yet: make one with “manage.py audit_key make --by EMAIL”.")
        for one in known:
            until = f"up to {one.until}" if one.until is not None else "now"
            self.stdout.write(f"# signs from entry {one.since}, {until}\n{one.key.text}")

    def _tell(self, key: PublicKey) -> None:
        self.stdout.write(
            f"# The public key of {settings.ORGANISATION}’s history. Its secret half lies in {key_path()}.\n{key.text}"
        )
