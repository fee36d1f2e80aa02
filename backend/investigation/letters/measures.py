"""What the letters about temporary measures say: to the person bound by them, and to the complainant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Contact, Letter


@dataclass(frozen=True, kw_only=True)
class MeasureBinding:
    """One temporary measure as the person bound by it reads it."""

    what: str
    means: str
    until: str


@dataclass(frozen=True, kw_only=True)
class SupportGiven:
    """One supportive measure: what it is, how it works, and who arranges it."""

    what: str
    how: str
    arranged_by: str


@dataclass(frozen=True, kw_only=True)
class InterimMeasureNotice(Letter):
    """D4: tells the person bound by a temporary measure what it means. It is neutral and gives no reason of others."""

    kind: ClassVar[str] = "D4"
    template: ClassVar[str] = "investigation/interim_measure/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Vorläufige Maßnahmen"}

    title: str = "Temporary measures"
    measures: tuple[MeasureBinding, ...]
    reason: str  # its category, such as keeping people apart while facts are established
    pay: str
    starts_on: date
    review_on: date
    ends: str
    still_allowed: tuple[str, ...] = ()
    necessary_contact: str = ""
    challenge_to: Contact
    answered_within: str
    support: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SupportiveMeasureNotice(Letter):
    """D4: tells the complainant what protects and supports them for now. It tells no discipline of anybody."""

    kind: ClassVar[str] = "D4"
    template: ClassVar[str] = "investigation/supportive_measure/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Unterstützende Maßnahmen für Sie"}

    title: str = "Support measures for you"
    measures: tuple[SupportGiven, ...]
    protections: tuple[str, ...] = ()  # what others were asked to do, as far as it concerns the recipient
    pay: str
    starts_on: date
    review_on: date
    reached_by: str = ""  # how and when, if something happens outside working hours
    support: tuple[Contact, ...] = ()
