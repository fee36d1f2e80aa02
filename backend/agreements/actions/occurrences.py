"""What is due when: each date of an obligation is handed in, checked, excused or waived, by different people."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from backend.agreements.actions.ends import close_duty, complete_duty, duties, release_duty
from backend.agreements.actions.obstacles import drop_obstacle
from backend.agreements.models import (
    AgreementObligation,
    AgreementState,
    Obstacle,
    Occurrence,
)
from backend.agreements.obligation_vocabulary import (
    KEPT,
    OPEN,
    Bearer,
    DutyExcuse,
    ObstacleState,
    OccurrenceState,
)
from backend.audit.actions import declare
from backend.deadlines.actions import meet_all, start_for
from backend.documents.queries import day_words
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

declare("occurrence.view", "read what is due on a date", kind="read")
declare("occurrence.list", "listed what is due when", kind="read")
declare("occurrence.view_excuse", "read why something was excused", kind="read")

EARLY: Final = timedelta(days=7)  # so long before its day something shows as what to do now
AGAIN: Final = timedelta(days=5)  # at least so long somebody has to add what was missing
LONGEST: Final = 4000
TO_HAND_IN: Final = frozenset(OPEN) - {OccurrenceState.SUBMITTED}

occurrences = Lifecycle(Occurrence, "occurrence")


@occurrences.move(
    "open",
    {OccurrenceState.SCHEDULED},
    OccurrenceState.DUE,
    past="put something on the list of what to do now",
    because="The day comes near.",
)
def open_occurrence(occurrence: Occurrence, *, actor: User) -> None:
    """Put one date on the list of what to do now."""


@occurrences.move(
    "fall_overdue",
    {OccurrenceState.DUE, OccurrenceState.REJECTED},
    OccurrenceState.OVERDUE,
    past="noted that something is late",
    because="The day passed.",
)
def fall_overdue(occurrence: Occurrence, *, actor: User) -> None:
    """Note that the day passed; what comes within the days of grace still counts as done in time."""


@occurrences.move(
    "start_grace",
    {OccurrenceState.OVERDUE},
    OccurrenceState.GRACE,
    past="noted that something is to be put right",
    because="The days of grace passed.",
)
def start_grace(occurrence: Occurrence, *, actor: User) -> None:
    """Note that the days of grace passed; it can still be put right."""


@occurrences.move(
    "submit",
    TO_HAND_IN,
    OccurrenceState.SUBMITTED,
    past="handed in what was due",
    label="Hand in",
    because="It was handed in.",
)
def submit_occurrence(occurrence: Occurrence, *, actor: User, words: str) -> None:
    """Say, as whoever owes it, that it is done and what shows it. Before the day is as good as on the day."""
    refuse_unless_running(occurrence)
    occurrence.words = _words(words, "words", "Say in a sentence what you did, and what shows it.")
    occurrence.submitted_on, occurrence.missing = occurrence.agreement.today, ""


def verify_occurrence(occurrence: Occurrence, *, actor: User, reason: str, note: str) -> Occurrence:
    """Accept one date on the proof that the agreement names. What came after the days of grace counts as put right."""
    act = cure_occurrence if occurrence.is_late(occurrence.agreement.today) else accept_occurrence
    return act(occurrence, actor=actor, reason=reason, note=note)


@occurrences.move("verify", OPEN, OccurrenceState.VERIFIED, past="accepted what was due on a date", label="Accept")
def accept_occurrence(occurrence: Occurrence, *, actor: User, note: str) -> None:
    """Accept one date as kept in time."""
    _check(occurrence, note, OccurrenceState.VERIFIED, actor=actor)


@occurrences.move("cure", OPEN, OccurrenceState.CURED, past="accepted what was put right", label="Accept as put right")
def cure_occurrence(occurrence: Occurrence, *, actor: User, note: str) -> None:
    """Accept one date as put right after it was late."""
    _check(occurrence, note, OccurrenceState.CURED, actor=actor)


@occurrences.move(
    "reject",
    {OccurrenceState.SUBMITTED},
    OccurrenceState.REJECTED,
    past="asked for what was still missing",
    label="Ask for what is missing",
    because="Something was still missing.",
)
def reject_occurrence(occurrence: Occurrence, *, actor: User, missing: str) -> None:
    """Say which proof is still missing. Whoever owes it has days again to add it, and is not late by the time that checking took."""
    refuse_unless_running(occurrence)
    refuse_own(occurrence, actor)
    occurrence.missing = _words(missing, "missing", "Say what you still have to see.")
    grace = max(timedelta(days=occurrence.duty.grace_days), AGAIN)
    occurrence.grace_until = max(occurrence.grace_until, occurrence.agreement.today + grace)
    cure = timedelta(days=occurrence.duty.cure_days)
    occurrence.cure_until = max(occurrence.cure_until, occurrence.grace_until + cure)
    occurrence.submitted_on = None


@occurrences.move(
    "excuse",
    {*OPEN, OccurrenceState.REFERRED},
    OccurrenceState.EXCUSED,
    past="excused what was due on a date",
    label="Excuse",
    because="There was an excuse.",
)
def excuse_occurrence(occurrence: Occurrence, *, actor: User, excuse: str, note: str = "") -> None:
    """Excuse one date: it is no breach and counts against nobody. Of health only the bare word is kept here."""
    check_excuse(excuse, note)
    occurrence.excuse, occurrence.note = excuse, note.strip()
    close(occurrence, OccurrenceState.EXCUSED, actor=actor)


@occurrences.move(
    "waive",
    OPEN,
    OccurrenceState.WAIVED,
    past="asked no longer for what was due on a date",
    label="Ask for it no longer",
)
def waive_occurrence(occurrence: Occurrence, *, actor: User) -> None:
    """Ask no longer for one date, for a reason."""
    close(occurrence, OccurrenceState.WAIVED, actor=actor)


@occurrences.move(
    "refer",
    {OccurrenceState.GRACE},
    OccurrenceState.REFERRED,
    past="passed on that something was not kept",
    label="Pass on that it was not kept",
)
def refer_as_breach(occurrence: Occurrence, *, actor: User) -> None:
    """Pass on, as a fact, that something was not kept: only after it could be put right, and after the employee was asked why.

    It finds nothing: whoever decides hears the employee first.
    """
    refuse_unless_running(occurrence)
    if occurrence.duty.bearer != Bearer.EMPLOYEE:
        raise Refused("What the organisation owes is no breach by the employee.", code="not-the-employees")
    if occurrence.agreement.today <= occurrence.cure_until:
        raise Refused(f"It can still be put right until {day_words(occurrence.cure_until)}.", code="cure-open")
    asked = Obstacle.objects.filter(occurrence=occurrence).first()
    if asked is None or asked.state == ObstacleState.ASKED:
        raise Refused("Barriers first: the employee was not heard on what stood in the way.", code="barriers-first")
    close(occurrence, OccurrenceState.REFERRED, actor=actor)


@occurrences.move(
    "find_kept",
    {OccurrenceState.REFERRED},
    OccurrenceState.VERIFIED,
    past="noted the decision that a date was kept",
    because="A decision found that it was kept.",
)
def find_kept(occurrence: Occurrence, *, actor: User) -> None:
    """Note that a decision on a date that was passed on found no breach."""
    occurrence.closed_on = occurrence.agreement.today


@occurrences.move(
    "let_go",
    {OccurrenceState.REFERRED},
    OccurrenceState.WAIVED,
    past="noted the decision that a date is excused",
    because="A decision found an excuse.",
)
def let_go(occurrence: Occurrence, *, actor: User) -> None:
    """Note that a decision on a date that was passed on found an excuse; what it was stands with the decision."""
    occurrence.closed_on = occurrence.agreement.today


@occurrences.move(
    "cancel",
    {*OPEN},
    OccurrenceState.CANCELLED,
    past="cancelled a date with its agreement",
    because="The agreement was ended.",
)
def cancel_occurrence(occurrence: Occurrence, *, actor: User) -> None:
    """Cancel one date together with its agreement."""


def refuse_unless_running(occurrence: Occurrence) -> None:
    """Refuse where the agreement is not in force: nothing is owed under it (I10)."""
    if occurrence.agreement.state != AgreementState.ACTIVE:
        raise Refused("The agreement is not in force.", code="wrong-state")


def refuse_own(occurrence: Occurrence, actor: User) -> None:
    """Refuse that somebody checks what they owe themselves, or what the employee owes whom they are."""
    if actor.person_id in {occurrence.duty.obligor.pk, occurrence.agreement.person_id}:
        raise Refused("Nobody checks their own obligation.", code="second-person")


def check_excuse(excuse: str, note: str) -> None:
    """Take an excuse from the list, and nothing about health beside it."""
    if excuse not in DutyExcuse.values:
        raise Invalid({"excuse": ["Choose one of the excuses."]})
    if excuse == DutyExcuse.MEDICAL and note.strip():
        raise Invalid({"note": ["Nothing about health is kept here. Leave this empty."]})


def close(occurrence: Occurrence, ending: OccurrenceState, *, actor: User) -> None:
    """Close one date; with the last one the obligation is closed too, and otherwise its next date is what is due."""
    refuse_unless_running(occurrence)
    duty = duties.locked(occurrence.duty)
    occurrence.closed_on = occurrence.agreement.today
    meet_all(duty, "duty.due", actor=actor)
    for asked in Obstacle.objects.filter(occurrence=occurrence, state=ObstacleState.ASKED):
        drop_obstacle(asked, actor=system_user())
    others = list(Occurrence.objects.filter(duty=duty).exclude(pk=occurrence.pk).order_by("due_on"))
    following = [each for each in others if each.state in OPEN]
    if not following:
        settle_duty(duty, {ending, *(each.state for each in others)}, note=occurrence.proof_seen)
    elif following[0].due_on > occurrence.agreement.today:
        start_for(duty, "duty.due", actor=actor, due_on=following[0].due_on)


def _check(occurrence: Occurrence, note: str, ending: OccurrenceState, *, actor: User) -> None:
    refuse_own(occurrence, actor)
    occurrence.proof_seen = _words(note, "note", "Say which proof you saw.")
    close(occurrence, ending, actor=actor)


def settle_duty(duty: AgreementObligation, ends: Collection[str], *, note: str = "") -> None:
    """Close an obligation by what became of its dates: passed on, kept at least once, or nothing of it asked any more."""
    system = system_user()
    if OccurrenceState.REFERRED in ends:
        close_duty(duty, actor=system)
    elif not set(ends).isdisjoint(KEPT):
        complete_duty(duty, actor=system, note=note)
    else:
        release_duty(duty, actor=system)


def _words(text: str, field: str, missing: str) -> str:
    said = text.strip()
    if not said:
        raise Invalid({field: [missing]})
    if len(said) > LONGEST:
        raise Invalid({field: [f"Write at most {LONGEST:,} characters."]})
    return said
