"""Reads of the catalogue: which words are in force on a day, which versions there are, and what changed between two."""

import difflib
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from backend.documents.catalogue.states import SETTLED, VersionState
from backend.documents.catalogue.tables import TemplateVersion
from backend.documents.engine import letter_engine
from backend.documents.kinds import DocumentKind, document_kinds
from backend.documents.letters import Letter, current_letters
from backend.documents.wording import Wording, languages_of
from backend.kernel import clock

_BODY: Final = re.compile(r"{%\s*block body\s*%}\n?(.*){%\s*endblock[^%]*%}", re.DOTALL)
_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """One stretch of a comparison: the same in both, only in the earlier, or only in the later."""

    kind: str  # same, gone, new
    text: str


@dataclass(frozen=True)
class Entry:
    """One letter of the catalogue in the list."""

    cls: type[Letter]
    kind: DocumentKind | None
    languages: tuple[str, ...]
    in_force: dict[str, str]  # by language: v2, or v2.3
    open_versions: int

    @property
    def key(self) -> str:
        """Name the letter in addresses: notice_of_allegations."""
        return self.cls.template.split("/")[1]


def letter_called(key: str) -> type[Letter]:
    """Find a letter by its name in addresses; LookupError where there is none."""
    for template, cls in current_letters().items():
        if template.split("/")[1] == key and not template.endswith("/v1"):
            return cls
    raise LookupError(f"No letter is called {key}.")


def entries(on: date | None = None) -> list[Entry]:
    """List the letters of the catalogue in the order of their kinds, with what is in force and what is being written."""
    day, kinds = on or clock.today(), document_kinds()
    forces: dict[tuple[str, str], str] = {}
    for version in TemplateVersion.objects.in_force(day).order_by("effective_from", "number"):
        forces[version.template, version.language] = version.short
    waiting = list(
        TemplateVersion.objects.filter(state__in=[VersionState.DRAFT, VersionState.IN_REVIEW]).values_list(
            "template", flat=True
        )
    )
    found = [
        Entry(
            cls,
            kinds.get(cls.kind),
            spoken := languages_of(cls),
            {each: forces.get((template, each), template.rpartition("/")[2]) for each in spoken},
            waiting.count(template),
        )
        for template, cls in current_letters().items()
        if not template.endswith("/v1")
    ]
    order = list(kinds)
    return sorted(found, key=lambda each: (order.index(each.cls.kind) if each.cls.kind in order else 99, each.key))


def version_in_force(template: str, language: str, on: date | None = None) -> TemplateVersion | None:
    """Find the organisation's own version that counts on a day; None where the built-in words do."""
    return TemplateVersion.objects.in_force(on or clock.today()).filter(template=template, language=language).first()


def own_wording(template: str, language: str) -> Wording | None:
    """Find the words of an own version (cases/notice_of_allegations/v2.3), whatever became of it since its approval."""
    kind, _, number = template.rpartition(".")
    version = TemplateVersion.objects.filter(template=kind, number=int(number), language=language).first()
    if version is None or version.state not in SETTLED:
        return None
    return wording_in(version)


def wording_in(version: TemplateVersion) -> Wording:
    """Give the words of a version, to print with."""
    return Wording(version.name, version.language, version.body)


def body_in_force(cls: type[Letter], language: str, on: date | None = None) -> tuple[str, str]:
    """Give the name and the body of the words that are in force."""
    own = version_in_force(cls.template, language, on)
    return (own.name, own.body) if own else (cls.template, built_in_body(cls.template, language))


def body_called(cls: type[Letter], language: str, name: str) -> str:
    """Give the body of a version by its name, v2 or v2.3; LookupError where there is none."""
    if name == cls.template.rpartition("/")[2]:
        return built_in_body(cls.template, language)
    number = name.rpartition(".")[2]
    if number.isdecimal():
        found = TemplateVersion.objects.filter(template=cls.template, language=language, number=int(number)).first()
        if found and found.short == name:
            return found.body
    raise LookupError(f"There is no version {name}.")


@lru_cache(maxsize=128)
def built_in_body(template: str, language: str) -> str:
    """Give the body of the words that came with the product."""
    source: str = letter_engine().get_template(Wording(template, language).name).template.source
    found = _BODY.search(source)
    return found[1] if found else ""


def differences(earlier: str, later: str) -> list[Piece]:
    """Compare two bodies word by word; what is the same far from any change is still given."""
    old, new = earlier.splitlines(keepends=True), later.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = "".join(old[a:b]), "".join(new[c:d])
        if tag == "replace":
            pieces += _by_words(before, after)
        else:
            pieces += [Piece("same", before)] if tag == "equal" else [Piece("gone", before), Piece("new", after)]
    return [piece for piece in pieces if piece.text]


def _by_words(before: str, after: str) -> list[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) * len(new) > 4_000_000:  # whole passages were exchanged: nobody compares them by words
        return [Piece("gone", before), Piece("new", after)]
    pieces: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
        else:
            pieces += [Piece("gone", "".join(old[a:b])), Piece("new", "".join(new[c:d]))]
    return pieces
