"""An answer on paper: the signed pages, two witnesses, the day and the place, bound to the file that was offered.

It is shown as what it is and never as a signature on screen. The employee is told and may object; what is contested is settled before
anything comes into force.
"""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from backend.access.policy import require
from backend.agreements.actions.drafting import ANSWER_OWED, lifecycle
from backend.agreements.actions.following import leave_unsigned, let_think_again
from backend.agreements.models import ALTERNATIVE_OWED, Agreement, AgreementState, PaperRecord
from backend.agreements.queries.answers import paper_record_of
from backend.agreements.signing_tables import PaperAnswer
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import discharge, owe
from backend.cases.holders import holder
from backend.cases.vocabulary import CaseRole
from backend.deadlines.actions import cancel_all, meet_all
from backend.documents.actions.standing import note_signature, refuse_document, supersede_document
from backend.documents.models import Document
from backend.files.actions import take_in
from backend.files.kinds import JPEG, PDF, PNG
from backend.files.models import StoredFile
from backend.files.uploads import Upload
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user
from backend.people.models import User
from backend.people.telling import ask_to_sign_in

declare("agreement.object_to_record", "objected to what was recorded from paper", kind="change")
declare("agreement.keep_paper", "kept an answer that was given on paper", kind="signature")
SCANS = frozenset({kind.mime for kind in (PDF, PNG, JPEG)})


@dataclass(frozen=True, kw_only=True)
class OnPaper:
    """What happened on paper: which file, when and where, and who saw it, by name and role."""

    sha256: str
    signed_on: date
    place: str
    first_witness: str
    first_witness_role: str
    second_witness: str
    second_witness_role: str
    comment: str = ""


@lifecycle.move(
    "record_paper_signature",
    {AgreementState.OFFERED},
    AgreementState.SIGNED,
    past="recorded that the agreement was signed on paper",
    label="Record a signature on paper",
    kind="signature",
)
def record_paper_signature(
    agreement: Agreement, *, actor: User, told: OnPaper, scan: Upload, under_protest: bool = False
) -> None:
    """Record, as the HR partner, that the employee signed the printed file, with a scan of the signed pages."""
    answer = PaperAnswer.AGREE_UNDER_PROTEST if under_protest else PaperAnswer.AGREE
    offered = _record(agreement, told, answer, actor=actor, scan=scan)
    note_signature(offered, actor=system_user(), reason="Signed on paper.")
    meet_all(agreement, "agreement.consider", actor=actor)
    let_think_again(agreement, actor=actor)


@lifecycle.move(
    "record_paper_refusal",
    {AgreementState.OFFERED},
    AgreementState.DECLINED,
    past="recorded that the agreement was not signed on paper",
    label="Record that it was not signed",
    kind="signature",
)
def record_paper_refusal(
    agreement: Agreement, *, actor: User, told: OnPaper, scan: Upload | None = None, in_writing: bool = False
) -> None:
    """Record that the employee declined on paper, or did not sign before witnesses; it is no breach and nothing is deemed from it."""
    if in_writing and scan is None:
        raise Invalid({"scan": ["Add a scan of what was written."]})
    answer = PaperAnswer.DECLINE if in_writing else PaperAnswer.NOT_SIGNED
    offered = _record(agreement, told, answer, actor=actor, scan=scan)
    refuse_document(offered, actor=system_user(), reason="Not signed on paper.")
    meet_all(agreement, "agreement.consider", actor=actor)
    leave_unsigned(agreement, actor=actor)


def object_to_record(agreement: Agreement, *, actor: User, objection: str) -> PaperRecord:
    """Object, as the employee, to what was recorded from paper; nothing comes into force until that is settled."""
    require(actor, "agreement.object_to_record", agreement)
    record = paper_record_of(agreement)
    if record is None:
        raise Refused("Nothing was recorded from paper.", code="paper-missing")
    if record.objected_at:
        raise Refused("You have objected already.", code="paper-contested")
    if not objection.strip():
        raise Invalid({"objection": ["Say what is not right."]})
    record.objection, record.objected_at = objection.strip(), clock.now()
    partner = holder(agreement.case, CaseRole.HR_PARTNER)
    if partner and partner.person:
        ask_to_sign_in(partner.person)
    return keep(record, "agreement.object_to_record", actor=actor, reason="Objected to what was recorded from paper.")


@lifecycle.move(
    "take_back_record",
    {AgreementState.SIGNED, AgreementState.DECLINED},
    AgreementState.APPROVED,
    past="took back what was recorded from paper",
    label="Take the record from paper back",
)
def take_back_record(agreement: Agreement, *, actor: User) -> None:
    """Take back what was recorded from paper and is contested; the agreement can be offered anew, with new time."""
    record = paper_record_of(agreement)
    if record is None or record.objected_at is None:
        raise Refused("Nothing recorded from paper is contested.", code="paper-uncontested")
    record.taken_back_at = clock.now()
    keep(record, "agreement.keep_paper", actor=actor, reason="The employee objected.")
    if agreement.state == AgreementState.DECLINED:
        discharge(agreement.case, ALTERNATIVE_OWED, actor=actor, note="The record from paper was taken back.")
        what = f"Answer to {agreement.reference}"
        owe(agreement.case, ANSWER_OWED, what, actor=actor, reason="The record from paper was taken back.")
    cancel_all(agreement, actor=actor, reason="The record from paper was taken back.")
    supersede_document(_offered(agreement), actor=system_user(), reason="The agreement is offered anew.")


def _record(agreement: Agreement, told: OnPaper, answer: PaperAnswer, *, actor: User, scan: Upload | None) -> Document:
    offered = _offered(agreement)
    _check(agreement, told)
    kept: StoredFile | None = None
    if scan is not None:
        kept = take_in(scan.stream, name=scan.name, actor=actor, about=agreement, strip=False, reason="Signed pages.")
        if kept.mime not in SCANS:
            raise Invalid({"scan": ["Send the scan as a PDF, PNG or JPEG file."]})
    row = PaperRecord(
        agreement=agreement,
        document=offered,
        sha256=told.sha256,
        answer=answer,
        signed_on=told.signed_on,
        place=told.place.strip(),
        scan=kept,
        first_witness=told.first_witness.strip(),
        first_witness_role=told.first_witness_role.strip(),
        second_witness=told.second_witness.strip(),
        second_witness_role=told.second_witness_role.strip(),
        comment=told.comment.strip(),
        recorded_by=actor,
        recorded_at=clock.now(),
    )
    keep(row, "agreement.keep_paper", actor=actor, reason=answer.label, ctx={"answer": answer, "sha256": told.sha256})
    ask_to_sign_in(agreement.person)
    return offered


def _check(agreement: Agreement, told: OnPaper) -> None:
    if told.sha256 != agreement.offered_sha256:
        raise Refused(
            "The pages are not a print of the file that was offered. Compare the document number on them.",
            code="document-changed",
        )
    named = {
        name: getattr(told, name).strip()
        for name in ("place", "first_witness", "first_witness_role", "second_witness", "second_witness_role")
    }
    problems = {name: ["Fill this in."] for name, words in named.items() if not words}
    first, second = named["first_witness"].casefold(), named["second_witness"].casefold()
    if first and first == second:
        problems["second_witness"] = ["Name a second person."]
    for name, words in (("first_witness", first), ("second_witness", second)):
        if words == agreement.person.name.casefold():
            problems[name] = ["Nobody witnesses their own signature."]
    problems |= _check_day(agreement, told.signed_on)
    if problems:
        raise Invalid(problems)


def _check_day(agreement: Agreement, signed_on: date) -> dict[str, list[str]]:
    zone = ZoneInfo(agreement.person.zone)
    offered, expires = agreement.offered_at, agreement.offer_expires_at
    if signed_on > clock.today(zone.key) or (offered and signed_on < offered.astimezone(zone).date()):
        return {"signed_on": ["The day lies between the offer and today."]}
    if expires and signed_on > expires.astimezone(zone).date():
        return {"signed_on": ["On that day the offer had lapsed."]}
    return {}


def _offered(agreement: Agreement) -> Document:
    if agreement.document is None:
        raise Refused("The agreement was not offered yet.", code="offer-missing")
    return agreement.document
