"""What the custodian of the compartment keeps: files in quarantine, and the question to an employee before an absence counts."""

import base64
from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from backend.api.fields import Moment, PersonOut
from backend.api.filters import equals, one_of
from backend.api.outputs import Output
from backend.api.renderers import FileRenderer, JsonRenderer
from backend.api.resources import Listed, MoveOut, Opened, command
from backend.audit.reads import viewed
from backend.referrals.actions import barriers, screening
from backend.referrals.models import BarrierQuery, ProviderFile
from backend.referrals.queries.custody import FILES, QUERIES, name_of, words_of
from backend.referrals.vocabulary import Excuse, FileState, QueryState


class ProviderFileOut(Output[ProviderFile]):
    """A file that a provider handed in, as a list shows it."""

    reference = serializers.CharField()
    referral = serializers.CharField(source="referral.reference")
    person = PersonOut(source="referral.person")
    provider = serializers.CharField(source="author.provider.name")
    state = serializers.ChoiceField(choices=FileState.choices)
    mime = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    received_at = Moment()
    screened_at = Moment(allow_null=True)


class ProviderFileDetail(ProviderFileOut):
    """A file, with what the provider called it."""

    name = serializers.CharField(source="shown_name")
    report = serializers.CharField(source="report.reference", default=None, allow_null=True)
    moves = MoveOut(many=True)


class BarrierQueryOut(Output[BarrierQuery]):
    """A question to an employee what stood in the way, as a list shows it."""

    reference = serializers.CharField()
    referral = serializers.CharField(source="referral.reference")
    person = PersonOut(source="referral.person")
    state = serializers.ChoiceField(choices=QueryState.choices)
    asked_at = Moment()
    answer_by = Moment()
    answered_at = Moment(allow_null=True)
    weighed_at = Moment(allow_null=True)


class BarrierQueryDetail(BarrierQueryOut):
    """A question with its answer and the excuse that was found; the employee and their coordinator alone read it."""

    words = serializers.CharField(source="shown_words", allow_blank=True)
    excuse = serializers.ChoiceField(choices=Excuse.choices, allow_blank=True)
    moves = MoveOut(many=True)


class ProviderFiles(Listed, Opened):
    """Files that providers handed in with reports on your referrals; nobody but their custodian sees them."""

    noun = "provider_file"
    view_action = "provider_file.view"
    recorded = True
    lifecycle = screening.lifecycle
    queryset = FILES
    serializer_class = ProviderFileOut
    detail_serializer_class = ProviderFileDetail
    filters = {
        "referral": equals("referral__reference", "The reference of the referral."),
        "state": one_of("state", FileState, "Where it stands."),
    }
    orderings = {"-id": "-pk", "id": "pk"}
    orderings_default = "-id"

    def read(self, row: ProviderFile) -> serializers.BaseSerializer[Any]:
        """Show what the provider called the file, too."""
        viewed(row, "provider_file.view", actor=self.person)
        row.shown_name = name_of(row)  # type: ignore[attr-defined]
        row.moves = self.moves(row)  # type: ignore[attr-defined]
        return ProviderFileDetail(row, context={"request": self.request})

    clear_file = command(screening.clear_file)
    seal_file = command(screening.seal_file)
    misdirect_file = command(screening.misdirect_file)

    @extend_schema(responses={(200, "application/octet-stream"): bytes}, operation_id="download_provider_file")
    @action(detail=True, renderer_classes=[FileRenderer, JsonRenderer])
    def file(self, request: Request, reference: str) -> StreamingHttpResponse:
        """Download the file; opening it is recorded first. A sealed one is opened by nobody."""
        row = self.get_object()
        self.must("provider_file.open", row)
        response = StreamingHttpResponse(screening.open_file(row, actor=self.person), content_type=row.mime)
        response["Content-Length"] = str(row.size)
        response["Content-Disposition"] = f'attachment; filename="{row.reference}"'
        response["X-Content-Type-Options"], response["Cache-Control"] = "nosniff", "private, no-store"
        response["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(row.sha256)).decode()}:"
        return response


class BarrierQueries(Listed, Opened):
    """Questions what stood in the way of an appointment: those that you were asked, and those of the referrals you coordinate."""

    noun = "barrier"
    view_action = "barrier.view"
    recorded = True
    lifecycle = barriers.lifecycle
    queryset = QUERIES
    serializer_class = BarrierQueryOut
    detail_serializer_class = BarrierQueryDetail
    filters = {
        "referral": equals("referral__reference", "The reference of the referral."),
        "state": one_of("state", QueryState, "Where it stands."),
    }
    orderings = {"-id": "-pk", "id": "pk"}
    orderings_default = "-id"

    def read(self, row: BarrierQuery) -> serializers.BaseSerializer[Any]:
        """Show the answer to the employee and to their coordinator, who are the only ones that see the question."""
        viewed(row, "barrier.view", actor=self.person)
        row.shown_words = words_of(row)  # type: ignore[attr-defined]
        row.moves = self.moves(row)  # type: ignore[attr-defined]
        return BarrierQueryDetail(row, context={"request": self.request})

    answer_query = command(barriers.answer_query)
    excuse_absence = command(barriers.excuse_absence, choices={"excuse": Excuse})
    find_no_excuse = command(barriers.find_no_excuse)
