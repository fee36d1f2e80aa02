"""What the letters to someone who made a report say."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Contact, Letter


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One thing that happens next, and by when."""

    what: str
    by_when: str


@dataclass(frozen=True, kw_only=True)
class Acknowledgement(Letter):
    """D1: tells the reporter that the report arrived and what happens next. It takes no view and promises no secrecy."""

    kind: ClassVar[str] = "D1"
    template: ClassVar[str] = "intake/acknowledgement/v1"

    title: str = "Acknowledgement of your report"
    received_on: date
    channel: str = ""
    steps: tuple[NextStep, ...]
    how_to_add: str
    transcript: str = ""
    support: tuple[Contact, ...] = ()
