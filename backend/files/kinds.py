"""What may be handed in: the list of types, each found from its bytes; a name alone proves nothing."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from backend.files.archives import OfficeKind, office_kind
from backend.kernel.errors import Invalid

HEAD: Final = 4096
BLOCK: Final = 65536
OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
MESSAGE_MARK: Final = "__properties_version1.0".encode("utf-16-le")
HEADER_LINE: Final = re.compile(
    rb"^(received|from|to|date|subject|return-path|message-id|mime-version|delivered-to|x-[\w-]+):", re.I | re.M
)
CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Kind:
    """A type that is taken: how people call it, its media type, and the endings that fit it."""

    label: str
    mime: str
    endings: tuple[str, ...]


PDF = Kind("a PDF", "application/pdf", (".pdf",))
JPEG = Kind("a JPEG picture", "image/jpeg", (".jpg", ".jpeg", ".jpe"))
PNG = Kind("a PNG picture", "image/png", (".png",))
GIF = Kind("a GIF picture", "image/gif", (".gif",))
WEBP = Kind("a WebP picture", "image/webp", (".webp",))
HEIC = Kind("a HEIC picture", "image/heic", (".heic", ".heif"))
TEXT = Kind("plain text", "text/plain", (".txt", ".log", ".md"))
CSV = Kind("a table as text", "text/csv", (".csv",))
EMAIL = Kind("an e-mail", "message/rfc822", (".eml",))
MSG = Kind("an Outlook e-mail", "application/vnd.ms-outlook", (".msg",))
MP3 = Kind("an MP3 recording", "audio/mpeg", (".mp3",))
WAV = Kind("a WAV recording", "audio/wav", (".wav",))
M4A = Kind("an M4A recording", "audio/mp4", (".m4a",))
MP4 = Kind("an MP4 video", "video/mp4", (".mp4", ".m4v"))
MOV = Kind("a QuickTime video", "video/quicktime", (".mov",))
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
OFFICE: Final[dict[OfficeKind, Kind]] = {
    "docx": Kind("a Word document", f"{_OFFICE}wordprocessingml.document", (".docx",)),
    "xlsx": Kind("an Excel workbook", f"{_OFFICE}spreadsheetml.sheet", (".xlsx",)),
    "pptx": Kind("a PowerPoint presentation", f"{_OFFICE}presentationml.presentation", (".pptx",)),
    "odt": Kind("an OpenDocument text", "application/vnd.oasis.opendocument.text", (".odt",)),
    "ods": Kind("an OpenDocument spreadsheet", "application/vnd.oasis.opendocument.spreadsheet", (".ods",)),
}
WRITTEN: Final = (TEXT, CSV, EMAIL)
KINDS: Final = (
    *(PDF, JPEG, PNG, GIF, WEBP, HEIC, *WRITTEN, MSG, MP3, WAV, M4A, MP4, MOV),
    *OFFICE.values(),
)
BY_ENDING: Final = {ending: kind for kind in KINDS for ending in kind.endings}
CLEANABLE: Final = (*(PDF, JPEG, PNG, GIF, WEBP, HEIC), TEXT, CSV, *OFFICE.values())
CLEANABLE_ENDINGS: Final = tuple(ending for kind in CLEANABLE for ending in kind.endings)
TAKEN: Final = "PDF, pictures, plain text, e-mails, Word, Excel, PowerPoint and OpenDocument files, sound and video (MP3, WAV, M4A, MP4)"


def kind_of(path: Path, name: str) -> Kind:
    """Find a file's type from its bytes; refuse a type that is not taken, and bytes that belie the name."""
    ending = Path(name).suffix.lower()
    claimed = BY_ENDING.get(ending)
    if ending and claimed is None:
        raise Invalid({"file": [f"“{name}”: files that end in “{ending}” are not taken. Taken are {TAKEN}."]})
    found = _found(path, claimed)
    if found is None:
        raise Invalid({"file": [_unlike(name, claimed)]})
    if claimed is not None and found is not claimed:
        raise Invalid(
            {"file": [f"“{name}” is not what its name says: its content is {found.label}. Name it right, then add it."]}
        )
    return found


def _unlike(name: str, claimed: Kind | None) -> str:
    if claimed is None:
        return f"“{name}”: this type of file is not taken. Taken are {TAKEN}."
    return f"“{name}” is not what its name says: its content is not {claimed.label}. Save it again, then add it."


def _found(path: Path, claimed: Kind | None) -> Kind | None:
    with path.open("rb") as file:
        head = file.read(HEAD)
    for fits, kind in MARKS:
        if fits(head):
            return kind
    if head.startswith(b"PK\x03\x04"):
        office = office_kind(path)
        return OFFICE[office] if office else None
    if head.startswith(OLE):
        return MSG if _holds(path, MESSAGE_MARK) else None
    return _written(path, head, claimed)


def _starts(mark: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(mark)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[:4] == b"RIFF" and head[8:12] == form


def _brand(*brands: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[4:8] == b"ftyp" and head[8:12] in brands


def _sounds_mp3(head: bytes) -> bool:
    """Recognise a tag, or a frame of layer III with a bit rate and a sampling rate."""
    if head.startswith(b"ID3"):
        return True
    return (
        len(head) > 4
        and head[0] == 0xFF
        and head[1] & 0xE6 == 0xE2
        and head[2] & 0xF0 not in {0x00, 0xF0}
        and head[2] & 0x0C != 0x0C
    )


MARKS: Final[tuple[tuple[Callable[[bytes], bool], Kind], ...]] = (
    (_starts(b"%PDF-"), PDF),
    (_starts(b"\xff\xd8\xff"), JPEG),
    (_starts(b"\x89PNG\r\n\x1a\n"), PNG),
    (_starts(b"GIF87a"), GIF),
    (_starts(b"GIF89a"), GIF),
    (_riff(b"WEBP"), WEBP),
    (_riff(b"WAVE"), WAV),
    (_brand(b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif"), HEIC),
    (_brand(b"M4A ", b"M4B "), M4A),
    (_brand(b"qt  "), MOV),
    (_brand(b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash", b"3gp4", b"3gp5"), MP4),
    (_sounds_mp3, MP3),
)  # fmt: skip


def _holds(path: Path, mark: bytes) -> bool:
    tail = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if mark in tail + block:
                return True
            tail = block[-len(mark) :]
    return False


def _written(path: Path, head: bytes, claimed: Kind | None) -> Kind | None:
    """Tell text of some kind; among the kinds of text the name decides, but an e-mail has its lines at the top."""
    if not _is_text(path, head):
        return None
    if claimed is EMAIL:
        return EMAIL if len(HEADER_LINE.findall(head)) >= 2 else TEXT
    return claimed if claimed in WRITTEN else TEXT


def _is_text(path: Path, head: bytes) -> bool:
    encodings = ("utf-16",) if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("utf-8", "cp1252")
    return any(_reads_as(path, encoding) for encoding in encodings)


def _reads_as(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                if CONTROLS.search(decoder.decode(block)):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
