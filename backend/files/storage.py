"""Where files lie: under the name of their content, one for each row, written whole or not at all."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID, uuid4

from django.conf import settings

from backend.kernel import clock

BLOCK: Final = 65536
INCOMING: Final = "incoming"
CLOSED: Final = "closed"  # files of a compartment: closed with keys of its own, and known to its own rows
UNSENT: Final = "unsent"  # files of what is not sent yet: closed with a key that their author gives
SETTLED_AFTER: Final = timedelta(days=1)  # what is younger may belong to a change that is not committed yet


@dataclass(frozen=True)
class Copied:
    """What is known of bytes once they were copied."""

    size: int
    sha256: str


def path_of(sha256: str, uid: UUID) -> Path:
    """Name the place of one file: equal contents lie side by side, each in a file of its own."""
    folder: Path = settings.FILES_DIR
    return folder / sha256[:2] / sha256[2:4] / f"{sha256}.{uid.hex}"


@contextmanager
def workplace() -> Iterator[Path]:
    """Give a folder for a file that is being taken in; whatever is left in it goes when the work is over."""
    place: Path = settings.FILES_DIR / INCOMING / uuid4().hex
    place.mkdir(parents=True, mode=0o700)
    try:
        yield place
    finally:
        for left in place.iterdir():
            left.unlink()
        place.rmdir()


def copy_in(stream: BinaryIO, target: Path, *, at_most: int) -> Copied:
    """Copy block by block and hash on the way; no more than one byte over the limit is written."""
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        while size <= at_most and (block := stream.read(min(BLOCK, at_most + 1 - size))):
            digest.update(block)
            size += file.write(block)
    return Copied(size, digest.hexdigest())


def measure(path: Path) -> Copied:
    """Hash a file on disk as it is now."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return Copied(file.tell(), digest.hexdigest())


def settle(path: Path, target: Path) -> None:
    """Put a finished file in its place; after this it outlives a loss of power."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sync(path)
    path.chmod(0o400)
    path.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def drop_strangers(folder: Path, is_known: Callable[[Path], bool]) -> int:
    """Remove the files below a folder that no row knows, and that no change under way can still come to know. Give their number."""
    before = (clock.now() - SETTLED_AFTER).timestamp()
    strangers = [
        path for path in folder.rglob("*") if path.is_file() and not is_known(path) and path.stat().st_mtime < before
    ]
    for path in strangers:
        path.unlink()
    return len(strangers)
