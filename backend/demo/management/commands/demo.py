"""manage.py demo: the demo company, its story played, proved, told and served."""

import os
import socket
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console

from backend.audit.models import Event
from backend.audit.sealed import guard
from backend.audit.sealed.keys import key_path, list_path
from backend.clauses.actions.loading import load_clauses
from backend.demo.cast import Cast, raise_cast
from backend.demo.company import address
from backend.demo.papers import SUMS, clear_papers, write_papers
from backend.demo.report import list_papers, list_sign_ins, tell_story
from backend.demo.serving import serve
from backend.demo.stage import Stage
from backend.demo.story import first_day, is_played, scenes
from backend.kernel import clock
from backend.people.actions import system_user
from backend.people.models import User
from backend.referrals.actions.loading import load_interventions

LONG_BEFORE = timedelta(days=430)  # the company stands before the story begins


class Command(BaseCommand):
    """Play the company's story through the product's own actions, and show it."""

    help = "Create the demo company, play its story, write its documents and exports, and serve it on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the options."""
        parser.add_argument("--no-serve", action="store_true", help="Play, write and check everything, and leave.")
        parser.add_argument(
            "--out", type=Path, help="The folder for documents and exports (default: demo in the folder for files)."
        )
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="The address to serve on.")
        parser.add_argument(
            "--port", type=int, default=int(os.environ.get("PORT", "8000")), help="The port to serve on."
        )
        parser.add_argument("--reset", action="store_true", help="Remove the SQLite database and begin again.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the demonstration; any step that fails ends it with an error."""
        if settings.PRODUCTION:
            raise CommandError("This database is for production: the demonstration prints passwords. Use another one.")
        console = Console(highlight=False)
        folder = (options["out"] or settings.VAR_DIR / "demo").resolve()
        if not options["no_serve"]:
            _check_port(options["host"], options["port"])
        if options["reset"]:
            _reset(folder)
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        _migrate()
        if not is_played():
            _play(console, folder)
        elif (folder / SUMS).exists():
            console.print(
                f"The story is in the database already, and its files lie in {folder}. “demo --reset” begins again."
            )
        else:
            list_papers(console, write_papers(folder), folder)
        list_sign_ins(console)
        if not options["no_serve"]:
            settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
            console.print(f"\n[bold]http://localhost:{options['port']}[/bold]   Ctrl+C stops.")
            serve(options["host"], options["port"])


def _migrate() -> None:
    """Bring the tables up to date; a look at the plan is faster than a migration that does nothing."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def _play(console: Console, folder: Path) -> None:
    """Raise the cast, play the story, prove its papers, and tell it."""
    if User.objects.filter(email=address("erin")).exists():
        raise CommandError(
            "The database holds a part of the story: an earlier run was stopped. Begin again with “demo --reset”."
        )
    if not Event.objects.exists():
        _forget_the_last_log()
    now = clock.now()
    console.print(f"Larkfield Instruments: a year of work, from {first_day(now.date()):%d %B %Y} to today.")
    with console.status("The company is set up") as status:
        with clock.at(now - LONG_BEFORE):
            raise_cast()
            load_interventions(actor=system_user(), as_of=clock.today())
            load_clauses(actor=system_user())
        stage = Stage(Cast(), now, tell=lambda line: status.update(f"{line.at:%d %B %Y}: {line.what}"))
        stage.play(*scenes(stage))
        load_interventions(actor=system_user())  # the delivered register is newer than the year that was played
        status.update("Every document is printed a second time and compared")
        papers = write_papers(folder)
    tell_story(console, stage.told)
    list_papers(console, papers, folder)


def _forget_the_last_log() -> None:
    """Begin the history anew: what an earlier trial remembered outside its database, and the key of its own, would refuse this one."""
    guard.forget()
    list_path().unlink(missing_ok=True)
    if not settings.AUDIT_KEY:  # a key that somebody put there is theirs
        key_path().unlink(missing_ok=True)


def _reset(folder: Path) -> None:
    """Remove the SQLite database and the files of the demonstration; a server's database is left to its owner."""
    if connection.vendor != "sqlite":
        raise CommandError("--reset removes an SQLite file only. Drop and create this database with its own tools.")
    connection.close()
    clear_papers(folder)
    name = str(connection.settings_dict["NAME"])
    for suffix in ("", "-wal", "-shm"):
        Path(name + suffix).unlink(missing_ok=True)


def _check_port(host: str, port: int) -> None:
    """Find out before the work whether the port is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"Port {port} can’t be used: {error.strerror}. Name another one with --port.") from error
