"""Redacted versions: what is left out is not in the file, nor in the facts attached to it; its log says which kind, and why."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from backend.documents.characters import CUT, texts_of
from backend.documents.guard.reading import found_in
from backend.documents.letters import Letter, Removed
from backend.documents.vocabulary import RemovalClass
from backend.kernel.errors import Invalid, Problem

L = TypeVar("L", bound=Letter)
# The frame of a letter is not redacted: who writes, to whom, and what the paper is must stay readable.
FRAME: Final = frozenset(
    {"title", "matter", "dated", "organisation", "recipient", "contact", "signatory", "language", "reference"}
    | {"classification", "jurisdiction", "legal_lines", "verify_at", "evidence", "removed"}
)
ABOUT_PEOPLE: Final = frozenset({RemovalClass.THIRD_PARTY, RemovalClass.IDENTITY, RemovalClass.SAFETY})
FIXED: Final = "The letter’s own words hang on this: it can’t be left out. Leave out the passages around it."
UNSEEN_IN_WORDS: Final = "\u00ad\u200b-\u200f\u2060\ufeff"


@dataclass(frozen=True)
class Removal:
    """One removal: words wherever they stand (`words`), or a whole passage (`path`), with its class and its reason."""

    what: str
    reason: str
    words: str = ""
    path: str = ""


def redact(letter: L, removals: Sequence[Removal]) -> L:
    """Give the version of a letter without some words and passages, and with the log of what was left out.

    Raises Invalid, by the removal's place in the list, for one without reason, that takes nothing away, or whose words would
    still be read somewhere: in the letter's head, in a reason that is printed, or as a part of the name that was left out.
    """
    _check(removals)
    removed: list[Removed] = []
    for number, removal in enumerate(removals, start=1):
        try:
            letter, places = _without(letter, removal, f"\ue000{number}\ue001")
        except (Problem, ValueError) as refusal:  # a letter refuses to hold anything but one of a few words there
            raise Invalid({f"removals[{number - 1}]": [FIXED]}) from refusal
        if not places:
            raise Invalid({f"removals[{number - 1}]": ["This stands nowhere in the document."]})
        removed.append(Removed(number=number, what=removal.what, reason=removal.reason.strip(), times=places))
    _check_nothing_is_left(letter, removals)
    _check_no_name_is_left(letter, removals)
    return replace(letter, removed=tuple(removed))


def passages(letter: Letter) -> list[tuple[str, str]]:
    """List the texts of a letter that may be left out, each with its path; not those that the letter's own words hang on."""
    return [(path, text) for path, text in _body(letter) if text.strip() and _can_go(letter, path, text)]


def _check(removals: Sequence[Removal]) -> None:
    errors: dict[str, list[str]] = {}
    for at, removal in enumerate(removals):
        if removal.what not in RemovalClass.values:
            errors[f"removals[{at}]"] = ["Choose which kind of content this is."]
        elif not removal.reason.strip():
            errors[f"removals[{at}]"] = ["Give the reason."]
        elif bool(removal.words.strip()) == bool(removal.path):
            errors[f"removals[{at}]"] = ["Name either the words or the passage."]
    if not removals:
        errors[""] = ["Say what is to be left out. A version without removals is the document itself."]
    if errors:
        raise Invalid(errors)


def _check_nothing_is_left(letter: Letter, removals: Sequence[Removal]) -> None:
    """Refuse a version in which words that were to be left out can still be read."""
    errors: dict[str, list[str]] = {}
    texts = [CUT.sub("", text) for _path, text in texts_of(letter)]
    for at, removal in enumerate(removals):
        found = _anywhere(removal.words) if removal.words.strip() else None
        if found is None:
            continue
        if any(found.search(text) for text in texts):
            errors[f"removals[{at}]"] = ["These words stand in the head of the letter too, which is never redacted."]
        elif any(found.search(other.reason) for other in removals):
            errors[f"removals[{at}]"] = [
                "These words stand in a reason. The log is printed: write the reason without them."
            ]
    if errors:
        raise Invalid(errors)


def _check_no_name_is_left(letter: Letter, removals: Sequence[Removal]) -> None:
    """Refuse a version that still tells who was left out: by a part of the name, its genitive, or an address made of it."""
    texts = [CUT.sub(" ", text) for _path, text in _body(letter)]
    named = [CUT.sub(" ", text) for path, text in texts_of(letter) if path.endswith("name")]
    language = letter.language.partition("-")[0].lower()
    errors: dict[str, list[str]] = {}
    for at, removal in enumerate(removals):
        if removal.what not in ABOUT_PEOPLE or not _may_be_name(removal.words):
            continue
        found = found_in(
            "\n\n".join(texts), language=language, categories=frozenset(), unnamed=[removal.words], named=named
        )
        if found:
            told = ", ".join(f"“{words}”" for words in found)
            errors[f"removals[{at}]"] = [
                f"This still tells who is meant: {told}. Take it out as well, in a row of its own."
            ]
    if errors:
        raise Invalid(errors)


def _may_be_name(words: str) -> bool:
    """Tell whether words are written as a name is: every one with a capital letter, or in a writing without capitals."""
    parts = words.split()
    return bool(parts) and not any(part[0].islower() or not part[0].isalpha() for part in parts)


def _body(letter: Letter) -> list[tuple[str, str]]:
    """List the texts of a letter that stand outside its frame, each with its path."""
    return [(path, text) for path, text in texts_of(letter) if path.split(".")[0].split("[")[0] not in FRAME]


def _can_go(letter: Letter, path: str, text: str) -> bool:
    """Tell whether the letter can do without a text; it insists on nothing but single words of a short list."""
    if not text.isidentifier():
        return True
    try:
        _without(letter, Removal(what=RemovalClass.OTHER, reason="", path=path), "\ue0001\ue001")
    except (Problem, ValueError):
        return False
    return True


def _without(letter: L, removal: Removal, cut: str) -> tuple[L, int]:
    if removal.path:
        return _walk(letter, "", lambda path, text: (cut, 1) if path == removal.path and text.strip() else (text, 0))
    found = _anywhere(removal.words)
    return _walk(letter, "", lambda _, text: _outside_cuts(text, found, cut))


def _outside_cuts(text: str, found: re.Pattern[str], cut: str) -> tuple[str, int]:
    """Replace words, and leave the marks of earlier removals alone: “1” is no word inside them."""
    parts = re.split(f"({CUT.pattern.replace('(', '(?:')})", text)
    changed = [found.subn(cut, part) if place % 2 == 0 else (part, 0) for place, part in enumerate(parts)]
    return "".join(part for part, _times in changed), sum(times for _part, times in changed)


def _anywhere(words: str) -> re.Pattern[str]:
    """Find words however they are set: in capitals, over a line's end, with invisible characters in them, composed or not."""
    forms = {unicodedata.normalize(form, words.strip()) for form in ("NFC", "NFD")}
    spelt = "|".join(
        rf"[\s{UNSEEN_IN_WORDS}]+".join(
            f"[{UNSEEN_IN_WORDS}]*".join(re.escape(letter) for letter in word) for word in form.split()
        )
        for form in sorted(forms)
    )
    return re.compile(rf"(?<!\w)(?:{spelt})(?!\w)", re.IGNORECASE)


def _walk(value: Any, path: str, change: Any) -> tuple[Any, int]:
    """Rebuild a value with every text changed, and count the changes."""
    if isinstance(value, str):
        text, places = change(path, value)
        return text, places
    if isinstance(value, tuple):
        items = [_walk(item, f"{path}[{at}]", change) for at, item in enumerate(value)]
        return tuple(item for item, _ in items), sum(places for _, places in items)
    if is_dataclass(value) and not isinstance(value, type):
        changed: dict[str, Any] = {}
        total = 0
        for field in fields(value):
            if isinstance(value, Letter) and field.name in FRAME:
                continue
            item, places = _walk(getattr(value, field.name), f"{path}.{field.name}".lstrip("."), change)
            changed[field.name], total = item, total + places
        return replace(value, **changed), total
    return value, 0
