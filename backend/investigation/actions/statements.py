"""The record of what somebody said: written from the notes, offered to them, corrected and signed by them alone, or not signed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.actions import meet_all, start_for
from backend.deadlines.reckoning import day_of
from backend.documents.actions.issuing import FREE, Ties, issue
from backend.documents.vocabulary import Channel
from backend.investigation.inquiry_vocabulary import Confirmation, InterviewState, StatementState
from backend.investigation.letters.statements import asked_on, record_letter
from backend.investigation.models import Interview, Statement
from backend.investigation.reckoned import reach_of
from backend.investigation.together import locked, take_over
from backend.kernel import clock
from backend.kernel.canonical import Json, canonical
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(Statement, "statement")

declare("statement.view", "read the record of an interview", kind="read")
declare("statement.list", "listed records of interviews", kind="read")
declare("statement.write", "wrote the record of an interview", kind="change")

CHECK = "statement.check"
PAPER = (Channel.HAND, Channel.POST)


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing said, by whom."""

    speaker: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A correction that somebody asks for in their own record: in which passage, what stands there, what should."""

    passage: int
    before: str
    after: str


def write_statement(
    interview: Interview, *, passages: Sequence[Said], actor: User, reason: str, seen: int | None = None
) -> Statement:
    """Write the record of a held interview, or save a change of it; nobody outside the inquiry sees it before it is offered."""
    require(actor, "statement.write", interview)
    words = [{"speaker": each.speaker.strip(), "words": each.words.replace("\r\n", "\n").strip()} for each in passages]
    if not words or not all(each["speaker"] and each["words"] for each in words):
        raise Invalid({"passages": ["Write who said what: a speaker and the words, for each passage."]})
    if interview.state != InterviewState.HELD:
        raise Refused("Record first that the interview was held.", code="interview-not-held")
    with transaction.atomic():
        kept = Statement.objects.filter(interview=interview).first()
        if kept is None:
            now = clock.now()
            row = Statement(
                reference=new_reference("STM", now.date()), case=interview.case, interview=interview,
                person=interview.party.person, passages=words, saved_by=actor, saved_at=now,
            )  # fmt: skip
            return keep(row, "statement.write", actor=actor, reason=reason)
        row = locked(kept)
        if row.state != StatementState.DRAFT:
            raise Refused("It was offered already: only the person who was heard may correct it.", code="wrong-state")
        take_over(row, {"passages": words}, seen=seen, actor=actor)
        return keep(row, "statement.write", actor=actor, reason=reason)


@lifecycle.move(
    "offer",
    {StatementState.DRAFT, StatementState.CORRECTED},
    StatementState.OFFERED,
    past="offered the record of an interview to be checked",
    label="Offer it to be checked",
)
def offer_statement(statement: Statement, *, actor: User, correct_until: date | None = None) -> None:
    """Give the record (D6) to the person who was heard, with every correction that they asked for taken in."""
    floor = reach_of(statement.case, CHECK)
    soonest = day_of(floor.at, floor.zone)
    until = correct_until or soonest
    if until < soonest:
        raise Invalid({"correct_until": [f"Give at least {floor.rule.length} to check it."]})
    _take_corrections(statement)
    statement.offered_at, statement.correct_until = clock.now(), until
    statement.text_sha256 = digest(statement.passages)
    _issue(statement, actor=actor, reason="To be checked by the person who was heard.")
    start_for(statement, CHECK, actor=actor, due_on=until)


@lifecycle.move(
    "correct",
    {StatementState.OFFERED},
    StatementState.CORRECTED,
    past="asked for corrections in the record of their interview",
    label="Ask for corrections",
)
def correct_statement(statement: Statement, *, actor: User, corrections: Sequence[Asked]) -> None:
    """Ask, as the person who was heard, for corrections: what stood there stays on record beside what should stand there."""
    if not corrections:
        raise Invalid({"corrections": ["Change at least one passage."]})
    zone = statement.person.zone
    for number, asked in enumerate(corrections):
        if not 1 <= asked.passage <= len(statement.passages):
            raise Invalid({"corrections": [f"There is no passage {asked.passage}."]})
        stands = statement.passages[asked.passage - 1]["words"]
        if not asked.before.strip() or asked.before.strip() not in stands or not asked.after.strip():
            raise Invalid({"corrections": [f"Say which words of passage {asked.passage} to replace, and with what."]})
        if any(other.passage == asked.passage for other in corrections[:number]):
            raise Invalid({"corrections": [f"Passage {asked.passage} is named twice."]})
    statement.corrections = [
        *statement.corrections,
        *(
            {
                "passage": asked.passage,
                "before": asked.before.strip(),
                "after": asked.after.replace("\r\n", "\n").strip(),
                "asked": asked_on(zone),
                "version": statement.version,
            }
            for asked in corrections
        ),
    ]
    meet_all(statement, CHECK, actor=actor)


@lifecycle.move(
    "sign",
    {StatementState.OFFERED},
    StatementState.SIGNED,
    past="signed the record of their interview",
    label="Sign",
    kind="signature",
)
def sign_statement(statement: Statement, *, actor: User, sha256: str, typed_name: str, meaning: str) -> None:
    """Confirm, as the person who was heard, the very words that were read: name, time, meaning, and the digest of the text."""
    if sha256 != statement.text_sha256 or digest(statement.passages) != statement.text_sha256:
        raise Refused("The words were changed since you opened them. Read them once more.", code="document-changed")
    _sign(statement, typed_name=typed_name, meaning=meaning, name=actor.name)
    meet_all(statement, CHECK, actor=actor)


@lifecycle.move(
    "decline",
    {StatementState.OFFERED},
    StatementState.DECLINED,
    past="declined to sign the record of their interview",
    label="Decline to sign",
    kind="signature",
)
def decline_statement(statement: Statement, *, actor: User, why: str = "") -> None:
    """Decline to sign, with or without a reason; it is no misconduct, and the record says so."""
    _decline(statement, why)
    _issue(statement, actor=actor, reason="A copy that says that it was not signed.", declined=True)
    meet_all(statement, CHECK, actor=actor)


@lifecycle.move(
    "record_signature",
    {StatementState.OFFERED},
    StatementState.SIGNED,
    past="recorded a signature on paper under the record of an interview",
    label="Record a signature on paper",
    kind="signature",
)
def record_signature(
    statement: Statement, *, actor: User, typed_name: str, meaning: str = Confirmation.CONFIRM
) -> None:
    """Record that the paper came back signed; it must have been handed over, and that is on record too."""
    _on_paper(statement, actor)
    _sign(statement, typed_name=typed_name, meaning=meaning, name=statement.person.name)
    meet_all(statement, CHECK, actor=actor)


@lifecycle.move(
    "record_refusal",
    {StatementState.OFFERED},
    StatementState.DECLINED,
    past="recorded that the paper was not signed",
    label="Record that the paper was not signed",
    kind="signature",
)
def record_refusal(statement: Statement, *, actor: User, why: str = "") -> None:
    """Record that somebody did not sign the paper that was handed to them."""
    _on_paper(statement, actor)
    _decline(statement, why)
    _issue(statement, actor=actor, reason="A copy that says that it was not signed.", declined=True)
    meet_all(statement, CHECK, actor=actor)


def digest(passages: Sequence[Json]) -> str:
    """Give the digest of the words of a record, whatever they are printed on."""
    return hashlib.sha256(canonical({"passages": list(passages)}).encode()).hexdigest()


def _take_corrections(statement: Statement) -> None:
    asked = [each for each in statement.corrections if each["version"] == statement.version]
    if not asked:
        return
    words = [dict(each) for each in statement.passages]
    for each in asked:
        passage = words[each["passage"] - 1]
        passage["words"] = passage["words"].replace(each["before"], each["after"], 1)
    statement.passages, statement.version = words, statement.version + 1


def _issue(statement: Statement, *, actor: User, reason: str, declined: bool = False) -> None:
    reader = User.objects.filter(person=statement.person_id, is_active=True).exists()
    statement.document = issue(
        record_letter(statement, by=statement.saved_by, declined=declined),
        about=statement,
        recipient=statement.person,
        actor=actor,
        reason=reason,
        ties=Ties(supersedes=statement.document) if statement.document else FREE,
        channel=Channel.PAGE if reader else Channel.HAND,
    )


def _sign(statement: Statement, *, typed_name: str, meaning: str, name: str) -> None:
    if typed_name.strip().casefold() != name.casefold():
        raise Invalid({"typed_name": [f"Type the full name as it stands in the record: {name}."]})
    if meaning not in Confirmation.values:
        raise Invalid({"meaning": ["Choose what the signature means."]})
    statement.signed_name, statement.meaning, statement.answered_at = typed_name.strip(), meaning, clock.now()


def _decline(statement: Statement, why: str) -> None:
    statement.decline_reason, statement.answered_at = why.strip(), clock.now()


def _on_paper(statement: Statement, actor: User) -> None:
    document = statement.document
    if document is None or not document.deliveries.filter(channel__in=PAPER).exists():
        raise Refused(
            "Record on the page of the document first that the paper was handed over or posted.",
            code="paper-not-handed-over",
        )
    statement.is_on_paper, statement.recorded_by = True, actor
