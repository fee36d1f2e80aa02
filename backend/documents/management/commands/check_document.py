"""manage.py check_document: whether files, or a code, are of documents that were issued here."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from backend.documents.sealing.checking import SealCheck, check_seal
from backend.documents.verdict_words import told_of_code, told_of_file
from backend.documents.verification import Verdict, verdict_for_code, verdict_on
from backend.kernel.errors import Invalid

ENDS: Final = {Verdict.ISSUED_UNCHANGED: 0, Verdict.ISSUED: 0, Verdict.SUPERSEDED: 3, Verdict.WITHDRAWN: 3}


class Command(BaseCommand):
    """Tell of each file what the public page tells, and what its seal says."""

    help = (
        "Check files against the documents that were issued, or a code (--code). Ends with 0 when each was issued and still holds,"
        " 3 when one was replaced or withdrawn, 1 otherwise."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be checked."""
        parser.add_argument("files", nargs="*", metavar="FILE", help="a file to check")
        parser.add_argument("--code", default="", help="the code at the foot of its pages")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check everything, and end with what the worst is worth."""
        if not options["files"] and not options["code"]:
            raise CommandError("Name a file, or give --code.")
        try:
            ends = [self._check_file(Path(name)) for name in options["files"]]
            if options["code"]:
                verdict = verdict_for_code(options["code"])
                self.stdout.write(f"{options['code']}: {told_of_code(verdict).heading} ({verdict})")
                ends.append(ENDS.get(verdict, 1))
        except Invalid as invalid:
            raise CommandError(" ".join(text for texts in invalid.errors.values() for text in texts)) from invalid
        except OSError as error:
            raise CommandError(str(error)) from error
        if any(ends):
            raise SystemExit(1 if 1 in ends else 3)

    def _check_file(self, path: Path) -> int:
        content = path.read_bytes()
        verdict = verdict_on(content)
        self.stdout.write(f"{path}: {told_of_file(verdict).heading} ({verdict})\n  seal: {_seal(check_seal(content))}")
        return ENDS.get(verdict, 1)


def _seal(seal: SealCheck) -> str:
    """Say in a line what the seal shows."""
    if not seal.present:
        return "none"
    holds = "holds" if seal.intact and seal.covers_whole_file else "does not hold"
    whose = "ours" if seal.is_ours else "not ours"
    when = f", {seal.signed_at:%Y-%m-%d %H:%M} UTC" if seal.signed_at else ""
    return f"{holds}, {whose}, {seal.level or 'unreadable'}{when}, certificate {seal.fingerprint or 'unreadable'}"
