"""The letter that asks an employee to an examination of fitness for duty: observed facts and tasks, and what may be answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from backend.documents.letters import Contact, Letter
from backend.kernel.errors import Invalid
from backend.referrals.letters import Provider


@dataclass(frozen=True, kw_only=True)
class FitnessLetter(Letter):
    """D11: asks an employee to an examination about tasks of the job, on what was observed at work.

    It says who examines and pays, and the three answers that come back. It names no cause and belongs to no case.
    """

    kind: ClassVar[str] = "D11"
    template: ClassVar[str] = "referrals/fitness_letter/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Untersuchung zu Ihren Aufgaben"}

    title: str = "An examination about your work"
    classification: str = "medical_confidential"
    facts: tuple[str, ...]
    tasks: tuple[str, ...]
    provider: Provider
    payer: str
    adjustments: Contact
    support: tuple[Contact, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an examination that names no observed fact or no task."""
        if not self.facts or not self.tasks:
            raise Invalid({"facts": ["Name at least one observed fact and one task of the job."]})
