"""A worker in a process of its own, on the database that the test names: the one that gets killed."""

import sys
import time

import django
from django.core.management import call_command
from django.db import connection


def main(database: str, mode: str) -> None:
    django.setup()
    connection.settings_dict["NAME"] = database

    from backend.jobs import registry
    from backend.jobs.registry import PERIODIC, Reports, job

    PERIODIC.clear()
    registry._companions.clear()  # nothing is sealed here: the test’s log has another memory

    @job("test.slow")
    def slow(progress: Reports, steps: int) -> None:
        for step in range(steps):
            progress(step, steps)
            time.sleep(0.05)

    call_command("worker", *(["--once"] if mode == "once" else ["--interval", "0.05"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
