"""manage.py check_files: whether every file that was handed in is still what was taken in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.files.models import StoredFile
from backend.files.upkeep import recheck
from backend.people.actions import system_user


class Command(BaseCommand):
    """Hash every stored file anew and name those that are missing or changed."""

    help = "Hash every file that people handed in and compare it with what was taken in; ends with 1 when one differs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Check them all."""
        wrong = 0
        for stored, found in recheck(actor=system_user()):
            wrong += 1
            self.stdout.write(f"{stored.uid}: {found}")
        if wrong:
            raise CommandError(f"{wrong} of {StoredFile.objects.count()} files are not what was taken in.")
        self.stdout.write(f"{StoredFile.objects.count()} files are what was taken in.")
