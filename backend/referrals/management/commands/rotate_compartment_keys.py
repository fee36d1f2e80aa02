"""manage.py rotate_compartment_keys: close every key of the medical-confidential compartment with the master key in use."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.people.actions import system_user
from backend.referrals.actions.rotating import Rotated, rotate_keys

EVERY = 500


class Command(BaseCommand):
    """Change the master key of the compartment; begun again after a stop, it goes on where it was."""

    help = (
        "Close the key of every record in the medical-confidential compartment with the first of EVENHAND_COMPARTMENT_KEYS, or with "
        "the key service's key in use. Put the new key first and keep the earlier one behind it until this says that none is left."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and tell how many keys were changed and whether any is left."""
        told = rotate_keys(actor=system_user(), tell=self._tell)
        self.stdout.write(f"{told.changed} keys closed anew, {told.current} were so already, {told.failed} left.")
        if told.failed:
            raise CommandError(
                f"{told.failed} keys were closed with a master key that is not at hand. Add it behind the others, and run this again."
            )

    def _tell(self, told: Rotated) -> None:
        if (told.changed + told.current) % EVERY == 0:
            self.stdout.write(f"{told.changed + told.current} keys seen.")
