"""The letters of an investigation in German say what the English ones must, and no more."""

import re

from backend.investigation.letter_samples_de import (
    einladung_partei,
    einladung_zeuge,
    niederschrift,
    unterstuetzende_massnahme,
    vorlaeufige_massnahme,
)
from backend.investigation.letter_samples_report_de import bericht
from tests.documents.said import said


def test_measures_are_neutral() -> None:
    words = said(vorlaeufige_massnahme())
    for each in ("Diese Maßnahmen sind neutral.", "Ihre Vergütung, Ihre Leistungen", "jederzeit widersprechen"):
        assert each in words
    assert re.findall(r"Feststellung|Verstoß gegen|Vorwurf|Beschwerde|Angst|Meldung", words) == []


def test_support_says_nothing_of_discipline() -> None:
    words = said(unterstuetzende_massnahme())
    assert "ohne Gründe zu nennen" in words
    assert re.findall(r"Abmahnung|Kündigung|Freistellung|Feststellung", words) == []


def test_a_party_learns_purpose_and_rights() -> None:
    words = said(einladung_partei())
    for each in (
        "Das Gespräch soll Tatsachen klären.",
        "Begleitung.",
        "Das tun wir nur, wenn Sie einwilligen.",
        "Dr. Claudia Reuter ist anwaltlich für Larkfield Instruments GmbH tätig, nicht für Sie.",
        "längstens bis zum 27. März 2026",
    ):
        assert each in words


def test_a_witness_learns_no_allegation() -> None:
    words = said(einladung_zeuge())
    assert "Die Untersuchung betrifft nicht Sie." in words
    assert re.findall(r"Vorw[uü]rf|Katrin|Vogel|Stefan|Brandt|Schulter", words) == []


def test_a_refused_signature_is_recorded() -> None:
    words = said(niederschrift())
    assert "Peter Lindner hat die Unterschrift am 25. März 2026 abgelehnt." in words
    assert "Ablehnen ist kein Fehlverhalten." in words


def test_the_report_proposes_and_does_not_decide() -> None:
    letter = bericht()
    words = said(letter)
    assert "Dieser Bericht schlägt vor; er entscheidet nicht." in words
    for finding in letter.findings:
        assert finding.finding in words
    assert re.findall(r"rechtswidrig|strafbar|Belästigung|Abmahnung|Kündigung|Sanktion", words) == []
