"""D7 gives facts, evidence and proposals; any text in it can be taken out of a version for one recipient."""

import re
import shutil
import subprocess
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import page
import pytest

from backend.documents.letters import Letter, Removed
from backend.documents.rendering import print_letter, render_html
from backend.investigation.letter_samples_report import report
from backend.investigation.letters.report import InvestigationReport
from tests.documents.said import said

pytestmark = pytest.mark.paper

CUT = "\ue0001\ue001"
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@cache
def printed() -> bytes:
    """Print a report with more facts and signatures than fit on a page, and little else."""
    whole = report()
    little = replace(whole, chapters=whole.chapters[:1], contested=(), findings=whole.findings[:1], exhibits=())
    less = replace(little, allegations=whole.allegations[:1], people=whole.people[:1], steps=whole.steps[:1])
    return print_letter(replace(less, established=whole.established * 7)).content


def pages() -> list[str]:
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=printed(), capture_output=True, check=True).stdout.decode().split("\f")[:-1]


def cut(value: Any) -> Any:
    if isinstance(value, str):
        return CUT
    if isinstance(value, tuple):
        return tuple(cut(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: cut(getattr(value, field.name)) for field in fields(value)})
    return value


def test_it_holds_what_a_decision_needs() -> None:
    letter = report()
    words = said(letter)
    for allegation in letter.allegations:
        assert f"{allegation.reference}\n{allegation.particulars}" in words
    for finding in letter.findings:
        assert finding.finding in words
        assert all(reason in words for reason in finding.reasons)
    for fact in (*letter.established, *letter.not_established):
        assert f"{fact.fact}\n{fact.evidence}" in words
    for person in letter.people:
        assert person.name in words
    for exhibit in letter.exhibits:
        assert exhibit.sha256 in words
        assert all(step.passed in words for step in exhibit.custody)
    for each in (*letter.mitigating, *letter.limits, *letter.outside_scope):
        assert each in words
    assert "The standard is the balance of probabilities." in words


def test_it_decides_nothing_and_proposes_no_measure() -> None:
    words = said(report())
    assert "This report proposes; it does not decide." in words
    assert re.findall(r"unlawful|illegal|liable|harassment|crime|dismiss|warning|sanction|discipl", words) == []


def test_the_numbers_of_its_paragraphs_follow_their_sections() -> None:
    words = said(report())
    numbers = re.findall(r"^(\d+(?:\.\d+)+) ", words, re.M)
    assert len(numbers) == len(set(numbers))
    for each in ("1.1", "2.2", "5.1.1", "5.3.2", "8.2.1"):
        assert each in numbers


def test_every_entry_of_the_contents_leads_to_its_section() -> None:
    html = render_html(report())
    linked = re.findall(r'<a href="#(\w+)">([^<]+)</a>', html)
    assert len(linked) == 12
    for anchor, heading in linked:
        assert re.search(rf'<h2 class="\w+" id="{anchor}">{re.escape(heading)}</h2>', html)


def test_what_is_empty_is_said_to_be_empty() -> None:
    bare = replace(
        report(),
        outside_scope=(),
        limits=(),
        not_established=(),
        contested=(),
        mitigating=(),
        circumstances=(),
        exhibits=(),
    )
    words = said(bare)
    for each in (
        "Nothing was left aside.",
        "None that would touch a finding.",
        "Nothing that matters was left open.",
        "The accounts agree on every point that matters.",
        "The decision maker may know of others.",
        "No documents or objects were collected.",
    ):
        assert each in words


def test_any_text_of_it_can_be_taken_out() -> None:
    whole = report()
    own = [field.name for field in fields(InvestigationReport) if field.name not in Letter.__dataclass_fields__]
    removed = (Removed(number=1, what="third_party", reason="Concerns another person", times=1),)
    letter = replace(whole, removed=removed, **{name: cut(getattr(whole, name)) for name in own})
    html = render_html(letter)
    assert "\ue000" not in html
    assert html.count('<span class="cut">1</span>') > 200
    assert re.findall(r"Erin|Lindqvist|Martin|Neil Ashworth|Harrogate|shoulder", html) == []


def test_a_report_is_archival_and_accessible() -> None:
    for profile in ("3a", "ua1"):
        outcome = page.validate_pdf_bytes(printed(), profile=profile)
        assert outcome.is_compliant, [failure.message for failure in outcome.failures]


@needs_poppler
def test_a_long_table_repeats_its_head_on_every_page() -> None:
    sheets = [sheet for sheet in pages() if re.search(r"^ *6\.1\.\d", sheet, re.M)]
    assert len(sheets) > 1
    assert all(re.search(r"No\.\s+Fact\s+Evidence", sheet) for sheet in sheets)


@needs_poppler
def test_signatures_stand_with_the_last_clause() -> None:
    (signed,) = [sheet for sheet in pages() if "Place, date" in sheet]
    assert "10. About this report" in signed
    assert "confirms receipt, and no agreement" in " ".join(signed.split())
