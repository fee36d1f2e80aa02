"""Office files are packed anew without the names of their authors, their companies and their times."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from backend.files.archives import MOST_INFLATED
from backend.files.cleaning.pictures import MOST_PIXELS, write_plain
from backend.kernel.errors import Invalid

BEGINNING: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time that an archive can tell
CORE: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
EXTENDED: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
CUSTOM: Final = EXTENDED.replace(b"extended-properties", b"custom-properties")
META: Final = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta'
    b' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>'
)
EMPTIED: Final = {
    "docprops/core.xml": CORE,
    "docprops/app.xml": EXTENDED,
    "docprops/custom.xml": CUSTOM,
    "meta.xml": META,
}
AUTHORS: Final = re.compile(
    rb'((?:\bw:author|\bw:initials|\bw15:author|\bw15:userId|\buserId|\bdisplayName|\bproviderId|\blastModifiedBy)\s*=\s*")[^"]*(")'
)
NAMES: Final = re.compile(
    rb"(<(?:dc:creator|meta:creator-initials|loext:sender-initials|meta:initial-creator|author)(?:\s[^>]*)?>)[^<]*(</)"
)
NOTE_AUTHORS: Final = re.compile(rb'(<(?:\w+:)?cmAuthor\b[^>]*?\bname=")[^"]*("[^>]*?\binitials=")[^"]*(")')
THUMBNAIL: Final = re.compile(rb"<Relationship\b[^>]*metadata/thumbnail[^>]*?/>")
PICTURES: Final = (".jpg", ".jpeg", ".png")


def repack(path: Path, target: Path, name: str) -> None:
    """Pack an office file anew: its properties emptied, its authors unnamed, its times and its preview gone, its pictures drawn anew."""
    try:
        with zipfile.ZipFile(path) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            left = MOST_INFLATED
            for entry in given.infolist():
                inner = entry.filename.lower()
                if "thumbnail" in inner and inner.startswith(("docprops/", "thumbnails/")):
                    continue
                content = _inflated(given, entry, left)
                left -= len(content)
                plain = zipfile.ZipInfo(entry.filename, BEGINNING)
                plain.compress_type = zipfile.ZIP_STORED if inner == "mimetype" else zipfile.ZIP_DEFLATED
                packed.writestr(plain, _cleaned(inner, content))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, EOFError):
        raise Invalid({"file": [f"“{name}” is damaged and can't be opened. Save it again, then add it."]}) from None


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """Inflate one part, and no more than was weighed: a directory may lie."""
    with archive.open(entry) as part:
        content = part.read(min(entry.file_size, left) + 1)
    if len(content) > min(entry.file_size, left):
        raise zipfile.BadZipFile("A part is larger than the directory says.")
    return content


def _cleaned(inner: str, content: bytes) -> bytes:
    if inner in EMPTIED:
        return EMPTIED[inner]
    if inner.endswith(PICTURES):
        return _redrawn(content)
    if inner.endswith(".rels"):
        return THUMBNAIL.sub(b"", content)
    if inner.endswith(".xml"):
        return NAMES.sub(rb"\1\2", AUTHORS.sub(rb"\1\2", NOTE_AUTHORS.sub(rb"\1\2\3", content)))
    return content


def _redrawn(content: bytes) -> bytes:
    """Draw a picture inside a document anew; one that can't be read is left out rather than passed on unseen."""
    drawn = BytesIO()
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return b""
            write_plain(picture, drawn)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return b""
    return drawn.getvalue()
