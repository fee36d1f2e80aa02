"""manage.py audit_erase: erase personal values from the history, on record."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.audit.erasure import Reach, Selection, journal_path, reach, replay
from backend.audit.origin import coming_from
from backend.kernel.errors import Invalid, Problem
from backend.people.actions import system_user
from backend.records.erasing import erase_on_record, of_case, of_event, of_person
from backend.records.holds import held_back
from backend.records.management.deciding import who_decided

SHOWN = 20


class Command(BaseCommand):
    """List what an erasure would take; with --yes, take it."""

    help = (
        "Erase personal values from the history, on record. Without --yes nothing is erased: what would go is listed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be erased, and what has to be said."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--case", metavar="REF", help="the history of a case")
        what.add_argument(
            "--person", metavar="REF", help="the history of a person and of their account, and their name"
        )
        what.add_argument("--event", type=int, metavar="N", help="one event")
        what.add_argument(
            "--replay", nargs="?", const="", metavar="FILE", help="what the journal says, after a restore"
        )
        parser.add_argument("--value", default="", metavar="NAME", help="of that event this value alone")
        parser.add_argument("--rule", default="", help="the retention rule or the right that it follows")
        parser.add_argument("--basis", default="", help="the basis in law")
        parser.add_argument("--reason", default="", help="why; kept as a value of the event")
        parser.add_argument("--by", metavar="EMAIL", help="the privacy officer who decided it")
        parser.add_argument("--approved-by", metavar="EMAIL", help="who approved it: somebody else")
        parser.add_argument("--yes", action="store_true", help="erase; without it nothing is changed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or list it."""
        with coming_from("shell"):
            try:
                if options["replay"] is not None:
                    self._replay(options)
                else:
                    self._erase(_selected(options), options)
            except Invalid as problem:
                told = [f"--{name}: {text}" for name, texts in problem.errors.items() for text in texts]
                raise CommandError(" ".join(told)) from problem
            except Problem as problem:
                raise CommandError(problem.detail) from problem

    def _erase(self, selection: Selection, options: dict[str, Any]) -> None:
        if not options["yes"]:
            self._list(reach(selection), list(held_back(selection)))
            return
        found = erase_on_record(
            selection,
            rule=options["rule"],
            basis=options["basis"],
            reason=options["reason"],
            actor=who_decided(options["by"], "--by"),
            approver=who_decided(options["approved_by"], "--approved-by"),
        )
        self.stdout.write(f"Erased: {_counted(found)}. The journal is {journal_path()}.")

    def _list(self, found: Reach, held: list[str]) -> None:
        self.stdout.write(f"Would be erased: {_counted(found)}.")
        for key, _, name, _ in found.disclosures[:SHOWN]:
            self.stdout.write(f"  “{name}” of event {key}")
        if len(found.disclosures) > SHOWN:
            self.stdout.write(f"  and {len(found.disclosures) - SHOWN} values more")
        for table in sorted({table for table, *_ in found.history}):
            self.stdout.write(f"  {sum(one == table for one, *_ in found.history)} rows of {table}")
        for sentence in held:
            self.stdout.write(f"It can’t be done now. {sentence}")
        self.stdout.write("Nothing was changed. Say --yes to erase.")

    def _replay(self, options: dict[str, Any]) -> None:
        path = Path(options["replay"] or journal_path())
        if not path.exists():
            raise CommandError(f"There is no journal at {path}.")
        lines = path.read_text(encoding="utf-8").splitlines()
        if not options["yes"]:
            self.stdout.write(f"The journal tells of {len(lines)} erasures. Say --yes to erase again what came back.")
            return
        self.stdout.write(
            f"{replay(lines, actor=system_user())} of {len(lines)} erasures had something to erase again."
        )


def _selected(options: dict[str, Any]) -> Selection:
    if options["value"] and options["event"] is None:
        raise CommandError("--value belongs to --event.", returncode=2)
    if options["case"]:
        return of_case(options["case"])
    if options["person"]:
        return of_person(options["person"])
    return of_event(options["event"], options["value"])


def _counted(found: Reach) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in found.counts.items())
