"""Taking files in: found from their bytes, weighed before they are opened, stored once and whole."""

import os
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from backend.cases.models import Case
from backend.files.actions import take_in
from backend.files.examining import clean_name
from backend.files.models import StoredFile
from backend.files.reading import HashCheck, check_hash, neutral_name, open_file
from backend.files.storage import path_of
from backend.files.upkeep import drop_orphans, recheck
from backend.kernel.errors import Invalid, Refused

OUTLOOK = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "__properties_version1.0".encode("utf-16-le")
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def picture(kind: str = "PNG", **more) -> bytes:
    written = BytesIO()
    Image.new("RGB", (8, 6), "teal").save(written, kind, **more)
    return written.getvalue()


def packed(*parts: tuple[str, bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return written.getvalue()


def office(*parts: tuple[str, bytes]) -> bytes:
    return packed(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>"), *parts)


def taken(cast, content: bytes, name: str, *, strip: bool = False, about=None) -> StoredFile:
    return take_in(BytesIO(content), name=name, actor=cast.ines, about=about, strip=strip)


def refusal(cast, content: bytes, name: str, *, strip: bool = False) -> str:
    with pytest.raises(Invalid) as refused:
        taken(cast, content, name, strip=strip)
    [[words]] = refused.value.errors.values()
    assert "file" in refused.value.errors
    assert Path(name).stem[:5] in words  # which file, always
    return words


def test_a_file_is_stored_once_whole_and_under_its_hash(cast, last_event):
    case = Case.objects.first()
    first, second = (taken(cast, b"What was said.", "notes.txt", about=case) for _ in range(2))
    assert (first.mime, first.size, first.scanned, first.cleaned) == ("text/plain", 14, False, False)
    assert last_event(first)[:2] == ("file.take_in", "ines")
    assert first.stream == case.key
    places = [path_of(each.sha256, each.uid) for each in (first, second)]
    assert places[0] != places[1]
    assert places[0].parent == places[1].parent
    assert places[0].name.startswith(first.sha256)
    assert not list(settings.FILES_DIR.glob("incoming/*"))

    places[0].unlink()
    assert check_hash(first) == HashCheck.MISSING
    with pytest.raises(Refused, match="backup"):
        open_file(first)
    with open_file(second) as file:
        assert file.read() == b"What was said."

    places[1].chmod(0o600)
    places[1].write_bytes(b"What was never said.")
    assert {stored: found for stored, found in recheck(actor=cast.ines) if stored in (first, second)} == {
        first: HashCheck.MISSING,
        second: HashCheck.MISMATCH,
    }
    assert last_event(second)[0] == "file.mismatch"


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [
        ("a.pdf", b"%PDF-1.7\n%%EOF", "application/pdf"),
        ("a.png", picture(), "image/png"),
        ("a.JPG", picture("JPEG"), "image/jpeg"),
        ("a.csv", "name;größe\n".encode("cp1252"), "text/csv"),
        ("a.txt", "Grüße".encode("utf-16"), "text/plain"),
        ("a.eml", b"From: a@example.org\r\nSubject: Hello\r\n\r\nHello", "message/rfc822"),
        ("a.msg", OUTLOOK, "application/vnd.ms-outlook"),
        ("a.m4a", b"\0\0\0\x20ftypM4A \0\0", "audio/mp4"),
        ("a.mp4", b"\0\0\0\x20ftypisom\0\0", "video/mp4"),
        ("a.mp3", b"ID3\x04\0\0", "audio/mpeg"),
        ("a.wav", b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        ("a.docx", office(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.ods", packed(("mimetype", ODS.encode()), ("content.xml", b"<x/>")), ODS),
    ],
    ids=lambda given: given if isinstance(given, str) else "bytes",  # an archive holds the second in which it was packed
)  # fmt: skip
def test_the_type_is_found_from_the_bytes(cast, name, content, mime):
    assert taken(cast, content, name).mime == mime


def test_what_is_not_taken_is_refused_by_name_and_with_the_mend(cast, settings):
    before = StoredFile.objects.count()
    assert "not what its name says: its content is a PDF" in refusal(cast, b"%PDF-1.7", "holiday.jpg")
    assert "its content is not a PDF" in refusal(cast, b"MZ\x90\0\x03\0\0\0", "invoice.pdf")
    assert "end in “.exe” are not taken. Taken are PDF" in refusal(cast, b"MZ\x90\0", "setup.exe")
    assert "is empty" in refusal(cast, b"", "empty.txt")
    plain = packed(("a.txt", b"hello"))
    assert "“.zip” are not taken" in refusal(cast, plain, "all.zip")
    assert "not a Word document" in refusal(cast, plain, "disguised.docx")
    assert "not plain text" in refusal(cast, b"\0\1\2\3binary", "notes.txt")
    assert "content is plain text" in refusal(cast, b"Dear all,\n\nhello", "letter.eml")
    assert "damaged" in refusal(cast, b"\x89PNG\r\n\x1a\n" + bytes(40), "broken.png")
    settings.FILE_LIMIT = 2**20
    assert "larger than 1 MB" in refusal(cast, bytes(2**20 + 1), "large.txt")
    assert StoredFile.objects.count() == before
    assert not list(settings.FILES_DIR.glob("incoming/*"))


def test_what_would_burst_is_refused_before_it_is_inflated(cast):
    bomb = office(("word/media/a.bin", bytes(30 * 2**20)))
    assert len(bomb) < 40_000
    assert "grow beyond measure" in refusal(cast, bomb, "bomb.docx")
    many = office(*((f"word/{n}.xml", b"") for n in range(5_000)))
    assert "not a Word document" in refusal(cast, many, "many.docx")
    assert "macros" in refusal(cast, office(("word/vbaProject.bin", b"x")), "macros.docx")
    assert "an archive inside" in refusal(cast, office(("word/inner.zip", b"PK")), "nested.docx")

    width = height = (20_000).to_bytes(4, "big")
    head = b"IHDR" + width + height + bytes([8, 2, 0, 0, 0])
    huge = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + head + zlib.crc32(head).to_bytes(4, "big")
    data = b"IDAT"
    huge += bytes(4) + data + zlib.crc32(data).to_bytes(4, "big")
    assert "too large a picture" in refusal(cast, huge, "huge.png")


def test_names_show_nothing_that_misleads(cast):
    assert clean_name("C:\\Users\\erin\\notes.txt") == "notes.txt"
    assert clean_name("../../etc/passwd") == "passwd"
    assert clean_name("in\u202evoice\x00\n.pdf") == "in voice .pdf"
    assert clean_name("...") == "file"
    assert len(clean_name("x" * 400 + ".pdf")) == 120
    stored = taken(cast, picture(), "about-martin")
    assert stored.name == "about-martin.png"
    assert str(stored.uid)[-8:] in neutral_name(stored)
    assert neutral_name(stored, "E3") == "E3.png"
    assert "martin" not in neutral_name(stored) + str(stored)


def test_a_file_without_a_row_is_removed_after_a_day(cast):
    kept = taken(cast, b"kept", "kept.txt")
    orphan = settings.FILES_DIR / "aa" / "bb" / "orphan"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"x")
    assert drop_orphans() == 0
    for path in (orphan, path_of(kept.sha256, kept.uid)):
        os.utime(path, (0, 0))
    assert drop_orphans() == 1
    assert path_of(kept.sha256, kept.uid).exists()
