"""manage.py audit_recover: go on with the history after a backup was restored."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from backend.audit.sealed.guard import RolledBack
from backend.audit.sealed.recovery import Findings, Recovered, epoch_of, erase_again, look, recover
from backend.kernel.errors import Problem
from backend.records.management.deciding import who_decided


class Command(BaseCommand):
    """Say what a restore lost, and with --yes bring it back from the mirror or close the epoch."""

    help = "Say what the history lost in a restore; with --yes, bring it back from a mirror or go on in a new epoch."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--mirror", metavar="DIR", help="the write-once folder (default: the one that EVENHAND_ANCHORS names)"
        )
        parser.add_argument(
            "--without-mirror", action="store_true", help="give up what only the folder could bring back"
        )
        parser.add_argument("--last", metavar="FILE", help="a checkpoint that somebody outside kept")
        parser.add_argument("--by", metavar="EMAIL", help="who decided it")
        parser.add_argument("--reason", default="", help="why")
        parser.add_argument("--yes", action="store_true", help="do it; without this nothing is changed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, and act when told to."""
        try:
            folder = _mirror(options)
            findings = look(folder, _note(options["last"]))
            self.stdout.write("\n".join(described(findings)))
            if folder and not findings.mirror:
                self.stdout.write(f"{folder} holds an older epoch and is not used.")
            if not options["yes"]:
                self.stdout.write("Nothing was changed. Do it with --by EMAIL --reason TEXT --yes.")
                return
            actor = who_decided(options["by"])
            if findings.needed:
                self.stdout.write(done(recover(findings, actor=actor, reason=options["reason"])))
            self.stdout.write(f"Erasures done again: {erase_again(actor)}.")
        except Problem as problem:
            raise CommandError(problem.detail) from problem
        except (RolledBack, OSError, DatabaseError) as problem:
            raise CommandError(str(problem)) from problem


def described(findings: Findings) -> list[str]:
    """Say in plain sentences what was found and what would be done."""
    lines = [f"The database holds {findings.size} sealed entries of {findings.origin}."]
    last, mirror = findings.last, findings.mirror
    lines.append(
        f"The newest checkpoint known outside it is of {last.origin} at size {last.size}."
        if last
        else "No checkpoint is known."
    )
    if mirror:
        lines.append(
            f"The mirror is whole, signed by our key, and holds {mirror.newest.size} entries of {mirror.newest.origin}."
        )
    if findings.diverged:
        since = f"from entry {findings.agreed} on" if findings.agreed is not None else "somewhere"
        lines.append(
            f"The entries here differ from what was signed {since}: this is more than a restore. Find out why before you go on."
        )
    if not findings.needed:
        return [*lines, "The log continues what is known outside: there is nothing to recover."]
    return [*lines, *_plan(findings)]


def done(recovered: Recovered) -> str:
    """Say how the log goes on."""
    imported = recovered.imported
    back = (
        f"{imported.entries} entries came back; {imported.values_lost} values that they disclosed did not. "
        if imported.entries
        else ""
    )
    return f"{back}The log goes on as {recovered.origin}. The checkpoint to hand out:\n\n{recovered.note}"


def _plan(findings: Findings) -> list[str]:
    if findings.begun:
        return ["The epoch was closed here already; to do: give the sealer its memory back."]
    lines = []
    if findings.imports:
        lines.append(f"To do: bring entries {findings.size} to {findings.kept - 1} back from the mirror.")
    if findings.closes:
        lost = "an unknown number of" if findings.lost is None else str(findings.lost)
        origin = f"{findings.origin.rpartition('/')[0]}/{findings.epoch}"
        lines.append(
            f"To do: close the epoch and go on as {origin} with {findings.kept} entries; {lost} signed entries stay lost."
        )
    elif findings.epoch != epoch_of(findings.origin):
        lines.append(f"To do: go on in epoch {findings.epoch}, which was begun after this backup.")
    return lines


def _mirror(options: dict[str, Any]) -> Path | None:
    if options["without_mirror"]:
        return None
    named = [target.removeprefix("directory:") for target in settings.ANCHORS if target.startswith("directory:")]
    folder = options["mirror"] or next(iter(named), None)
    return Path(folder) if folder else None


def _note(path: str | None) -> str:
    try:
        return Path(path).read_text(encoding="utf-8") if path else ""
    except UnicodeDecodeError:
        raise CommandError(f"{path} is no checkpoint.") from None
