"""The letters while an agreement runs: what monitors, and what the employee, must and must not be told."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from shutil import which

import pytest

from backend.agreements.letter_samples_german import VALUES, agreement_de, completion_de
from backend.agreements.letter_samples_keeping import (
    amendment,
    amendment_de,
    breach_determination,
    breach_determination_de,
    breach_notice,
    breach_notice_de,
    monitor_briefing,
    monitor_briefing_de,
)
from backend.agreements.letters.amendment import Amendment, ObligationChange
from backend.agreements.letters.breach import RESULTS, BreachDetermination
from backend.clauses.delivered import delivered
from backend.documents.letters import Letter
from backend.documents.rendering import render, render_html
from tests.documents.said import long_sentences, said

pytestmark = pytest.mark.paper

EVERY: dict[str, Letter] = {
    f"{letter.kind}-{type(letter).__name__}-{letter.language}": letter
    for letter in (
        agreement_de(),
        completion_de(),
        monitor_briefing(),
        monitor_briefing_de(),
        amendment(),
        amendment_de(),
        breach_notice(),
        breach_notice_de(),
        breach_determination(),
        breach_determination_de(),
    )
}


@pytest.mark.parametrize("letter", EVERY.values(), ids=EVERY)
def test_sentences_are_short_and_rights_are_kept(letter: Letter) -> None:
    assert long_sentences(letter) == []
    assert ("Nothing in" if letter.language == "en-GB" else "Nichts in") in said(letter)


@pytest.mark.parametrize("letter", [monitor_briefing(), monitor_briefing_de()], ids=["en", "de"])
def test_a_monitor_is_told_obligations_and_dates_and_how_to_report(letter: Letter) -> None:
    words = said(letter)
    assert all(each.what in words and each.due in words and each.observe in words for each in letter.obligations)  # type: ignore[attr-defined]
    expected = (
        ("yes or no", "Do not guess at reasons", "Undertaking", "Tell no colleague")
        if letter.language == "en-GB"
        else ("nie Art, Ort", "keine Gründe", "Verpflichtungserkl", "niemandem")
    )
    assert all(each in words for each in expected)


@pytest.mark.parametrize("letter", [monitor_briefing(), monitor_briefing_de()], ids=["en", "de"])
def test_a_monitor_learns_no_finding_no_reason_and_no_case(letter: Letter) -> None:
    words = said(letter)
    assert "CASE-" not in words
    assert letter.matter.startswith("AGR-")
    told = r"finding|alleg|breach of|harass|complain|warning|Feststellung|Vorwurf|Verstoß|Abmahnung|belästig"
    assert re.findall(told, words, re.I) == []


def test_the_names_to_keep_apart_stand_there_once_and_without_a_reason() -> None:
    words = said(monitor_briefing())
    assert words.count("Lindqvist") == 1
    assert "says nothing about anyone on it" in words
    assert "Please plan meetings" not in said(replace(monitor_briefing(), keep_apart=()))


@pytest.mark.parametrize("letter", [amendment(), amendment_de()], ids=["en", "de"])
def test_an_amendment_shows_both_sides_of_every_change_and_nothing_else_changes(letter: Amendment) -> None:
    words = said(letter)
    for change in letter.clauses:
        assert change.was in words
        assert change.becomes in words
    expected = (
        (
            "There is no new obligation outside section 2",
            "You have new time to decide",
            "This clause is taken out",
            "version 1 simply goes on",
        )
        if letter.language == "en-GB"
        else ("gibt es keine neue Verpflichtung", "neue Zeit zum", "Diese Klausel entf", "Fassung 1 einfach weiter")
    )
    assert all(each in words for each in expected)


def test_an_amendment_without_a_change_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one changed"):
        replace(amendment(), clauses=(), obligations=())


def test_a_moved_end_is_told_with_the_old_one() -> None:
    assert "as before" in said(amendment())
    assert "instead of 13 May 2027" in said(replace(amendment(), ends_on=date(2027, 2, 1)))


@pytest.mark.skipif(which("pdftotext") is None, reason="poppler-utils is not installed")
def test_a_long_amendment_repeats_its_table_heads_and_keeps_signatures_with_the_last_clause() -> None:
    one = ObligationChange(was="A duty", becomes="A changed duty", due="Monthly", verifier="Daniel Price")
    content = render(replace(amendment(), obligations=(one,) * 60))
    reading = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    pages = reading.stdout.decode().split("\f")[:-1]
    assert sum("Checked by" in page for page in pages) >= 3
    assert "4. What stays" in pages[-1]
    assert "Place, date" in pages[-1]


@pytest.mark.parametrize("letter", [breach_notice(), breach_notice_de()], ids=["en", "de"])
def test_a_notice_of_suspected_breach_asks_and_decides_nothing(letter: Letter) -> None:
    words = said(letter)
    expected = (
        (
            "Nothing has been decided",
            "Companion",
            "Silence is not treated as an admission",
            "one obligation only",
            "You can appeal",
            "14 September 2026",
        )
        if letter.language == "en-GB"
        else (
            "nichts entschieden",
            "Begleitung",
            "Schweigen gilt nicht",
            "nur um eine einzige Verpflichtung",
            "Beschwerde einlegen",
        )
    )
    assert all(each in words for each in expected)
    assert 'class="slip"' in render_html(letter)
    assert re.findall(r"you (?:breached|broke|failed)|haben gegen", words, re.I) == []


def test_a_notice_without_documents_says_so() -> None:
    assert "no document beside the facts" in said(replace(breach_notice(), exhibits=()))
    assert "E-14" in said(breach_notice())


@pytest.mark.parametrize("result", RESULTS)
@pytest.mark.parametrize("letter", [breach_determination(), breach_determination_de()], ids=["en", "de"])
def test_each_result_of_a_determination_has_words_of_its_own(letter: BreachDetermination, result: str) -> None:
    others = [said(replace(letter, result=other)) for other in RESULTS if other != result]
    assert said(replace(letter, result=result)) not in others


def test_a_determination_answers_the_notice_alone_and_tells_how_to_appeal() -> None:
    words = said(breach_determination())
    assert "about that obligation and nothing else" in words
    assert "DOC-2026-B8N5TW" in words
    assert "You may appeal until 5 October 2026" in words
    assert "Nothing follows for you" in said(replace(breach_determination(), consequence=""))
    with pytest.raises(ValueError, match="determined as one of"):
        replace(breach_determination(), result="serious")


def test_the_german_library_has_the_clauses_places_and_bans_of_the_english_one() -> None:
    english, german = delivered(), delivered("de-DE")
    assert german.mandatory == english.mandatory
    assert set(german.prohibited) == set(english.prohibited)
    assert set(english.clauses) - set(german.clauses) == {"C43"}  # the words of a law of the United States
    assert "In English only" in english.clauses["C43"].note
    assert set(german.clauses) - set(english.clauses) == {"C52"}  # the works council: Germany
    for code in set(german.clauses) & set(english.clauses):
        assert set(german.clauses[code].placeholders) == set(english.clauses[code].placeholders)


def test_the_german_agreement_holds_every_mandatory_clause_and_names_the_other_person_only_to_keep_apart() -> None:
    assert delivered("de-DE").mandatory <= set(VALUES)
    named = {clause.code for clause in agreement_de().clauses if "Schäfer" in clause.text}
    assert named == {"C20", "C22"}
