"""Reads of documents, and the proof that nothing about them has changed."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.conf import settings

from backend.documents.catalogue.queries import own_wording, version_in_force, wording_in
from backend.documents.catalogue.stationery import legal_lines, organisation, picture, support_lines
from backend.documents.inputs import from_inputs
from backend.documents.letters import Addressee, Contact, Letter, Organisation, letter_class
from backend.documents.models import Document
from backend.documents.phrasing import say
from backend.documents.rendering import NOTHING, Enclosed, render, template_sha256
from backend.documents.shutting import kept_bytes, kept_inputs
from backend.documents.wording import ENGLISH, Wording, built_in, languages_of
from backend.kernel import clock
from backend.people.models import Person, User

REGIONS: Final = {"en": "GB", "de": "DE", "ar": "", "he": "IL"}  # of a language that was given without one
OFFERED: Final = "offered.pdf"


@dataclass(frozen=True)
class Proof:
    """What a check of one document found."""

    stored: str
    kept: str
    printed: str
    kept_print: str
    remade: str
    same_template: bool

    @property
    def intact(self) -> bool:
        """Tell whether the kept bytes are those that were issued."""
        return self.kept == self.stored and self.kept_print == self.printed

    @property
    def reproduced(self) -> bool:
        """Tell whether the stored inputs still print the very same bytes, those below the seal."""
        return self.remade == self.printed


def frame(cls: type[Letter], *, to: Person, by: User, language: str = "") -> dict[str, Any]:
    """Give what every letter to a person begins with: the letterhead, the names, the date, and the recipient's language.

    `language` is for a letter that stands in a certain one: an agreement in the one in which it was drawn up.
    """
    language = language or language_for(cls, to)
    return {
        "title": cls.title_in(language),
        "dated": clock.today(to.zone),
        "organisation": letterhead(to.jurisdiction),
        "recipient": addressee(to),
        "contact": contact(by),
        "signatory": contact(by),
        "language": language,
        "jurisdiction": to.jurisdiction,
        "legal_lines": legal_lines(to.jurisdiction, cls.kind),
    }


def language_for(cls: type[Letter], person: Person) -> str:
    """Choose the language of a letter: the recipient's own where the letter has words in it, else English."""
    spoken = person.language.partition("-")[0].lower()
    if spoken not in languages_of(cls):
        spoken = ENGLISH
    if person.language.lower().startswith(f"{spoken}-"):
        return person.language
    region = REGIONS.get(spoken, "")
    return f"{spoken}-{region}" if region else spoken


def wording_for(letter: Letter, on: date | None = None) -> Wording:
    """Choose the words that a letter is issued with: the organisation's own that are in force on a day, else the built-in ones."""
    wording = built_in(letter)
    own = version_in_force(wording.template, wording.language, on)
    return wording_in(own) if own else wording


def wording_of(document: Document) -> Wording:
    """Find the words that a document was issued with."""
    language = document.language.partition("-")[0]
    if "." in document.template.rpartition("/")[2]:
        own = own_wording(document.template, language)
        if own is None:
            raise LookupError(f"The words of {document.template} in “{language}” are gone.")
        return own
    return Wording(document.template, language=language)


def enclosed_with(letter: Letter) -> Enclosed:
    """Fetch the bytes that a letter names and does not hold: the logo of its head, and on a signed copy the document as it was offered."""
    logo = picture(letter.organisation.logo)
    if letter.evidence is None:
        return Enclosed(logo=logo) if logo else NOTHING
    offered = Document.objects.get(reference=letter.evidence.reference)
    return Enclosed(logo=logo, attached_name=OFFERED, attached=content_of(offered))


def verify_address() -> str:
    """Tell where anybody can check a document; letters print it."""
    return f"{settings.ADDRESS}/verify/"


def letterhead(jurisdiction: str = "") -> Organisation:
    """Give the organisation for the head of a letter: as its stationery has it at that place, else as the settings name it."""
    return organisation(jurisdiction)


def support(jurisdiction: str = "", language: str = ENGLISH) -> tuple[Contact, ...]:
    """Give the support that stands on every letter, in its language where the house's own words name it."""
    lines = support_lines(jurisdiction)
    return tuple(replace(each, name=say(each.name, language), role=say(each.role, language)) for each in lines)


def support_for(cls: type[Letter], person: Person) -> tuple[Contact, ...]:
    """Give the support that stands on a letter to a person: that of their place, in the language of the letter."""
    return support(person.jurisdiction, language_for(cls, person))


def addressee(person: Person) -> Addressee:
    """Address a letter to a person, at their place of work."""
    place = tuple(
        line for line in (person.unit.name if person.unit else "", person.site.name if person.site else "") if line
    )
    return Addressee(name=person.name, role=person.job_title, address=place)


def contact(user: User) -> Contact:
    """Name somebody to turn to, as letters show it."""
    return Contact(name=user.name, role=user.person.job_title if user.person else "", email=user.email)


def day_words(day: date) -> str:
    """Write a day so that nobody can misread it: 9 March 2026."""
    return f"{day.day} {day:%B %Y}"


def letter_of(document: Document) -> Letter:
    """Read back the letter that a document was printed from."""
    return from_inputs(letter_class(document.template), kept_inputs(document))


def content_of(document: Document) -> bytes:
    """Fetch the issued bytes. Nobody is shown them but through `open_document`, which records the reading."""
    return kept_bytes(document)


def content_sha256(document: Document) -> str:
    """Hash the bytes that are kept for a document, now."""
    return hashlib.sha256(content_of(document)).hexdigest()


def printed_part(document: Document) -> bytes:
    """Give the bytes that were printed, without the seal that was added after them."""
    content = content_of(document)
    return content[: document.printed_size] if document.printed_size else content


def reproduce(document: Document) -> Proof:
    """Hash the kept bytes, print the letter again from its stored inputs, and compare both with the issue."""
    letter, wording = letter_of(document), wording_of(document)
    return Proof(
        stored=document.sha256,
        kept=content_sha256(document),
        printed=document.printed_sha256 or document.sha256,
        remade=hashlib.sha256(render(letter, wording, enclosed_with(letter))).hexdigest(),
        kept_print=hashlib.sha256(printed_part(document)).hexdigest(),
        same_template=template_sha256(wording, type(letter)) == document.template_sha256,
    )
