"""Office files are archives: what they claim is weighed before anything in them is inflated."""

import zipfile
from pathlib import Path
from typing import Final, Literal

from backend.kernel.errors import Invalid

OfficeKind = Literal["docx", "xlsx", "pptx", "odt", "ods"]

MOST_ENTRIES: Final = 5_000
MOST_DIRECTORY: Final = 2 * 2**20
MOST_INFLATED: Final = 300 * 2**20
MOST_RATIO: Final = 200  # text deflates by twenty, rarely by a hundred
SMALL: Final = 2**20  # below this, a high ratio does no harm
END: Final = b"PK\x05\x06"
ARCHIVES: Final = (".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst", ".jar")
MIMETYPE: Final[dict[bytes, OfficeKind]] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
MAIN_PART: Final[dict[str, OfficeKind]] = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}


def office_kind(path: Path) -> OfficeKind | None:
    """Tell which office file an archive is, if it is one; nothing but its directory and a few bytes are read."""
    if not _directory_is_sound(path):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                return next((kind for part, kind in MAIN_PART.items() if part in names), None)
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return MIMETYPE.get(archive.read("mimetype").strip())
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError):
        return None
    return None


def weigh(path: Path, name: str) -> None:
    """Refuse an office file that would grow beyond measure, hides an archive, is locked, or carries macros."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    if _would_burst(entries, path.stat().st_size):
        raise Invalid({"file": [f"“{name}” would grow beyond measure when opened. Save it as PDF, then add that."]})
    for entry in entries:
        inner = entry.filename.lower()
        if entry.flag_bits & 0x1:
            raise Invalid({"file": [f"“{name}” is locked with a password. Save it without one, then add it."]})
        if inner.endswith("vbaproject.bin"):
            raise Invalid({"file": [f"“{name}” contains macros. Save it without them, or as PDF, then add that."]})
        if inner.endswith(ARCHIVES):
            raise Invalid({"file": [f"“{name}” holds an archive inside. Add what is in it as files of their own."]})


def _directory_is_sound(path: Path) -> bool:
    """Read the end of the archive alone: a directory of a million entries is not even listed."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + 22:
        return False
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    return entries <= MOST_ENTRIES and directory <= MOST_DIRECTORY


def _would_burst(entries: list[zipfile.ZipInfo], size: int) -> bool:
    inflated = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    steep = any(
        entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1) for entry in entries
    )
    overlapping = packed > size  # entries that share their bytes
    return len(entries) > MOST_ENTRIES or inflated > MOST_INFLATED or steep or overlapping
