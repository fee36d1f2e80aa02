"""Every letter of the catalogue, in every language it has, before and after its seal, as other programs see it."""

import json
import re
import shutil
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest

from backend.documents.inputs import to_inputs
from backend.documents.kinds import document_kinds
from backend.documents.letters import current_letters
from backend.documents.rendering import check_code
from backend.documents.wording import built_in, languages_of, words
from tests.documents.files import LETTERS, printed, ran, sealed, text_of

pytestmark = pytest.mark.printing
every_letter = pytest.mark.parametrize("name", LETTERS)
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
PACKAGED = {"Letter-Sans", "Letter-Arabic", "Letter-Hebrew"}


def test_every_kind_of_document_has_its_letters() -> None:
    """D1 to D27, each with a sample in English and in one other language at least."""
    assert {cls.kind for cls in current_letters().values()} == set(document_kinds())
    lacking = {template: languages_of(cls) for template, cls in current_letters().items() if len(languages_of(cls)) < 2}
    assert lacking == {}
    spoken = {(letter.template, letter.language.partition("-")[0]) for letter in LETTERS.values()}
    assert spoken == {(t, language) for t, cls in current_letters().items() for language in languages_of(cls)}


@every_letter
def test_a_letter_keeps_both_standards_before_and_after_its_seal(name: str) -> None:
    for content in (printed(name), sealed(name)):
        for profile in ("3a", "ua1"):
            report = page.validate_pdf_bytes(content, profile=profile)
            assert report.is_compliant, [profile, *(failure.message for failure in report.failures)]


@every_letter
def test_the_seal_comes_after_the_printed_bytes_and_leaves_them_alone(name: str) -> None:
    assert sealed(name).startswith(printed(name))


@every_letter
@needs_poppler
@needs_qpdf
def test_other_programs_find_it_sound_and_sealed(name: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(sealed(name))
    assert "No syntax or stream encoding errors" in ran("qpdf", "--check", str(path))
    seal = ran("pdfsig", "-nocert", str(path))
    assert "Signature is Valid" in seal
    assert "Total document signed" in seal
    assert sealed(name).startswith(b"%PDF-1.7")  # the header that PDF/A-3 asks for
    assert re.search(r"Tagged:\s+yes", ran("pdfinfo", str(path)))
    fonts = ran("pdffonts", str(path)).splitlines()[2:]
    assert fonts
    for line in fonts:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"]  # embedded, a subset, with its meaning in Unicode
        assert line.split()[0].partition("+")[2].startswith(tuple(PACKAGED))


@every_letter
def test_a_letter_says_what_it_is_to_machines(name: str) -> None:
    letter = LETTERS[name]
    with pikepdf.open(BytesIO(sealed(name))) as pdf:
        assert str(pdf.Root.Lang) == letter.language
        assert str(pdf.docinfo.Title) == f"{letter.title}, {letter.matter}"
        assert str(pdf.docinfo.Author) == letter.organisation.name
        assert str(pdf.docinfo.CreationDate).startswith(f"D:{letter.dated:%Y%m%d}")
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        facts = json.loads(pdf.attachments["facts.json"].get_file().read_bytes())
        assert facts["facts"] == to_inputs(letter)
        assert facts["check_code"] == check_code(letter)
        assert str(pdf.Root.AF[0].AFRelationship) == "/Data"
        xmp = pdf.Root.Metadata.read_bytes()
    assert b'pdfaid:part="3" pdfaid:conformance="A"' in xmp
    assert b"<pdfuaid:part>1</pdfuaid:part>" in xmp


@every_letter
def test_a_letter_is_tagged_for_those_who_listen(name: str) -> None:
    with pikepdf.open(BytesIO(printed(name))) as pdf:
        tags = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item and "/P" in item]
        kinds = {str(tag.S) for tag in tags}
        assert "/H1" in kinds
        assert kinds & {"/P", "/Table", "/L"}
        levels = sorted(int(kind[2:]) for kind in kinds if re.fullmatch("/H[1-6]", kind))
        assert levels == list(range(1, len(levels) + 1))
        cells = [tag for tag in tags if str(tag.S) == "/TH"]
        assert {str(cell.A.Scope) for cell in cells} <= {"/Row", "/Column"}
        assert all("/Alt" in tag for tag in tags if str(tag.S) == "/Figure")
        for sheet in pdf.pages:
            assert b"/Pagination" in sheet.Contents.read_bytes()


@needs_poppler
@every_letter
def test_every_page_carries_number_reference_mark_and_code(name: str) -> None:
    letter = LETTERS[name]
    wording = built_in(letter)
    said = words(wording.language)
    sheets = text_of(printed(name)).split("\f")[:-1]
    for number, sheet in enumerate(sheets, start=1):
        for mark in (letter.reference, letter.template, check_code(letter)):
            assert mark in sheet
        if said["direction"] == "ltr":
            assert f"{said['page']} {number} {said['of']} {len(sheets)}" in sheet
            assert said["marks"][letter.classification] in sheet
