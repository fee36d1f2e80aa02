"""What remains of records whose time is over: a certificate that they were destroyed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final

from backend.documents.letters import Contact, Letter

SIGNERS: Final = 2


@dataclass(frozen=True, kw_only=True)
class DisposedRecord:
    """One record that was destroyed, without what it held: its reference, its kind and the days that counted."""

    reference: str
    what: str
    closed_on: date
    due_on: date


@dataclass(frozen=True, kw_only=True)
class DisposalCertificate(Letter):
    """D27: shows what was destroyed, under which rule, how, and that two people approved it. It repeats no content."""

    kind: ClassVar[str] = "D27"
    template: ClassVar[str] = "records/disposal_certificate/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Löschbescheinigung"}
    more_styles: ClassVar[tuple[str, ...]] = ("records-v2.css",)

    title: str = "Disposal certificate"
    classification: str = "internal"
    rule: str
    basis: str
    records: tuple[DisposedRecord, ...]
    holds_checked_at: datetime
    method: str
    done_at: datetime
    remaining: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    approvers: tuple[Contact, ...]

    def __post_init__(self) -> None:
        """Refuse a certificate that one person alone would sign."""
        if len(self.approvers) != SIGNERS or len({each.name for each in self.approvers}) != SIGNERS:
            raise ValueError("Two different people sign a disposal certificate.")
