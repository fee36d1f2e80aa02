"""Packing a bundle into one file, the same bytes for the same contents."""

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final, cast

BLOCK: Final = 1 << 20
FIRST: Final = ("README.txt", "MANIFEST.json", "MANIFEST.note", "checkpoint", "verify_audit.py")
EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # the format knows no time before


@dataclass(frozen=True)
class Packed:
    """The packed file: its size and digest."""

    size: int
    sha256: str


class _Tally:
    """A file that hashes what is written to it; it can't be gone back in, so the archive is written from front to end."""

    def __init__(self, out: BinaryIO) -> None:
        self.out, self.digest, self.size = out, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.out.write(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        self.out.flush()


def pack(folder: Path, target: Path, *, made_at: datetime, carry_on: Callable[[], object] = lambda: None) -> Packed:
    """Write every file of a folder into one archive; `carry_on` is called now and then, to say that the work goes on."""
    moment = made_at.astimezone(UTC)
    stamp = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    with target.open("wb") as out:
        tally = _Tally(out)
        with zipfile.ZipFile(cast("BinaryIO", tally), "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            for name in in_order(folder):
                entry = zipfile.ZipInfo(name, max(stamp, EARLIEST))
                entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
                large = (folder / name).stat().st_size > 1 << 31
                with (folder / name).open("rb") as file, archive.open(entry, "w", force_zip64=large) as into:
                    while block := file.read(BLOCK):
                        into.write(block)
                        carry_on()
    return Packed(tally.size, tally.digest.hexdigest())


def in_order(folder: Path) -> list[str]:
    """Name the files of a bundle: first what somebody reads first, then the rest by name."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return [name for name in FIRST if name in names] + sorted(names - set(FIRST))


def sha256_of(path: Path) -> str:
    """Give the digest of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
