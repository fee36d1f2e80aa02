"""A text that is no letter yet, read by the same rules: words that block, and people whom it must not name."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from backend.documents.guard.index import Index
from backend.documents.guard.names import names_in, wanted
from backend.documents.guard.rules import LANGUAGES, Rule, kind, vocabulary
from backend.documents.guard.sentences import lines, paragraphs


@dataclass(frozen=True)
class TextRemark:
    """One thing that a text says and should not, with the sentence it stands in."""

    rule: str
    category: str
    blocks: bool
    sentence: str
    found: str
    why: str
    instead: str


def remarks_on(text: str, *, code: str, language: str = LANGUAGES[0], lifted: Collection[str] = ()) -> list[TextRemark]:
    """Say what a text should not say in a kind of document, by the same rules as the document itself; what blocks comes first.

    `lifted` names categories that only suggest here. After a finding, as in every kind that stands after one, words of guilt only suggest.
    """
    held, told = kind(code), language.partition("-")[0].lower()
    index = _whole_index(told if told in LANGUAGES else LANGUAGES[0], tuple(sorted(held.categories)))
    soft = {*lifted, *(() if held.before_finding else ("guilt",))}
    found: list[TextRemark] = []
    for paragraph in paragraphs(text):
        for line in lines("", paragraph):
            for match in index.matches(line, {}):
                rule, is_quoted = match.rule, all(line.quoted[match.start : match.end])
                blocks = rule.category in held.blocks and rule.category not in soft and not rule.weak and not is_quoted
                words = line.found(match.start, match.end)
                found.append(TextRemark(rule.id, rule.category, blocks, line.text, words, rule.why, rule.instead))
    return sorted(found, key=lambda remark: not remark.blocks)


def blocked_in(text: str, *categories: str) -> list[tuple[str, Rule]]:
    """Find the words that such a text must not hold, each with its rule; words in quotation marks are somebody's own."""
    found: list[tuple[str, Rule]] = []
    for language in LANGUAGES:
        index = _index(language, categories)
        for paragraph in paragraphs(text):
            for line in lines("", paragraph):
                found += [
                    (line.found(match.start, match.end), match.rule)
                    for match in index.matches(line, {})
                    if not all(line.quoted[match.start : match.end])
                ]
    return found


def named_in(text: str, people: Collection[str]) -> list[str]:
    """Find where a text names one of these people."""
    words = vocabulary(LANGUAGES[0])
    sought = wanted(people, (), words)
    return [
        line.found(start, end)
        for paragraph in paragraphs(text)
        for line in lines("", paragraph)
        for start, end in names_in(line, sought, words)
    ]


@cache
def _index(language: str, categories: tuple[str, ...]) -> Index:
    words = vocabulary(language)
    index = Index(words)
    index.add(rule for rule in words.rules.values() if rule.category in categories and not rule.weak)
    return index


@cache
def _whole_index(language: str, categories: tuple[str, ...]) -> Index:
    words = vocabulary(language)
    index = Index(words)
    index.add(rule for rule in words.rules.values() if rule.category in categories)
    return index
