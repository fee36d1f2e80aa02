"""What the papers of an accountability agreement say."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Contact, Letter


@dataclass(frozen=True, kw_only=True)
class ClauseText:
    """One clause with every value filled in; `part` is the heading under which it stands."""

    code: str
    part: str
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ObligationLine:
    """One thing that the employee undertakes to do: what, by when, and who checks it by what evidence."""

    what: str
    due: str
    evidence: str
    verifier: str


@dataclass(frozen=True, kw_only=True)
class AccountabilityAgreement(Letter):
    """D12: the agreement as it is offered, and as it is signed over the very same bytes."""

    kind: ClassVar[str] = "D12"
    template: ClassVar[str] = "agreements/accountability_agreement/v1"

    title: str = "Accountability agreement"
    agreement: str
    version: int = 1
    officer: Contact
    representative: Contact | None = None
    starts_on: date
    review_on: date
    ends_on: date
    offer_expires_on: date
    clauses: tuple[ClauseText, ...]
    obligations: tuple[ObligationLine, ...]


@dataclass(frozen=True, kw_only=True)
class ObligationMet:
    """One obligation that was closed, and on which day."""

    what: str
    closed_on: date
    how: str


@dataclass(frozen=True, kw_only=True)
class CompletionLetter(Letter):
    """D18: tells the employee that the agreement is over. It neither clears nor praises."""

    kind: ClassVar[str] = "D18"
    template: ClassVar[str] = "agreements/completion/v1"

    title: str = "Completion of agreement"
    agreement: str
    starts_on: date
    ended_on: date
    obligations: tuple[ObligationMet, ...]
    continuing: tuple[str, ...] = ()
    retention: str
