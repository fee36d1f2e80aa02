"""Interviews: planned with enough notice, held with everything said beforehand, and private notes that nobody overwrites."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.models import Case, CaseParty
from backend.cases.vocabulary import PartyRole
from backend.deadlines.actions import latest_before
from backend.investigation.inquiry_vocabulary import Advisory, InterviewState, Medium, Recording
from backend.investigation.models import Interview
from backend.investigation.together import locked, take_over
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(Interview, "interview")

declare("interview.view", "read about an interview", kind="read")
declare("interview.list", "listed interviews", kind="read")
declare("interview.plan", "planned an interview", kind="change")
declare("interview.change", "changed what is planned for an interview", kind="change")
declare("interview.note", "saved notes of an interview", kind="change")

ALWAYS = (Advisory.ROLE, Advisory.NO_RETALIATION, Advisory.LIMITS)
INTERVIEWED = (
    PartyRole.RESPONDENT,
    PartyRole.COMPLAINANT,
    PartyRole.AFFECTED_OTHER,
    PartyRole.REPORTER,
    PartyRole.WITNESS,
)


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """What is planned for an interview; for a witness, a topic names an occasion or a period, and no allegation."""

    planned_at: datetime
    place: str
    medium: str = Medium.IN_PERSON
    topics: Sequence[str] = ()
    prompts: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody in the room, and why."""

    name: str
    role: str


def plan_interview(case: Case, person: Person, arrangement: Arrangement, *, actor: User, reason: str) -> Interview:
    """Plan an interview with somebody who has a part in the case; the respondent has notice at least 48 hours before."""
    require(actor, "interview.plan", case)
    party = _party_of(case, person)
    _check(case, party, arrangement)
    now = clock.now()
    interview = Interview(
        reference=new_reference("INT", now.date()), case=case, party=party, saved_by=actor, saved_at=now
    )
    _arrange(interview, arrangement)
    return keep(interview, "interview.plan", actor=actor, reason=reason, subjects=[(person.uid, party.role)])


def change_interview(interview: Interview, arrangement: Arrangement, *, actor: User, reason: str) -> Interview:
    """Change what is planned, while the interview was not held."""
    require(actor, "interview.change", interview)
    if interview.state != InterviewState.PLANNED:
        raise Refused("Only a planned interview can be changed.", code="wrong-state")
    _check(interview.case, interview.party, arrangement)
    with transaction.atomic():
        row = locked(interview)
        _arrange(row, arrangement)
        return keep(row, "interview.change", actor=actor, reason=reason)


def save_notes(
    interview: Interview, *, notes: str, actor: User, reason: str = "Notes.", seen: int | None = None
) -> Interview:
    """Save the private notes; `seen` is the edition that the writer had before them, so that nobody loses a word."""
    require(actor, "interview.note", interview)
    with transaction.atomic():
        row = locked(interview)
        take_over(row, {"notes": notes.replace("\r\n", "\n").strip()}, seen=seen, actor=actor)
        return keep(row, "interview.note", actor=actor, reason=reason or "Notes.")


@lifecycle.move(
    "hold",
    {InterviewState.PLANNED},
    InterviewState.HELD,
    past="recorded that an interview was held",
    label="Record that it was held",
)
def hold_interview(
    interview: Interview,
    *,
    actor: User,
    held_at: datetime,
    advisories: Sequence[str],
    present: Sequence[Attendee] = (),
    recording: str = Recording.NOTES,
    with_counsel: bool = False,
) -> None:
    """Record that the interview was held: who was present, what was said before the first question, and how it was recorded."""
    problems: dict[str, list[str]] = {}
    missing = [str(Advisory(code).label) for code in ALWAYS if code not in advisories]
    if any(code not in Advisory.values for code in advisories):
        problems["advisories"] = ["Choose from the list."]
    elif missing:
        problems["advisories"] = [f"This must be said before the first question: {'; '.join(missing)}."]
    elif with_counsel and Advisory.COUNSEL not in advisories:
        problems["advisories"] = ["A lawyer of the organisation was present: say for whom they act."]
    if held_at > clock.now():
        problems["held_at"] = ["This lies in the future."]
    if recording not in Recording.values:
        problems["recording"] = ["Choose how the words were kept."]
    if problems:
        raise Invalid(problems)
    interview.held_at, interview.recording = held_at, recording
    interview.advisories = [code for code in Advisory.values if code in advisories]
    interview.present = [{"name": each.name.strip(), "role": each.role.strip()} for each in present]


@lifecycle.move(
    "cancel", {InterviewState.PLANNED}, InterviewState.CANCELLED, past="cancelled an interview", label="Cancel"
)
def cancel_interview(interview: Interview, *, actor: User) -> None:
    """Cancel a planned interview; a new one is planned instead, or the reason stands why not."""


@lifecycle.move(
    "miss",
    {InterviewState.PLANNED},
    InterviewState.NO_SHOW,
    past="noted that somebody did not come to an interview",
    label="Note that the person did not come",
)
def miss_interview(interview: Interview, *, actor: User, note: str = "") -> None:
    """Note that the person did not come; ask why before anything is made of it."""
    if clock.now() < interview.planned_at:
        raise Refused("The time of the interview has not come yet.", code="interview-not-due")
    interview.outcome_note = note.strip()


def _party_of(case: Case, person: Person) -> CaseParty:
    found = {party.role: party for party in CaseParty.objects.filter(case=case, person=person).select_related("person")}
    party = next((found[role] for role in INTERVIEWED if role in found), None)
    if party is None:
        raise Invalid({"person": ["This person has no part in the case. Add them first, as a witness for example."]})
    return party


def _check(case: Case, party: CaseParty, told: Arrangement) -> None:
    if not case.is_open:
        raise Refused("The case is closed.", code="wrong-state")
    problems: dict[str, list[str]] = {}
    if not told.place.strip():
        problems["place"] = ["Say where, or by which call."]
    if told.medium not in Medium.values:
        problems["medium"] = ["Choose how the interview is held."]
    if not [topic for topic in told.topics if topic.strip()]:
        problems["topics"] = ["Say what it is about, one line each."]
    if problems:
        raise Invalid(problems)
    if party.role == PartyRole.RESPONDENT:
        last = latest_before(case, "interview.notice", told.planned_at)
        if party.notified_at is None or party.notified_at > last.at:
            raise Refused(
                "The respondent needs the notice of the allegations at least 48 hours before the interview.",
                code="notice-too-late",
                field="planned_at",
            )


def _arrange(interview: Interview, told: Arrangement) -> None:
    interview.planned_at, interview.place, interview.medium = told.planned_at, told.place.strip(), told.medium
    interview.topics = [topic.strip() for topic in told.topics if topic.strip()]
    interview.prompts = [prompt.strip() for prompt in told.prompts if prompt.strip()]
