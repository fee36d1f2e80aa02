"""Hostile and foreign text in a letter: escaped, bounded, or refused by name; nothing is ever printed as an empty box."""

from dataclasses import replace

import pytest

from backend.documents.characters import missing_characters, texts_of
from backend.documents.letters import Letter
from backend.documents.making import make
from backend.documents.rendering import MOST_CHARACTERS, print_letter, render_html
from backend.kernel.errors import Invalid
from tests.documents.files import text_of
from tests.documents.samples import notice

pytestmark = pytest.mark.printing

SCRIPTS = {
    "Latin": "Zażółć gęślą jaźń, Ærøskøbing, İstanbul, Việt Nam",
    "Greek": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
    "Cyrillic": "Съешь ещё этих мягких французских булок",
    "Arabic": "نص حكيم له سر قاطع وذو شأن عظيم",
    "Hebrew": "דג סקרן שט בים מאוכזב ולפתע מצא חברה",
}


def saying(text: str) -> Letter:
    put = replace(notice().allegations[0], particulars=text)
    return replace(notice(), allegations=(put,))


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_five_scripts_are_printed_with_the_fonts_that_come_along(text: str) -> None:
    assert missing_characters(text) == []
    words = text_of(make(saying(text)).content)
    if text[0] < "\u0590":  # poppler gives the words of right-to-left scripts in the order of the page
        assert text.split()[0] in words


def test_a_character_without_a_font_is_refused_by_its_name_and_place() -> None:
    with pytest.raises(Invalid) as refused:
        make(saying("She sent \N{THUMBS UP SIGN} and 你好."))
    (message,) = refused.value.errors["allegations[0].particulars"]
    assert "U+1F44D THUMBS UP SIGN" in message
    assert "U+4F60" in message
    assert "ask your administrator for a font" in message
    assert make(saying("She sent a thumbs up and said hello.")).content


@pytest.mark.parametrize("turning", ["\u202e", "\u202d", "\u202a"])
def test_a_character_that_turns_the_reading_order_is_refused(turning: str) -> None:
    with pytest.raises(Invalid) as refused:
        print_letter(saying(f"He paid {turning}001 pounds."))
    (message,) = refused.value.errors["allegations[0].particulars"]
    assert "turn the reading order" in message
    assert f"U+{ord(turning):04X}" in message


def test_null_bytes_and_controls_are_taken_out() -> None:
    html = render_html(saying("A\x00B\x07C\x1bD"))
    assert "ABCD" in html


def test_a_word_without_an_end_stays_on_the_page() -> None:
    made = print_letter(saying("x" * 10_000))
    assert 3 < made.pages < 12
    assert text_of(made.content).count("x") >= 10_000


def test_a_text_without_an_end_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        print_letter(saying("word " * (MOST_CHARACTERS // 5 + 1)))
    assert "too long for one letter" in refused.value.errors[""][0]


def test_every_text_of_a_letter_is_looked_at() -> None:
    found = dict(texts_of(notice()))
    assert found["recipient.name"] == "Martin Hale"
    assert found["allegations[2].policy_clauses[0]"] == "Dignity at Work 5.2 (implied benefit)"
    for field in ("matter", "measures", "support"):
        hostile = "\N{PILE OF POO}"
        value = (
            hostile
            if field == "matter"
            else (hostile,)
            if field == "measures"
            else (replace(notice().contact, name=hostile),)
        )
        with pytest.raises(Invalid):
            print_letter(replace(notice(), **{field: value}))  # type: ignore[arg-type]


def test_markup_in_any_field_is_only_text() -> None:
    hostile = "<b>bold</b><script>x</script>{{ letter.matter }}"
    made = make(saying(hostile))
    assert hostile.replace(" ", "") in text_of(made.content).replace(" ", "").replace("\n", "")
