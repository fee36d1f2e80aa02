"""manage.py load_clauses: enter the clause library as it is delivered."""

from typing import Any

from django.core.management.base import BaseCommand

from backend.audit.origin import coming_from
from backend.clauses.actions.loading import load_clauses
from backend.people.actions import system_user


class Command(BaseCommand):
    """Enter the delivered clause library: clauses, their words in each language, and the rules of each place."""

    help = "Enter the clause library as it is delivered. It may be run again: what was approved here stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was entered."""
        with coming_from("shell"):
            loaded = load_clauses(actor=system_user())
        self.stdout.write(
            f"{loaded.clauses} clauses, {loaded.versions} versions and {loaded.rules} rules were entered; "
            f"{loaded.unchanged} stand as they are."
        )
