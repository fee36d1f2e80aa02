"""Exports of the history: asked for with a reason, registered for good, downloaded while the file is kept."""

from typing import Any

from django.http import FileResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.models import Role
from backend.access.roles import has_role
from backend.api.events import MEANINGS
from backend.api.fields import Moment
from backend.api.inputs import Body
from backend.api.outputs import Output
from backend.api.renderers import CsvRenderer, ExportRenderer, JsonRenderer
from backend.api.resources import IDEMPOTENCY, Listed, Opened, creation
from backend.kernel.errors import Forbidden
from backend.records.actions import open_export
from backend.records.jobs import start_export
from backend.records.models import Export, ExportState
from backend.records.queries import EventFilter

TYPES = {"csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson"}


class ExportOut(Output[Export]):
    """An export as the register keeps it."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=ExportState.choices)
    fmt = serializers.ChoiceField(choices=[("ndjson", "JSON lines"), ("csv", "CSV")])
    reason = serializers.CharField()
    filters = serializers.DictField(child=serializers.CharField())
    rows = serializers.IntegerField(allow_null=True)
    size = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField()
    requested_at = Moment()
    ready_at = Moment(allow_null=True)
    expires_at = Moment()


class NewExport(Body):
    """What to export: the filter of the list of events, the format, and what it is for."""

    fmt = serializers.ChoiceField(choices=[("ndjson", "JSON lines"), ("csv", "CSV")])
    reason = serializers.CharField(max_length=2000)
    filters = serializers.DictField(
        child=serializers.CharField(allow_blank=True), required=False, help_text=f"Any of: {', '.join(MEANINGS)}."
    )


class Exports(Listed, Opened):
    """Exports of the history."""

    noun = "export"
    view_action = "export.view"
    queryset = Export.objects.all()
    serializer_class = ExportOut
    orderings = {"-requested_at": "-requested_at"}
    orderings_default = "-requested_at"

    @extend_schema(request=NewExport, responses={201: ExportOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Ask for an export. A small one is ready at once; for a larger one, read it again until its state is ready."""
        self.tried = "export.request"
        if not has_role(self.person, Role.AUDITOR):
            raise Forbidden
        given: dict[str, Any] = dict(self.understood(NewExport))
        wanted = EventFilter.read(given.get("filters", {}), zone=self.person.zone)
        export = start_export(wanted=wanted, fmt=given["fmt"], actor=self.person, reason=given["reason"])
        return self.shown(export, status=201, location=reverse("api:export-detail", args=[export.reference]))

    @extend_schema(responses={(200, "application/x-ndjson"): bytes, (200, "text/csv"): bytes}, filters=False)
    @action(detail=True, renderer_classes=[ExportRenderer, CsvRenderer, JsonRenderer])
    def content(self, request: Request, reference: str) -> FileResponse:
        """Download the file; the download is recorded first."""
        export = self.get_object()
        self.must("export.download", export)
        path = open_export(export, actor=self.person)
        return FileResponse(
            path.open("rb"), as_attachment=True, filename=export.file_name, content_type=TYPES[export.fmt]
        )
