"""Nobody whom a letter must not name is named in it: however the name is written, and wherever it stands."""

import unicodedata
from dataclasses import replace

import pytest

from backend.documents.guard.reading import remarks
from backend.documents.guard.rules import Weight
from tests.documents.guard.conftest import Told, notice_saying
from tests.documents.samples import notice

FOUND = {
    "in full": ("Erin Lindqvist", "Erin Lindqvist told us."),
    "given name": ("Erin Lindqvist", "You asked Erin again."),
    "family name": ("Erin Lindqvist", "You wrote to Ms Lindqvist."),
    "family name first": ("Erin Lindqvist", "Lindqvist, Erin"),
    "initial": ("Erin Lindqvist", "You wrote to E. Lindqvist."),
    "genitive": ("Erin Lindqvist", "It was at Erin’s desk."),
    "German genitive": ("Erin Lindqvist", "Es war an Erins Platz."),
    "capitals": ("Erin Lindqvist", "ERIN LINDQVIST"),
    "address": ("Erin Lindqvist", "Write to erin@larkfield.example."),
    "in quotation marks": ("Erin Lindqvist", "You said “Erin is late”."),
    "soft hyphen": ("Erin Lindqvist", "You wrote to Lind\u00adqvist."),
    "zero width": ("Erin Lindqvist", "You wrote to Er\u200bin."),
    "other alphabet": ("Erin Lindqvist", "You wrote to Еrin."),
    "without accent": ("Inês Duarte", "You wrote to Ines."),
    "with accent": ("Ines Duarte", "You wrote to Inês."),
    "decomposed": ("Inês Duarte", unicodedata.normalize("NFD", "You wrote to Inês.")),
    "spelt out": ("Jörg Müßig", "Sie schrieben an Muessig."),
    "sharp s": ("Jörg Müßig", "Sie schrieben an Müßig."),
    "hyphen": ("Ann-Kathrin Berg", "You wrote to Kathrin."),
    "ordinary name with a title": ("Daniel Price", "You wrote to Mr Price."),
    "ordinary name in full": ("Mark Price", "You wrote to Mark Price."),
    "middle name left out": ("Mark Anton Price", "You wrote to Mark Price."),
    "not Latin": ("Иван Петров", "Вы писали Петров."),
    "two letters, not Latin": ("王 小明", "小明 said so."),
}

LEFT_ALONE = {
    "ordinary word": ("Daniel Price", "The price was agreed."),
    "ordinary word that is a month": ("May Young", "It was in May, and you were young."),
    "part of a word": ("Erin Lindqvist", "The veterinarian came."),
    "too short": ("Bo Li", "He bought it li and bo."),
    "somebody else": ("Erin Lindqvist", "You wrote to Erica Lindberg."),
    "particle": ("Anna von Stein", "Der Brief von heute."),
}


@pytest.mark.parametrize(("name", "text"), FOUND.values(), ids=FOUND)
def test_a_name_is_found(name: str, text: str, told: Told) -> None:
    assert {(remark.rule, remark.weight) for remark in told(text, unnamed=[name])} == {("name", Weight.BLOCKS)}
    assert told(text) == []


@pytest.mark.parametrize(("name", "text"), LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_a_word_that_is_no_name_is_left_alone(name: str, text: str, told: Told) -> None:
    assert told(text, unnamed=[name]) == []


def test_a_name_that_somebody_in_the_letter_bears_too_counts_in_full_only(told: Told) -> None:
    """Omar Haddad is the contact of the letter."""
    assert told("Call Haddad.", unnamed=["Leila Haddad"]) == []
    assert [remark.found for remark in told("Call Leila Haddad. Ask Leila.", unnamed=["Leila Haddad"])] == [
        "Leila Haddad",
        "Leila",
    ]


def test_a_person_who_must_not_be_named_is_found_among_the_contacts_and_in_the_subject() -> None:
    letter = replace(
        notice_saying("Nothing."), title="Report by Erin", contact=replace(notice().contact, name="Erin Lindqvist")
    )
    found = remarks(letter, unnamed=["Erin Lindqvist"])
    assert {remark.field for remark in found} == {"title", "contact.name"}


def test_a_name_in_a_template_is_found_where_no_field_holds_it() -> None:
    letter = replace(notice_saying("Nothing."), profile="GB")
    found = remarks(letter, unnamed=["Employment Act"])
    assert [(remark.found, remark.field) for remark in found] == [("Employment", ""), ("Act", "")]
