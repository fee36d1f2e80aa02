"""Words as a rule sees them: no soft hyphen, odd space, look-alike letter or capital hides a word from its rule."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_GAP: Final = "..."
_LONGEST_GAP: Final = 5

# Letters of other alphabets that look like Latin ones; each stands above what it looks like.
_LOOK_ALIKE: Final = str.maketrans(
    "аеорсухіјѕһӏԁԛԝґвкмнтαεορνικυχτγυι",
    "aeopcyxijshldqwrbkmhtaeopvikuxtyui",
)
# Marks laid over letters, letters that print as nothing, controls, and what only steers how a text runs
_UNSEEN: Final = (
    (0x0000, 0x0008), (0x000E, 0x001F), (0x007F, 0x0084), (0x0086, 0x009F), (0x00AD, 0x00AD), (0x0300, 0x036F), (0x061C, 0x061C),
    (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x206F), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A), (0xE0001, 0xE007F), (0xE0100, 0xE01EF),
)  # fmt: skip
_BLANK: Final = 0x2800  # a braille cell without a dot
_CLEAN: Final = {code: None for first, last in _UNSEEN for code in range(first, last + 1)} | {_BLANK: " "}
_PIECE: Final = re.compile(r"\s+|\S{1,500}")


def cleaned(text: str) -> str:
    """Write a text as it looks on paper: composed letters, plain spaces, and nothing that cannot be seen."""
    if text.isascii() and text.isprintable():
        return text
    # Thousands of marks on one letter would be sorted in a time that grows with their square
    composed = "".join(unicodedata.normalize("NFKC", piece) for piece in _PIECE.findall(text))
    return composed.translate(_CLEAN)


def folded(word: str) -> str:
    """Give the form in which words are compared: lower case, and look-alike letters as the Latin ones."""
    return word.lower() if word.isascii() else word.casefold().translate(_LOOK_ALIKE)


@dataclass(frozen=True)
class Line:
    """A sentence with its words; `quoted` says of each word whether it stands in quotation marks."""

    field: str
    text: str
    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    quoted: tuple[bool, ...]

    def found(self, start: int, end: int) -> str:
        """Give the words from one place to another as they were written."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]


def word_spans(text: str) -> list[tuple[int, int]]:
    """Find every word of a cleaned text."""
    return [match.span() for match in _WORD.finditer(text)]


def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a text in the form in which they are compared."""
    clean = cleaned(text)
    return tuple(folded(clean[start:end]) for start, end in word_spans(clean))


@dataclass(frozen=True)
class Slot:
    """One place in a phrase: which words may stand there, and whether none needs to."""

    exact: frozenset[str]
    beginnings: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    is_optional: bool = False
    is_gap: bool = False

    def takes(self, word: str) -> bool:
        """Tell whether a word fits."""
        return (
            word in self.exact
            or word.startswith(self.beginnings)
            or word.endswith(self.endings)
            or any(part in word for part in self.parts)
        )


@dataclass(frozen=True)
class Phrase:
    """Words in a row, as a rule lists them.

    `stem*` is any word that begins so, `*stem` one that ends so and `*stem*` one that holds it; `a|b` is either; `[word]` may be
    left out; `...` is up to five words. Nothing else is special, and every phrase lies within one sentence.
    """

    written: str

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Read the phrase."""
        return tuple(slot for piece in self.written.split() for slot in _slots(piece))

    @cached_property
    def literals(self) -> frozenset[str]:
        """Name the words that the phrase itself spells out."""
        return frozenset(word for slot in self.slots for word in slot.exact)

    def check(self) -> None:
        """Refuse a phrase that no word begins or ends: it would be looked for everywhere."""
        try:
            first, last = self.slots[0], self.slots[-1]
        except (ValueError, IndexError) as wrong:
            raise ValueError(f"A phrase that can't be read: {self.written!r}") from wrong
        if first.is_gap or first.is_optional or last.is_gap:
            raise ValueError(f"A phrase begins and ends with a word: {self.written!r}")

    def end(self, words: tuple[str, ...], at: int) -> int | None:
        """Give the place after the phrase where it stands at a place, and None where it does not."""
        return _end(self.slots, 0, words, at)


def _end(slots: tuple[Slot, ...], slot: int, words: tuple[str, ...], at: int) -> int | None:
    if slot == len(slots):
        return at
    here = slots[slot]
    if here.is_gap:
        ends = (_end(slots, slot + 1, words, at + skipped) for skipped in range(_LONGEST_GAP + 1))
        return next((end for end in ends if end is not None), None)
    if at < len(words) and here.takes(words[at]):
        end = _end(slots, slot + 1, words, at + 1)
        if end is not None:
            return end
    return _end(slots, slot + 1, words, at) if here.is_optional else None


def _slots(piece: str) -> list[Slot]:
    if piece == _GAP:
        return [Slot(frozenset(), is_gap=True)]
    is_optional = piece.startswith("[") and piece.endswith("]")
    options = piece.strip("[]").split("|")
    if (
        len(options) == 1 and not options[0].endswith("*") and not options[0].startswith("*")
    ):  # "last-chance" and "don't" are two words each
        return [Slot(frozenset({word}), is_optional=is_optional) for word in words_of(options[0])]
    head: list[Slot] = []
    if len(options) == 1:  # "post-trauma*": only the last word is open
        *before, _ = words_of(options[0])
        head = [Slot(frozenset({word})) for word in before]
        options = [words_of(options[0])[-1] + "*"] if before else options
    shapes: dict[tuple[bool, bool], list[str]] = {}
    for option in options:
        (word,) = words_of(option.strip("*"))
        shapes.setdefault((option.startswith("*"), option.endswith("*")), []).append(word)
    return [
        *head,
        Slot(
            exact=frozenset(shapes.get((False, False), ())),
            beginnings=tuple(shapes.get((False, True), ())),
            endings=tuple(shapes.get((True, False), ())),
            parts=tuple(shapes.get((True, True), ())),
            is_optional=is_optional,
        ),
    ]
