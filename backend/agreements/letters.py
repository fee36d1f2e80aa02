"""What the papers of an accountability agreement say."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from backend.agreements.models import Agreement
from backend.documents.letters import Contact, Letter
from backend.documents.queries import addressee, contact, letterhead
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import User


@dataclass(frozen=True, kw_only=True)
class ClauseText:
    """One clause with every value filled in; `part` is the heading under which it stands."""

    code: str
    part: str
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ObligationLine:
    """One thing that the employee undertakes to do: what, by when, and who checks it by what evidence."""

    what: str
    due: str
    evidence: str
    verifier: str


@dataclass(frozen=True, kw_only=True)
class AccountabilityAgreement(Letter):
    """D12: the agreement as it is offered, and as it is signed over the very same bytes."""

    kind: ClassVar[str] = "D12"
    template: ClassVar[str] = "agreements/accountability_agreement/v1"

    title: str = "Accountability agreement"
    agreement: str
    version: int = 1
    officer: Contact
    representative: Contact | None = None
    starts_on: date
    review_on: date
    ends_on: date
    offer_expires_on: date
    clauses: tuple[ClauseText, ...]
    obligations: tuple[ObligationLine, ...]


@dataclass(frozen=True, kw_only=True)
class ObligationMet:
    """One obligation that was closed, and on which day."""

    what: str
    closed_on: date
    how: str


@dataclass(frozen=True, kw_only=True)
class CompletionLetter(Letter):
    """D18: tells the employee that the agreement is over. It neither clears nor praises."""

    kind: ClassVar[str] = "D18"
    template: ClassVar[str] = "agreements/completion/v1"

    title: str = "Completion of agreement"
    agreement: str
    starts_on: date
    ended_on: date
    obligations: tuple[ObligationMet, ...]
    continuing: tuple[str, ...] = ()
    retention: str


def agreement_letter(agreement: Agreement, *, by: User) -> AccountabilityAgreement:
    """Write the agreement (D12) as it is offered: its clauses and obligations are the rows that the tracker follows."""
    zone = ZoneInfo(agreement.person.zone)
    if agreement.offer_expires_at is None:
        raise Refused("The agreement has no time to consider yet.", code="offer-missing")
    duties = agreement.obligations.select_related("verifier").order_by("seq")
    return AccountabilityAgreement(
        matter=agreement.case.reference,
        dated=clock.today(agreement.person.zone),
        organisation=letterhead(),
        recipient=addressee(agreement.person),
        contact=contact(by),
        signatory=contact(agreement.officer),
        agreement=agreement.reference,
        version=agreement.version,
        officer=contact(agreement.officer),
        starts_on=agreement.starts_on,
        review_on=agreement.review_on,
        ends_on=agreement.ends_on,
        offer_expires_on=agreement.offer_expires_at.astimezone(zone).date(),
        clauses=tuple(
            ClauseText(code=clause.code, part=clause.part, heading=clause.heading, text=clause.text)
            for clause in agreement.clauses.order_by("seq")
        ),
        obligations=tuple(
            ObligationLine(what=duty.what, due=duty.due, evidence=duty.proof, verifier=duty.verifier.name)
            for duty in duties
        ),
    )


def completion_letter(agreement: Agreement, *, by: User) -> CompletionLetter:
    """Write the completion letter (D18): which obligations were met and when; it neither clears nor praises."""
    duties = agreement.obligations.order_by("seq")
    return CompletionLetter(
        matter=agreement.case.reference,
        dated=clock.today(agreement.person.zone),
        organisation=letterhead(),
        recipient=addressee(agreement.person),
        contact=contact(by),
        signatory=contact(by),
        agreement=agreement.reference,
        starts_on=agreement.starts_on,
        ended_on=agreement.ends_on,
        obligations=tuple(
            ObligationMet(what=duty.what, closed_on=duty.met_on or agreement.ends_on, how=duty.get_state_display())
            for duty in duties
        ),
        continuing=("The rules on retaliation and on conduct at work hold for you as for everybody.",),
        retention="We keep the agreement as long as the retention rule of its case says, then delete it.",
    )
