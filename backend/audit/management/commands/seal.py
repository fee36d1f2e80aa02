"""manage.py seal: seal the events that wait."""

import signal
from argparse import ArgumentParser
from threading import Event as Signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.audit.sealed import guard
from backend.audit.sealed.sealer import Sealer
from backend.audit.sealed.sealing import BATCH, seal_batch, sign_newest


class Command(BaseCommand):
    """Seal the events that wait, one batch or until stopped, and sign the checkpoint."""

    help = "Seal the events that wait (one batch), or go on until SIGTERM (--follow)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--follow", action="store_true", help="go on sealing until SIGTERM or SIGINT")
        parser.add_argument("--batch", type=int, default=BATCH, metavar="N", help=f"events at a time ({BATCH})")
        parser.add_argument("--interval", type=float, default=1.0, metavar="S", help="seconds to rest when idle (1)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal."""
        if options["batch"] < 1:
            raise CommandError("A batch has at least one event.")
        if options["follow"]:
            stopping = Signal()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stopping.set())
            Sealer(stopping, pause=options["interval"], batch=options["batch"]).run()
            return
        try:
            sealed = seal_batch(options["batch"])
            note = sign_newest()
        except guard.RolledBack as refusal:
            raise CommandError(f"Not sealed: {refusal} See docs/how-to/restore-after-a-loss.md.") from refusal
        signed = "signed" if note else "not signed: this machine does not hold the key"
        self.stdout.write(f"{sealed.events} sealed; the log has {sealed.size} entries, {signed}.")
