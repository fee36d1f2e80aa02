"""Offer, signature, decline and lapse: four different ends, and a signature only ever over the very bytes that were offered."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from backend.access.policy import require
from backend.agreements.actions.drafting import ANSWER_OWED, lifecycle
from backend.agreements.actions.following import follows_both_signatures, leave_unsigned, let_think_again
from backend.agreements.actions.naming import name_people_of_today
from backend.agreements.actions.obligations import begin_duties
from backend.agreements.actions.proving import (
    SIGNED,
    give_signed_copy,
    must_be_signed,
    must_be_understood,
    must_leave_time,
)
from backend.agreements.letters.agreement import completion_letter
from backend.agreements.letters.offering import offered_letter
from backend.agreements.models import (
    ALTERNATIVE_OWED,
    Agreement,
    AgreementObligation,
    AgreementState,
    Meaning,
    ObligationState,
    Signature,
)
from backend.agreements.queries.answers import CONSIDER, UNANSWERED, pending_amendment, timer_of_offer
from backend.audit.actions import declare
from backend.audit.events import record
from backend.audit.recorded import keep
from backend.cases.actions.progress import discharge, owe
from backend.deadlines.actions import meet_all, start_for
from backend.decisions.queries.standing import refuse_while_stayed
from backend.documents.actions.issuing import issue
from backend.documents.actions.standing import note_signature, refuse_document
from backend.documents.models import Document
from backend.documents.phrasing import say
from backend.documents.queries import content_sha256
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("agreement.sign_act", "put their name to the agreement", kind="signature")
declare("agreement.choose_alternative", "decided the alternative to the agreement", kind="change")

COMPLETION_OWED = "agreement.complete"
INTENT = {
    Meaning.AGREE: "I have read this agreement and I agree to it.",
    Meaning.AGREE_UNDER_PROTEST: "I have read this agreement. I sign it under protest, and I keep my right to disagree.",
    Meaning.DECLINE: "I have read this agreement and I decline it.",
    Meaning.COUNTERSIGN: "I sign this agreement for the organisation.",
    Meaning.REVOKE: "I take my signature under this agreement back.",
}


@lifecycle.move(
    "offer",
    {AgreementState.APPROVED},
    AgreementState.OFFERED,
    past="offered the agreement",
    label="Offer to the employee",
)
def offer_agreement(agreement: Agreement, *, actor: User) -> None:
    """Offer the agreement: from now on the employee reads exactly the bytes that a signature would stand under."""
    refuse_while_stayed(agreement.case)
    deadline = start_for(agreement, CONSIDER, timed_by=timer_of_offer(agreement), actor=actor)
    agreement.offered_at, agreement.offer_expires_at = clock.now(), deadline.due_at
    must_leave_time(agreement)
    name_people_of_today(agreement, actor=actor)
    letter = offered_letter(agreement, by=actor)
    document = issue(letter, about=agreement, recipient=agreement.person, actor=actor, reason="Offered for signature.")
    agreement.document, agreement.offered_sha256 = document, document.sha256


@lifecycle.move("sign", {AgreementState.OFFERED}, AgreementState.SIGNED, past="signed the agreement", kind="signature")
def sign_agreement(
    agreement: Agreement,
    *,
    actor: User,
    sha256: str,
    typed_name: str,
    factors: Sequence[str],
    meaning: str = Meaning.AGREE,
    comment: str = "",
) -> None:
    """Sign, as the employee, the very bytes that were offered; under protest is a signature too."""
    if meaning not in SIGNED:
        raise Invalid({"meaning": ["Choose whether you agree or sign under protest."]})
    _in_time(agreement)
    must_be_understood(agreement)
    put_name_to(
        agreement, actor=actor, sha256=sha256, typed_name=typed_name, factors=factors, meaning=meaning, comment=comment
    )
    note_signature(_offered(agreement), actor=actor, reason=intent_of(agreement, meaning))
    meet_all(agreement, CONSIDER, actor=actor)
    let_think_again(agreement, actor=actor)


@lifecycle.move(
    "decline", {AgreementState.OFFERED}, AgreementState.DECLINED, past="declined the agreement", kind="signature"
)
def decline_agreement(agreement: Agreement, *, actor: User, factors: Sequence[str], comment: str = "") -> None:
    """Decline, as the employee: no breach and no misconduct; the decision maker chooses the alternative that the offer names."""
    name = actor.name
    put_name_to(
        agreement,
        actor=actor,
        sha256=agreement.offered_sha256,
        typed_name=name,
        factors=factors,
        meaning=Meaning.DECLINE,
        comment=comment,
    )
    refuse_document(_offered(agreement), actor=actor, reason=intent_of(agreement, Meaning.DECLINE))
    agreement.decline_reason = comment.strip()
    meet_all(agreement, CONSIDER, actor=actor)
    leave_unsigned(agreement, actor=actor)


@lifecycle.move(
    "lapse",
    {AgreementState.OFFERED},
    AgreementState.EXPIRED,
    past="noted that the offer lapsed",
    label="Note that the offer lapsed",
)
def lapse_offer(agreement: Agreement, *, actor: User) -> None:
    """Note that the time to answer passed without an answer; nothing is deemed accepted."""
    if agreement.offer_expires_at and clock.now() <= agreement.offer_expires_at:
        raise Refused("The time to consider has not passed yet.", code="offer-open")
    leave_unsigned(agreement, actor=actor)


def choose_alternative(agreement: Agreement, *, actor: User, reason: str) -> Agreement:
    """Decide, as the decision maker, that the alternative takes effect which the unanswered or declined offer named."""
    require(actor, "agreement.choose_alternative", agreement)
    if agreement.state not in UNANSWERED:
        raise Refused("The offer was neither declined nor left to lapse.", code="wrong-state")
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    with transaction.atomic():
        if not discharge(
            agreement.case, ALTERNATIVE_OWED, actor=actor, note=f"{agreement.alternative} {reason.strip()}"
        ):
            raise Refused("The alternative was decided already.", code="alternative-decided")
        record("agreement.choose_alternative", agreement, actor=actor, reason=reason.strip())
    return agreement


@lifecycle.move(
    "countersign", {AgreementState.SIGNED}, AgreementState.ACTIVE, past="countersigned the agreement", kind="signature"
)
def countersign_agreement(
    agreement: Agreement, *, actor: User, sha256: str, typed_name: str, factors: Sequence[str]
) -> None:
    """Sign for the organisation, over the same bytes; the agreement is in force and its obligations begin."""
    refuse_while_stayed(agreement.case)
    if agreement.person_id == actor.person_id:
        raise Refused("Nobody signs both sides of an agreement.", code="second-person")
    must_be_signed(agreement)
    put_name_to(
        agreement, actor=actor, sha256=sha256, typed_name=typed_name, factors=factors, meaning=Meaning.COUNTERSIGN
    )
    give_signed_copy(agreement, _offered(agreement), actor=actor)
    discharge(agreement.case, ANSWER_OWED, actor=actor, note=f"{agreement.reference} was signed.")
    if follows_both_signatures(agreement, actor=actor):
        return
    begin_duties(agreement, actor=actor)
    owe(
        agreement.case,
        COMPLETION_OWED,
        f"Completion of {agreement.reference}",
        actor=actor,
        reason="The agreement is in force.",
    )


@lifecycle.move(
    "complete", {AgreementState.ACTIVE}, AgreementState.COMPLETED, past="completed the agreement", label="Complete"
)
def complete_agreement(agreement: Agreement, *, actor: User) -> None:
    """Complete an agreement that reached its end with every obligation met or excused; the letter neither clears nor praises."""
    if agreement.today < agreement.ends_on:
        raise Refused("The agreement has not reached its end yet.", code="agreement-running")
    if AgreementObligation.objects.filter(agreement=agreement, state=ObligationState.SCHEDULED).exists():
        raise Refused("An obligation is still open: accept or excuse it first.", code="obligations-open")
    if pending_amendment(agreement):
        raise Refused("A change of this agreement is under way. End it first, or wait for it.", code="amendment-open")
    issue(
        completion_letter(agreement, by=actor),
        about=agreement,
        recipient=agreement.person,
        actor=actor,
        reason="The agreement ended.",
    )
    discharge(agreement.case, COMPLETION_OWED, actor=actor, note=f"{agreement.reference} is completed.")


def put_name_to(
    agreement: Agreement,
    *,
    actor: User,
    sha256: str,
    typed_name: str,
    factors: Sequence[str],
    meaning: str,
    comment: str = "",
) -> Signature:
    """Put somebody's name to the very bytes that were offered, in their own name and after they proved who they are."""
    if agreement.document is None or sha256 != agreement.offered_sha256 or content_sha256(agreement.document) != sha256:
        raise Refused(
            "The agreement is not the one that you read. Open it again and read it before you sign.",
            code="document-changed",
        )
    if _as_compared(typed_name) != _as_compared(actor.name):
        raise Invalid({"typed_name": [f"Type your full name as it stands in your record: {actor.name}."]})
    if not factors:
        raise Refused("Confirm that it is you before you sign.", code="reauthentication-missing")
    signature = Signature(
        agreement=agreement,
        document=agreement.document,
        signer=actor,
        meaning=meaning,
        typed_name=typed_name.strip(),
        intent=intent_of(agreement, meaning),
        comment=comment.strip(),
        sha256=sha256,
        factors=list(factors),
        signed_at=clock.now(),
        zone=actor.zone,
    )
    return keep(
        signature,
        "agreement.sign_act",
        actor=actor,
        reason=signature.intent,
        ctx={"meaning": meaning, "sha256": sha256},
    )


def intent_of(agreement: Agreement, meaning: str) -> str:
    """Give the sentence that a signature stands for, in the language of the agreement under which it stands."""
    return say(INTENT[Meaning(meaning)], agreement.language)


def _offered(agreement: Agreement) -> Document:
    if agreement.document is None:
        raise Refused("The agreement was not offered yet.", code="offer-missing")
    return agreement.document


def _as_compared(name: str) -> str:
    """Give a name as it is compared: however a keyboard composes its letters, and with single spaces."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def _in_time(agreement: Agreement) -> None:
    expires: datetime | None = agreement.offer_expires_at
    if expires and clock.now() > expires:
        raise Refused("The time to answer has passed. Ask your contact for a new offer.", code="offer-lapsed")
