"""What the letters about a case say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from backend.cases.models import Allegation, Case
from backend.documents.letters import Contact, Letter
from backend.documents.queries import addressee, contact, day_words, letterhead, support
from backend.intake.vocabulary import Setting
from backend.kernel import clock
from backend.people.models import Person, User


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
    """D3: tells the respondent what is alleged and how to answer. It finds nothing and names no reporter."""

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


def notice_letter(
    case: Case,
    allegations: Sequence[Allegation],
    *,
    to: Person,
    by: User,
    answer_due_at: datetime,
    interview: Meeting | None,
) -> NoticeOfAllegations:
    """Write the notice of allegations (D3) from the case: every framed allegation, and nobody who reported it."""
    return NoticeOfAllegations(
        matter=case.reference,
        dated=clock.today(to.zone),
        organisation=letterhead(),
        recipient=addressee(to),
        contact=contact(by),
        signatory=contact(by),
        allegations=tuple(_put(allegation) for allegation in allegations),
        answer_due_on=answer_due_at.astimezone(ZoneInfo(to.zone)).date(),
        interview=interview,
        support=support(),
    )


def _put(allegation: Allegation) -> AllegationPut:
    return AllegationPut(
        reference=f"A{allegation.seq}",
        particulars=allegation.particulars,
        when=period(allegation.occurred_from, allegation.occurred_to),
        where=", ".join(str(Setting(code).label) for code in allegation.settings) or "not stated",
        policy_clauses=(allegation.policy_clause,) if allegation.policy_clause else (),
    )


def period(first: date | None, last: date | None) -> str:
    """Say when something happened: a day, a time between two days, or that no day is known."""
    if first is None:
        return "day not known"
    if last is None or last == first:
        return day_words(first)
    return f"{day_words(first)} to {day_words(last)}"
