"""Delivery: a notice that says nothing, a paper that is handed over with a receipt, and what came back."""

from datetime import datetime
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.documents.actions.standing import (
    acknowledge_document,
    lifecycle,
    note_arrival,
    note_opening,
    note_return,
    refuse_document,
)
from backend.documents.models import Delivery, Document
from backend.documents.vocabulary import STANDS, Channel, DocumentState, Outcome
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user
from backend.people.models import User

declare("document.hand_over", "recorded the delivery of a document by hand or post", kind="document")
declare("document.notice_sent", "sent a notice that a letter waits", kind="document")
declare("document.notice_failed", "noted that a notice could not be delivered", kind="document")

PAPER = {Channel.HAND, Channel.POST}
FOLLOWING = {Outcome.RECEIVED: acknowledge_document, Outcome.REFUSED: refuse_document, Outcome.RETURNED: note_return}


def send_notice(delivery: Delivery) -> None:
    """Write to the recipient that a letter waits on their page. The mail names nobody, not even in its subject, and no matter.

    An address that the mail server refuses is recorded, and the document counts as come back; any other failure is raised,
    so that the job tries again. A second run after success does nothing.
    """
    document, actor = delivery.document, system_user()
    if delivery.arrived_at or delivery.failed_at or document.state not in STANDS:
        return
    user = User.objects.filter(person=document.recipient, is_active=True).first()
    if user is None:
        _fail(delivery, "The recipient has no account to sign in with: hand the letter over.", actor=actor)
        return
    with translation.override(document.language):
        subject = _("A letter is waiting for you")
        body = _(
            "There is a new letter for you. Sign in and open “Letters” to read it:\n\n%(address)s\n\n"
            "This message holds no details on purpose. Please don’t answer it with any."
        ) % {"address": f"{settings.ADDRESS}/documents/"}
    try:
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email]).send()
    except SMTPRecipientsRefused:
        _fail(delivery, "The mail server refused the address.", actor=actor)
        return
    delivery.arrived_at = clock.now()
    keep(delivery, "document.notice_sent", actor=actor, reason="The mail server took the notice.")


def hand_over(
    document: Document,
    *,
    actor: User,
    channel: str,
    outcome: str,
    at: datetime,
    witness: str = "",
    note: str = "",
) -> Delivery:
    """Record that a paper copy was handed over or posted: by whom, when, and whether it was received, refused or came back."""
    require(actor, "document.hand_over", document)
    _check_delivery(document, channel, outcome, at, witness)
    if document.recipient_id is None:
        raise Refused("This document is addressed to nobody.", code="no-recipient")
    if document.state not in STANDS:
        raise Refused("The document no longer stands. Hand over the one that replaced it.", code="document-over")
    delivery = Delivery(
        document=document, channel=channel, sent_at=at, outcome=outcome, handed_by=actor, witness=witness.strip(),
        note=note.strip(), arrived_at=at if outcome != Outcome.RETURNED else None,
        failed_at=at if outcome == Outcome.RETURNED else None,
    )  # fmt: skip
    with transaction.atomic():
        keep(
            delivery, "document.hand_over", actor=actor, reason=delivery.get_outcome_display(), ctx={"channel": channel}
        )
        _move_on(document, outcome)
    return delivery


def note_listed(documents: list[Document], *, actor: User) -> None:
    """Note that letters reached their recipient, whose own list shows them for the first time."""
    for document in documents:
        if document.recipient_id == actor.person_id and document.state in (DocumentState.ISSUED, DocumentState.SENT):
            note_arrival(document, actor=actor, reason="Shown in the recipient’s list of letters.")


def _check_delivery(document: Document, channel: str, outcome: str, at: datetime, witness: str) -> None:
    errors: dict[str, list[str]] = {}
    if channel not in PAPER:
        errors["channel"] = ["Choose by hand or by post."]
    if outcome not in Outcome.values:
        errors["outcome"] = ["Say what happened."]
    elif outcome == Outcome.REFUSED and not witness.strip():
        errors["witness"] = ["Name a witness: a refusal counts only when somebody else saw it."]
    if at > clock.now():
        errors["at"] = ["This lies in the future."]
    elif at < document.issued_at.replace(second=0, microsecond=0):  # people tell the time to the minute
        errors["at"] = ["The document was not issued by then."]
    if errors:
        raise Invalid(errors)


def _move_on(document: Document, outcome: str) -> None:
    """Let the document follow what happened to its paper; the system moves it, since the paper's bearer is not its recipient."""
    reason = f"On paper: {Outcome(outcome).label}."
    if outcome == Outcome.RECEIVED and document.opened_at is None and document.state in note_opening.move.sources:  # type: ignore[attr-defined]
        document = note_opening(document, actor=system_user(), reason=reason)
    move = FOLLOWING.get(Outcome(outcome), note_arrival)
    if document.state in move.move.sources:  # type: ignore[attr-defined]
        move(document, actor=system_user(), reason=reason)


def _fail(delivery: Delivery, failure: str, *, actor: User) -> None:
    delivery.failed_at, delivery.failure = clock.now(), failure
    with transaction.atomic():
        keep(delivery, "document.notice_failed", actor=actor, reason=failure)
        if delivery.document.state in lifecycle.moves["note_return"].sources:
            note_return(delivery.document, actor=actor, reason=failure)
