"""A worker in a process of its own, on the database that the test names: the one that is killed while it issues a batch."""

import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection


def main(database: str, seal: str) -> None:
    django.setup()
    connection.settings_dict["NAME"] = database
    settings.SEAL_DIR = Path(seal)
    settings.PRINTERS = 2

    from backend.jobs import registry

    registry.PERIODIC.clear()
    registry._companions.clear()  # nothing is sealed here: the test’s log has another memory
    call_command("worker", "--interval", "0.05")


if __name__ == "__main__":
    main(*sys.argv[1:])
