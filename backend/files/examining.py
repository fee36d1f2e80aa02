"""Looking at what somebody hands in before it is kept: measured, of a type that is taken, harmless, and cleaned if asked for."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from django.conf import settings

from backend.files.archives import weigh
from backend.files.cleaning.metadata import clean
from backend.files.cleaning.pictures import FORMATS, weigh_picture
from backend.files.kinds import OFFICE, Kind, kind_of
from backend.files.scanning import ScannerAway, malware_in, scanner_set
from backend.files.storage import Copied, copy_in, measure, workplace
from backend.kernel.errors import Invalid

MOST_NAME: Final = 120
SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What was found out about a file when it was looked at."""

    name: str
    mime: str
    size: int
    sha256: str
    original_sha256: str  # of what was handed in, before metadata was removed
    cleaned: bool
    scanned: bool


@contextmanager
def examined(stream: BinaryIO, *, name: str, strip: bool) -> Iterator[tuple[Path, Facts]]:
    """Look at what somebody hands in; give where it lies until it is kept, and what was found out. Raises Invalid when it is not taken."""
    name = clean_name(name)
    with workplace() as place:
        given = place / "given"
        copied = _copied(stream, given, name)
        kind = kind_of(given, name)
        _weigh(given, kind, name)
        ready, kept, cleaned = given, copied, False
        if strip and clean(given, place / "clean", kind, name):
            ready, cleaned = place / "clean", True
            kept = measure(ready)
        yield (
            ready,
            Facts(
                name=name if PurePosixPath(name).suffix else f"{name}{kind.endings[0]}",
                mime=kind.mime,
                size=kept.size,
                sha256=kept.sha256,
                original_sha256=copied.sha256,
                cleaned=cleaned,
                scanned=_scanned(ready, name),
            ),
        )


def clean_name(name: str) -> str:
    """Keep what is fit to be shown of a file's name: no folders, no control or turning characters, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(
        " " if unicodedata.category(sign)[0] in "CZ" else sign for sign in unicodedata.normalize("NFC", last)
    )
    plain = SPACES.sub(" ", shown).strip(" .") or "file"
    stem, ending = PurePosixPath(plain).stem, PurePosixPath(plain).suffix[:12]
    return f"{stem[: MOST_NAME - len(ending)]}{ending}"


def _copied(stream: BinaryIO, target: Path, name: str) -> Copied:
    copied = copy_in(stream, target, at_most=settings.FILE_LIMIT)
    if not copied.size:
        raise Invalid({"file": [f"“{name}” is empty. Choose a file with something in it."]})
    if copied.size > settings.FILE_LIMIT:
        most = settings.FILE_LIMIT // 2**20
        raise Invalid({"file": [f"“{name}” is larger than {most} MB. Make it smaller, or add it in parts."]})
    return copied


def _weigh(path: Path, kind: Kind, name: str) -> None:
    if kind in OFFICE.values():
        weigh(path, name)
    elif kind.mime in FORMATS:
        weigh_picture(path, kind.mime, name)


def _scanned(path: Path, name: str) -> bool:
    """Ask the scanner; tell whether it gave a verdict."""
    if not scanner_set():
        return False
    try:
        found = malware_in(path)
    except ScannerAway:
        return False
    if found:
        raise Invalid({"file": [f"“{name}” was not taken: the malware scan found {found}. Add a copy that is clean."]})
    return True
