"""What the letters about a case say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from backend.cases.models import Allegation, Case, ConflictWaiver
from backend.deadlines.profiles import place_of
from backend.documents.letters import Contact, Letter
from backend.documents.phrasing import day_in, say
from backend.documents.queries import contact, frame, support_for
from backend.documents.wording import ENGLISH
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
    template: ClassVar[str] = "cases/notice_of_allegations/v2"
    earlier: ClassVar[tuple[str, ...]] = ("cases/notice_of_allegations/v1",)
    titles: ClassVar[Mapping[str, str]] = {"de": "Anhörung zu Vorwürfen"}

    title: str = "Notice of allegations"
    allegations: tuple[AllegationPut, ...]
    answer_due_on: date
    interview: Meeting | None = None
    standard: str = "the balance of probabilities"
    measures: tuple[str, ...] = ()
    support: tuple[Contact, ...] = ()
    profile: str = "GB"


@dataclass(frozen=True, kw_only=True)
class Protected:
    """A person whom nobody may treat worse, and from when to when decisions about them are looked at twice."""

    name: str
    since: date
    until: date


@dataclass(frozen=True, kw_only=True)
class RetaliationManagers(Letter):
    """D22: tells a manager which decisions about whom a second person looks at first. It tells nothing of a case."""

    kind: ClassVar[str] = "D22"
    template: ClassVar[str] = "cases/retaliation_managers/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Schutz vor Benachteiligung"}

    title: str = "Protection from retaliation"
    classification: str = "private_employee"  # whoever reads it need not learn that there is a case
    protected: tuple[Protected, ...]
    decisions: tuple[str, ...]  # what must be shown to the reviewer before it is final
    reviewer: Contact
    reviewed_within: str
    more_examples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RetaliationPlan(Letter):
    """D22: tells a protected person what protects them, until when, and who asks how things are."""

    kind: ClassVar[str] = "D22"
    template: ClassVar[str] = "cases/retaliation_plan/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Ihr Schutz vor Benachteiligung"}

    title: str = "Your protection from retaliation"
    activity: str  # what the protection is for, such as having given evidence
    since: date
    until: date
    decisions: tuple[str, ...]
    reviewer: Contact
    check_ins: tuple[date, ...]
    asked_by: Contact
    managers_told: tuple[str, ...] = ()
    more_examples: tuple[str, ...] = ()
    outside: tuple[Contact, ...] = ()
    support: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WaiverDisclosure(Letter):
    """D27: tells one party that somebody works on their matter in spite of a conflict that was waived, and how to object (C9).

    Both parties read the same words. It says nothing of the other party, and nothing of what is alleged.
    """

    kind: ClassVar[str] = "D27"
    template: ClassVar[str] = "cases/waiver_disclosure/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Wer Ihre Sache bearbeitet"}

    title: str = "Who handles your matter"
    disclosed: str
    decided_by: Contact
    decided_on: date
    answered_within: str
    support: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """One event in the course of a case."""

    on: date
    what: str


@dataclass(frozen=True, kw_only=True)
class TimerKept:
    """One time limit: when it fell due, when it was met, and why not in time if it was not."""

    what: str
    due_on: date
    met_on: date | None = None
    why: str = ""

    @property
    def is_in_time(self) -> bool:
        """Tell whether the limit was kept."""
        return self.met_on is not None and self.met_on <= self.due_on


@dataclass(frozen=True, kw_only=True)
class RootCause:
    """Something in the organisation that let it happen, and what shows it."""

    what: str
    shown_by: str


@dataclass(frozen=True, kw_only=True)
class RemedyOwned:
    """What the organisation changes, who sees to it, and by when."""

    what: str
    owner: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class CheckedAtClosing:
    """One thing that must be so before a case closes, and how it stands."""

    what: str
    state: str


@dataclass(frozen=True, kw_only=True)
class ClosureMemo(Letter):
    """D24: closes the file of a case for the record and the auditor: what was done when, what was late, what changes."""

    kind: ClassVar[str] = "D24"
    template: ClassVar[str] = "cases/closure_memo/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Abschlussvermerk"}

    title: str = "Case closure and lessons"
    opened_on: date
    closed_on: date
    closed_because: str
    milestones: tuple[Milestone, ...]
    timers: tuple[TimerKept, ...]
    checks: tuple[CheckedAtClosing, ...]
    causes: tuple[RootCause, ...]
    remedies: tuple[RemedyOwned, ...]
    went_well: tuple[str, ...] = ()
    kept_until: str
    approver: Contact


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """What was noticed at work, what changes, and which function sees to it by when."""

    noticed: str
    changes: str
    owner: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class LessonsLearned(Letter):
    """D24, the version for everybody: what the organisation changes. It names nobody and points at no case."""

    kind: ClassVar[str] = "D24"
    template: ClassVar[str] = "cases/lessons/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Was wir gelernt haben"}

    title: str = "What we have learned"
    classification: str = "internal"
    period: str  # long enough to hide a single case
    lessons: tuple[Lesson, ...]
    tell_us: str
    support: tuple[Contact, ...] = ()


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
    framed = frame(NoticeOfAllegations, to=to, by=by)
    return NoticeOfAllegations(
        **framed,
        matter=case.reference,
        allegations=tuple(_put(allegation, framed["language"]) for allegation in allegations),
        answer_due_on=answer_due_at.astimezone(ZoneInfo(to.zone)).date(),
        interview=interview,
        standard=say("the balance of probabilities", framed["language"]),
        profile="GB" if to.jurisdiction.partition("-")[0] in {"", "GB"} else to.jurisdiction,
        support=support_for(NoticeOfAllegations, to),
    )


def waiver_letter(waiver: ConflictWaiver, *, to: Person, by: User) -> WaiverDisclosure:
    """Write to one party what was waived and why (D27), in the words that both parties read."""
    framed = frame(WaiverDisclosure, to=to, by=by)
    length = place_of(waiver).held.timer("challenge.answer").rule.length
    decider = waiver.decided_by or by
    decided_at = waiver.decided_at or clock.now()
    return WaiverDisclosure(
        **framed,
        matter=waiver.case.reference,
        disclosed=waiver.disclosed,
        decided_by=contact(decider),
        decided_on=decided_at.astimezone(ZoneInfo(to.zone)).date(),
        answered_within=say(f"within {length}", framed["language"]),
        support=support_for(WaiverDisclosure, to),
    )


def _put(allegation: Allegation, language: str) -> AllegationPut:
    places = ", ".join(say(str(Setting(code).label), language) for code in allegation.settings)
    return AllegationPut(
        reference=f"A{allegation.seq}",
        particulars=allegation.particulars,
        when=period(allegation.occurred_from, allegation.occurred_to, language),
        where=places or say("not stated", language),
        policy_clauses=(allegation.policy_clause,) if allegation.policy_clause else (),
    )


def period(first: date | None, last: date | None, language: str = ENGLISH) -> str:
    """Say when something happened: a day, a time between two days, or that no day is known."""
    if first is None:
        return say("day not known", language)
    if last is None or last == first:
        return day_in(first, language)
    return say("{first} to {last}", language, first=day_in(first, language), last=day_in(last, language))
