"""What is said when an obligation may not have been kept: first the facts and the question, later the decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from backend.decisions.letters import AppealRoute
from backend.documents.letters import Contact, Letter

RESULTS: Final = ("none", "excused", "minor", "material")


@dataclass(frozen=True, kw_only=True)
class Observed:
    """One fact that somebody saw, and when; no reading of what lies behind it."""

    when: str
    what: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One piece of evidence, and where the employee can see it."""

    reference: str
    what: str
    where: str


@dataclass(frozen=True, kw_only=True)
class BreachNotice(Letter):
    """D17, the notice: tells the employee which obligation may not have been kept, and how to answer.

    It holds this one obligation and nothing else: no new matter, no view of the outcome, nothing about health.
    """

    kind: ClassVar[str] = "D17"
    template: ClassVar[str] = "agreements/breach_notice/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Frage zu einer Verpflichtung aus Ihrer Vereinbarung"}

    title: str = "Question about an obligation under your agreement"
    classification: str = "private_employee"
    agreement: str
    clause: str
    obligation: str
    due: str
    facts: tuple[Observed, ...]
    exhibits: tuple[Shown, ...] = ()
    asked_before: str = ""  # what we asked about obstacles, and what came back, without a word about health
    respond_by: date
    meeting: str = ""  # when, where and with whom, if the employee prefers to talk
    decision_maker: Contact
    consequences: tuple[str, ...]
    support: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BreachDetermination(Letter):
    """D17, the determination: tells the employee what was decided about the notice, why, and how to appeal.

    It decides what the notice named and nothing new. `result` is one of RESULTS.
    """

    kind: ClassVar[str] = "D17"
    template: ClassVar[str] = "agreements/breach_determination/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Entscheidung zu einer Verpflichtung aus Ihrer Vereinbarung"}

    title: str = "Decision about an obligation under your agreement"
    classification: str = "private_employee"
    agreement: str
    notice_reference: str
    notice_on: date
    clause: str
    obligation: str
    result: str
    response: str  # how the employee's answer was heard and weighed
    reasons: str
    consequence: str = ""
    what_next: tuple[str, ...] = ()
    appeal: AppealRoute
    support: tuple[Contact, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a result that no template has words for."""
        if self.result not in RESULTS:
            raise ValueError(f"A breach is determined as one of {', '.join(RESULTS)}, not as {self.result}.")
