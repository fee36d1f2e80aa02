"""The papers of the records: holds, replies to data subjects, disposal, custody, privilege, conflicts, summaries."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from shutil import which

import pikepdf
import pytest

from backend.documents.letters import Letter
from backend.documents.rendering import render, render_html
from backend.records.letter_samples_german import audit_certificate_de, audit_report_de
from backend.records.letter_samples_keeping import (
    custody_sheet,
    custody_sheet_de,
    disposal_certificate,
    disposal_certificate_de,
    hold_release,
    hold_release_de,
    legal_hold,
    legal_hold_de,
)
from backend.records.letter_samples_people import (
    conflict_declaration,
    conflict_declaration_de,
    data_reply,
    data_reply_de,
    fcra_summary,
    fcra_summary_de,
    privilege_log,
    privilege_log_de,
)
from backend.records.letters.replies import REQUESTS
from tests.documents.said import long_sentences, said

pytestmark = pytest.mark.paper

MADE: tuple[Letter, ...] = (
    audit_report_de(),
    audit_certificate_de(),
    legal_hold(),
    legal_hold_de(),
    hold_release(),
    hold_release_de(),
    data_reply(),
    data_reply_de(),
    disposal_certificate(),
    disposal_certificate_de(),
    custody_sheet(),
    custody_sheet_de(),
    privilege_log(),
    privilege_log_de(),
    conflict_declaration(),
    conflict_declaration_de(),
    fcra_summary(),
    fcra_summary_de(),
)
EVERY = {f"{letter.kind}-{type(letter).__name__}-{letter.language}": letter for letter in MADE}
needs_poppler = pytest.mark.skipif(which("pdftotext") is None, reason="poppler-utils is not installed")


def both(*letters: Letter) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("letter", letters, ids=[letter.language for letter in letters])


def pages_of(letter: Letter) -> list[str]:
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=render(letter), capture_output=True, check=True)
    return read.stdout.decode().split("\f")[:-1]


@pytest.mark.parametrize("letter", EVERY.values(), ids=EVERY)
def test_sentences_are_short_and_rights_are_kept(letter: Letter) -> None:
    assert long_sentences(letter) == []
    assert ("Nothing in" if letter.language.startswith("en") else "Nichts in") in said(letter)


@both(legal_hold(), legal_hold_de())
def test_a_hold_says_what_to_keep_where_and_that_nothing_may_be_deleted(letter: Letter) -> None:
    words = said(letter)
    assert all(each in words for each in (*letter.scope, *letter.kinds))  # type: ignore[attr-defined]
    assert all(each.name in words and each.what in words for each in letter.systems)  # type: ignore[attr-defined]
    expected = (
        ("Do not delete anything", "Do not gossip", "Please confirm by 11 June 2026", "own devices")
        if letter.language == "en-GB"
        else ("Bitte löschen", "kein Gerede", "4. September 2026", "eigenen Geräten")
    )
    assert all(each in words for each in expected)
    assert 'class="slip"' in render_html(letter)


@both(legal_hold(), legal_hold_de(), hold_release(), hold_release_de())
def test_a_hold_says_nothing_of_merits_or_advice(letter: Letter) -> None:
    told = r"alleg|complain|harass|advice|we believe|liab|damages|Vorwurf|Verstoß|belästig|Haftung|Erfolgsaussicht"
    assert re.findall(told, said(letter), re.I) == []


def test_an_open_hold_covers_new_records_and_a_closed_one_names_its_last_day() -> None:
    assert "new records are covered too" in said(legal_hold())
    assert "to 31 March 2026" in said(replace(legal_hold(), until=date(2026, 3, 31)))


def test_a_release_says_what_another_hold_still_covers() -> None:
    assert "HOLD-2026-8PW4NA" in said(hold_release())
    assert "No other hold that we know of" in said(replace(hold_release(), still_held=()))


@both(data_reply(), data_reply_de())
def test_a_data_reply_answers_item_by_item_with_exemptions_and_the_way_to_complain(letter: Letter) -> None:
    words = said(letter)
    assert all(each.what in words and each.done in words for each in letter.items)  # type: ignore[attr-defined]
    assert all(each.extent in words and each.why in words for each in letter.exemptions)  # type: ignore[attr-defined]
    assert all(each in words for each in letter.restrictions)  # type: ignore[attr-defined]
    assert letter.authority.name in words  # type: ignore[attr-defined]
    expected = (
        ("go to court", "took out what would identify")
        if letter.language == "en-GB"
        else ("Gericht anrufen", "haben wir entfernt")
    )
    assert all(each in words for each in expected)


def test_a_data_reply_names_no_other_party_and_no_reporter() -> None:
    assert re.findall(r"Lindqvist|reported by|reporter", said(data_reply())) == []
    assert re.findall(r"Schäfer|gemeldet von|meldende Person", said(data_reply_de())) == []


def test_each_request_has_words_of_its_own_and_sections_stay_in_order() -> None:
    headings = {
        re.findall("<h1>(.*?)</h1>", render_html(replace(data_reply(), asked_for=each)))[0] for each in REQUESTS
    }
    assert len(headings) == len(REQUESTS)
    with pytest.raises(ValueError, match="asks for one of"):
        replace(data_reply(), asked_for="portability")
    short = replace(
        data_reply(), restrictions=(), exemptions=(), purposes=(), recipients=(), sources=(), retention="", automated=""
    )
    for letter, last in ((data_reply(), 5), (data_reply_de(), 4), (short, 3)):
        numbers = [int(each) for each in re.findall(r"<h2>(\d)\.", render_html(letter))]
        assert numbers == list(range(1, last + 1))
    assert "We did everything that you asked." in said(short)


def test_a_late_reply_tells_the_first_day_and_why() -> None:
    assert "The first date was 20 August 2026" in said(data_reply())
    assert "The first date" not in said(replace(data_reply(), extended_until=None))


@both(disposal_certificate(), disposal_certificate_de())
def test_two_different_people_sign_a_disposal(letter: Letter) -> None:
    assert render_html(letter).count('class="signer"') == 2
    one = letter.approvers[0]  # type: ignore[attr-defined]
    for wrong in ((one,), (one, one), (*letter.approvers, one)):  # type: ignore[attr-defined]
        with pytest.raises(ValueError, match="Two different people"):
            replace(letter, approvers=wrong)  # type: ignore[call-arg]


@needs_poppler
def test_a_long_disposal_repeats_its_head_and_its_signatures_stand_with_the_last_words() -> None:
    pages = pages_of(disposal_certificate(120))
    assert sum("Kept until" in page for page in pages) >= 3
    assert "Two signatures" in pages[-1]
    assert "Nothing in this letter stops you" in " ".join(pages[-1].split())


@needs_poppler
def test_a_long_custody_sheet_lies_on_its_side_and_repeats_its_head() -> None:
    pages = pages_of(custody_sheet(60))
    assert sum("Digest" in page for page in pages) >= 3
    with pikepdf.open(BytesIO(render(custody_sheet()))) as pdf:
        _, _, width, height = (float(each) for each in pdf.pages[0].MediaBox)
    assert width > height


def test_a_custody_sheet_tells_each_hand_and_each_check() -> None:
    words = said(custody_sheet())
    assert "Not checked" in words
    assert "Checked: the same" in words
    assert "Checked: different" not in words
    broken = replace(custody_sheet(), steps=(replace(custody_sheet().steps[0], is_same=False),))
    assert "Checked: different" in said(broken)
    assert "not handed over" in said(replace(custody_sheet(), steps=()))
    assert "SHA-256" in words
    assert "The same digest" in words
    assert re.findall("SHA-256|gleiche Prüfwert", said(custody_sheet_de())) == []


@both(privilege_log(), privilege_log_de())
def test_a_privilege_log_gives_the_ground_of_each_entry_and_no_content(letter: Letter) -> None:
    words = said(letter)
    for each in letter.entries:  # type: ignore[attr-defined]
        assert all(told in words for told in (each.author, each.recipients, each.about, each.ground, each.extent))
    assert ("holds nothing of what was written" if letter.language == "en-GB" else "nichts vom Geschriebenen") in words


def test_an_empty_privilege_log_says_that_nothing_is_withheld() -> None:
    assert "Nothing is withheld" in said(replace(privilege_log(), entries=()))


@needs_poppler
def test_a_long_privilege_log_repeats_its_head() -> None:
    assert sum("Ground" in page for page in pages_of(privilege_log(90))) >= 3


def test_a_conflict_is_declared_before_it_is_decided() -> None:
    blank, decided = conflict_declaration_de(), conflict_declaration()
    assert render_html(blank).count('class="box"') == 2 * len(blank.answers)
    assert "noch nicht entschieden" in said(blank)
    assert render_html(blank).count('class="signer"') == 1
    assert "Inês Duarte may take the role." in said(decided)
    assert render_html(decided).count('class="signer"') == 2
    assert decided.decision is not None
    barred = replace(decided, decision=replace(decided.decision, is_cleared=False))
    assert "does not take the role" in said(barred)


@both(fcra_summary(), fcra_summary_de())
def test_a_summary_gives_nature_and_substance_and_no_source(letter: Letter) -> None:
    words = said(letter)
    assert letter.nature in words  # type: ignore[attr-defined]
    assert all(each.subject in words and each.substance in words for each in letter.points)  # type: ignore[attr-defined]
    assert "603(y)" in words
    assert (
        "need not name sources, and this one does not" if letter.language == "en-US" else "diese nennt keine"
    ) in words
    assert re.findall(r"witness|according to|told the firm|Zeug|laut ", words, re.I) == []
