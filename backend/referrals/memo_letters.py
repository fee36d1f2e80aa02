"""What the decision memo of a referral says: all that stood at its gate, on one paper that does not change afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Letter
from backend.kernel.errors import Invalid
from backend.referrals.contents import ReasonLine
from backend.referrals.letters import CERTAINTIES, Provider

TRACKS = ("affects_others", "self_directed")
DIRECTIONS = ("helps", "no_clear_effect", "harms", "unknown")


@dataclass(frozen=True, kw_only=True)
class Graded:
    """How sure it is what the service does, for one track of conduct; the referral rests on one of them."""

    track: str  # one of TRACKS
    certainty: str  # one of CERTAINTIES
    direction: str  # one of DIRECTIONS
    reviewed_on: date
    review_due: date
    is_rested_on: bool = False

    def __post_init__(self) -> None:
        """Refuse a grade that the paper has no words for."""
        for name, known in (("track", TRACKS), ("certainty", CERTAINTIES), ("direction", DIRECTIONS)):
            if getattr(self, name) not in known:
                raise Invalid({name: [f"Choose one of {', '.join(known)}."]})


@dataclass(frozen=True, kw_only=True)
class Acknowledged:
    """That somebody read the evidence, when, and why the service is asked for all the same."""

    by: str
    on: date
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A change in the setting: what, who sees to it, and when it is looked at again."""

    control: str
    owner: str
    review_on: date


@dataclass(frozen=True, kw_only=True)
class DecisionMemo(Letter):
    """D11M: keeps for the file why a referral was approved, on which evidence, beside which safeguards, and by whose word.

    It names no complainant and says nothing of anybody's health. Which provider the employee chooses is no part of it.
    """

    kind: ClassVar[str] = "D11M"
    template: ClassVar[str] = "referrals/decision_memo/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Entscheidungsvermerk zu einer Zuweisung"}

    title: str = "Decision memo on a referral"
    classification: str = "medical_confidential"
    referral: str
    employee: str
    is_required: bool
    ends_on: date
    reasons: tuple[ReasonLine, ...]
    service: str
    expectations: tuple[str, ...]
    facts: tuple[str, ...]
    job_relation: str
    necessity: str
    milder: str
    written_by: str
    written_on: date
    counsel: str
    counsel_on: date
    intervention: str
    summary: str
    applies: str
    grades: tuple[Graded, ...]
    sources: tuple[str, ...]
    acknowledged: tuple[Acknowledged, ...]
    safeguards: tuple[Step, ...]
    providers: tuple[Provider, ...]
    evaluators: tuple[str, ...] = ()
    only_one_because: str = ""
    payer: str
    in_working_time: bool
    alternatives: tuple[str, ...]
    leave: str = ""
    without: str
    approved_by: str
    coordinator: str

    def __post_init__(self) -> None:
        """Refuse a memo without a grade that it rests on, an acknowledgement of it, or a change in the setting."""
        if not any(grade.is_rested_on for grade in self.grades):
            raise Invalid({"grades": ["Name the grade that the referral rests on."]})
        if not self.acknowledged:
            raise Invalid({"acknowledged": ["Say who read the evidence."]})
        if not self.safeguards:
            raise Invalid({"safeguards": ["Name at least one change in the setting."]})
