"""Making a version of a document for one recipient, with parts left out."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.documents.actions.drafting import Text, start_draft
from backend.documents.actions.issuing import Ties
from backend.documents.drafts import matter_of
from backend.documents.models import Document, LetterDraft, Redaction
from backend.documents.queries import addressee, letter_of
from backend.documents.redaction import Removal, redact
from backend.documents.vocabulary import STANDS
from backend.kernel.errors import Refused
from backend.people.models import Person, User

declare("draft.redact", "left parts out of a version", kind="document")


def redact_document(document: Document, removals: Sequence[Removal], *, to: Person, actor: User) -> LetterDraft:
    """Start a version of an issued document for one recipient, with a log of what is left out; a second person approves it.

    Raises Invalid for a removal without class or reason, or that takes nothing away; Refused for a document that is itself a
    redacted version or a signed copy, whose offered file would go along unredacted.
    """
    require(actor, "document.redact", document)
    if document.state not in STANDS:
        raise Refused("The document no longer stands. Redact the one that replaced it.", code="document-over")
    if document.redacts_id or document.completes_id:
        raise Refused(
            "Redact the document that this one was made of: a version of a version hides which words were left out.",
            code="document-derived",
        )
    original = replace(letter_of(document), reference="", verify_at="", recipient=addressee(to), removed=())
    redacted = redact(original, removals)
    with transaction.atomic():
        draft = start_draft(Text({}, redacted), matter_of(document), to=to, actor=actor, ties=Ties(redacts=document))
        for removed, removal in zip(redacted.removed, removals, strict=True):
            row = Redaction(
                draft=draft, number=removed.number, what=removal.what, reason=removed.reason, places=removed.times
            )
            keep(row, "draft.redact", actor=actor, reason=removed.reason, ctx={"class": removal.what})
    return draft
