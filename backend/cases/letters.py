"""What the letters about a case say."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Contact, Letter


@dataclass(frozen=True, kw_only=True)
class AllegationPut:
    """One allegation as it is put to the respondent: neutral particulars, sufficient to answer."""

    reference: str
    particulars: str
    when: str
    where: str
    policy_clauses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """When and where an interview is to be; the time is local and says in which zone."""

    on: date
    time: str
    place: str
    with_whom: str


@dataclass(frozen=True, kw_only=True)
class NoticeOfAllegations(Letter):
    """D3: tells the respondent what is alleged, how to answer and what happens next. It finds nothing and names no reporter."""

    kind: ClassVar[str] = "D3"
    template: ClassVar[str] = "cases/notice_of_allegations/v1"

    title: str = "Notice of allegations"
    allegations: tuple[AllegationPut, ...]
    answer_due_on: date
    interview: Meeting | None = None
    standard: str = "the balance of probabilities"
    measures: tuple[str, ...] = ()
    support: tuple[Contact, ...] = ()
    profile: str = "GB"
