"""The life of an issued document as pages tell it: what happened when, and what can be done now, by whom."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.policy import permitted, scope
from backend.documents.actions.standing import lifecycle
from backend.documents.kinds import asks_for_answer
from backend.documents.models import Delivery, Document
from backend.documents.vocabulary import STANDS, Channel, DocumentState
from backend.people.models import User

ANSWERS = {
    DocumentState.ACKNOWLEDGED: "confirmed",
    DocumentState.SIGNED: "signed",
    DocumentState.REFUSED: "refused",
}


def course(document: Document, person: User) -> list[dict[str, Any]]:
    """Tell what happened to a document, the newest first."""
    rows = scope(person, "delivery.view", Delivery.objects.filter(document=document))
    told = [entry for row in rows.select_related("handed_by__person") for entry in _of_delivery(row)]
    told.append(_entry("document", _("Issued and sealed"), document.issued_by.name, document.issued_at))
    recipient = document.recipient.name if document.recipient else ""
    if document.opened_at:
        told.append(_entry("read", _("First opened"), recipient, document.opened_at))
    if document.answered_at and (answer := _answer(document)):
        words = {
            "confirmed": _("Receipt confirmed"),
            "signed": _("Signed"),
            "refused": _("Not confirmed, or not signed"),
        }[answer]
        told.append(_entry("signature", words, recipient, document.answered_at))
    later = _later(document)
    if document.withdrawn_at:
        told.append(_entry("document", _("Withdrawn"), "", document.withdrawn_at))
    if later:
        told.append(_entry("document", _("Replaced by a later one"), "", later.issued_at))
    return sorted(told, key=lambda entry: entry["at"], reverse=True)


def steps(document: Document) -> list[dict[str, str]]:
    """Show how far a document has come, as stages."""
    asked = asks_for_answer(document.kind)
    names = [_("Issued"), _("Sent"), _("Delivered"), _("Opened")]
    if asked != "delivery":
        names.append(_("Signed") if asked == "signature" else _("Receipt confirmed"))
    reached = _reached(document)
    return [
        {"label": name, "state": "current" if place == reached - 1 else "done" if place < reached else "todo"}
        for place, name in enumerate(names)
    ]


def own_acts(document: Document, person: User) -> list[dict[str, Any]]:
    """Give what its recipient may answer, each as near as the other."""
    if asks_for_answer(document.kind) != "receipt" or document.recipient_id != person.person_id:
        return []
    found = permitted(person, ["document.acknowledge", "document.refuse"], document)
    pages = (("acknowledge", _("Confirm receipt")), ("refuse", _("Don’t confirm")))
    return [
        {"label": label, "url": reverse(f"document-{verb}", args=[document.reference])}
        for verb, label in pages
        if f"document.{verb}" in found
        and document.state in lifecycle.moves[verb].sources
        and document.state != DocumentState.ACKNOWLEDGED
    ]


def staff_acts(document: Document, person: User) -> list[dict[str, str]]:
    """Give the menu of what staff may do with a document now."""
    may = permitted(
        person,
        ["document.open", "document.hand_over", "document.note_return", "document.redact", "document.withdraw"],
        document,
    )
    stands = document.state in STANDS
    can_come_back = document.state in lifecycle.moves["note_return"].sources
    is_whole = not (document.redacts_id or document.completes_id)
    pages = [
        ("document.hand_over", "document-hand-over", _("Record a delivery on paper"), stands and document.recipient_id),
        ("document.note_return", "document-returned", _("Note that it came back"), can_come_back),
        ("document.redact", "document-redact", _("Make a version with parts left out"), stands and is_whole),
        ("document.withdraw", "document-withdraw", _("Withdraw the document"), stands),
        ("document.open", "document-proof", _("Prove that it is unchanged"), True),
    ]
    return [
        {"label": label, "url": reverse(name, args=[document.reference])}
        for action, name, label, fits in pages
        if action in may and fits
    ]


def related(document: Document, person: User) -> list[dict[str, str]]:
    """List the documents that one belongs with, as far as the person may see them."""
    ties = [
        (_("Replaces"), Document.objects.filter(pk=document.supersedes_id or 0)),
        (_("Replaced by"), Document.objects.filter(supersedes=document)),
        (_("A version, with parts left out, of"), Document.objects.filter(pk=document.redacts_id or 0)),
        (_("Versions with parts left out"), Document.objects.filter(redacts=document)),
        (_("Signed copy of"), Document.objects.filter(pk=document.completes_id or 0)),
        (_("Signed copy"), Document.objects.filter(completes=document)),
    ]
    return [
        {"key": label, "value": f"{row.title}, {row.reference}", "url": reverse("document", args=[row.reference])}
        for label, rows in ties
        for row in scope(person, "document.view", rows).order_by("pk")[:20]
    ]


def _reached(document: Document) -> int:
    if document.state in ANSWERS or document.answered_at:
        return 5
    if document.opened_at:
        return 4
    if document.state == DocumentState.DELIVERED:
        return 3
    return 1 if document.state in (DocumentState.ISSUED, DocumentState.BOUNCED) else 2


def _answer(document: Document) -> str:
    """Tell how a document was answered, also after it was replaced or withdrawn: the answer was given all the same."""
    if document.state in ANSWERS:
        return ANSWERS[DocumentState(document.state)]
    given = document.history.filter(state__in=ANSWERS).order_by("-history_id").values_list("state", flat=True).first()
    return ANSWERS[DocumentState(given)] if given else ""


def _later(document: Document) -> Document | None:
    return Document.objects.filter(supersedes=document).first()


def _of_delivery(row: Delivery) -> list[dict[str, Any]]:
    if row.channel == Channel.PAGE:
        told = [_entry("message", _("Laid on the recipient’s page"), _("System"), row.sent_at)]
        if row.failed_at:
            told.append(_entry("message", _("The notice by e-mail failed"), _("System"), row.failed_at, row.failure))
        elif row.arrived_at:
            told.append(_entry("message", _("Notice sent by e-mail"), _("System"), row.arrived_at))
        return told
    body = "\n".join(
        line for line in (_("Witness: %(name)s") % {"name": row.witness} if row.witness else "", row.note) if line
    )
    title = f"{row.get_channel_display()}: {row.get_outcome_display()}"
    return [_entry("document", title, row.handed_by.name if row.handed_by else "", row.sent_at, body)]


def _entry(kind: str, title: str, who: str, at: Any, body: str = "") -> dict[str, Any]:
    return {"kind": kind, "title": title, "who": who, "at": at, "body": body}
