"""The summary that a law of the United States asks for after a decision that rests on an outside investigator's report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Letter


@dataclass(frozen=True, kw_only=True)
class SummaryPoint:
    """One thing that the report says: what it is about, and its substance in neutral words without its source."""

    subject: str
    substance: str


@dataclass(frozen=True, kw_only=True)
class FcraSummary(Letter):
    """D27: gives the employee nature and substance of the report on which an adverse action rests; never its sources."""

    kind: ClassVar[str] = "D27"
    template: ClassVar[str] = "records/fcra_summary/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Zusammenfassung eines Untersuchungsberichts"}

    title: str = "Summary of an investigation report"
    classification: str = "private_employee"
    action: str
    action_on: date
    investigator: str  # the outside firm
    report_on: date
    nature: str
    points: tuple[SummaryPoint, ...]
    respond_by: date | None = None
