"""What a writer types becomes the letter's types, or is told by field what is wrong with it."""

from datetime import date
from typing import Any

import pytest

from backend.cases.models import Case
from backend.documents.composing import COMPOSERS, Asked, Composer, composes, understood
from backend.kernel.errors import Invalid
from tests.documents.samples import notice

ASKS = (
    Asked("line", "A line"),
    Asked("text", "A text", "text", is_required=False),
    Asked("lines", "Some lines", "lines"),
    Asked("pairs", "Some pairs", "pairs"),
    Asked("day", "A day", "day", is_required=False),
    Asked("yes", "Yes or no", "yes", is_required=False),
)


def composer(**told: Any) -> Composer:
    """Declare a kind of letter that asks for one thing of each sort."""
    usual: dict[str, Any] = {
        "letter": type(notice()), "about": Case, "action": "case.write_letter", "summary": "", "follows": "",
        "recipients": lambda case: [], "write": notice, "asks": ASKS,
    }  # fmt: skip
    return Composer(**{**usual, **told})


def test_what_a_form_sends_is_read_into_types() -> None:
    typed = {
        "line": "  One line ", "text": "a\r\nb", "lines": "- one\r\n\n two ", "pairs": "What counts: much: more\n", "day": "2026-03-09",
        "yes": "on",
    }  # fmt: skip
    assert understood(composer(), typed) == {
        "line": "One line", "text": "a\nb", "lines": ("one", "two"), "pairs": (("What counts", "much: more"),),
        "day": date(2026, 3, 9), "yes": True,
    }  # fmt: skip


def test_what_was_read_once_is_read_again_the_same() -> None:
    once = understood(composer(), {"line": "a", "lines": "b\nc", "pairs": "d: e", "day": "2026-03-09"})
    kept = {**once, "lines": list(once["lines"]), "pairs": [list(pair) for pair in once["pairs"]]}
    assert understood(composer(), kept) == once


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("line", " ", "Say this before the letter can go on."),
        ("lines", "\n - \n", "Say this before the letter can go on."),
        ("pairs", "no second thing", "Write two things with a colon between them"),
        ("pairs", "first:", "Write two things with a colon between them"),
        ("day", "9 March", "Give a day, such as 2026-03-09."),
        ("day", "2026-02-30", "Give a day, such as 2026-03-09."),
    ],
)
def test_what_is_wrong_is_told_by_field(name: str, value: str, told: str) -> None:
    typed = {"line": "a", "lines": "b", "pairs": "c: d", name: value}
    with pytest.raises(Invalid) as error:
        understood(composer(), typed)
    assert list(error.value.errors) == [name]
    assert told in error.value.errors[name][0]


def test_one_kind_of_letter_has_one_composer() -> None:
    with pytest.raises(ValueError, match="has a composer already"):
        composes(composer(letter=type("Other", (), {"template": "cases/warning/v2", "kind": "D10"})))
    assert COMPOSERS["warning"].letter.kind == "D10"


def test_every_composer_asks_for_what_its_letter_needs_and_says_what_follows() -> None:
    for each in COMPOSERS.values():
        assert each.summary.endswith("."), each.key
        assert each.follows.endswith("."), each.key
        assert len({asked.name for asked in each.asks}) == len(each.asks), each.key
