"""Which phrases may begin at a word: one look for each different word of a letter, whatever its length."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from backend.documents.guard.rules import Rule, Vocabulary
from backend.documents.guard.words import Line, Phrase

_DENIED_WITHIN: Final = 4
_REACH: Final = 12  # the longest way back from a word to the beginning of a phrase that makes it right
_STRETCH: Final = 60  # a text without full stops is not one sentence: what softens a word stands this close

Phrases = list[tuple[Rule, Phrase]]
Seen = dict[tuple[object, ...], bool]


class Match(NamedTuple):
    """A rule and the words of a sentence that it is about."""

    rule: Rule
    start: int
    end: int
    phrase: Phrase | None = None


@dataclass
class Index:
    """The phrases of many rules by the word with which they begin."""

    words: Vocabulary
    exact: dict[str, Phrases] = field(default_factory=dict)
    beginnings: dict[str, Phrases] = field(default_factory=dict)
    others: Phrases = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def add(self, rules: Iterable[Rule]) -> None:
        """Enter the phrases of rules."""
        for rule in rules:
            for phrase in rule.phrases:
                first = phrase.slots[0]
                for word in first.exact:
                    self.exact.setdefault(word, []).append((rule, phrase))
                for stem in first.beginnings:
                    self.beginnings.setdefault(stem, []).append((rule, phrase))
                if first.endings or first.parts:
                    self.others.append((rule, phrase))
        self.lengths = sorted({len(stem) for stem in self.beginnings})

    def matches(self, line: Line, known: dict[str, Phrases]) -> Iterator[Match]:
        """Find what the rules object to in one sentence; of one rule, no two finds overlap.

        `known` keeps, for one letter, which phrases begin at a word.
        """
        reached: dict[str, int] = {}
        seen: Seen = {}
        for at, word in enumerate(line.words):
            found: dict[str, Match] = {}
            for rule, phrase in self._beginning(word, known):
                if at < reached.get(rule.id, 0):
                    continue
                end = phrase.end(line.words, at)
                if end is not None and (rule.id not in found or end > found[rule.id].end):
                    found[rule.id] = Match(rule, at, end, phrase)
            for match in found.values():
                if not _is_right(match, line, self.words, seen):
                    reached[match.rule.id] = match.end
                    yield match

    def _beginning(self, word: str, known: dict[str, Phrases]) -> Phrases:
        phrases = known.get(word)
        if phrases is None:
            phrases = list(self.exact.get(word, ()))
            for length in self.lengths:
                phrases += self.beginnings.get(word[:length], ()) if length <= len(word) else ()
            phrases += [(rule, phrase) for rule, phrase in self.others if phrase.slots[0].takes(word)]
            known[word] = phrases
        return phrases


def is_reported(match: Match, line: Line, words: Vocabulary) -> bool:
    """Tell whether a find is what somebody is said to have called, mocked or threatened another, in words without quotation marks."""
    if not match.rule.unless_reported:
        return False
    before = line.words[max(0, match.start - _REACH) : match.start]
    after = line.words[match.end : match.end + words.reported_after]
    return any(
        phrase.end(around, at) is not None
        for phrase in words.reported
        for around in (before, after)
        for at in range(len(around))
    )


def _is_right(match: Match, line: Line, words: Vocabulary, seen: Seen) -> bool:
    """Tell whether the words around a find make it right after all."""
    rule, start, end = match.rule, match.start, match.end
    if rule.unless_denied and _is_denied(match, line.words, words):
        return True
    first = max(0, start - _REACH)
    around = (rule.id, line.words[first : end + _REACH], start - first)
    if around not in seen:
        seen[around] = _overlapped(rule.unless, around[1], start - first, end - first)
    place = (rule.id, start // _STRETCH)
    if place not in seen:
        seen[place] = _nearby(rule.softened_by, line.words, place[1] * _STRETCH)
    return seen[around] or seen[place]


def _is_denied(match: Match, written: tuple[str, ...], words: Vocabulary) -> bool:
    """Tell whether a word of denial stands before a find, after it where the language puts it there, or in a gap of it."""
    before = written[max(0, match.start - _DENIED_WITHIN) : match.start]
    if any(pair in words.no_denials for pair in pairwise(before)):
        return False
    own = match.phrase.literals if match.phrase else frozenset()
    within = (word for word in written[match.start : match.end] if word not in own)
    after = written[match.end : match.end + words.denied_after]
    return any(word in words.denials for word in (*before, *within, *after))


def _overlapped(phrases: tuple[Phrase, ...], written: tuple[str, ...], start: int, end: int) -> bool:
    for phrase in phrases:
        for at in range(end):
            reach = phrase.end(written, at)
            if reach is not None and reach > start:
                return True
    return False


def _nearby(phrases: tuple[Phrase, ...], written: tuple[str, ...], place: int) -> bool:
    around = range(max(0, place - _STRETCH), min(len(written), place + 2 * _STRETCH))
    return any(phrase.end(written, at) is not None for phrase in phrases for at in around)
