"""manage.py worker: do the queued work."""

import signal
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from backend.jobs.worker import Worker


class Command(BaseCommand):
    """Do queued and scheduled work until SIGTERM or SIGINT."""

    help = "Do queued and scheduled work until SIGTERM or SIGINT."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
        parser.add_argument("--interval", type=float, default=1.0, metavar="S", help="seconds to rest when idle (1)")
        parser.add_argument("--heartbeat", type=Path, metavar="FILE", help="touch this file every ten seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the loop, or one pass."""
        worker = Worker(interval=options["interval"], heartbeat=options["heartbeat"])

        def stop(signum: int, frame: FrameType | None) -> None:
            worker.stop()

        before = [(number, signal.signal(number, stop)) for number in (signal.SIGTERM, signal.SIGINT)]
        try:
            if options["once"]:
                done = worker.run_until_idle()
                self.stdout.write(f"{done} job{'' if done == 1 else 's'} done.")
            else:
                worker.run()
        finally:
            for number, handler in before:
                signal.signal(number, handler)
