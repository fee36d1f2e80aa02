"""Issuing: a letter becomes a file that never changes, and the file goes to its recipient."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction

from backend.audit.actions import declare
from backend.audit.recorded import Recorded, keep
from backend.documents.actions.standing import supersede_document
from backend.documents.guard.reading import forbid
from backend.documents.inputs import to_inputs
from backend.documents.letters import Letter
from backend.documents.making import Made, Numbered, make
from backend.documents.models import Delivery, Document
from backend.documents.queries import enclosed_with, verify_address, wording_for
from backend.documents.rendering import Enclosed, check_code, render_html, renderer, template_sha256
from backend.documents.shutting import keep_content
from backend.documents.vocabulary import Channel, DocumentState
from backend.documents.wording import Wording
from backend.jobs.queue import submit
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.references import new_reference
from backend.people.actions import system_user
from backend.people.models import Person, User

declare("document.issue", "issued a document", kind="document")
declare("document.send", "sent a document on its way", kind="document")


@dataclass(frozen=True)
class Ties:
    """How a document stands to earlier ones."""

    supersedes: Document | None = None
    completes: Document | None = None
    redacts: Document | None = None


FREE = Ties()


@dataclass(frozen=True)
class Ready:
    """A letter that was given its reference, with the words and the file that it will be issued with."""

    letter: Letter
    wording: Wording
    made: Made


def issue(
    letter: Letter,
    *,
    about: Recorded,
    recipient: Person | None,
    actor: User,
    reason: str,
    classification: str = "",
    ties: Ties = FREE,
    channel: str = Channel.PAGE,
    enclosed: Enclosed | None = None,
) -> Document:
    """Print, check and seal a letter, keep the file with everything needed to print it again, record it, and send it.

    The caller has decided that `actor` may: a letter is issued as a part of a move on the record that it is about.
    Raises Invalid for characters that no font has, and Refused for words that such a letter must not hold.
    """
    ready = prepare(letter, classification=classification, enclosed=enclosed)
    return issue_ready(ready, about=about, recipient=recipient, actor=actor, reason=reason, ties=ties, channel=channel)


def prepare(letter: Letter, *, classification: str = "", enclosed: Enclosed | None = None) -> Ready:
    """Give a letter its reference and make its file. Nothing is stored."""
    return made_ready(number(letter, classification=classification, enclosed=enclosed))


def number(letter: Letter, *, classification: str = "", enclosed: Enclosed | None = None) -> Numbered:
    """Give a letter its reference, and fetch its words and what it encloses; its file can then be made in any process."""
    letter = replace(
        letter,
        reference=new_reference("DOC", clock.today()),
        classification=classification or letter.classification,
        verify_at=verify_address(),
    )
    wording = wording_for(letter)
    forbid(letter, html=render_html(letter, wording))  # the very words it goes out with
    return Numbered(letter, wording, enclosed or enclosed_with(letter))


def made_ready(numbered: Numbered, made: Made | None = None) -> Ready:
    """Put a letter and its file together; the file is made here unless it was made elsewhere."""
    if made is None:
        made = make(numbered.letter, numbered.wording, numbered.enclosed)
    return Ready(numbered.letter, numbered.wording, made)


def issue_ready(
    ready: Ready,
    *,
    about: Recorded,
    recipient: Person | None,
    actor: User,
    reason: str,
    ties: Ties = FREE,
    channel: str = Channel.PAGE,
) -> Document:
    """Keep a file that was made, record the issue with its digest, and send it to its recipient."""
    letter, made = ready.letter, ready.made
    document = Document(
        reference=letter.reference,
        state=DocumentState.SENT if recipient and channel == Channel.PAGE else DocumentState.ISSUED,
        kind=letter.kind,
        title=letter.title,
        language=letter.language,
        classification=letter.classification,
        matter=letter.matter,
        matter_stream=about.stream,
        about=about.key,
        recipient=recipient,
        template=ready.wording.template,
        template_sha256=template_sha256(ready.wording, type(letter)),
        renderer=renderer(),
        check_code=check_code(letter, ready.wording),
        sha256=made.sha256,
        size=len(made.content),
        printed_sha256=made.printed_sha256,
        printed_size=made.printed_size,
        seal_level=made.seal_level,
        seal_note=made.seal_note,
        pages=made.pages,
        issued_at=clock.now(),
        issued_by=actor,
        supersedes=ties.supersedes,
        completes=ties.completes,
        redacts=ties.redacts,
    )
    with transaction.atomic():
        keep_content(document, to_inputs(letter), made.content)
        _keep_issued(document, actor=actor, reason=reason)
        if ties.supersedes is not None:
            supersede_document(ties.supersedes, actor=system_user(), reason=f"Replaced by {document.reference}.")
        if document.state == DocumentState.SENT:
            _send_by_page(document, actor=actor)
    return document


def _keep_issued(document: Document, *, actor: User, reason: str) -> None:
    facts: dict[str, Json] = {
        "kind": document.kind,
        "pages": document.pages,
        "seal": document.seal_level,
        "sha256": document.sha256,
        "size": document.size,
        "template": document.template,
    }
    subjects = [(document.recipient.uid, "recipient")] if document.recipient else []
    keep(document, "document.issue", actor=actor, reason=reason, ctx=facts, subjects=subjects)


def _send_by_page(document: Document, *, actor: User) -> None:
    """Lay the document on the recipient's page; a notice by mail, which says nothing, follows."""
    delivery = Delivery(document=document, channel=Channel.PAGE, sent_at=document.issued_at)
    keep(delivery, "document.send", actor=actor, reason="Laid on the secure page.", ctx={"channel": Channel.PAGE})
    if settings.LETTER_NOTICES:
        submit("document.notify", actor=None, delivery=str(delivery.uid))
