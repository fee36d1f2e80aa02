"""What a formal letter may say: a frozen dataclass is all that its template can read.

A published letter never changes. New words are a new template version, and new fields are a new class beside the old
one, so that every letter ever issued can be made again from its stored inputs, byte for byte.
"""

from dataclasses import dataclass
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


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """The employer as its letterhead shows it."""

    name: str
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    registered: str = ""


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
class Letter:
    """The facts that every letter carries; each kind of letter adds its own.

    `reference` and `classification` are given at the issue; a letter without a reference is a preview and says so.
    """

    kind: ClassVar[str] = ""
    template: ClassVar[str] = ""
    stylesheet: ClassVar[str] = "letter-v1.css"
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

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Enter a letter that has a template into the register by which stored letters are read back."""
        super().__init_subclass__(**kwargs)
        if cls.template and LETTERS.setdefault(cls.template, cls).__qualname__ != cls.__qualname__:
            raise TypeError(f"{cls.template} belongs to {LETTERS[cls.template].__qualname__} already.")

    @property
    def mark(self) -> str:
        """Give the classification in words, as it is printed on every page."""
        return CLASSIFICATIONS[self.classification]


def letter_class(template: str) -> type[Letter]:
    """Look up the class whose letters a template prints."""
    try:
        return LETTERS[template]
    except KeyError:
        raise LookupError(
            f"No letter prints with {template}; its app must import its letters module when it starts."
        ) from None
