"""Evidence: items with their custody, their files, and what both sides are shown of them and say."""

import base64
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, cast

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.policy import scope
from backend.api.case_parts import CasePart
from backend.api.documents import DocumentOut
from backend.api.fields import Moment, PersonOut
from backend.api.inputs import Body, Inputs, inputs_of
from backend.api.outputs import Output
from backend.api.renderers import FileRenderer, JsonParser, JsonRenderer
from backend.api.resources import Opened, command, extra_fields
from backend.audit.reads import viewed
from backend.cases.models import Case
from backend.files.models import StoredFile
from backend.files.reading import neutral_name, opened_by
from backend.files.uploads import Upload
from backend.files.vocabulary import FileState
from backend.investigation.actions import evidence
from backend.investigation.actions.review import comment_on_evidence, finish_comments
from backend.investigation.evidence_words import Bearing, HashCheck, Nature, Sensitivity
from backend.investigation.models import CustodyEvent, EvidenceComment, EvidenceItem, EvidenceRelevance, ReviewAccess
from backend.investigation.queries.evidence import comments_on, evidence_of, own_access
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.models import User
from backend.records.custody import issue_custody_sheet

ITEMS = EvidenceItem.objects.select_related(
    "case", "file", "redaction_of__case", "source_party__person", "added_by__person"
)
FILE = serializers.FileField(help_text="At most 25 MB; sent as multipart/form-data.", allow_empty_file=True)


class FileOut(Output[StoredFile]):
    """The file of an item: its type as found from its bytes, and its digest."""

    state = serializers.ChoiceField(choices=FileState.choices)
    mime = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    cleaned = serializers.BooleanField()
    scanned = serializers.BooleanField()


class ShownOut(Output[EvidenceItem]):
    """An item as a party to the case sees it: not who gave it, nor through whose hands it went."""

    reference = serializers.CharField()
    number = serializers.IntegerField()
    description = serializers.CharField()
    file = FileOut(allow_null=True)


class EvidenceOut(ShownOut):
    """An item as a list shows it."""

    state = serializers.CharField()
    relied_on = serializers.BooleanField()
    nature = serializers.ChoiceField(choices=Nature.choices)
    sensitivity = serializers.ChoiceField(choices=Sensitivity.choices)
    source = serializers.CharField()  # type: ignore[assignment]
    given_by = PersonOut(source="source_party.person", default=None, allow_null=True)
    collected_at = Moment()
    kept_at = serializers.CharField()
    redaction_of = serializers.CharField(source="redaction_of.reference", default=None, allow_null=True)


class CustodyOut(Output[CustodyEvent]):
    """One passing from hand to hand, or one check of the bytes."""

    seq = serializers.IntegerField()
    giver = serializers.CharField()
    taker = serializers.CharField()
    at = Moment()
    place = serializers.CharField()
    why = serializers.CharField()
    hash_check = serializers.ChoiceField(choices=HashCheck.choices)


class RelevanceOut(Output[EvidenceRelevance]):
    """How the item bears on an allegation."""

    allegation = serializers.CharField(source="allegation.reference")
    bearing = serializers.ChoiceField(choices=Bearing.choices)


class EvidenceDetail(EvidenceOut):
    """An item with its custody and what it bears on."""

    place = serializers.CharField()
    method = serializers.CharField()
    added_by = serializers.CharField(source="added_by.name")
    added_at = Moment()
    custody = CustodyOut(many=True, source="custody.all")
    relevance = RelevanceOut(many=True, source="told_relevance")


class CommentOut(Output[EvidenceComment]):
    """What a party said, about one item or about the whole."""

    party = serializers.CharField(source="access.party.label")
    item = serializers.CharField(source="item.reference", default=None, allow_null=True)
    text = serializers.CharField()
    made_at = Moment()


class CommentSent(Body):
    """A comment."""

    text = serializers.CharField(max_length=20_000)
    item = serializers.CharField(max_length=12, required=False, allow_blank=True, default="")


class OwnEvidenceOut(serializers.Serializer[Any]):
    """What a party sees of the evidence in their case."""

    items = ShownOut(many=True)
    comments = CommentOut(many=True)
    review_until = Moment(allow_null=True)
    finished_at = Moment(allow_null=True)


def form_with_file(act: Callable[..., Any], *, required: bool, reason: str = "", **options: Any) -> Inputs:
    """Read an action's inputs together with a file."""
    upload = serializers.FileField(help_text=FILE.help_text, required=required, allow_empty_file=True)
    extra = {**extra_fields(reason=reason, signing=False), "file": upload}
    return inputs_of(act, skip=("upload",), choices=options.get("choices", {}), extra=extra)


def inputs_with_file(inputs: Inputs, given: Mapping[str, Any], *, reason: str = "") -> dict[str, Any]:
    """Make the action's arguments, the file among them."""
    left = dict(given)
    sent, why = left.pop("file", None), left.pop("reason", "") or reason
    upload = Upload(cast("BinaryIO", sent.file), sent.name or "") if sent else None
    return {**inputs.arguments(left), "upload": upload, **({"reason": why} if why else {})}


ADDING = form_with_file(evidence.add_evidence, required=False, choices={"nature": Nature, "sensitivity": Sensitivity})
REDACTING = form_with_file(evidence.redact_evidence, required=True)
HANDING_IN = form_with_file(evidence.hand_in_evidence, required=True, reason="Handed in by the party.")


class CaseEvidence(CasePart):
    """The evidence of the case."""

    part = "evidence"
    view_action = "evidence.view"
    queryset = ITEMS
    serializer_class = EvidenceOut
    parser_classes = (JsonParser, MultiPartParser)
    orderings = {"number": "number"}
    orderings_default = "number"

    @extend_schema(
        request={"multipart/form-data": ADDING.form}, responses={201: EvidenceOut}, operation_id="add_evidence"
    )
    def create(self, request: Request, case: str = "") -> Response:
        """Add a file or a thing to the evidence of a case, with where it came from."""
        found = self.case()
        self.must("evidence.add", found)
        item = evidence.add_evidence(found, actor=self.person, **inputs_with_file(ADDING, self.understood(ADDING.form)))
        where = {"Location": reverse("api:evidence-detail", args=[item.reference])}
        return Response(EvidenceOut(item).data, status=201, headers=where)


class CaseComments(CasePart):
    """What both sides said about the evidence that they were shown."""

    part = "evidence-comments"
    view_action = "evidence.read_comments"
    queryset = EvidenceComment.objects.all()
    serializer_class = CommentOut
    orderings = {"made_at": "made_at"}
    orderings_default = "made_at"

    def rows(self, case: Case) -> QuerySet[Any]:
        """Give the comments of the case."""
        return comments_on(case, self.person)


class Evidence(Opened):
    """One piece of evidence. A party sees what they handed in and what they are shown, without its source and its custody."""

    noun = "evidence"
    recorded = True
    view_action = "evidence.view"
    queryset = ITEMS
    serializer_class = EvidenceOut
    detail_serializer_class = EvidenceDetail
    parser_classes = (JsonParser, MultiPartParser)

    def named(self, rows: QuerySet[Any], reference: str) -> QuerySet[Any]:
        """Read a reference such as CASE-2026-7KQ4MZ-E3."""
        case, _dash, number = reference.rpartition("-E")
        return rows.filter(case__reference=case, number=number) if number.isdecimal() else rows.none()

    def read(self, row: EvidenceItem) -> serializers.BaseSerializer[Any]:
        """Show the whole to those who work on the case alone."""
        shown: Any = row
        shown.told_relevance = row.relevance.select_related("allegation__case").order_by("allegation__seq")
        if not scope(self.person, "evidence.read", ITEMS.filter(pk=row.pk)).exists():
            viewed(row, "evidence.view", actor=self.person)
            return ShownOut(row)
        return super().read(row)

    def fresh(self, row: Any) -> Response:
        """Answer a change with the item as it is now."""
        return self.shown(ITEMS.get(pk=row.pk))

    transfer_evidence = command(
        evidence.transfer_evidence, needs="evidence.transfer", path="transfer", gives=CustodyOut
    )
    verify_evidence = command(evidence.verify_evidence, needs="evidence.verify", path="verify", gives=CustodyOut)
    issue_custody_sheet = command(
        issue_custody_sheet, needs="evidence.custody_sheet", path="custody-sheet", gives=DocumentOut
    )
    rely_on_evidence = command(evidence.rely_on_evidence, needs="evidence.rely", path="rely")
    stop_relying_on = command(evidence.stop_relying_on, needs="evidence.unrely", path="unrely")

    @extend_schema(request={"multipart/form-data": REDACTING.form}, responses={201: EvidenceOut})
    @action(detail=True, methods=["post"])
    def redact(self, request: Request, reference: str) -> Response:
        """Add a copy with parts left out, as an item of its own."""
        row = self.get_object()
        self.must("evidence.redact", row)
        copy = evidence.redact_evidence(
            row, actor=self.person, **inputs_with_file(REDACTING, self.understood(REDACTING.form))
        )
        return Response(EvidenceOut(copy).data, status=201)

    @extend_schema(responses={(200, "application/octet-stream"): bytes})
    @action(detail=True, renderer_classes=[FileRenderer, JsonRenderer])
    def file(self, request: Request, reference: str) -> StreamingHttpResponse:
        """Download the file; opening it is recorded first."""
        row = self.get_object()
        if row.file is None:
            raise Refused("This is a thing, not a file.", code="no-file")
        return file_response(row.file, row.label, self.person)


class OwnEvidence(Opened):
    """For the parties of a case: what they handed in, what they are shown, and what they say about it."""

    view_action = "evidence.hand_in"
    queryset = Case.objects.all()
    serializer_class = OwnEvidenceOut
    parser_classes = (JsonParser, MultiPartParser)

    def retrieve(self, request: Request, **names: str) -> Response:
        """Read what you may see of the evidence in your case."""
        case = self.get_object()
        access = own_access(case, self.person)
        items = list(evidence_of(case, self.person))
        for item in items:
            viewed(item, "evidence.view", actor=self.person)
        told = {
            "items": items,
            "comments": comments_on(case, self.person),
            "review_until": access.review.floor_at if access else None,
            "finished_at": access.finished_at if access else None,
        }
        return Response(OwnEvidenceOut(told).data)

    @extend_schema(request={"multipart/form-data": HANDING_IN.form}, responses={201: ShownOut})
    @action(detail=True, methods=["post"], url_path="hand-in")
    def hand_in(self, request: Request, reference: str) -> Response:
        """Hand in a file of your own."""
        case = self.get_object()
        given = inputs_with_file(HANDING_IN, self.understood(HANDING_IN.form))
        item = evidence.hand_in_evidence(case, actor=self.person, **given)
        return Response(ShownOut(item).data, status=201)

    @extend_schema(request=CommentSent, responses={201: CommentOut})
    @action(detail=True, methods=["post"])
    def comment(self, request: Request, reference: str) -> Response:
        """Say something about the evidence that you are shown; `item` names one item, such as E3."""
        access = self.open_to_them()
        given = self.understood(CommentSent)
        number = given["item"].upper().removeprefix("E")
        item = None
        if number:
            found = evidence_of(access.review.case, self.person)
            item = found.filter(number=number).first() if number.isdecimal() else None
            if item is None:
                raise Invalid({"item": ["Choose one of the items that you are shown."]})
        comment = comment_on_evidence(access, actor=self.person, text=given["text"], item=item)
        return Response(CommentOut(comment).data, status=201)

    @extend_schema(request=None, responses={200: OwnEvidenceOut})
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, reference: str) -> Response:
        """Say that you have nothing to add."""
        finish_comments(self.open_to_them(), actor=self.person)
        return self.retrieve(request)

    def open_to_them(self) -> ReviewAccess:
        """Find the review that is open to the caller."""
        self.tried = "evidence.comment"
        access = own_access(self.get_object(), self.person)
        if access is None:
            raise Forbidden
        return access


def file_response(stored: StoredFile, label: str, person: User) -> StreamingHttpResponse:
    """Stream a file under a neutral name, once its opening is recorded."""
    response = StreamingHttpResponse(opened_by(person, stored), content_type=stored.mime)
    response["Content-Length"] = str(stored.size)
    response["Content-Disposition"] = f'attachment; filename="{neutral_name(stored, label)}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(stored.sha256)).decode()}:"
    return response
