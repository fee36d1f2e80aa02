"""Names as people write them: with a title, an initial or the family name first, over a line's end, with or without accents."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

LEAST: Final = 3  # letters of a part of a name that stands for the name where somebody is asked whom it is about
_WORD: Final = re.compile(r"[^\W\d_]+")
_WITHOUT_SPACES: Final = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_GREETING: Final = re.compile(
    r"\A\s*(?:dear|hello|hi|good (?:morning|afternoon|evening)|thank you|thanks)\b[^\n,.!:;]*", re.I
)
_TITLES: Final = (
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "herr", "frau", "monsieur", "madame", "mme",
    "senor", "senora", "sr", "sra", "signor", "signora", "meneer", "mevrouw",
)  # fmt: skip


def plain_words(text: str) -> list[str]:
    """Give the words of a text without capitals, accents and signs."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))


def without_greeting(text: str) -> str:
    """Leave out whom a message greets: that tells to whom it is written, and not whom it is about."""
    return _GREETING.sub("", text)


class Words:
    """A text in which names are looked for."""

    def __init__(self, text: str) -> None:
        """Read the text once, whatever number of names is looked for in it."""
        self._words = f" {' '.join(plain_words(text))} "
        self._text = unicodedata.normalize("NFKC", text).casefold()

    def name(self, name: str) -> bool:
        """Tell whether the text names somebody of this name, in one of the ways in which a whole name is written."""
        if _WITHOUT_SPACES.search(name):  # nothing parts words there, so a name may stand within a line
            return "".join(unicodedata.normalize("NFKC", name).casefold().split()) in self._text
        parts = plain_words(name)
        return bool(parts) and any(f" {written} " in self._words for written in _ways(parts))

    def address(self, email: str) -> bool:
        """Tell whether the text holds an e-mail address."""
        return bool(email) and re.search(rf"(?<![\w.+-]){re.escape(email.casefold())}(?![\w-])", self._text) is not None

    def part_of(self, name: str) -> bool:
        """Tell whether a first or family name alone stands in the text."""
        return any(len(part) >= LEAST and f" {part} " in self._words for part in plain_words(name))


def _ways(parts: Sequence[str]) -> Iterator[str]:
    yield " ".join(parts)
    for at in range(1, len(parts)):
        family = " ".join(parts[at:])
        yield f"{family} {' '.join(parts[:at])}"
        yield f"{parts[0][0]} {family}"
        yield from (f"{title} {family}" for title in _TITLES)
