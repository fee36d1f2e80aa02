"""What the outcome letters say, to the respondent and to the complainant."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Contact, Letter


@dataclass(frozen=True, kw_only=True)
class FindingTold:
    """The finding on one allegation, in the words of this place, with plain reasons."""

    reference: str
    subject: str
    finding: str
    reasons: str


@dataclass(frozen=True, kw_only=True)
class OutcomeTold:
    """One outcome with its end: what it is, and until when it counts."""

    what: str
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class AppealRoute:
    """How to appeal: until when, to whom, and on which grounds."""

    until: date
    to: Contact
    grounds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OutcomeToRespondent(Letter):
    """D9: tells the respondent the findings, the outcome with its reasons and end, and the appeal."""

    kind: ClassVar[str] = "D9"
    template: ClassVar[str] = "decisions/outcome_respondent/v1"

    title: str = "Decision and outcome"
    standard: str = "the balance of probabilities"
    findings: tuple[FindingTold, ...]
    outcomes: tuple[OutcomeTold, ...] = ()
    reasons: str = ""
    factors: tuple[str, ...] = ()
    appeal: AppealRoute
    support: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OutcomeToComplainant(Letter):
    """D8: tells the complainant the findings and what protects them. It says nothing of discipline or treatment."""

    kind: ClassVar[str] = "D8"
    template: ClassVar[str] = "decisions/outcome_complainant/v1"

    title: str = "Outcome of your complaint"
    findings: tuple[FindingTold, ...]
    steps_taken: bool
    measures: tuple[str, ...] = ()
    check_ins: tuple[date, ...] = ()
    appeal: AppealRoute
    outside: tuple[Contact, ...] = ()
    support: tuple[Contact, ...] = ()
