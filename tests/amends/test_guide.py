"""The language guide marks six ways of speaking, says why and what instead, and leaves plain words alone. It counts nothing."""

from dataclasses import fields

import pytest

from backend.amends.guide.reading import KINDS, GuideRule, Mark, guide, marks
from backend.documents.guard.rules import LANGUAGES

RULES = [(language, rule) for language in LANGUAGES for rule in guide(language).values()]
every_rule = pytest.mark.parametrize(("language", "rule"), RULES, ids=[f"{lang}-{rule.id}" for lang, rule in RULES])


@every_rule
def test_a_rule_marks_what_it_should_and_leaves_plain_words_alone(language: str, rule: GuideRule) -> None:
    assert min(len(rule.matches), len(rule.passes)) >= 2
    assert [text for text in rule.matches if rule.name not in {mark.name for mark in marks(text)}] == []
    assert [text for text in rule.passes if marks(text)] == []  # a plain sentence is marked by no rule at all


@every_rule
def test_a_rule_says_its_name_why_and_what_instead(language: str, rule: GuideRule) -> None:
    assert min(map(len, (rule.name, rule.why, rule.instead, rule.for_instance))) > 10
    assert rule.why.endswith(".")
    assert rule.instead.endswith(".") or rule.instead.endswith(("”.", "“."))


def test_both_languages_have_the_same_rules_of_the_same_six_kinds() -> None:
    shapes = [{rule.id: rule.category for rule in guide(language).values()} for language in LANGUAGES]
    assert shapes[0] == shapes[1]
    assert set(shapes[0].values()) == set(KINDS)


def test_a_mark_shows_its_sentence_whole_with_the_words_in_their_place() -> None:
    found = marks("I put my hands on her shoulders. It was just a joke. I went on.")
    assert [(mark.before, mark.found, mark.after) for mark in found] == [("It ", "was just a joke", ".")]


def test_what_somebody_is_quoted_with_is_left_alone() -> None:
    assert marks("She told me that I had said “it was just a joke”.") == []


def test_the_guide_gives_no_number() -> None:
    assert {field.type for field in fields(Mark)} == {str}


def test_the_rewrites_that_the_guide_offers_pass_the_guide() -> None:
    wordy = {}
    for _, rule in RULES:
        offered = rule.for_instance.replace("„", "“").split("“")[-1].rstrip("”.“")
        if marks(offered):
            wordy[rule.id] = (offered, [mark.found for mark in marks(offered)])
    assert wordy == {}
