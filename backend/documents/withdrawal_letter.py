"""What a notice says when an issued document no longer counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Letter


@dataclass(frozen=True, kw_only=True)
class WithdrawalNotice(Letter):
    """D21: tells everyone who received a document that it is withdrawn or corrected, and what to do with copies.

    It never tells the story of the document again: `why` says only what happened to the document.
    """

    kind: ClassVar[str] = "D21"
    template: ClassVar[str] = "documents/withdrawal/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Rücknahme eines Dokuments", "ar": "سحب مستند", "he": "ביטול מסמך"}

    title: str = "Withdrawal of a document"
    classification: str = "private_employee"
    withdrawn_reference: str
    withdrawn_title: str
    issued_on: date
    withdrawn_on: date
    replaced_by: str = ""  # the reference of the corrected document, where there is one
    why: str
    what_to_do: tuple[str, ...]
    acknowledge_by: date | None = None
