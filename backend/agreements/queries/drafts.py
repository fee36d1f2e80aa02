"""What an agreement said in its earlier drafts, and how two of them, or two agreements, differ clause by clause."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from backend.agreements.models import Agreement, AgreementClause, AgreementObligation
from backend.agreements.obligation_words import in_words

Texts = Mapping[str, tuple[str, str]]  # by code: heading and text


@dataclass(frozen=True)
class Compared:
    """One clause, or the table of obligations, in both; an empty text means that it does not stand there."""

    code: str
    heading: str
    before: str
    after: str

    @property
    def is_same(self) -> bool:
        """Tell whether both say the same."""
        return self.before == self.after


def texts_of(agreement: Agreement, draft: int | None = None) -> Texts:
    """Give the clauses and obligations of an agreement, or of one of its earlier drafts."""
    moment = _replaced_at(agreement, draft)
    clauses = _rows(AgreementClause, agreement, moment)
    duties = list(_rows(AgreementObligation, agreement, moment))
    prefetch_related_objects(duties, "verifier")
    table = "\n".join(f"- {in_words(row, agreement.language)}" for row in sorted(duties, key=lambda row: row.seq))
    told = {row.code: (row.heading, row.text) for row in sorted(clauses, key=lambda row: row.seq)}
    return told | ({"": ("", table)} if table else {})


def compare_texts(before: Texts, after: Texts) -> list[Compared]:
    """Compare two, clause by clause, in the order of the later one; what was left out comes last."""
    codes = [*after, *(code for code in before if code not in after)]
    return [_compared(code, before.get(code), after.get(code)) for code in codes]


def _compared(code: str, before: tuple[str, str] | None, after: tuple[str, str] | None) -> Compared:
    heading = (after or before or ("", ""))[0]
    return Compared(code, heading, before[1] if before else "", after[1] if after else "")


def _replaced_at(agreement: Agreement, draft: int | None) -> datetime | None:
    """Tell when a draft was drawn up anew; nothing for the one that stands."""
    if draft is None or draft >= agreement.drafts:
        return None
    rows = Agreement.history.filter(id=agreement.pk, drafts=draft + 1).order_by("history_id")
    moment: datetime | None = rows.values_list("history_date", flat=True).first()
    return moment


def _rows(model: Any, agreement: Agreement, moment: datetime | None) -> Iterable[Any]:
    if moment is None:
        return list(model.objects.filter(agreement=agreement))
    last = {}
    for row in model.history.filter(agreement=agreement.pk, history_date__lt=moment).order_by("history_id"):
        last[row.id] = row
    return [row for row in last.values() if row.history_type != "-"]
