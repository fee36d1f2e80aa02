"""The letters about a report in German say what the English ones must, and no more."""

import re

from backend.intake.letter_samples_de import eingangsbestaetigung, wunsch_nichts_zu_tun
from tests.documents.said import said


def test_an_acknowledgement_promises_no_secrecy_and_takes_no_view() -> None:
    words = said(eingangsbestaetigung())
    for each in (
        "Wir können nicht versprechen, dass es vor allen geheim bleibt",
        "noch keine Meinung gebildet",
        "Niemand darf Sie schlechter behandeln",
        "Sie dürfen die Niederschrift prüfen, berichtigen",
        "spätestens 3. Juni 2026",
    ):
        assert each in words


def test_the_wish_that_nothing_be_done_is_pressed_neither_way() -> None:
    words = said(wunsch_nichts_zu_tun())
    assert "wir bitten Sie nicht, Ihre Meldung zurückzuziehen" in words
    assert "Sie müssen nichts zurücksenden." in words
    assert "Das können wir nicht versprechen" in words
    assert re.findall(r"empfehlen|raten Ihnen|sollten Sie|besser wäre", words) == []
