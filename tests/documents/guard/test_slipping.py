"""No way of writing slips a word past its rule, and no text stops the reading."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.documents.guard.reading import MOST, remarks
from backend.documents.guard.rules import Weight
from tests.documents.guard.conftest import Told, notice_saying

DISGUISES = {
    "capitals": "GUILTY",
    "soft hyphen": "gui\u00adlty",
    "zero-width space": "gui\u200blty",
    "zero-width joiner": "g\u200du\u200di\u200dl\u200dty",
    "word joiner": "gui\u2060lty",
    "byte order mark": "\ufeffgui\ufefflty",
    "right-to-left override": "gui\u202elty",
    "null": "gui\x00lty",
    "full width": "ｇｕｉｌｔｙ",
    "bold": "𝐠𝐮𝐢𝐥𝐭𝐲",
    "Cyrillic letters": "guіltу",
    "Greek letters": "guιlty",
    "struck through": "g\u0336u\u0336i\u0336l\u0336t\u0336y",
    "variation selector": "gui\ufe0flty",
    "tag characters": "gui\U000e0061lty",
    "possessive": "guilty’s",
    "underlined": "_guilty_",
    "with a dash": "guilty-looking",
}
SPACES = ["\u00a0", "\u2009", "\u3000", "\t", "\n", "  ", "\u2028", "\u200b \u200b", "\u2800", "\r\n"]


@pytest.mark.parametrize("word", DISGUISES.values(), ids=DISGUISES)
def test_a_disguised_word_is_found(word: str, told: Told) -> None:
    assert [remark.rule for remark in told(f"You are {word} of this.")] == ["guilty"]


@pytest.mark.parametrize("space", SPACES, ids=[repr(space) for space in SPACES])
def test_no_space_parts_a_phrase(space: str, told: Told) -> None:
    assert [remark.rule for remark in told(f"You are to{space}blame.")] == ["guilty"]


@given(st.text(max_size=400))
@settings(max_examples=30, deadline=None)
def test_any_text_is_read(text: str) -> None:
    for remark in remarks(notice_saying(text), unnamed=[text[:20], "Erin"]):
        assert remark.weight in Weight


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=30, deadline=None)
def test_nothing_before_or_after_it_hides_a_sentence(before: str, after: str) -> None:
    unquoted = str.maketrans(dict.fromkeys("“”„«»‹›\"‚‘’'", " "))
    text = f"{before}. \n\n You are a liar. \n\n {after}".translate(unquoted)
    assert "bad-character" in {remark.rule for remark in remarks(notice_saying(text))}


def report(pages: int) -> str:
    """Write so many pages of words, as a report has them: some 3,000 characters each."""
    words = (
        "the", "respondent", "stated", "that", "on", "evening", "of", "Monday", "a", "message", "was", "sent", "to", "him", "work", "at",
        "noon", "you", "did", "not", "know", "we", "asked", "witness", "room", "your", "report", "is", "about", "project", "and", "she",
    )  # fmt: skip
    chance = random.Random(7)
    sentences = (" ".join(chance.choices(words, k=18)).capitalize() + "." for _ in range(pages * 32))
    return "\n\n".join(sentences)


# Each would take minutes if the time grew with the square of the length
HOSTILE = {
    "one word": "guilty" * 10_000,
    "one sentence of blame": "you are guilty and " * 3_000,
    "one sentence of what is right": "it is alleged that you harassed " * 2_000,
    "beginnings that go nowhere": "we promise " * 5_000,
    "denials": "not no never guilty " * 3_000,
    "gaps": "change add vary modify extend " * 2_000,
    "opened quotation marks": "“‘„‚«‹\"' a " * 5_000,
    "full stops": ". . . a! ? " * 5_000,
    "stops without a space": "!" * 200_000,
    "spaces": " " * 200_000 + "x",
    "brackets": "<<<(((&&&;;;" * 5_000,
    "invisible": "a\u200b\u00ad\u0336" * 20_000,
    "marks on one letter": "a" + "\u0301\u0327" * 60_000,
    "what composes to much": "\ufdfa" * 5_000,
    "lines": "-\n" * 20_000,
    "names": "Erin Erins Lind " * 3_000,
    "all different": " ".join(f"guilt{number}x" for number in range(5_000)),
}


def test_two_hundred_pages_are_read_to_the_end() -> None:
    found = remarks(notice_saying(report(200) + "\n\nYou are guilty, and Erin knows."), unnamed=["Erin Lindqvist"])
    assert [(remark.rule, remark.found) for remark in found if remark.weight is Weight.BLOCKS] == [
        ("name", "Erin"),
        ("guilty", "guilty"),
    ]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_read_to_the_end(text: str) -> None:
    found = remarks(notice_saying(text + " . \n\n You are a liar."), unnamed=["Erin Lindqvist"])
    assert len(found) <= 2 * MOST
    assert len(found) >= MOST or "bad-character" in {remark.rule for remark in found}
