"""The sentences of a letter: those that people wrote into it, with the field they stand in, and the template's own."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from html import unescape
from typing import Final, NamedTuple

from backend.documents.guard.words import Line, cleaned, folded, word_spans
from backend.documents.letters import Addressee, Contact, Letter, Organisation
from backend.documents.rendering import render_html

_NOT_PROSE: Final = {"language", "classification"}
_SPACES: Final = re.compile(r"\s+")
_ITEMS: Final = ("- ", "• ", "– ", "* ")
_HEAD: Final = re.compile(r"^.*?<body[^>]*>", re.S)
_BREAK: Final = re.compile(r"<br[^>]*>")
_INLINE: Final = re.compile(r"</?(?:a|abbr|b|bdi|bdo|code|em|i|mark|q|small|span|strong|sub|sup|u)\b[^>]*>")
_BLOCK: Final = re.compile(r"<[^>]*>")
_STOP: Final = re.compile(r"(?<![.!?])[.!?]++[\"'”’“‘»«)\]]*+\s++")
_ABBREVIATIONS: Final = {
    "mr",
    "mrs",
    "ms",
    "mx",
    "dr",
    "prof",
    "no",
    "nr",
    "st",
    "vs",
    "bzw",
    "ca",
    "evtl",
    "ggf",
    "inkl",
    "abs",
}
_QUOTED: Final = re.compile(
    r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«|‹[^‹›]*›|\"[^\"]*\"|‚[^‚‘]*‘|(?<!\w)‘[^‘]*?’(?!\w)|(?<!\w)'[^']*?'(?!\w)"
)


class Value(NamedTuple):
    """A text that stands in a letter's field; `is_person` marks what only names or reaches somebody."""

    field: str
    text: str
    is_person: bool


def values(letter: Letter) -> list[Value]:
    """List every text of a letter with the path of its field."""
    return [
        value for value in _values(letter, "", is_person=False) if value.field not in _NOT_PROSE and value.text.strip()
    ]


def paragraphs(text: str) -> list[str]:
    """Cut a text into the paragraphs and list items that it is printed as."""
    pieces: list[list[str]] = [[]]
    for row in cleaned(text.replace("\r\n", "\n")).replace("\r", "\n").split("\n"):
        part = row.strip()
        if not part or part.startswith(_ITEMS):
            pieces.append([])
        pieces[-1].append(part.removeprefix("- "))
    return [_SPACES.sub(" ", " ".join(piece)).strip() for piece in pieces if piece != [""]]


def printed_paragraphs(letter: Letter, html: str) -> list[str]:
    """Cut the whole letter into its paragraphs, as it is printed: the template's words and the values in their places."""
    body = _HEAD.sub("", html or render_html(letter), count=1)
    blocks = _BLOCK.split(_INLINE.sub("", _BREAK.sub(" ", body)))
    texts = (_SPACES.sub(" ", cleaned(unescape(block))).strip() for block in blocks)
    return [text for text in texts if text and text != letter.mark]


def lines(field: str, paragraph: str) -> Iterator[Line]:
    """Cut a paragraph into its sentences."""
    quotes = [match.span() for match in _QUOTED.finditer(paragraph)]
    start, at = 0, 0
    for end in [*_stops(paragraph), len(paragraph)]:
        sentence = paragraph[start:end]
        spans = word_spans(sentence)
        marks: list[bool] = []
        for first, _ in spans:
            while at < len(quotes) and quotes[at][1] <= start + first:
                at += 1
            marks.append(at < len(quotes) and quotes[at][0] <= start + first)
        if spans:
            words = tuple(folded(sentence[first:last]) for first, last in spans)
            yield Line(field, sentence.strip(), _shifted(spans, sentence), words, tuple(marks))
        start = end


def _values(value: object, path: str, *, is_person: bool) -> Iterator[Value]:
    if isinstance(value, str):
        yield Value(path, value, is_person)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _values(item, f"{path}[{number}]", is_person=is_person)
    elif is_dataclass(value) and not isinstance(value, type):
        whose = is_person or isinstance(value, Addressee | Contact | Organisation)
        for each in fields(value):
            yield from _values(getattr(value, each.name), f"{path}.{each.name}".lstrip("."), is_person=whose)


def _shifted(spans: list[tuple[int, int]], sentence: str) -> tuple[tuple[int, int], ...]:
    by = len(sentence) - len(sentence.lstrip())
    return tuple((first - by, last - by) for first, last in spans)


def _stops(paragraph: str) -> Iterator[int]:
    for stop in _STOP.finditer(paragraph):
        following = paragraph[stop.end() : stop.end() + 1]
        if not following or following.islower():
            continue
        word = paragraph[max(0, stop.start() - 12) : stop.start()].rpartition(" ")[2].lstrip('("“„').lower()
        if stop[0][0] == "." and ((len(word) == 1 and word.isalpha()) or word in _ABBREVIATIONS):
            continue
        yield stop.end()
