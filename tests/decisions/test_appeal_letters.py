"""Appeals (D20): each party has its own letter, an independent reviewer, and nothing that only the other has seen."""

from dataclasses import replace

import pytest

from backend.decisions.letter_samples import appeal_acknowledgement, appeal_decision
from backend.decisions.letter_samples_de import appeal_acknowledgement as eingang
from backend.decisions.letter_samples_de import appeal_decision as entscheidung
from backend.decisions.letters import APPEAL_RESULTS, AppealAcknowledgement, AppealDecision, GroundAnswered
from backend.documents.rendering import render
from backend.kernel.errors import Invalid
from tests.documents.files import text_of
from tests.documents.test_printing import needs_poppler
from tests.documents.test_words import plain

acknowledgements = pytest.mark.parametrize("letter", [appeal_acknowledgement(), eingang()], ids=["en", "de"])
decisions = pytest.mark.parametrize("letter", [appeal_decision(), entscheidung()], ids=["en", "de"])


pytestmark = pytest.mark.paper


@acknowledgements
def test_an_acknowledgement_names_grounds_reviewer_independence_and_day(letter: AppealAcknowledgement) -> None:
    words = plain(letter)
    for said in (*letter.grounds, *letter.independence, *letter.meanwhile, letter.reviewer.name):
        assert said in words
    assert ("12 June 2026" if letter.language == "en-GB" else "12. Juni 2026") in words  # codespell:ignore


@acknowledgements
def test_an_acknowledgement_knows_who_appealed(letter: AppealAcknowledgement) -> None:
    mine, theirs = plain(replace(letter, by_recipient=True)), plain(replace(letter, by_recipient=False))
    others = "the other party appealed" if letter.language == "en-GB" else "die andere Seite hat"
    assert others in theirs
    assert others not in mine


@acknowledgements
def test_an_acknowledgement_without_meeting_speaks_of_none(letter: AppealAcknowledgement) -> None:
    words = plain(replace(letter, meeting=None, meanwhile=(), support=()))
    assert "invite you" not in words
    assert "laden Sie" not in words


@decisions
@pytest.mark.parametrize("result", APPEAL_RESULTS)
def test_each_result_has_its_own_words(letter: AppealDecision, result: str) -> None:
    leads = {
        "dismissed": ("is dismissed", "wird zurückgewiesen"),
        "varied": ("changed in part", "teilweise geändert"),
        "overturned": ("is set aside", "wird aufgehoben"),
        "remitted": ("is sent back", "wird zurückverwiesen"),
    }
    words = plain(replace(letter, result=result))
    at = 0 if letter.language == "en-GB" else 1
    assert [name for name, lead in leads.items() if lead[at] in words] == [result]


def test_a_result_without_words_is_refused() -> None:
    with pytest.raises(Invalid):
        replace(appeal_decision(), result="won")


@decisions
def test_a_decision_gives_reasons_per_ground_and_says_that_new_material_was_seen_by_both(
    letter: AppealDecision,
) -> None:
    words = plain(letter)
    for each in letter.grounds:
        assert each.ground in words
        assert each.reasons in words
    assert all(said in words for said in (*letter.new_material, *letter.effects, *letter.independence))
    assert "Both parties have seen it" in words or "Beide Seiten haben es gesehen" in words
    nothing_new = plain(replace(letter, new_material=(), effects=(), is_final=False, outside=(), support=()))
    assert "There was no new material" in nothing_new or "Neues kam nicht hinzu" in nothing_new
    assert "Nothing changes for you" in nothing_new or "Für Sie ändert sich nichts" in nothing_new


def test_the_complainant_learns_of_no_discipline_through_an_appeal() -> None:
    words = plain(entscheidung()).lower()
    assert [word for word in ("abmahn", "kündig", "vereinbarung", "gehalt") if word in words] == []


@needs_poppler
def test_many_grounds_run_over_several_pages_and_the_signature_stays_with_the_end() -> None:
    ground = GroundAnswered(
        ground="The procedure was not followed", result="not upheld", reasons="It was followed. " * 12
    )
    sheets = text_of(render(replace(appeal_decision(), grounds=(ground,) * 14))).split("\f")[:-1]
    assert len(sheets) > 2
    assert "Yours sincerely" in sheets[-1]
    assert "Support for you" in sheets[-1]
