"""Whether a file, or the code on a page, is of a document that was issued here. Anybody may ask, and nobody is told whose it is."""

import hashlib
from enum import StrEnum
from typing import Final

from django.db.models import QuerySet

from backend.documents.models import Document
from backend.documents.sealing.checking import check_seal
from backend.documents.vocabulary import DocumentState
from backend.kernel.errors import Invalid
from backend.kernel.references import ALPHABET

LARGEST: Final = 25 * 1024 * 1024
TOO_LARGE: Final = "The file is larger than 25 MB. Our documents are smaller."
NO_CODE: Final = "This is no check code: one has 16 letters and digits, in four groups."
CODE_LENGTH: Final = 16
PDF: Final = b"%PDF-"
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN: Final = frozenset(" -\t\n\r\f\v\u00a0\u00ad\u2010\u2011\u2012\u2013\u2014\u202f\u2212")


class Verdict(StrEnum):
    """What can be told of a copy."""

    ISSUED_UNCHANGED = "issued_unchanged"
    ISSUED = "issued"  # of a code alone: it can't tell what the copy says
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    SEALED = "sealed"  # our seal holds, and the register of letters does not know the file
    NOT_OURS = "not_ours"


class Copy:
    """A file that somebody wants to have checked, taken in piece by piece; none of it is kept after that."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.size = 0
        self._digest = hashlib.sha256()
        self._begins = b""
        self._held: list[bytes] = []

    def take(self, piece: bytes) -> None:
        """Take the next piece; what can be no document of ours is hashed, and not held."""
        self.size += len(piece)
        self._digest.update(piece)
        self._begins = (self._begins + piece)[: len(PDF)] if len(self._begins) < len(PDF) else self._begins
        if self.is_too_large or not PDF.startswith(self._begins):
            self._held = []
        else:
            self._held.append(piece)

    @property
    def is_too_large(self) -> bool:
        """Tell whether it is larger than any document of ours."""
        return self.size > LARGEST

    @property
    def sha256(self) -> str:
        """Give the digest of the whole file."""
        return self._digest.hexdigest()

    def verdict(self) -> Verdict:
        """Tell what the copy is. Only the whole file counts: one more byte, and it is not the one that was issued."""
        if self.is_too_large:
            raise Invalid({"file": [TOO_LARGE]})
        known = _standing(with_digest(self.sha256))
        if known is not None:
            return Verdict.ISSUED_UNCHANGED if known == Verdict.ISSUED else known
        seal = check_seal(b"".join(self._held))
        return Verdict.SEALED if seal.is_ours and seal.covers_whole_file else Verdict.NOT_OURS


def verdict_on(content: bytes) -> Verdict:
    """Tell what a whole file is."""
    copy = Copy()
    copy.take(content)
    return copy.verdict()


def verdict_for_code(typed: str) -> Verdict:
    """Tell whether a document with this code was issued, and still holds; never that a copy says what was issued."""
    return _standing(with_code(check_code_of(typed))) or Verdict.NOT_OURS


def with_digest(sha256: str) -> QuerySet[Document]:
    """Give the document that is this very file."""
    return Document.objects.filter(sha256=sha256)


def with_code(code: str) -> QuerySet[Document]:
    """Give the document on whose pages this code stands."""
    return Document.objects.filter(check_code=code)


def check_code_of(typed: str) -> str:
    """Read a code as somebody typed it: in any case, with or without dashes, O for 0, I or L for 1; Invalid if it is none."""
    plain = "".join(sign for sign in typed.upper() if sign not in _BETWEEN).translate(_MISREAD)
    if len(plain) != CODE_LENGTH or not set(plain) <= set(ALPHABET):
        raise Invalid({"code": [NO_CODE]})
    return "-".join(plain[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def _standing(rows: QuerySet[Document]) -> Verdict | None:
    states = set(rows.values_list("state", flat=True))
    if not states:
        return None
    if DocumentState.WITHDRAWN in states:
        return Verdict.WITHDRAWN
    return Verdict.SUPERSEDED if DocumentState.SUPERSEDED in states else Verdict.ISSUED
