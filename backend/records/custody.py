"""The sheet that goes with a piece of evidence, made from its chain of custody."""

from backend.access.policy import require
from backend.documents.actions.issuing import issue
from backend.documents.letters import Addressee
from backend.documents.models import Document
from backend.documents.queries import frame
from backend.investigation.evidence_words import HashCheck, Nature
from backend.investigation.models import CustodyEvent, EvidenceItem
from backend.kernel.errors import Refused
from backend.people.models import User
from backend.records.letters.custody import CustodySheet, CustodyStep


def issue_custody_sheet(item: EvidenceItem, *, actor: User, reason: str) -> Document:
    """Issue the chain of custody of one item as a document (D27), for whoever takes the thing or the file out of the house."""
    require(actor, "evidence.custody_sheet", item)
    if actor.person is None:
        raise Refused("Somebody with a personnel record issues it.", code="no-person")
    first, *_rest = steps = list(item.custody.select_related("noted_by__person").order_by("seq"))
    framed = {
        **frame(CustodySheet, to=actor.person, by=actor, language="en"),
        "recipient": Addressee(name="Evidence file"),
    }
    sheet = CustodySheet(
        **framed,
        matter=item.case.reference,
        item=item.label,
        description=item.description,
        source=item.source_party.label if item.source_party else item.source,
        collected_by=first.noted_by.name,
        collected_at=item.collected_at,
        collected_where=item.place or "Not noted",
        method=item.method or "Not noted",
        is_original=item.nature == Nature.ORIGINAL,
        media_type=item.file.mime if item.file else "",
        size=item.file.size if item.file else 0,
        sha256=item.file.sha256 if item.file else "",
        storage=item.kept_at or "The file store, under its number",
        steps=tuple(_step(step) for step in steps),
    )
    return issue(sheet, about=item, recipient=None, actor=actor, reason=reason)


def _step(step: CustodyEvent) -> CustodyStep:
    checked = None if step.hash_check == HashCheck.NONE else step.hash_check == HashCheck.MATCH
    return CustodyStep(
        at=step.at, giver=step.giver, taker=step.taker, where=step.place or "–", why=step.why, is_same=checked
    )
