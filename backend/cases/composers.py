"""The letters that people write about a case beside those that its moves issue: protection from retaliation, and its closing."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from backend.access.models import Role
from backend.access.roles import users_with
from backend.cases.closing_conditions import conditions_of, standing_closure
from backend.cases.letters import (
    CheckedAtClosing,
    ClosureMemo,
    Lesson,
    LessonsLearned,
    Milestone,
    Protected,
    RemedyOwned,
    RetaliationManagers,
    RetaliationPlan,
    RootCause,
    TimerKept,
)
from backend.cases.models import Case
from backend.cases.watching import managers_of_protected, protected_people, watch_reference
from backend.deadlines.models import Deadline
from backend.deadlines.profiles import Sense, place_of
from backend.documents.composing import Asked, Composer, Gap, Given, composes, day_of
from backend.documents.letters import Contact
from backend.documents.queries import frame, support_for
from backend.kernel import clock
from backend.people.models import Person, User
from backend.people.queries import direct_manager_of

LIMITS: Final = {
    "case.assign": "Assign an investigator",
    "case.plan": "Plan the investigation",
    "complaint.copy": "Copy of the complaint to the respondent",
    "resolution.begin": "Begin the resolution",
    "resolution.finish": "Finish the resolution",
    "inquiry.report": "Tell both sides what the report found",
    "outcome.decide": "Decide the outcome",
    "outcome.implement": "Put the outcome into effect",
    "case.investigate": "Finish the investigation",
    "allegation.answer": "Answer of the respondent",
    "finding.decide": "Decide the findings",
    "letters.outcome": "Tell both sides in writing",
    "appeal.file": "Time to appeal",
    "agreement.consider": "Time to consider the agreement",
    "measure.review": "Look at a temporary measure again",
    "measure.answer_challenge": "Answer a challenge to a measure",
    "report.acknowledge": "Acknowledge the report",
    "report.triage.P": "Decide what becomes of the report",
    "report.triage": "Assess the report",
    "report.feedback": "Feedback to the reporter",
}
REVIEW: Final = (
    Asked("decisions", "Decisions that a second person looks at first", "lines", "One a line, such as: pay, ratings, shifts."),
    Asked("reviewer", "Who looks at them first", help="Name and role."),
)  # fmt: skip


def _day(case: Case, moment: datetime) -> date:
    """Give the calendar day of a moment where the case belongs: what was done late in the evening is not done the day after."""
    return moment.astimezone(ZoneInfo(place_of(case).clock)).date()


def _everybody(case: Case, to: Person) -> list[str]:
    """List the names of all parties, for papers that must name none of them."""
    return [party.person.name for party in case.parties.select_related("person")]


def managers_notice(case: Case, *, to: Person, by: User, given: Given) -> RetaliationManagers:
    """Write to a manager which decisions about whom a second person looks at first (D22)."""
    today = clock.today()
    theirs = [person for person in protected_people(case) if direct_manager_of(person, on=today) == to]
    since = _day(case, case.opened_at)
    return RetaliationManagers(
        **frame(RetaliationManagers, to=to, by=by),
        matter=watch_reference(case),
        protected=tuple(Protected(name=person.name, since=since, until=given["until"]) for person in theirs),
        decisions=given["decisions"],
        reviewer=Contact(name=given["reviewer"]),
        reviewed_within=given["reviewed_within"],
        more_examples=given["more_examples"],
    )


def protection_plan(case: Case, *, to: Person, by: User, given: Given) -> RetaliationPlan:
    """Write to somebody protected what protects them, until when, and who asks how things are (D22)."""
    return RetaliationPlan(
        **frame(RetaliationPlan, to=to, by=by),
        matter=case.reference,
        activity=given["activity"],
        since=_day(case, case.opened_at),
        until=given["until"],
        decisions=given["decisions"],
        reviewer=Contact(name=given["reviewer"]),
        check_ins=tuple(day_of("check_ins", line) for line in given["check_ins"]),
        asked_by=Contact(name=given["asked_by"]),
        managers_told=given["managers_told"],
        more_examples=given["more_examples"],
        support=support_for(RetaliationPlan, to),
    )


def _auditors(case: Case) -> list[Person]:
    parties = set(case.parties.values_list("person_id", flat=True))
    return [
        user.person for user in users_with(Role.AUDITOR) if user.person is not None and user.person_id not in parties
    ]


def _open_still(case: Case, to: Person) -> list[Gap]:
    return [] if case.closed_at else [Gap("The day on which the case was closed.", "case", case.reference)]


def _timers(case: Case, reasons: Iterable[tuple[str, str]]) -> tuple[TimerKept, ...]:
    why = dict(reasons)
    rows = Deadline.objects.of_matter(case.key).exclude(sense=Sense.FLOOR).exclude(kind__startswith="duty.")
    told = rows.filter(cancelled_at=None).order_by("due_at", "pk")
    return tuple(
        TimerKept(
            what=timer_name(row.kind), due_on=row.due_on, met_on=_day(case, row.met_at) if row.met_at else None,
            why=why.get(timer_name(row.kind), ""),
        )
        for row in told
    )  # fmt: skip


def timer_name(kind: str) -> str:
    """Name a time limit in a memo: what was due, in words."""
    known = next((words for start, words in LIMITS.items() if kind.startswith(start)), "")
    return known or kind.replace(".", ", ").replace("_", " ").capitalize()


def _memo(case: Case, *, to: Person, by: User, given: Given) -> ClosureMemo:
    return ClosureMemo(
        **frame(ClosureMemo, to=to, by=by),
        matter=case.reference,
        opened_on=_day(case, case.opened_at),
        closed_on=_day(case, case.closed_at) if case.closed_at else clock.today(),
        closed_because=case.get_closure_reason_display(),
        milestones=tuple(Milestone(on=day_of("milestones", on), what=what) for on, what in given["milestones"]),
        timers=_timers(case, given["late"]),
        checks=tuple(CheckedAtClosing(what=what, state=state) for what, state in given["checks"]),
        causes=tuple(RootCause(what=what, shown_by=shown) for what, shown in given["causes"]),
        remedies=tuple(
            RemedyOwned(what=what, owner=owner, due_on=day_of("remedies", due))
            for what, owner, due in given["remedies"]
        ),
        went_well=given["went_well"],
        kept_until=given["kept_until"],
        approver=Contact(name=given["approver"]),
    )


def _course(case: Case) -> Given:
    """Begin the memo with the days that the record knows."""
    days: list[tuple[date, str]] = [(_day(case, case.opened_at), "Case opened")]
    for put in case.allegations.filter(noticed_at__isnull=False).order_by("seq"):
        if put.noticed_at:
            days.append((_day(case, put.noticed_at), f"Notice of allegation A{put.seq}"))
        if put.answered_at:
            days.append((_day(case, put.answered_at), f"Answer to allegation A{put.seq}"))
    if case.closed_at:
        days.append((_day(case, case.closed_at), "Case closed"))
    return {
        "milestones": [(on.isoformat(), what) for on, what in sorted(days, key=lambda each: each[0])],
        **_learned(case),
    }


def _learned(case: Case) -> Given:
    """Begin the memo with what was recorded for the closing: conditions, causes, and how long the file is kept."""
    closure = standing_closure(case)
    if closure is None:
        return {}
    causes = [line.partition(":") for line in closure.root_cause.splitlines() if line.strip()]
    return {
        "checks": [(each.text, "done" if each.met or case.closed_at else "missing") for each in conditions_of(case)],
        "causes": [(what.strip(), shown.strip() or closure.lessons) for what, _colon, shown in causes],
        "kept_until": closure.get_retention_class_display(),
    }


def _lessons(case: Case, *, to: Person, by: User, given: Given) -> LessonsLearned:
    return LessonsLearned(
        **frame(LessonsLearned, to=to, by=by),
        matter=f"LSN-{clock.today().year}",
        period=given["period"],
        lessons=tuple(
            Lesson(noticed=noticed, changes=changes, owner=owner, due_on=day_of("lessons", due))
            for noticed, changes, owner, due in given["lessons"]
        ),
        tell_us=given["tell_us"],
        support=support_for(LessonsLearned, to),
    )


composes(
    Composer(
        letter=RetaliationManagers, about=Case, action="case.write_plan",
        summary="Tells a manager which decisions about whom a second person looks at first, and nothing of the case.",
        follows="The manager is asked to confirm the undertaking. Decisions about the people named go to the reviewer first.",
        recipients=managers_of_protected, write=managers_notice,
        asks=(
            Asked("until", "Protected until", "day"), *REVIEW,
            Asked("reviewed_within", "How soon they look", help="For example: within two working days."),
            Asked("more_examples", "Further examples of retaliation", "lines", "One a line.", is_required=False),
        ),
    )
)  # fmt: skip
composes(
    Composer(
        letter=RetaliationPlan, about=Case, action="case.write_plan",
        summary="Tells somebody who reported or gave evidence what protects them, until when, and who asks how things are.",
        follows="They know whom to turn to. The days on which somebody asks how things are stand in the letter.",
        recipients=protected_people, write=protection_plan,
        asks=(
            Asked("activity", "What the protection is for", help="For example: you gave evidence."),
            Asked("until", "Protected until", "day"), *REVIEW,
            Asked("check_ins", "Days on which somebody asks how things are", "lines", "One day a line, such as 2026-03-09."),
            Asked("asked_by", "Who asks", help="Name and role."),
            Asked("managers_told", "Managers who were told", "lines", "Names, one a line.", is_required=False),
            Asked("more_examples", "Further examples of retaliation", "lines", "One a line.", is_required=False),
        ),
    )
)  # fmt: skip
composes(
    Composer(
        letter=ClosureMemo, about=Case, action="case.write_memo",
        summary="Closes the file for the record and the auditor: what was done when, what was late, and what changes.",
        follows="It stands in the file, and the auditor to whom it is addressed can read it.",
        recipients=_auditors, write=_memo, gaps=_open_still, begins=_course,
        asks=(
            Asked("milestones", "Course of the case", "pairs", "One a line: the day, a colon, what happened."),
            Asked("late", "Why limits were missed", "pairs", "One a line: the limit, a colon, why.", is_required=False),
            Asked("checks", "Checked before closing", "pairs", "One a line: what was checked, a colon, how it stands."),
            Asked("causes", "Why it could happen", "pairs", "One a line: a cause in the organisation, a colon, what shows it."),
            Asked("remedies", "What changes", "rows", columns=("what changes", "who sees to it", "by which day")),
            Asked("went_well", "What went well", "lines", "One a line.", is_required=False),
            Asked("kept_until", "The file is kept until"),
            Asked("approver", "Who approves the memo", help="Name and role."),
        ),
    )
)  # fmt: skip
composes(
    Composer(
        letter=LessonsLearned, about=Case, action="case.write_memo",
        summary="Tells everybody what the organisation changes. It names nobody and points at no case.",
        follows="It may be passed on to everybody. Nobody can tell from it which case it comes from.",
        recipients=_auditors, write=_lessons, gaps=_open_still, unnamed=_everybody,
        asks=(
            Asked("period", "Period", help="Long enough to hide a single case, such as: the years 2025 and 2026."),
            Asked("lessons", "Lessons", "rows", columns=("what was noticed", "what changes", "who sees to it", "by which day")),
            Asked("tell_us", "How to tell us more"),
        ),
    )
)  # fmt: skip
