"""Issued documents: the register for those who may know of them, the bytes for those who may read them."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from backend.access.policy import can, scope
from backend.api.fields import Moment, PersonOut
from backend.api.filters import equals, one_of
from backend.api.letters import LetterOut
from backend.api.outputs import Output
from backend.api.renderers import JsonRenderer, PdfRenderer
from backend.api.resources import Listed, MoveOut, Opened, command
from backend.documents.actions import standing
from backend.documents.actions.delivering import hand_over
from backend.documents.actions.redacting import redact_document
from backend.documents.actions.standing import open_document
from backend.documents.actions.withdrawing import withdraw_document
from backend.documents.models import Delivery, Document, LetterDraft
from backend.documents.redaction import Removal
from backend.documents.vocabulary import Channel, DocumentState, Outcome, RemovalClass
from backend.people.models import Person, User

DOCUMENTS = Document.objects.select_related("recipient", "supersedes")
PAPER = (Channel.HAND, Channel.POST)


class DeliveryOut(Output[Delivery]):
    """One way by which a document went to its recipient, and what is known of its arrival."""

    channel = serializers.ChoiceField(choices=Channel.choices)
    sent_at = Moment()
    arrived_at = Moment(allow_null=True)
    failed_at = Moment(allow_null=True)
    failure = serializers.CharField()
    outcome = serializers.CharField()
    handed_by = serializers.CharField(source="handed_by.name", default=None, allow_null=True)
    witness = serializers.CharField()
    note = serializers.CharField()


class DocumentOut(Output[Document]):
    """A document as the register names it: its digest, and not its text."""

    reference = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    language = serializers.CharField()
    classification = serializers.CharField()
    matter = serializers.CharField()
    state = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    pages = serializers.IntegerField()
    issued_at = Moment()
    opened_at = Moment(allow_null=True)
    answered_at = Moment(allow_null=True)
    withdrawn_at = Moment(allow_null=True)


class DocumentDetail(DocumentOut):
    """A document; its recipient is named, and its deliveries are told, to those who may open it (else null)."""

    recipient = PersonOut(source="named_recipient", allow_null=True)
    template = serializers.CharField()
    template_sha256 = serializers.CharField()
    check_code = serializers.CharField()
    seal_level = serializers.CharField()
    supersedes = serializers.CharField(source="supersedes.reference", default=None, allow_null=True)
    deliveries = DeliveryOut(source="told_deliveries", many=True, allow_null=True)
    moves = MoveOut(many=True)


def record_delivery(
    document: Document,
    *,
    actor: User,
    reason: str,
    channel: str,
    outcome: str,
    at: datetime,
    witness: str = "",
    note: str = "",
) -> Delivery:
    """Record that a paper copy was handed over or posted: by whom, when, and whether it was received, refused or came back."""
    return hand_over(document, actor=actor, channel=channel, outcome=outcome, at=at, witness=witness, note=note)


def start_redacted_version(
    document: Document, *, actor: User, reason: str, removals: Sequence[Removal], to: Person
) -> LetterDraft:
    """Start a version of a document for one recipient, with a log of what is left out; a second person approves it."""
    return redact_document(document, removals, to=to, actor=actor)


class Documents(Listed, Opened):
    """Documents sent to you, or issued in matters that you work on."""

    noun = "document"
    lifecycle = standing.lifecycle
    view_action = "document.view"
    recorded = True
    queryset = DOCUMENTS
    serializer_class = DocumentOut
    detail_serializer_class = DocumentDetail
    orderings = {"-issued_at": "-issued_at", "issued_at": "issued_at"}
    orderings_default = "-issued_at"
    filters = {
        "matter": equals("matter", "The reference of the case or report."),
        "kind": equals("kind", "The kind in the list of formal documents, for example D12."),
        "state": one_of("state", DocumentState, "Where the document stands."),
        "sha256": equals("sha256", "The digest of a document that you hold."),
    }

    def read(self, row: Document) -> serializers.BaseSerializer[Any]:
        """Name the recipient only to those who may open the document."""
        opens = can(self.person, "document.open", row)
        shown: Any = row
        shown.named_recipient = row.recipient if opens else None
        told = Delivery.objects.filter(document=row).select_related("handed_by__person").order_by("pk")
        shown.told_deliveries = scope(self.person, "delivery.view", told) if opens else None
        return super().read(row)

    acknowledge_document = command(standing.acknowledge_document, reason="Confirmed by the recipient.")
    refuse_document = command(standing.refuse_document, reason="Not confirmed by the recipient.")
    note_return = command(standing.note_return, path="note-return")
    record_delivery = command(
        record_delivery,
        needs="document.hand_over",
        path="hand-over",
        choices={"channel": PAPER, "outcome": Outcome},
        reason="Delivered on paper.",
        gives=DeliveryOut,
    )
    withdraw_document = command(withdraw_document)
    start_redacted_version = command(
        start_redacted_version,
        needs="document.redact",
        path="redact",
        choices={"what": RemovalClass},
        reason="A version with parts left out.",
        gives=LetterOut,
    )

    @extend_schema(responses={(200, "application/pdf"): bytes}, filters=False)
    @action(detail=True, renderer_classes=[PdfRenderer, JsonRenderer])
    def content(self, request: Request, reference: str) -> HttpResponse:
        """Download the document; opening it is recorded first."""
        document = self.get_object()
        self.must("document.open", document)
        content = open_document(document, actor=self.person)
        digest = base64.b64encode(bytes.fromhex(document.sha256)).decode()
        headers = {
            "Content-Disposition": f'attachment; filename="{document.file_name}"',
            "Repr-Digest": f"sha-256=:{digest}:",
        }
        return HttpResponse(content, content_type="application/pdf", headers=headers)
