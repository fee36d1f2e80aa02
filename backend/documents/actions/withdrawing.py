"""Withdrawal: a document no longer holds, and everybody who ever received it is told so."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from backend.documents.actions.issuing import issue
from backend.documents.actions.standing import lifecycle
from backend.documents.drafts import matter_of
from backend.documents.models import Document
from backend.documents.phrasing import say
from backend.documents.queries import frame, language_for
from backend.documents.vocabulary import STANDS, DocumentState
from backend.documents.withdrawal_letter import WithdrawalNotice
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.people.actions import system_user
from backend.people.models import Person, User

WHAT_TO_DO: Final = (
    "Destroy every copy that you have, or send it back to us.",
    "You may keep one copy if an adviser or a court needs it. Please write “withdrawn” on it.",
)


@lifecycle.move(
    "withdraw",
    STANDS,
    DocumentState.WITHDRAWN,
    past="withdrew a document",
    label="Withdraw",
    kind="document",
)
def withdraw_document(
    document: Document, *, actor: User, why: str, what_to_do: Sequence[str] = WHAT_TO_DO, replaced_by: str = ""
) -> None:
    """Withdraw a document, and every version and copy made of it; each earlier recipient gets a notice (D21).

    The file stays in the record, and the page where anybody can check a document says from now on that it was withdrawn.
    """
    if not why.strip():
        raise Invalid({"why": ["Say in a sentence why it is withdrawn; every recipient reads this."]})
    document.withdrawn_at = clock.now()
    for version in versions_of(document):
        _withdraw_version(version, actor=system_user(), reason=f"{document.reference} was withdrawn.")
    for person in recipients_of(document):
        language = language_for(WithdrawalNotice, person)
        notice = WithdrawalNotice(
            **frame(WithdrawalNotice, to=person, by=actor),
            matter=document.matter,
            withdrawn_reference=document.reference,
            withdrawn_title=document.title,
            issued_on=document.issued_at.astimezone(ZoneInfo(person.zone)).date(),
            withdrawn_on=clock.today(person.zone),
            replaced_by=replaced_by,
            why=why.strip(),
            what_to_do=tuple(say(step, language) for step in what_to_do),
        )
        issue(
            notice, about=matter_of(document), recipient=person, actor=actor, reason=f"Withdraws {document.reference}."
        )


def withdraw_without_notice(document: Document, *, reason: str) -> None:
    """Withdraw a document whose own recipient ended it (a release that they revoked): they need no notice of what they did."""
    _withdraw_version(document, actor=system_user(), reason=reason)


@lifecycle.move(
    "withdraw_version", STANDS, DocumentState.WITHDRAWN, past="withdrew a version of a document", kind="document"
)
def _withdraw_version(document: Document, *, actor: User) -> None:
    """Withdraw a redacted version or signed copy together with the document that it was made of."""
    document.withdrawn_at = clock.now()


def versions_of(document: Document) -> list[Document]:
    """List what was made of a document and still stands: redacted versions and signed copies."""
    made = Document.objects.filter(redacts=document) | Document.objects.filter(completes=document)
    return list(made.filter(state__in=STANDS).select_related("recipient__site"))


def recipients_of(document: Document) -> list[Person]:
    """List everybody to whom a document or a version of it was sent, each once."""
    made = Document.objects.filter(redacts=document) | Document.objects.filter(completes=document)
    rows = [document, *made.select_related("recipient__site")]
    found = {row.recipient.pk: row.recipient for row in rows if row.recipient is not None}
    return list(found.values())
