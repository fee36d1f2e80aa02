"""The letters about a case in German say what the English ones must, and no more."""

import re

from backend.cases.letter_samples_de import (
    abschlussvermerk,
    anhoerung,
    gelernt,
    schutz_fuehrungskraefte,
    schutzplan,
)
from backend.documents.rendering import render_html
from tests.documents.said import said


def test_the_notice_presumes_nothing_and_names_no_reporter() -> None:
    words = said(anhoerung())
    for each in (
        "Es ist nichts entschieden.",
        "Schweigen gilt nicht als Zustimmung",
        "Begleitung.",
        "Keine Benachteiligung.",
        "Belege aufheben.",
        "Bitte versuchen Sie nicht, es herauszufinden.",
        "Halten Sie die Person, die untersucht, für befangen?",
    ):
        assert each in words
    assert re.findall(r"Abmahnung|Kündigung|Beschwerdeführer|gemeldet von|Sanktion|Strafe|Schuld\b", words) == []


def test_managers_learn_nothing_of_a_case() -> None:
    page = render_html(schutz_fuehrungskraefte())
    assert re.findall(r"CASE-|RPT-|Stefan|Brandt|Beschwerde|Vorwurf|Fallakte", page) == []
    assert "§ 16 des Allgemeinen Gleichbehandlungsgesetzes" in page
    assert "Ich habe dieses Schreiben gelesen." in page


def test_a_protected_person_learns_who_asks_and_when() -> None:
    words = said(schutzplan())
    assert "Andreas Pohl, Personalreferent, meldet sich bei Ihnen" in words
    assert "3. Mai 2027" in words
    assert re.findall(r"Stefan|Brandt", words) == []


def test_the_memo_says_what_was_late_and_why() -> None:
    words = said(abschlussvermerk())
    assert "Zu spät. Die Ermittlerin fiel aus" in words
    assert "Versäumt. Der Termin stand nicht im Kalender." in words
    assert "Rechtzeitig." in words


def test_the_version_for_everybody_names_nobody() -> None:
    page = render_html(gelernt())
    assert re.findall(r"CASE-|Stefan|Brandt|Katrin|Vogel|Helga|Andreas|Jonas|Bamberg", page) == []
    assert "um kein einzelnes Ereignis und keine einzelne Person" in page
