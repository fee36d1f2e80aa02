"""Reads of documents, and the proof that nothing about them has changed."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from backend.documents.inputs import from_inputs
from backend.documents.letters import Addressee, Contact, Letter, Organisation, letter_class
from backend.documents.models import Document, DocumentContent
from backend.documents.rendering import render, template_sha256
from backend.people.models import Person, User


@dataclass(frozen=True)
class Proof:
    """What a check of one document found."""

    stored: str
    kept: str
    remade: str
    same_template: bool

    @property
    def intact(self) -> bool:
        """Tell whether the kept bytes are those that were issued."""
        return self.kept == self.stored

    @property
    def reproduced(self) -> bool:
        """Tell whether the stored inputs still print the very same bytes."""
        return self.remade == self.stored


def letterhead() -> Organisation:
    """Give the organisation as the settings name it, for the head of every letter."""
    lines = tuple(line.strip() for line in settings.ORGANISATION_ADDRESS.splitlines() if line.strip())
    return Organisation(name=settings.ORGANISATION, address=lines, email=settings.CONTACT)


def support() -> tuple[Contact, ...]:
    """Give the support that stands on every letter."""
    return (Contact(name="Support", role="Confidential help, also outside working hours", phone=settings.SUPPORT_LINE),)


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
    inputs = DocumentContent.objects.values_list("inputs", flat=True).get(pk=document.uid)
    return from_inputs(letter_class(document.template), inputs)


def content_of(document: Document) -> bytes:
    """Fetch the issued bytes. Nobody is shown them but through `open_document`, which records the reading."""
    return bytes(DocumentContent.objects.values_list("content", flat=True).get(pk=document.uid))


def content_sha256(document: Document) -> str:
    """Hash the bytes that are kept for a document, now."""
    return hashlib.sha256(content_of(document)).hexdigest()


def reproduce(document: Document) -> Proof:
    """Hash the kept bytes, print the letter again from its stored inputs, and compare both with the issue."""
    letter = letter_of(document)
    return Proof(
        stored=document.sha256,
        kept=content_sha256(document),
        remade=hashlib.sha256(render(letter)).hexdigest(),
        same_template=template_sha256(type(letter)) == document.template_sha256,
    )
