"""What is said when an agreement is to change: every changed word, side by side with the old one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Contact, Letter


@dataclass(frozen=True, kw_only=True)
class ClauseChange:
    """One clause as it reads now and as it would read; an empty side means that it is added or taken out."""

    code: str
    heading: str
    was: str = ""
    becomes: str = ""


@dataclass(frozen=True, kw_only=True)
class ObligationChange:
    """One line of the table of obligations as it is and as it would be; an empty side as with a clause."""

    was: str = ""
    becomes: str = ""
    due: str = ""
    verifier: str = ""


@dataclass(frozen=True, kw_only=True)
class Amendment(Letter):
    """D16: offers the employee a changed version of the agreement, with every difference and fresh time to consider.

    Nothing changes that is not listed: an obligation that stands only in the new version's small print can't exist.
    """

    kind: ClassVar[str] = "D16"
    template: ClassVar[str] = "agreements/amendment/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Änderung der Vereinbarung"}

    title: str = "Change of the agreement"
    classification: str = "private_employee"
    agreement: str
    version: int  # of the changed agreement; the one before it stays in force until both have signed
    signed_on: date  # when the version in force was signed
    reason: str
    effective_on: date
    ends_on: date
    ended_before_on: date | None = None  # the earlier last day, where the change moves it
    offer_expires_on: date
    clauses: tuple[ClauseChange, ...] = ()
    obligations: tuple[ObligationChange, ...] = ()
    officer: Contact
    representative: Contact | None = None

    def __post_init__(self) -> None:
        """Refuse an amendment that changes nothing anybody could read."""
        if not self.clauses and not self.obligations:
            raise ValueError("An amendment lists at least one changed clause or obligation.")

    @property
    def version_before(self) -> int:
        """Give the version that is in force until both have signed."""
        return self.version - 1
