"""The language guide: marks what softens or moves blame, names the rule, and shows plain words. It never counts and never stops anybody."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

from backend.documents.guard.index import Index
from backend.documents.guard.rules import LANGUAGES, Rule, Vocabulary, vocabulary
from backend.documents.guard.sentences import lines, paragraphs
from backend.documents.guard.words import Line, Phrase

PACKAGE: Final = "backend.amends.guide"
MOST: Final = 100  # marks that are shown; nobody reads further
KINDS: Final = ("minimising", "blame_shift", "conditional_apology", "passive", "euphemism", "justification")


@dataclass(frozen=True, kw_only=True)
class GuideRule(Rule):
    """One rule of the guide, with the name that its reader sees, and a sentence before and after."""

    name: str = ""
    for_instance: str = ""


@dataclass(frozen=True)
class Mark:
    """One place that the guide points out: the sentence in three parts, the rule, why, and a way to say it plainly."""

    kind: str
    name: str
    before: str
    found: str
    after: str
    why: str
    instead: str
    for_instance: str


@cache
def guide(language: str) -> Mapping[str, GuideRule]:
    """Read the rules of a language; every language has the same, each in its own words."""
    raw = tomllib.loads((files(PACKAGE) / f"{language}.toml").read_text(encoding="utf-8"))
    return {entry["id"]: _rule(entry) for entry in raw["rule"]}


def marks(text: str) -> list[Mark]:
    """Point out what a careful reader might stumble over, in the order of the text; what somebody is quoted with is left alone.

    Both languages are looked for: a text need not say which it is written in.
    """
    found: list[Mark] = []
    for paragraph in paragraphs(text):
        for line in lines("", paragraph):
            found += _in_line(line)
    return found[:MOST]


def _in_line(line: Line) -> list[Mark]:
    places = [
        (match.start, match.end, match.rule)
        for language in LANGUAGES
        for match in _index(language).matches(line, {})
        if not all(line.quoted[match.start : match.end])
    ]
    return [_mark(line, *place) for place in sorted(places, key=lambda place: place[:2])]


def _mark(line: Line, start: int, end: int, rule: Rule) -> Mark:
    assert isinstance(rule, GuideRule)  # noqa: S101 - tells the type checker: the index holds no others
    first, last = line.spans[start][0], line.spans[end - 1][1]
    return Mark(
        kind=rule.category,
        name=rule.name,
        before=line.text[:first],
        found=line.text[first:last],
        after=line.text[last:],
        why=rule.why,
        instead=rule.instead,
        for_instance=rule.for_instance,
    )


@cache
def _index(language: str) -> Index:
    words: Vocabulary = replace(vocabulary(language), rules=guide(language))
    index = Index(words)
    index.add(words.rules.values())
    return index


def _rule(entry: Mapping[str, Any]) -> GuideRule:
    own = dict(entry)
    for name in ("phrases", "unless", "softened_by"):
        own[name] = tuple(_phrase(each) for each in entry.get(name, ()))
    for name in ("matches", "passes"):
        own[name] = tuple(entry.get(name, ()))
    return GuideRule(**own, source=PACKAGE, weak=True)


def _phrase(written: str) -> Phrase:
    phrase = Phrase(written)
    phrase.check()
    return phrase
