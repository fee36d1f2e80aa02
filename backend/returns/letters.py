"""What the letters on a return to work say, to the person who returns and to the complainant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from backend.decisions.letters import AppealRoute
from backend.documents.letters import Contact, Letter
from backend.kernel.errors import Invalid

RESULTS: Final = ("approved", "deferred", "refused")


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """One talk or check of the follow-up plan: when, about what, and with whom."""

    on: date
    what: str
    with_whom: str


@dataclass(frozen=True, kw_only=True)
class ReturnDecision(Letter):
    """D19: tells the employee whether and when they return, on which conditions, and what follows.

    The employer decides, outside the employee's own line. No provider's opinion has a place in it.
    """

    kind: ClassVar[str] = "D19"
    template: ClassVar[str] = "returns/return_decision/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Entscheidung über die Rückkehr an den Arbeitsplatz"}

    title: str = "Return-to-work decision"
    classification: str = "private_employee"
    result: str  # one of RESULTS
    returns_on: date | None = None
    place: str = ""
    reasons: str
    independence: str
    conditions: tuple[str, ...] = ()
    safeguards: tuple[str, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    plan_ends_on: date | None = None
    decided_again_on: date | None = None
    needed: tuple[str, ...] = ()  # what must be in place before a return that was deferred
    appeal: AppealRoute
    support: tuple[Contact, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an approval without day, follow-up or end of the plan, and a deferral without a new day."""
        if self.result not in RESULTS:
            raise Invalid({"result": [f"Choose one of {', '.join(RESULTS)}."]})
        if self.result == "approved":
            self._require("returns_on", "follow_up", "plan_ends_on")
        if self.result == "deferred":
            self._require("decided_again_on", "needed")

    def _require(self, *names: str) -> None:
        if missing := [name for name in names if not getattr(self, name)]:
            raise Invalid({name: ["This decision needs it."] for name in missing})


@dataclass(frozen=True, kw_only=True)
class SafetyNotice(Letter):
    """D19: tells the complainant when another person is back at work, what protects them and whom to call.

    It says nothing of discipline, agreements or care, and gives no reason for an absence.
    """

    kind: ClassVar[str] = "D19"
    template: ClassVar[str] = "returns/safety_notice/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Mitteilung zu Ihrem Schutz"}

    title: str = "Notice for your safety at work"
    person: str
    returns_on: date
    place: str
    protections: tuple[str, ...]
    check_ins: tuple[date, ...] = ()
    urgent: Contact
    support: tuple[Contact, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a notice that names no protection."""
        if not self.protections:
            raise Invalid({"protections": ["Say what protects the recipient."]})
