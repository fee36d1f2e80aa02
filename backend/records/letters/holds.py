"""What custodians are told when records must be kept, and when they need not be kept any longer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Letter


@dataclass(frozen=True, kw_only=True)
class HeldSystem:
    """One place where such records lie, and what was done there so that nothing is deleted by itself."""

    name: str
    what: str


@dataclass(frozen=True, kw_only=True)
class LegalHoldNotice(Letter):
    """D23, the notice: tells a custodian what must be kept, where, and that nothing may be deleted.

    It says nothing about who is right, nothing that a lawyer advised, and no more of the occasion than the scope needs.
    """

    kind: ClassVar[str] = "D23"
    template: ClassVar[str] = "records/legal_hold/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Aufbewahrungspflicht: Bitte nichts löschen"}

    title: str = "Legal hold: please keep records"
    hold: str
    scope: tuple[str, ...]
    since: date | None = None
    until: date | None = None  # None while records of the matter still arise
    kinds: tuple[str, ...]
    systems: tuple[HeldSystem, ...] = ()
    acknowledge_by: date
    reminder_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class HoldRelease(Letter):
    """D23, the release: tells a custodian that the hold is over, and what still has to be kept."""

    kind: ClassVar[str] = "D23"
    template: ClassVar[str] = "records/hold_release/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Ende einer Aufbewahrungspflicht"}

    title: str = "Release of a legal hold"
    hold: str
    issued_on: date
    released_on: date
    scope: tuple[str, ...]
    still_held: tuple[str, ...] = ()
