"""What no decision may rest on, as the apps above know it: their records name it, and a text or a file that brings it in is refused."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from backend.kernel.errors import Invalid

InWords = Callable[[str], str]  # what a text cites and may not, or nothing
InBytes = Callable[[str], bool]  # whether a file with this SHA-256 may not be brought in
F = TypeVar("F", InWords, InBytes)

WORDS: Final[dict[str, InWords]] = {}
BYTES: Final[dict[str, InBytes]] = {}


def never_cited(name: str) -> Callable[[InWords], InWords]:
    """Let an app above say which of its records no decision cites."""
    return _registering(WORDS, name)


def never_brought_in(name: str) -> Callable[[InBytes], InBytes]:
    """Let an app above say which files are never evidence."""
    return _registering(BYTES, name)


def refuse_citing(**texts: str) -> None:
    """Refuse reasons that cite what no decision may rest on; the name of each text is the field that it was typed in."""
    problems: Mapping[str, list[str]] = {
        field: [f"{found} can’t be cited: no decision may rest on it. Take it out."]
        for field, text in texts.items()
        for look in WORDS.values()
        if (found := look(text))
    }
    if problems:
        raise Invalid(dict(problems))


def refuse_bringing_in(sha256: str) -> None:
    """Refuse a file as evidence that was handed in where it has to stay."""
    if any(look(sha256) for look in BYTES.values()):
        raise Invalid({"file": ["This file can’t be brought into a case. Whoever gave it to you should not have."]})


def _registering(known: dict[str, F], name: str) -> Callable[[F], F]:
    def register(look: F) -> F:
        if known.setdefault(name, look) is not look:
            raise ValueError(f"{name} is known already.")
        return look

    return register
