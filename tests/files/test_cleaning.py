"""Metadata goes before a file is stored, and only the metadata."""

import zipfile
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text

from backend.files.actions import take_in
from backend.files.models import StoredFile
from backend.files.reading import open_file
from backend.kernel.errors import Invalid

GPS, MAKE, TURNED = 0x8825, 0x010F, 0x0112


def cleaned(cast, content: bytes, name: str) -> tuple[bytes, StoredFile]:
    stored = take_in(BytesIO(content), name=name, actor=cast.ines, about=None, strip=True)
    with open_file(stored) as file:
        return file.read(), stored


def test_a_photograph_loses_place_and_device_and_keeps_how_it_is_turned(cast):
    exif = Image.Exif()
    exif[MAKE], exif[TURNED] = "PhoneMaker", 6
    exif.get_ifd(GPS)[1] = "N"
    given = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(given, "JPEG", exif=exif, comment=b"Erin's phone", icc_profile=b"device")
    assert b"PhoneMaker" in given.getvalue()

    content, stored = cleaned(cast, given.getvalue(), "IMG_1.jpg")
    assert stored.cleaned
    assert stored.sha256 != stored.original_sha256
    assert b"PhoneMaker" not in content
    assert b"Erin" not in content
    with Image.open(BytesIO(content)) as picture:
        assert not picture.getexif()
        assert "icc_profile" not in picture.info
        assert picture.size == (20, 40)
        assert picture.convert("L").tobytes()[0] > 50


def test_every_kind_of_picture_is_drawn_anew(cast):
    for kind, extras in (("PNG", {}), ("WEBP", {"exif": b"Exif\0\0II*\0secret"}), ("GIF", {"comment": b"secret"})):
        given = BytesIO()
        frames = [Image.new("RGB", (9, 9), colour) for colour in ("teal", "red")]
        moving = {} if kind == "PNG" else {"save_all": True, "append_images": frames[1:], "duration": 50}
        frames[0].save(given, kind, **extras, **moving)
        tail = given.getvalue() + b"secret after the end"
        content, _ = cleaned(cast, tail, f"a.{kind.lower()}")
        assert b"secret" not in content
        with Image.open(BytesIO(content)) as picture:
            assert getattr(picture, "n_frames", 1) == (1 if kind == "PNG" else 2)


def test_a_word_file_loses_its_authors_and_the_metadata_of_its_pictures(cast):
    exif = Image.Exif()
    exif[MAKE] = "PhoneMaker"
    photo = BytesIO()
    Image.new("RGB", (9, 9)).save(photo, "JPEG", exif=exif)
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": b'<Relationships><Relationship Type="x/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/></Relationships>',
        "docProps/core.xml": b"<cp><dc:creator>Erin Park</dc:creator></cp>",
        "docProps/app.xml": b"<Company>Larkfield</Company>",
        "docProps/thumbnail.jpeg": photo.getvalue(),
        "word/document.xml": b'<w:ins w:author="Erin Park" w:date="x"><w:t>What Erin wrote</w:t></w:ins>',
        "word/media/image1.jpeg": photo.getvalue(),
    }
    given = BytesIO()
    with zipfile.ZipFile(given, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    content, stored = cleaned(cast, given.getvalue(), "letter.docx")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert stored.cleaned
    assert "docProps/thumbnail.jpeg" not in whole
    told = b"".join(whole.values())
    for gone in (b"Erin Park", b"Larkfield", b"PhoneMaker", b"thumbnail"):
        assert gone not in told
    assert b"What Erin wrote" in whole["word/document.xml"]


def test_a_pdf_loses_its_author_the_names_on_its_notes_and_what_is_attached(cast):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": "Erin Park", "/Producer": "Typewriter"})
    writer.xmp_metadata = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Erin Park</x:xmpmeta>'
    writer.add_attachment("secret.txt", b"a secret")
    note = Text(rect=(10, 10, 30, 30), text="Look here", title_bar="Erin Park")
    writer.add_annotation(0, note)
    given = BytesIO()
    writer.write(given)
    assert b"Erin Park" in given.getvalue()

    content, stored = cleaned(cast, given.getvalue(), "paper.pdf")
    assert stored.cleaned
    for gone in (b"Erin Park", b"Typewriter", b"a secret", b"secret.txt"):
        assert gone not in content
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) == 1
    assert [note.get_object()["/Contents"] for note in reader.pages[0].annotations] == ["Look here"]

    with pytest.raises(Invalid, match="another look") as refused:
        cleaned(cast, b"%PDF-1.7 and nothing after", "broken.pdf")
    assert "“broken.pdf” can't be read" in refused.value.errors["file"][0]


def test_what_cannot_be_cleaned_is_not_taken_where_it_must_be(cast):
    with pytest.raises(Invalid) as refused:
        cleaned(cast, b"\0\0\0\x20ftypisom\0\0", "video.mp4")
    assert "what it hides" in refused.value.errors["file"][0]
    content, stored = cleaned(cast, b"Only words.", "words.txt")
    assert content == b"Only words."
    assert not stored.cleaned
