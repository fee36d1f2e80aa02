"""Issuing a document and opening one."""

import hashlib
from dataclasses import replace

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.reads import viewed
from backend.audit.recorded import Recorded, keep
from backend.documents.inputs import to_inputs
from backend.documents.letters import Letter
from backend.documents.models import Document, DocumentContent
from backend.documents.queries import content_of
from backend.documents.rendering import check_code, print_letter, renderer, template_sha256
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.references import new_reference
from backend.people.models import Person, User

declare("document.issue", "issued a document", kind="document")
declare("document.open", "opened a document", kind="read")
declare("document.view", "read what is known about a document", kind="read")
declare("document.list", "listed documents", kind="read")


def issue(
    letter: Letter,
    *,
    about: Recorded,
    recipient: Person | None,
    actor: User,
    reason: str,
    classification: str = "",
    supersedes: Document | None = None,
) -> Document:
    """Print a letter, keep its bytes with everything needed to print it again, and record the issue with its digest.

    The caller has decided that `actor` may: a letter is issued as a part of a move on the record that it is about.
    """
    letter = replace(
        letter,
        reference=new_reference("DOC", clock.today()),
        classification=classification or letter.classification,
    )
    printed = print_letter(letter)
    document = Document(
        reference=letter.reference,
        kind=letter.kind,
        title=letter.title,
        language=letter.language,
        classification=letter.classification,
        matter=letter.matter,
        matter_stream=about.stream,
        about=about.key,
        recipient=recipient,
        template=letter.template,
        template_sha256=template_sha256(type(letter)),
        renderer=renderer(),
        check_code=check_code(letter),
        sha256=hashlib.sha256(printed.content).hexdigest(),
        size=len(printed.content),
        pages=printed.pages,
        issued_at=clock.now(),
        issued_by=actor,
        supersedes=supersedes,
    )
    kept = DocumentContent(document_uid=document.uid, inputs=to_inputs(letter), content=printed.content)
    return _keep_issued(document, kept, actor=actor, reason=reason)


def open_document(document: Document, *, actor: User, purpose: str = "") -> bytes:
    """Hand out the bytes to someone who may have them; the reading is recorded first, or nothing is shown."""
    require(actor, "document.open", document)
    with transaction.atomic():
        if document.opened_at is None and actor.person is not None and document.recipient_id == actor.person_id:
            document.opened_at = clock.now()
            keep(document, "document.open", actor=actor, reason=purpose, ctx={"sha256": document.sha256})
        else:
            viewed(document, "document.open", actor=actor, purpose=purpose, ctx={"sha256": document.sha256})
    return content_of(document)


def _keep_issued(document: Document, kept: DocumentContent, *, actor: User, reason: str) -> Document:
    facts: dict[str, Json] = {
        "kind": document.kind,
        "pages": document.pages,
        "sha256": document.sha256,
        "size": document.size,
        "template": document.template,
    }
    subjects = [(document.recipient.uid, "recipient")] if document.recipient else []
    with transaction.atomic():
        kept.save(force_insert=True)
        return keep(document, "document.issue", actor=actor, reason=reason, ctx=facts, subjects=subjects)
