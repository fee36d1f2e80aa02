"""What the papers of an accountability agreement say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from backend.agreements.languages import letter_language
from backend.agreements.models import Agreement, AgreementObligation, ObligationState, Signature
from backend.agreements.obligation_vocabulary import Bearer
from backend.clauses.library import ClauseText
from backend.documents.letters import Contact, Letter, SignedLine
from backend.documents.phrasing import day_in, say
from backend.documents.queries import contact, frame
from backend.kernel.errors import Refused
from backend.people.models import User

PROOFS: Final = {
    "password": "password",
    "totp": "one-time code",
    "recovery_codes": "recovery code",
    "webauthn": "passkey",
}
STILL_HOLDS: Final = "The rules on retaliation and on conduct at work hold for you as for everybody."
KEPT_FOR: Final = "We keep the agreement as long as the retention rule of its case says, then delete it."


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
    template: ClassVar[str] = "agreements/accountability_agreement/v2"
    earlier: ClassVar[tuple[str, ...]] = ("agreements/accountability_agreement/v1",)
    titles: ClassVar[Mapping[str, str]] = {"de": "Vereinbarung über Verantwortung"}

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
    template: ClassVar[str] = "agreements/completion/v2"
    earlier: ClassVar[tuple[str, ...]] = ("agreements/completion/v1",)
    titles: ClassVar[Mapping[str, str]] = {"de": "Abschluss der Vereinbarung"}

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
    duties = agreement.obligations.filter(bearer=Bearer.EMPLOYEE).select_related("verifier").order_by("seq")
    framed = frame(AccountabilityAgreement, to=agreement.person, by=by, language=agreement.language)
    return AccountabilityAgreement(
        **framed | {"signatory": contact(agreement.officer)},
        matter=agreement.case.reference,
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


def signed_lines(signatures: Iterable[Signature], language: str) -> tuple[SignedLine, ...]:
    """Write the signatures under an agreement as its evidence page prints them in its language, each at the local time of its signer."""
    return tuple(
        SignedLine(
            name=signature.typed_name,
            role=signature.signer.person.job_title if signature.signer.person else "",
            meaning=signature.intent,
            at=local_time(signature.signed_at, signature.zone, language),
            sha256=signature.sha256,
            confirmed_by=tuple(say(PROOFS.get(factor, factor), language) for factor in signature.factors),
            comment=signature.comment,
        )
        for signature in signatures
    )


def local_time(at: datetime, zone: str, language: str) -> str:
    """Write a moment so that nobody can misread it: the local time to the second, its zone, and the distance from UTC."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day_in(local.date(), language)}, {local:%H:%M:%S} ({zone}, UTC{local:%z})"


def completion_letter(agreement: Agreement, *, by: User) -> CompletionLetter:
    """Write the completion letter (D18): which obligations were met and when; it neither clears nor praises.

    It speaks the employee's language, and names each obligation in the words that were signed.
    """
    language = letter_language(CompletionLetter, agreement.person, agreement.language)
    own = agreement.obligations.filter(bearer=Bearer.EMPLOYEE).exclude(state=ObligationState.CANCELLED)
    duties = [*_done_before(agreement), *own.order_by("seq")]
    return CompletionLetter(
        **frame(CompletionLetter, to=agreement.person, by=by, language=language),
        matter=agreement.case.reference,
        agreement=agreement.reference,
        starts_on=agreement.starts_on,
        ended_on=agreement.ends_on,
        obligations=tuple(
            ObligationMet(
                what=duty.what,
                closed_on=duty.met_on or agreement.ends_on,
                how=say(str(duty.get_state_display()), language),
            )
            for duty in duties
        ),
        continuing=(say(STILL_HOLDS, language),),
        retention=say(KEPT_FOR, language),
    )


def _done_before(agreement: Agreement) -> list[AgreementObligation]:
    """List what was done under the versions before this one; it keeps the version under which it was done."""
    earlier = Agreement.objects.filter(amendments__agreement=agreement).first()
    if earlier is None:
        return []
    done = earlier.obligations.filter(
        bearer=Bearer.EMPLOYEE, state__in=[ObligationState.MET, ObligationState.EXCUSED, ObligationState.CLOSED]
    ).order_by("seq")
    return [*_done_before(earlier), *done]
