"""Printed letters are accessible, load nothing from outside, and are the same bytes wherever they are printed."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest

from backend.documents.letters import LETTERS, Letter
from backend.documents.rendering import check_code, print_letter, render, template_sha256
from backend.documents.typesetting import Unprintable, typesetter
from backend.records.letters import MOST_ENTRIES
from tests.documents.samples import SAMPLES, agreement, audit_report, notice

ROOT = Path(__file__).parents[2]
every_letter = pytest.mark.parametrize("letter", SAMPLES, ids=lambda letter: letter.kind)
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@cache
def printed(kind: str) -> bytes:
    return render(next(letter for letter in SAMPLES if letter.kind == kind))


def text_of(content: bytes, *pages: str) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", *pages, "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


@every_letter
def test_a_letter_is_accessible_to_the_standard(letter: Letter) -> None:
    report = page.validate_pdf_bytes(printed(letter.kind), profile="ua1")
    assert report.is_compliant, [failure.message for failure in report.failures]


@every_letter
@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_a_letter_is_sound_pdf(letter: Letter, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(printed(letter.kind))
    assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode == 0


@every_letter
def test_a_letter_says_what_it_is(letter: Letter) -> None:
    with pikepdf.open(BytesIO(printed(letter.kind))) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo.Title) == f"{letter.title}, {letter.matter}"
        assert str(pdf.docinfo.Author) == "Larkfield Instruments"
        assert str(pdf.docinfo.CreationDate).startswith(f"D:{letter.dated:%Y%m%d}")


@every_letter
def test_header_cells_tell_what_they_head(letter: Letter) -> None:
    with pikepdf.open(BytesIO(printed(letter.kind))) as pdf:
        cells = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"]
        assert cells
        assert {str(cell.A.Scope) for cell in cells} <= {"/Row", "/Column"}


@every_letter
def test_page_furniture_is_not_read_aloud(letter: Letter) -> None:
    with pikepdf.open(BytesIO(printed(letter.kind))) as pdf:
        for sheet in pdf.pages:
            assert b"/Pagination" in sheet.Contents.read_bytes()


@needs_poppler
@every_letter
def test_every_page_carries_number_reference_mark_and_code(letter: Letter) -> None:
    sheets = text_of(printed(letter.kind)).split("\f")[:-1]
    for number, sheet in enumerate(sheets, start=1):
        for mark in (
            f"Page {number} of {len(sheets)}",
            letter.reference,
            letter.mark,
            letter.template,
            check_code(letter),
        ):
            assert mark in sheet


@needs_poppler
def test_signatures_never_stand_alone() -> None:
    last = text_of(printed("D12")).split("\f")[-2]
    assert "Copy, language and way of signing" in last
    assert "Under protest" in last


def test_a_long_table_repeats_its_head() -> None:
    letter = replace(agreement(), obligations=agreement().obligations * 12)
    assert text_of(render(letter)).count("What you will do") > 2


@needs_poppler
def test_a_report_prints_its_first_entries_and_says_that_there_are_more() -> None:
    words = " ".join(text_of(render(audit_report(MOST_ENTRIES, count=12_345))).split())
    assert "The table shows the first 500 of 12,345 entries." in words
    assert words.count("When (UTC)") > 8
    with pytest.raises(ValueError, match="500 entries at most"):
        audit_report(MOST_ENTRIES + 1)


def test_letters_keep_to_their_length() -> None:
    assert {letter.kind: print_letter(letter).pages for letter in SAMPLES} == {
        "D3": 2,
        "D12": 4,
        "D1": 2,
        "D9": 2,
        "D8": 2,
        "D18": 1,
        "D25": 4,
        "D25C": 2,
    }


def test_the_same_letter_is_the_same_bytes_in_every_process() -> None:
    """Other hash seeds, another day, another time zone, another user's language: none of them may show."""
    script = (
        "import django; django.setup()\n"
        "from hashlib import sha256\nfrom tests.documents.samples import SAMPLES\n"
        "from backend.documents.rendering import render\n"
        "print(*[sha256(render(letter)).hexdigest() for letter in SAMPLES])"
    )
    here = [hashlib.sha256(printed(letter.kind)).hexdigest() for letter in SAMPLES]
    for seed, zone in (("1", "UTC"), ("4242", "Pacific/Auckland")):
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": "C",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        ran = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        assert ran.stdout.split() == here


def test_threads_print_the_same_bytes() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(render, [notice()] * 8)) == {printed("D3")}


def test_the_order_of_printing_leaves_no_trace() -> None:
    render(agreement())
    assert render(notice()) == printed("D3")


PUBLISHED = tomllib.loads((files("backend.documents") / "published.toml").read_text())["letters"]


def test_a_published_template_never_changes() -> None:
    """Whoever changes words or layout makes a new version (v2.html, letter-v2.css) and adds it to published.toml."""
    assert {template: template_sha256(cls) for template, cls in LETTERS.items()} == PUBLISHED


HOSTILE = {
    "image from disk": '<img src="file:///etc/hostname" alt="x">',
    "image from the network": '<img src="http://127.0.0.1:9/x.png" alt="x">',
    "attachment": '<link rel="attachment" href="file:///etc/passwd">',
    "attachment link": '<a rel="attachment" href="file:///etc/passwd">x</a>',
    "style import": '<style>@import url("file:///etc/passwd");</style>',
    "style sheet": '<link rel="stylesheet" href="https://127.0.0.1:9/x.css">',
    "background": '<p style="background: url(http://127.0.0.1:9/y)">z</p>',
    "image in an image": '<img alt="x" src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>\'>',
    "data address": '<img src="data:image/png;base64,AAAA" alt="x">',
    "relative": '<img src="etc/passwd" alt="x">',
    "climbing out": '<img src="asset:fonts/../../../../etc/passwd" alt="x">',
    "capital letters": '<img src="FILE:///etc/hostname" alt="x">',
    "object": '<object data="file:///etc/hostname"></object>',
    "embed": '<embed src="file:///etc/hostname">',
    "asset that is none": '<img src="asset:css/nothing.css" alt="x">',
    "bad style": '<p style="colour: red">x</p>',
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_letter_loads_nothing_but_its_own_assets(body: str) -> None:
    page_html = f'<html lang="en"><head><title>t</title></head><body>{body}</body></html>'
    with pytest.raises(Unprintable):
        typesetter().typeset(page_html, stylesheet="letter-v1.css", identifier=b"0" * 16)


def test_only_the_documents_app_knows_weasyprint() -> None:
    wild = [
        path
        for path in (ROOT / "backend").rglob("*.py")
        if re.search(r"^\s*(?:from|import) weasyprint", path.read_text(), re.M)
    ]
    assert {path.parent.name for path in wild} == {"documents"}
