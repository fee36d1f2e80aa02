"""What becomes of an issued document: it arrives, is opened, answered, replaced or withdrawn. Its bytes stay as they are."""

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.reads import viewed
from backend.documents.models import Document
from backend.documents.queries import content_of
from backend.documents.vocabulary import STANDS, WITH_RECIPIENT, DocumentState
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

declare("document.view", "read what is known about a document", kind="read")
declare("document.list", "listed documents", kind="read")

lifecycle = Lifecycle(Document, "document")
ON_ITS_WAY = {DocumentState.ISSUED, DocumentState.SENT, DocumentState.BOUNCED}
ANSWERABLE = WITH_RECIPIENT | {DocumentState.ACKNOWLEDGED}


def open_document(document: Document, *, actor: User, purpose: str = "") -> bytes:
    """Hand out the bytes to someone who may have them; the reading is recorded first, or nothing is shown."""
    require(actor, "document.open", document)
    is_recipient = actor.person_id is not None and document.recipient_id == actor.person_id
    with transaction.atomic():
        state = Document.objects.values_list("state", flat=True).get(pk=document.pk)
        if is_recipient and state in WITH_RECIPIENT - {DocumentState.OPENED}:
            note_opening(document, actor=actor, reason=purpose or "Opened by its recipient.")
        else:
            viewed(document, "document.open", actor=actor, purpose=purpose, ctx={"sha256": document.sha256})
    return content_of(document)


@lifecycle.move("arrive", ON_ITS_WAY, DocumentState.DELIVERED, past="noted that a document arrived", kind="document")
def note_arrival(document: Document, *, actor: User) -> None:
    """Note that a document reached its recipient: their own list of letters showed it."""


@lifecycle.move(
    "open",
    WITH_RECIPIENT - {DocumentState.OPENED},
    DocumentState.OPENED,
    past="opened a document",
    kind="read",
)
def note_opening(document: Document, *, actor: User) -> None:
    """Note that the recipient opened a document for the first time."""
    document.opened_at = document.opened_at or clock.now()


@lifecycle.move(
    "acknowledge",
    WITH_RECIPIENT,
    DocumentState.ACKNOWLEDGED,
    past="confirmed the receipt of a document",
    label="Confirm receipt",
    kind="document",
)
def acknowledge_document(document: Document, *, actor: User) -> None:
    """Confirm, as the recipient, that the document was received; that is not to agree with it."""
    if document.opened_at is None:
        raise Refused("Open the letter first; then confirm that you have received it.", code="document-unread")
    document.answered_at = clock.now()


@lifecycle.move("sign", ANSWERABLE, DocumentState.SIGNED, past="signed a document", kind="signature")
def note_signature(document: Document, *, actor: User) -> None:
    """Note that the recipient signed the document; the signature itself is a record of the matter."""
    document.answered_at = clock.now()


@lifecycle.move("refuse", ANSWERABLE, DocumentState.REFUSED, past="refused a document", label="Refuse", kind="document")
def refuse_document(document: Document, *, actor: User) -> None:
    """Refuse, as the recipient, to take or to sign the document; nothing is deemed from that."""
    document.answered_at = clock.now()


@lifecycle.move(
    "note_return",
    {DocumentState.ISSUED, DocumentState.SENT, DocumentState.DELIVERED},
    DocumentState.BOUNCED,
    past="noted that a document came back",
    label="Note that it came back",
    kind="document",
)
def note_return(document: Document, *, actor: User) -> None:
    """Note that a document, or the notice of it, could not be delivered."""


@lifecycle.move(
    "note_silence",
    WITH_RECIPIENT - {DocumentState.NO_RESPONSE},
    DocumentState.NO_RESPONSE,
    past="noted that nobody answered a document",
    label="Note that nobody answered",
    kind="document",
)
def note_silence(document: Document, *, actor: User) -> None:
    """Note that the recipient did not answer in time; nothing is deemed from silence, and an answer still counts."""


@lifecycle.move(
    "supersede", STANDS, DocumentState.SUPERSEDED, past="replaced a document by a later one", kind="document"
)
def supersede_document(document: Document, *, actor: User) -> None:
    """Mark a document as replaced: a later one says what holds now."""
