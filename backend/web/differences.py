"""Differences between two texts, word by word, as pages show them."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

_WORDS: Final = re.compile(r"\s+|[^\s]+")
MOST: Final = 6000  # words compared one by one; longer texts are shown whole, the old one and the new one


@dataclass(frozen=True)
class Stretch:
    """A stretch of a text: kept, taken out (“del”) or put in (“ins”)."""

    kind: str
    text: str


def word_differences(before: str, after: str) -> list[Stretch]:
    """Tell what became of a text: the stretches that stayed, that were taken out and that were put in, in their order."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST:
        return _told([("del", before), ("ins", after)])
    found: list[tuple[str, str]] = []
    for tag, first, last, start, end in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("", "".join(old[first:last])))
        else:
            found += [("del", "".join(old[first:last])), ("ins", "".join(new[start:end]))]
    return _told(found)


def _told(found: list[tuple[str, str]]) -> list[Stretch]:
    return [Stretch(kind, text) for kind, text in found if text]
