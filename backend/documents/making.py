"""From a letter to the file that leaves the house: printed, checked against both standards, and sealed, in this order."""

import hashlib
from dataclasses import dataclass

from backend.documents.letters import Letter
from backend.documents.rendering import NOTHING, Enclosed, print_letter
from backend.documents.validation import validate
from backend.documents.wording import Wording


@dataclass(frozen=True)
class Numbered:
    """A letter with its reference, its words and what it encloses: all that its file is made from, as plain data."""

    letter: Letter
    wording: Wording
    enclosed: Enclosed = NOTHING


@dataclass(frozen=True)
class Made:
    """A finished file: its first `printed_size` bytes are what was printed, the rest is the seal."""

    content: bytes
    pages: int
    printed_size: int
    printed_sha256: str
    seal_level: str
    seal_note: str

    @property
    def sha256(self) -> str:
        """Give the digest of the whole file."""
        return hashlib.sha256(self.content).hexdigest()


def make(letter: Letter, wording: Wording | None = None, enclosed: Enclosed = NOTHING) -> Made:
    """Print a letter, check it, and seal it with the organisation's seal.

    Raises Invalid for a letter that can't be printed as it stands, and Unprintable when the file would break a standard.
    """
    # pyHanko takes a while to import: only those who seal pay for it
    from backend.documents.sealing.pades import seal

    printed = print_letter(letter, wording, enclosed)
    validate(printed.content)
    sealed = seal(printed.content)
    return Made(
        content=sealed.content,
        pages=printed.pages,
        printed_size=len(printed.content),
        printed_sha256=hashlib.sha256(printed.content).hexdigest(),
        seal_level=sealed.level,
        seal_note=sealed.note,
    )
