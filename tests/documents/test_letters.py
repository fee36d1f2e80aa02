"""A letter is a frozen set of typed facts: it survives JSON, and its template can read nothing else."""

import json
import re
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.cases.letters import AllegationPut, Meeting, NoticeOfAllegations
from backend.documents.inputs import from_inputs, to_inputs
from backend.documents.letters import LETTERS, Letter, letter_class
from backend.documents.rendering import check_code, render_html
from backend.kernel.canonical import canonical
from tests.documents.samples import SAMPLES, notice

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
meetings = st.none() | st.builds(Meeting, on=st.dates(), time=words, place=words, with_whom=words)


@pytest.mark.parametrize("letter", SAMPLES, ids=lambda letter: letter.kind)
def test_a_letter_survives_json(letter: Letter) -> None:
    stored = json.loads(canonical(to_inputs(letter)))
    again = from_inputs(letter_class(letter.template), stored)
    assert again == letter
    assert canonical(to_inputs(again)) == canonical(to_inputs(letter))


@given(particulars=words, when=words, clauses=st.lists(words).map(tuple), due=st.dates(), interview=meetings)
def test_any_facts_survive_json(
    particulars: str, when: str, clauses: tuple[str, ...], due: date, interview: Meeting | None
) -> None:
    put = AllegationPut(reference="A1", particulars=particulars, when=when, where="", policy_clauses=clauses)
    letter = replace(notice(), allegations=(put, put), answer_due_on=due, interview=interview)
    assert from_inputs(NoticeOfAllegations, json.loads(json.dumps(to_inputs(letter)))) == letter


def test_an_unknown_field_is_never_dropped() -> None:
    with pytest.raises(KeyError):
        from_inputs(NoticeOfAllegations, {**to_inputs(notice()), "sanction": "none"})


def test_a_value_without_a_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        to_inputs(replace(notice(), standard=0.5))  # type: ignore[arg-type]


def test_two_letters_cannot_share_a_template() -> None:
    with pytest.raises(TypeError, match="NoticeOfAllegations"):

        @dataclass(frozen=True, kw_only=True)
        class Impostor(Letter):
            template: ClassVar[str] = "cases/notice_of_allegations/v1"

    assert LETTERS["cases/notice_of_allegations/v1"] is NoticeOfAllegations


def test_a_template_that_asks_for_more_than_the_letter_holds_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(frozen=True, kw_only=True)
    class Bare(Letter):
        kind: ClassVar[str] = "T1"

    monkeypatch.setattr(Bare, "template", "cases/notice_of_allegations/v1")
    known = {field.name: getattr(notice(), field.name) for field in fields(Letter)}
    with pytest.raises(LookupError, match="answer_due_on"):
        render_html(Bare(**known))


def test_the_check_code_changes_with_every_fact() -> None:
    letter = notice()
    codes = {
        check_code(letter),
        check_code(replace(letter, answer_due_on=date(2026, 3, 24))),
        check_code(replace(letter, reference="X")),
    }
    assert len(codes) == 3
    assert all(len(code) == 19 and code.count("-") == 3 for code in codes)


def test_what_people_wrote_is_never_markup() -> None:
    hostile = '<img src="file:///etc/passwd"><script>x</script>\n\n- <b>one</b>\n- {{ letter.recipient }}\x00\x08'
    put = replace(notice().allegations[0], particulars=hostile, when='"><style>*{}</style>')
    html = render_html(replace(notice(), allegations=(put,)))
    assert "<img" not in html
    assert "<script" not in html
    assert "<style" not in html
    assert "<li>&lt;b&gt;one&lt;/b&gt;</li>" in html
    assert "{{ letter.recipient }}" in html
    assert not set(html) & {"\x00", "\x08"}


def test_a_preview_says_that_it_is_one() -> None:
    assert "has not been issued" in render_html(replace(notice(), reference=""))
    assert "has not been issued" not in render_html(notice())


def test_an_address_is_never_parted_at_the_end_of_a_line() -> None:
    put = replace(
        notice().allegations[0],
        particulars="Write to a.b+c@larkfield.example, or see https://larkfield.example/a?b=1&c.",
    )
    html = render_html(replace(notice(), allegations=(put,)))
    assert '<span lang="zxx">a.b+c@larkfield.example</span>,' in html
    assert '<span lang="zxx">https://larkfield.example/a?b=1</span>' in html
    assert html.partition("<body")[0].count("zxx") == render_html(notice()).partition("<body")[0].count("zxx")
    assert not re.search(r"<[^<>]*<span", html)
