"""What becomes of an allegation before anything is found: notice, answer, examination. Silence is not admission."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.waivers import disclose_to_respondent
from backend.cases.letters import Meeting, notice_letter
from backend.cases.models import Allegation, Case, CaseParty
from backend.cases.vocabulary import AllegationState, PartyRole, Response
from backend.deadlines.actions import latest_before, least_after, meet_all, start_for
from backend.documents.actions.issuing import issue
from backend.documents.models import Document
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(Allegation, "allegation")

declare("allegation.view", "read an allegation", kind="read")
declare("allegation.list", "listed allegations", kind="read")
declare("case.give_notice", "gave the respondent notice of the allegations", kind="document")
declare("party.notify", "recorded that a party was notified", kind="change")


def give_notice(
    case: Case,
    *,
    actor: User,
    reason: str,
    answer_due_at: datetime,
    interview_at: datetime | None = None,
    interview_place: str = "",
) -> Document:
    """Issue the notice of allegations (D3) to the respondent; from this moment they may read and answer every allegation in it."""
    require(actor, "case.give_notice", case)
    framed = list(
        Allegation.objects.filter(case=case, state=AllegationState.FRAMED).select_related("case").order_by("seq")
    )
    party = (
        CaseParty.objects.filter(case=case, role=PartyRole.RESPONDENT)
        .select_related("person__site", "person__unit")
        .first()
    )
    now = clock.now()
    if not framed:
        raise Refused("There is no allegation that still needs notice.", code="nothing-to-notice")
    if party is None:
        raise Refused("Name the respondent first.", code="no-respondent")
    bare = [f"A{allegation.seq}" for allegation in framed if not allegation.policy_clause.strip()]
    if bare:
        raise Refused(
            f"Name the policy clause of {', '.join(bare)} first: a notice says which rule is meant.",
            code="particulars-incomplete",
        )
    _check_times(case, now, answer_due_at, interview_at)
    with transaction.atomic():
        meeting = _meeting(interview_at, interview_place, party, actor)
        letter = notice_letter(case, framed, to=party.person, by=actor, answer_due_at=answer_due_at, interview=meeting)
        document = issue(letter, about=case, recipient=party.person, actor=actor, reason=reason)
        for allegation in framed:
            notice_allegation(allegation, actor=actor, reason=reason, answer_due_at=answer_due_at, document=document)
        if party.notified_at is None:
            party.notified_at = now
            keep(party, "party.notify", actor=actor, reason=reason)
        disclose_to_respondent(case, party, actor=actor)
        meet_all(case, "notice.deferral", actor=actor)  # a notice that was let wait waits no more
        meet_all(case, "complaint.copy", actor=actor)
    return document


@lifecycle.move(
    "notice",
    {AllegationState.FRAMED},
    AllegationState.NOTICED,
    past="put the allegation to the respondent",
    label="Give notice",
)
def notice_allegation(allegation: Allegation, *, actor: User, answer_due_at: datetime, document: Document) -> None:
    """Put the allegation to the respondent, by the notice that was issued."""
    if document.matter_stream != allegation.case.key or document.kind != "D3":
        raise Refused("An allegation is put by the notice of its own case.", code="wrong-notice")
    if CaseParty.objects.filter(case=allegation.case, role=PartyRole.RESPONDENT, person=document.recipient).exists():
        allegation.respondent = document.recipient
    allegation.noticed_at, allegation.answer_due_at = clock.now(), answer_due_at
    start_for(allegation, "allegation.answer", actor=actor, due_at=answer_due_at)


@lifecycle.move(
    "answer",
    {AllegationState.NOTICED, AllegationState.NO_ANSWER},
    AllegationState.ANSWERED,
    past="answered the allegation",
)
def answer_allegation(allegation: Allegation, *, actor: User, response: str, text: str = "") -> None:
    """Answer an allegation; a late answer is taken and its lateness shows."""
    if response not in {Response.ADMIT, Response.PART, Response.DENY}:
        raise Invalid({"response": ["Choose one of the answers."]})
    if response == Response.PART and not text.strip():
        raise Invalid({"text": ["Say which part happened, or what happened differently."]})
    allegation.response, allegation.response_text, allegation.answered_at = response, text.strip(), clock.now()
    meet_all(allegation, "allegation.answer", actor=actor)


@lifecycle.move(
    "lapse",
    {AllegationState.NOTICED},
    AllegationState.NO_ANSWER,
    past="noted that the time to answer passed",
    label="Note that no answer came",
)
def lapse_answer(allegation: Allegation, *, actor: User) -> None:
    """Note that the time to answer has passed; silence is not admission, and a late answer is still taken."""
    if allegation.answer_due_at and clock.now() < allegation.answer_due_at:
        raise Refused("The time to answer has not passed yet.", code="answer-not-due")
    allegation.response = Response.NONE


@lifecycle.move(
    "examine",
    {AllegationState.ANSWERED, AllegationState.NO_ANSWER},
    AllegationState.EXAMINED,
    past="finished examining the allegation",
    label="Finish examining",
)
def examine_allegation(allegation: Allegation, *, actor: User) -> None:
    """Finish examining: the evidence for and against has been looked at."""


def _check_times(case: Case, now: datetime, answer_due_at: datetime, interview_at: datetime | None) -> None:
    least = least_after(case, "allegation.answer", now)
    if answer_due_at < least.at:
        raise Invalid({"answer_due_at": [f"Give at least {least.rule.length} to answer."]})
    latest = latest_before(case, "interview.notice", interview_at) if interview_at else None
    if latest and latest.at < now:
        raise Invalid({"interview_at": [f"Leave at least {latest.rule.length} between this notice and the interview."]})


def _meeting(at: datetime | None, place: str, party: CaseParty, actor: User) -> Meeting | None:
    if at is None:
        return None
    local = at.astimezone(ZoneInfo(party.person.zone))
    return Meeting(on=local.date(), time=local.strftime("%H:%M %Z"), place=place, with_whom=actor.name)
