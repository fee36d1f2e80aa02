"""manage.py load_interventions: enter the evidence register as it is delivered."""

from typing import Any

from django.core.management.base import BaseCommand

from backend.audit.origin import coming_from
from backend.people.actions import system_user
from backend.referrals.actions.loading import load_interventions


class Command(BaseCommand):
    """Enter the delivered evidence register: interventions, and what is known of each for each track of conduct."""

    help = (
        "Enter the evidence register as it is delivered. It may be run again: a review made here later stays as it is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was entered."""
        with coming_from("shell"):
            loaded = load_interventions(actor=system_user())
        self.stdout.write(
            f"{loaded.interventions} interventions and {loaded.grades} reviews were entered; "
            f"{loaded.unchanged} reviews stand as they are."
        )
