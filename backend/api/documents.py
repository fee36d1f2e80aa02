"""Issued documents: the register for those who may know of them, the bytes for those who may read them."""

import base64
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from backend.access.policy import can
from backend.api.fields import Moment, PersonOut
from backend.api.filters import equals
from backend.api.outputs import Output
from backend.api.renderers import JsonRenderer, PdfRenderer
from backend.api.resources import Listed, Opened
from backend.documents.actions import open_document
from backend.documents.models import Document

DOCUMENTS = Document.objects.select_related("recipient", "superseded_by")


class DocumentOut(Output[Document]):
    """A document as the register names it: its digest, and not its text."""

    reference = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    language = serializers.CharField()
    classification = serializers.CharField()
    matter = serializers.CharField()
    state = serializers.SerializerMethodField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    pages = serializers.IntegerField()
    issued_at = Moment()
    opened_at = Moment(allow_null=True)

    def get_state(self, document: Document) -> str:
        """Tell whether the document still stands."""
        if document.withdrawn_at:
            return Document.WITHDRAWN
        return Document.SUPERSEDED if hasattr(document, "superseded_by") else Document.ISSUED


class DocumentDetail(DocumentOut):
    """A document; its recipient is named to those who may open it (else null)."""

    recipient = PersonOut(source="named_recipient", allow_null=True)
    template = serializers.CharField()
    template_sha256 = serializers.CharField()
    check_code = serializers.CharField()


class Documents(Listed, Opened):
    """Documents sent to you, or issued in matters that you work on."""

    noun = "document"
    view_action = "document.view"
    queryset = DOCUMENTS
    serializer_class = DocumentOut
    detail_serializer_class = DocumentDetail
    orderings = {"-issued_at": "-issued_at", "issued_at": "issued_at"}
    orderings_default = "-issued_at"
    filters = {
        "matter": equals("matter", "The reference of the case or report."),
        "kind": equals("kind", "The kind in the list of formal documents, for example D12."),
        "sha256": equals("sha256", "The digest of a document that you hold."),
    }

    def read(self, row: Document) -> serializers.BaseSerializer[Any]:
        """Name the recipient only to those who may open the document."""
        opens = can(self.person, "document.open", row)
        row.named_recipient = row.recipient if opens else None  # type: ignore[attr-defined]
        return super().read(row)

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
