"""Names of people whom a letter must not name: in full, alone, with a title, in the genitive, with or without accents."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from backend.documents.guard.rules import Rule, Vocabulary
from backend.documents.guard.words import Line, folded, words_of

_SHORTEST: Final = 3
_LATIN: Final = re.compile(r"[a-z]")
_SPELT_OUT: Final = str.maketrans(
    {vowel: f"{plain}e" for vowel, plain in zip("äöüøæ", "aouoa", strict=True)} | {"å": "aa"}
)
_PLAIN: Final = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe"})

NAMES: Final = Rule(
    id="name",
    category="names",
    source="Common",
    why="This person must not be named in this letter.",
    instead="Say “somebody”, “the person concerned” or the role, if the role alone does not tell who it is.",
    phrases=(),
)


@dataclass(frozen=True)
class Wanted:
    """What to look for: whole names as rows of words, and parts that tell who is meant, alone or after a title."""

    rows: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)
    titled: set[str] = field(default_factory=set)
    seen: dict[str, bool] = field(default_factory=dict)

    def may_begin(self, word: str) -> bool:
        """Tell, once for each different word, whether a name may begin with it."""
        if word not in self.seen:
            forms = _read_as(word)
            self.seen[word] = bool(forms & self.alone or forms & self.titled or forms & self.rows.keys())
        return self.seen[word]


def wanted(unnamed: Collection[str], known: Collection[str], words: Vocabulary) -> Wanted:
    """Prepare the search for people who must not be named.

    A part of a name that somebody bears whom the letter does name (`known`) is looked for in the whole name only.
    """
    shared = {spelling for name in known for part in words_of(name) for spelling in _spellings(part)}
    sought = Wanted()
    for name in unnamed:
        parts = words_of(name)
        for row in _rows(parts):
            sought.rows.setdefault(row[0], []).append(row)
        for part in parts:
            _seek(sought, part, words, shared)
    return sought


def plain_name(name: str) -> tuple[str, ...]:
    """Give a name without capitals and accents, to tell whether two are the same."""
    return tuple(_plain(part) for part in words_of(name))


def names_in(line: Line, sought: Wanted, words: Vocabulary) -> Iterator[tuple[int, int]]:
    """Find where in a sentence somebody is named."""
    after = 0
    for at, word in enumerate(line.words):
        if at < after or not sought.may_begin(word):
            continue
        end = _end(line, at, word, sought, words)
        if end:
            yield at, end
            after = end


def _end(line: Line, at: int, word: str, sought: Wanted, words: Vocabulary) -> int:
    forms = _read_as(word)
    for form in forms:
        for row in sought.rows.get(form, ()):
            end = at + len(row)
            if end <= len(line.words) and all(
                part in _read_as(written) for part, written in zip(row, line.words[at:end], strict=True)
            ):
                return end
    if forms & sought.alone:
        return at + 1
    if at and line.words[at - 1] in words.titles and forms & sought.titled:
        return at + 1
    return 0


def _seek(sought: Wanted, part: str, words: Vocabulary, shared: set[str]) -> None:
    spellings = _spellings(part)
    shortest = _SHORTEST if _LATIN.search(part) else 2
    if len(part) < shortest or spellings & shared or part in words.titles:
        return
    (sought.titled if part in words.ordinary else sought.alone).update(spellings)


def _rows(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give the whole name in its spellings, and with the family name first."""
    if len(parts) < 2:
        if parts and len(parts[0]) >= _SHORTEST:
            yield parts
        return
    for spell in (_plain, _spelt_out):
        row = tuple(spell(part) for part in parts)
        yield row
        yield (row[-1], *row[:-1])
        if len(row) > 2:
            yield row[0], row[-1]


def _read_as(word: str) -> set[str]:
    """Give every form that a written word may stand for: a name, or its genitive."""
    forms = {word} if word.isascii() else {_plain(word), _spelt_out(word)}
    return forms | {form[:-1] for form in forms if form.endswith("s") and len(form) > _SHORTEST}


def _spellings(part: str) -> set[str]:
    return {_plain(part), _spelt_out(part)}


def _plain(word: str) -> str:
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.translate(_PLAIN))
    return folded("".join(letter for letter in apart if not unicodedata.combining(letter)))


def _spelt_out(word: str) -> str:
    return _plain(word.translate(_SPELT_OUT))
