"""What a printing process does: it is given letters as plain data, and gives their files back. It never sees the database.

Nothing here may import a model: the module is loaded before Django is set up.
"""

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing import parent_process
from threading import Thread
from typing import Any, Never

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

from backend.documents.making import Made, Numbered, make
from backend.jobs.faults import describe_error
from backend.kernel.errors import Problem

NOT_PRINTED = "not-printed"


@dataclass(frozen=True)
class Failed:
    """Why a letter has no file: a code to tell people, and for the log what kind of error it was. Neither names anyone."""

    code: str
    error: str


def press(numbered: Numbered) -> Made | Failed:
    """Print, check and seal one letter; what goes wrong is an answer, since not every error survives the way between processes."""
    try:
        return make(numbered.letter, numbered.wording, numbered.enclosed)
    except Exception as error:  # noqa: BLE001 - whatever stops one letter must not stop the others
        return failure(error)


def failure(error: Exception) -> Failed:
    """Say of an error what may be told of it: its code, or that there is no file."""
    return Failed(error.code if isinstance(error, Problem) else NOT_PRINTED, describe_error(error))


def begin(places: Mapping[str, Any]) -> None:
    """Make a new process ready to print: as its parent is set up, without a database, and not for longer than its parent lives."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides what to finish
    Thread(target=_end_with_parent, daemon=True).start()
    if not apps.ready:
        django.setup()
    for name, value in places.items():
        setattr(settings, name, value)
    connection.connect = _refuse  # type: ignore[method-assign]


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # a parent that was killed can't tell its printers to stop


def _refuse(*args: object) -> Never:
    raise RuntimeError("A printing process has no database: give it everything with the letter.")
