"""Reading files: only what may be opened, block by block, and the proof that the bytes are still the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from backend.audit.events import Actor
from backend.audit.reads import viewed
from backend.files.models import StoredFile
from backend.files.storage import BLOCK, measure, path_of
from backend.files.vocabulary import FileState
from backend.kernel.errors import Refused


class HashCheck(StrEnum):
    """What the bytes on disk show."""

    MATCH = "match"
    MISMATCH = "mismatch"
    MISSING = "missing"


def open_file(stored: StoredFile) -> BinaryIO:
    """Open a file for reading; one that waits for its scan, or is held back, is refused."""
    if stored.state == FileState.PENDING_SCAN:
        raise Refused("The file waits for the malware scan. Try again in a few minutes.", code="file-not-scanned")
    if stored.state == FileState.REFUSED:
        raise Refused("The file is held back: malware was found in it.", code="file-held-back")
    try:
        return path_of(stored.sha256, stored.uid).open("rb")
    except FileNotFoundError:
        raise Refused(
            "The file is not where it was stored. Ask the administrators to restore it from the backup.",
            code="file-missing",
        ) from None


def opened_by(person: Actor, stored: StoredFile) -> Iterator[bytes]:
    """Give a file to somebody, block by block; that they open it is recorded before they have a byte."""
    open_file(stored).close()
    viewed(stored, "file.open", actor=person, ctx={"sha256": stored.sha256})
    return _blocks(stored)


def _blocks(stored: StoredFile) -> Iterator[bytes]:
    """Open the file only when somebody takes the first block, so that a download that is not begun leaves nothing open."""
    with open_file(stored) as file:
        while block := file.read(BLOCK):
            yield block


@dataclass(frozen=True)
class Comparison:
    """What a file on disk is now, beside what was taken in; a file that is gone has neither digest nor size."""

    found: HashCheck
    sha256: str = ""
    size: int | None = None


def compare(stored: StoredFile) -> Comparison:
    """Hash a file on disk anew and compare it with what was taken in."""
    path = path_of(stored.sha256, stored.uid)
    if not path.exists():
        return Comparison(HashCheck.MISSING)
    now = measure(path)
    found = HashCheck.MATCH if now.sha256 == stored.sha256 else HashCheck.MISMATCH
    return Comparison(found, now.sha256, now.size)


def check_hash(stored: StoredFile) -> HashCheck:
    """Tell whether a file on disk is still what was taken in."""
    return compare(stored).found


def neutral_name(stored: StoredFile, label: str = "") -> str:
    """Name a file for its download without telling what it is about."""
    return f"{label or f'FILE-{stored.uid.hex[-8:]}'}{stored.ending}"
