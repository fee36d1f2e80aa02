"""What somebody declares before they are given a role in a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Contact, Letter


@dataclass(frozen=True, kw_only=True)
class ConflictAnswer:
    """One question about a tie and its answer; None leaves boxes to tick on paper."""

    question: str
    is_yes: bool | None = None
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class ConflictDecision:
    """What was decided about the declaration, by whom, and on which conditions."""

    is_cleared: bool
    on: date
    why: str
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConflictDeclaration(Letter):
    """D27: a person's own word on their ties to a case and its people, before any access to it.

    The recipient decides about it. It asks about ties only, never about health, belief or private life beyond a tie.
    """

    kind: ClassVar[str] = "D27"
    template: ClassVar[str] = "records/conflict_declaration/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Erklärung zu möglichen Interessenkonflikten"}
    more_styles: ClassVar[tuple[str, ...]] = ("records-v2.css",)

    title: str = "Declaration of conflicts of interest"
    declarant: Contact
    case_role: str
    people: tuple[str, ...]  # whose ties are asked about: names only, no roles in the case
    answers: tuple[ConflictAnswer, ...]
    decision: ConflictDecision | None = None
