"""What the report of an investigation says. Every text stands in a field of its own, so that a version can leave it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from backend.documents.letters import Contact, Letter


@dataclass(frozen=True, kw_only=True)
class AllegationExamined:
    """One allegation that was looked into, the policy clauses it touches, and what the respondent answered."""

    reference: str
    particulars: str
    policy_clauses: tuple[str, ...]
    answer: str


@dataclass(frozen=True, kw_only=True)
class StepTaken:
    """One step of the investigation and when it was taken."""

    when: str
    what: str


@dataclass(frozen=True, kw_only=True)
class PersonHeard:
    """Somebody who was heard: in which part, in what way, and when."""

    name: str
    part: str
    how: str
    when: str


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A chapter on what people said and what documents show, in paragraphs that are numbered in print."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FactStated:
    """A fact, with the exhibits and accounts it rests on or that leave it open."""

    fact: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """One factor that bears on which account is more likely, and what it shows."""

    factor: str
    shows: str


@dataclass(frozen=True, kw_only=True)
class ContestedFact:
    """A question on which accounts differ, what was weighed, and what follows."""

    question: str
    weighed: tuple[Weighed, ...]
    conclusion: str


@dataclass(frozen=True, kw_only=True)
class FindingProposed:
    """The finding that the investigator proposes on one allegation: the fact, the policy, and why."""

    reference: str
    subject: str
    finding: str
    policy: str
    reasons: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, kw_only=True)
class CustodyStep:
    """One passing of an exhibit from hand to hand, why, and whether its digest was checked."""

    when: str
    passed: str
    why: str
    checked: str


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """One piece of evidence: what it is, where it comes from, its digest, and its chain of custody."""

    number: str
    what: str
    source: str
    obtained: str
    form: str = ""
    sha256: str = ""
    custody: tuple[CustodyStep, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InvestigationReport(Letter):
    """D7: gives the decision maker the facts, the evidence and a proposed finding on each allegation.

    It holds no legal conclusion, no sanction, nothing medical and no earlier matter that was not substantiated.
    """

    kind: ClassVar[str] = "D7"
    template: ClassVar[str] = "investigation/report/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Untersuchungsbericht"}
    more_styles: ClassVar[tuple[str, ...]] = ("investigation-report-v2.css",)

    title: str = "Investigation report"
    commissioned_by: str
    period: str
    standard: str
    summary: tuple[str, ...]
    mandate: tuple[str, ...]
    allegations: tuple[AllegationExamined, ...]
    outside_scope: tuple[str, ...] = ()
    method: tuple[str, ...]
    steps: tuple[StepTaken, ...]
    limits: tuple[str, ...] = ()
    people: tuple[PersonHeard, ...]
    chapters: tuple[Chapter, ...]
    established: tuple[FactStated, ...]
    not_established: tuple[FactStated, ...] = ()
    contested: tuple[ContestedFact, ...] = ()
    findings: tuple[FindingProposed, ...]
    mitigating: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()  # of the workplace, for the lessons: no proposal against a person
    exhibits: tuple[Exhibit, ...] = ()
    approver: Contact
