"""manage.py legal_hold: put a legal hold in force, release it, list those in force."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.audit.origin import coming_from
from backend.cases.models import Case
from backend.kernel.errors import Invalid, Problem
from backend.people.models import Person
from backend.records.holds import holds_in_force, issue_hold, release_hold
from backend.records.management.deciding import who_decided
from backend.records.models import LegalHold


class Command(BaseCommand):
    """Keep what is held from being erased."""

    help = "Put a legal hold in force on a case, a person or everything; release one; list those in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be done."""
        parser.add_argument("act", choices=["issue", "release", "list"])
        parser.add_argument("hold", nargs="?", default="", metavar="HOLD", help="the hold to release")
        scope = parser.add_mutually_exclusive_group()
        scope.add_argument("--case", default="", metavar="REF", help="hold a case")
        scope.add_argument("--person", default="", metavar="REF", help="hold what concerns a person")
        scope.add_argument("--everything", action="store_true", help="hold everything")
        parser.add_argument("--by", metavar="EMAIL", help="the counsel or privacy officer who decided it")
        parser.add_argument("--reason", default="", help="why")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        try:
            with coming_from("shell"):
                getattr(self, f"_{options['act']}")(options)
        except Invalid as problem:
            raise CommandError(" ".join(text for texts in problem.errors.values() for text in texts)) from problem
        except Problem as problem:
            raise CommandError(problem.detail) from problem

    def _issue(self, options: dict[str, Any]) -> None:
        if not (options["case"] or options["person"] or options["everything"]):
            raise CommandError("Say what is held: --case, --person or --everything.", returncode=2)
        case = _found(Case, options["case"]) if options["case"] else None
        person = _found(Person, options["person"]) if options["person"] else None
        hold = issue_hold(actor=who_decided(options["by"]), reason=options["reason"], case=case, person=person)
        self.stdout.write(f"{hold.reference} holds {hold.covers}.")

    def _release(self, options: dict[str, Any]) -> None:
        hold = release_hold(
            _found(LegalHold, options["hold"]), actor=who_decided(options["by"]), reason=options["reason"]
        )
        self.stdout.write(f"{hold.reference} is released; nothing keeps {hold.covers} by it any longer.")

    def _list(self, options: dict[str, Any]) -> None:
        for hold in holds_in_force():
            self.stdout.write(f"{hold.reference}  {hold.issued_at:%Y-%m-%d}  {hold.covers}")


def _found(model: type[Any], reference: str) -> Any:
    row = model._base_manager.filter(reference__iexact=reference).first()
    if row is None:
        raise CommandError(f"There is no {model._meta.verbose_name} {reference}.")
    return row
