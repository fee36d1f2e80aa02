"""A command of a library that this product refuses."""

from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError


class RefusedCommand(BaseCommand):
    """Stand in the place of a command that would rewrite the history."""

    help = "Refused: the history is only added to. To erase personal values on record, use audit_erase."

    def run_from_argv(self, argv: list[str]) -> None:
        """Take any arguments, to refuse them all alike."""
        super().run_from_argv(argv[:2])

    def handle(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse."""
        raise CommandError("The history is only added to. To erase personal values on record, use audit_erase.")
