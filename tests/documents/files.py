"""The files of sample letters, made once for all processes of a run, and what other programs say of a file."""

import os
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from backend.documents.rendering import content_digest, render
from backend.documents.sealing.pades import seal
from tests.documents.samples import EVERY_SAMPLE, named

LETTERS = {named(letter): letter for letter in EVERY_SAMPLE}


@cache
def printed(name: str) -> bytes:
    """Print a sample letter, or take what another process of this run printed."""
    return _once(f"{content_digest(LETTERS[name])}.pdf", lambda: render(LETTERS[name]))


@cache
def sealed(name: str) -> bytes:
    """Seal the print of a sample letter."""
    return _once(f"{content_digest(LETTERS[name])}-sealed.pdf", lambda: seal(printed(name)).content)


def text_of(content: bytes, *options: str) -> str:
    """Read the text of a file as poppler does."""
    return ran("pdftotext", "-layout", *options, "-", "-", given=content)


def ran(*command: str, given: bytes | None = None) -> str:
    """Run another program and give what it says; it fails the test when the program does."""
    done = subprocess.run(list(command), input=given, capture_output=True, check=True)
    return done.stdout.decode()


def _once(name: str, make_it: Callable[[], bytes]) -> bytes:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"evenhand-letters-{run}"
    folder.mkdir(exist_ok=True)
    path = folder / name
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(make_it())
        part.replace(path)
    return path.read_bytes()
