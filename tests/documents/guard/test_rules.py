"""Every rule finds what its examples show, leaves alone what they leave alone, and says why and what instead."""

import pytest

from backend.documents.guard.index import Index
from backend.documents.guard.rules import LANGUAGES, Rule, common, kind, kinds, vocabulary
from backend.documents.guard.sentences import lines, paragraphs
from backend.documents.guard.words import Phrase

RULES = [(language, rule) for language in LANGUAGES for rule in vocabulary(language).rules.values()]
every_rule = pytest.mark.parametrize(("language", "rule"), RULES, ids=[f"{lang}-{rule.id}" for lang, rule in RULES])


def finds(language: str, rule: Rule, text: str) -> bool:
    index = Index(vocabulary(language))
    index.add([rule])
    return any(list(index.matches(line, {})) for paragraph in paragraphs(text) for line in lines("", paragraph))


@every_rule
def test_a_rule_finds_what_it_should_and_leaves_alone_what_it_should(language: str, rule: Rule) -> None:
    assert rule.matches
    assert rule.passes
    assert [text for text in rule.matches if not finds(language, rule, text)] == []
    assert [text for text in rule.passes if finds(language, rule, text)] == []


@every_rule
def test_a_rule_explains_itself(language: str, rule: Rule) -> None:
    assert rule.source
    assert min(len(rule.why), len(rule.instead)) > 10
    assert rule.why.endswith(".")


def test_every_language_has_the_same_rules() -> None:
    first, *others = (list(vocabulary(language).rules) for language in LANGUAGES)
    assert all(other == first for other in others)


def test_every_document_of_the_catalogue_has_a_row_and_every_category_a_rule() -> None:
    assert {each.code for each in kinds()} >= {"common", *(f"D{number}" for number in range(1, 28))}
    assert all(each.must_not and (each.blocks or each.by_eye) for each in kinds())
    written = {rule.category for _, rule in RULES} | {"names"}
    assert {category for each in kinds() for category in each.categories} == written


def test_a_variant_of_a_document_follows_the_row_of_its_number() -> None:
    assert kind("D8a").blocks == kind("D8").blocks
    assert kind("D19", "returns/safety_notice/v2").blocks > kind("D19", "returns/return_decision/v2").blocks
    assert kind("D25C").blocks == kind("D25").blocks
    assert kind("T1").blocks == frozenset(common()["blocks"])


@pytest.mark.parametrize("written", ["", "... word", "word ...", "[may] be", "nothing|& here", "*"])
def test_a_phrase_that_would_be_looked_for_everywhere_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="phrase"):
        Phrase(written).check()
