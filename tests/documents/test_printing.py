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
from datetime import date
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from backend.documents.letters import LETTERS, Letter
from backend.documents.rendering import render, template_sha256
from backend.documents.typesetting import Order, Unprintable, typesetter
from backend.documents.wording import EDITIONS, ENGLISH, Wording, is_written, languages
from backend.records.letters.audit import MOST_ENTRIES
from tests.documents.files import LETTERS as SAMPLE_FILES
from tests.documents.files import printed, text_of
from tests.documents.samples import EVERY_SAMPLE, agreement, audit_report, named, notice

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.printing
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@needs_poppler
def test_signatures_never_stand_alone() -> None:
    last = text_of(printed(named(agreement()))).split("\f")[-2]
    assert "Copy, language and way of signing" in last
    assert "under protest" in last


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


SHORT = {"D7-report": 8, "D12-accountability_agreement": 5, "D25-audit_report": 4, "D13-release": 4}


@pytest.mark.parametrize("letter", EVERY_SAMPLE, ids=named)
def test_letters_keep_to_their_length(letter: Letter) -> None:
    """A letter that is longer than two sheets is not read on a bad day."""
    most = SHORT.get(f"{letter.kind}-{letter.template.split('/')[1]}", 3)
    with pikepdf.open(BytesIO(printed(named(letter)))) as pdf:
        assert len(pdf.pages) <= most


REPRINTED = [name for name in SAMPLE_FILES if name.startswith(("D3-", "D7-", "D12-", "D13-", "D21-", "D25"))]


def test_the_same_letter_is_the_same_bytes_in_every_process() -> None:
    """Another hash seed, another day, another time zone, another user's language: none of them may show."""
    script = (
        "import django; django.setup()\n"
        "from hashlib import sha256\n"
        "from tests.documents.files import LETTERS\n"
        "from backend.documents.rendering import render\n"
        f"print(*[sha256(render(LETTERS[name])).hexdigest() for name in {REPRINTED!r}])"
    )
    environment = os.environ | {
        "PYTHONHASHSEED": "4242",
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == [hashlib.sha256(printed(name)).hexdigest() for name in REPRINTED]


def test_threads_print_the_same_bytes() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(render, [notice()] * 8)) == {printed(named(notice()))}


def test_the_order_of_printing_leaves_no_trace() -> None:
    render(agreement())
    assert render(notice()) == printed(named(notice()))


PUBLISHED = tomllib.loads((files("backend.documents") / "published.toml").read_text())["letters"]


def test_a_published_template_never_changes() -> None:
    """Whoever changes words or layout makes a new version (v2.html, letter-v2.css) and adds it to published.toml."""
    shapes = {
        f"{template}{'' if language == ENGLISH else f':{language}'}": template_sha256(Wording(template, language), cls)
        for template, cls in LETTERS.items()
        for language in languages()
        if is_written(Wording(template, language))
    }
    assert shapes == PUBLISHED


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
        typesetter().typeset(
            Order(
                html=page_html,
                edition=EDITIONS[2],
                sheets=("letter-v2.css",),
                identifier=b"0" * 16,
                dated=date(2026, 3, 9),
            )
        )


def test_only_the_documents_app_knows_weasyprint() -> None:
    wild = [
        path
        for path in (ROOT / "backend").rglob("*.py")
        if re.search(r"^\s*(?:from|import) weasyprint", path.read_text(), re.M)
    ]
    assert {path.parent.name for path in wild} == {"documents"}
