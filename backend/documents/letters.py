"""What a formal letter may say: a frozen dataclass is all that its template can read.

A published letter never changes. New words are a new template version. A field that came later is `added` with a default
that says nothing, so that every letter ever issued can be made again from its stored inputs, byte for byte.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

LETTERS: dict[str, type["Letter"]] = {}

CLASSIFICATIONS: dict[str, str] = {
    "public": "Public",
    "internal": "Internal",
    "confidential_case": "Confidential: case record",
    "restricted_identity": "Restricted: identity",
    "medical_confidential": "Confidential: medical",
    "privileged": "Privileged and confidential",
    "private_employee": "Private and confidential",
}


def added(default: Any) -> Any:
    """Declare a field that earlier letters did not have: while it holds its default, it is not stored."""
    return field(default=default, metadata={"added": True})


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """The employer as its letterhead shows it."""

    name: str
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    registered: str = ""
    lines: tuple[str, ...] = added(())  # further contact lines
    colour: str = added("")  # of headings and rules, as #rrggbb
    logo: str = added("")  # the digest of a picture that is kept with the stationery


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """The person to whom a letter goes, and where."""

    name: str
    role: str = ""
    address: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Someone who answers questions or gives support, and how to reach them."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class SignedLine:
    """One act of signing as the evidence page prints it: who, as what, meaning what, when, and over which bytes."""

    name: str
    role: str
    meaning: str
    at: str  # local time with its zone and offset
    sha256: str
    confirmed_by: tuple[str, ...] = ()
    comment: str = ""
    on_paper: bool = added(False)  # noqa: FBT003 - the default of a field


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The evidence page of a signed copy: the document that was offered, and every signature over its bytes."""

    reference: str
    sha256: str
    size: int
    lines: tuple[SignedLine, ...]

    @property
    def on_paper(self) -> frozenset[str]:
        """Name those who signed on paper; nothing says of them that they signed on screen."""
        return frozenset(line.name for line in self.lines if line.on_paper)


@dataclass(frozen=True, kw_only=True)
class Removed:
    """One removal from a redacted version, as its log prints it: the class and the reason, never what stood there."""

    number: int
    what: str
    reason: str
    times: int = 1


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The facts that every letter carries; each kind of letter adds its own.

    `reference` and `classification` are given at the issue; a letter without a reference is a preview and says so.
    """

    kind: ClassVar[str] = ""
    template: ClassVar[str] = ""
    earlier: ClassVar[tuple[str, ...]] = ()  # template versions that letters of this class were issued with before
    titles: ClassVar[Mapping[str, str]] = {}  # by language, beside the English default of `title`
    more_styles: ClassVar[tuple[str, ...]] = ()  # further sheets, for what no other kind of letter has

    title: str
    matter: str
    dated: date
    organisation: Organisation
    recipient: Addressee
    contact: Contact
    signatory: Contact
    language: str = "en-GB"
    reference: str = ""
    classification: str = "confidential_case"
    jurisdiction: str = added("")
    legal_lines: tuple[str, ...] = added(())
    verify_at: str = added("")  # the address of the page where anybody can check the document
    evidence: Evidence | None = added(None)
    removed: tuple[Removed, ...] = added(())

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Enter a letter that has a template into the register by which stored letters are read back."""
        super().__init_subclass__(**kwargs)
        for template in (cls.template, *cls.earlier) if "template" in cls.__dict__ else ():
            if LETTERS.setdefault(template, cls).__qualname__ != cls.__qualname__:
                raise TypeError(f"{template} belongs to {LETTERS[template].__qualname__} already.")

    @classmethod
    def title_in(cls, language: str) -> str:
        """Give the usual title of such a letter in a language (its primary tag), else in English."""
        return cls.titles.get(language.partition("-")[0], str(cls.__dataclass_fields__["title"].default))

    @property
    def mark(self) -> str:
        """Give the classification in English words."""
        return CLASSIFICATIONS[self.classification]


def letter_class(template: str) -> type[Letter]:
    """Look up the class whose letters a template prints; an organisation's own version (v2.1) prints those of v2."""
    kind, _, version = template.rpartition("/")
    try:
        return LETTERS[f"{kind}/{version.partition('.')[0]}"]
    except KeyError:
        raise LookupError(
            f"No letter prints with {template}; its app must import its letters module when it starts."
        ) from None


def current_letters() -> dict[str, type[Letter]]:
    """List the letters that can be written today, by their template."""
    return {template: cls for template, cls in LETTERS.items() if cls.template == template}
