"""Exports of the history: asked for with a reason, approved where names are in them, registered for good, downloaded while kept."""

from collections.abc import Mapping
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
from backend.api.filters import one_of
from backend.api.inputs import Body
from backend.api.outputs import Output
from backend.api.renderers import CsvRenderer, ExportRenderer, JsonRenderer, ZipRenderer
from backend.api.resources import IDEMPOTENCY, Listed, Opened, command, creation
from backend.kernel.errors import Forbidden, Invalid
from backend.people.models import User
from backend.records.actions import open_export, refuse_export
from backend.records.jobs import approve_and_start, start_export
from backend.records.models import Decision, Export, ExportState, Form, Level
from backend.records.queries import EventFilter
from backend.records.scopes import KINDS, ExportScope, own_data

TYPES = {
    Form.CSV.value: "text/csv; charset=utf-8",
    Form.NDJSON.value: "application/x-ndjson",
    Form.BUNDLE.value: "application/zip",
}


class ExportOut(Output[Export]):
    """An export as the register keeps it."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=ExportState.choices)
    fmt = serializers.ChoiceField(choices=Form.choices)
    scope = serializers.DictField(child=serializers.CharField())
    level = serializers.ChoiceField(choices=Level.choices)
    reason = serializers.CharField()
    request = serializers.CharField()
    filters = serializers.DictField(child=serializers.CharField())
    claim = serializers.CharField()
    rows = serializers.IntegerField(allow_null=True)
    withheld = serializers.DictField(child=serializers.IntegerField())
    size = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField()
    decision = serializers.ChoiceField(choices=Decision.choices, allow_blank=True)
    decided_at = Moment(allow_null=True)
    decision_reason = serializers.CharField()
    requested_at = Moment()
    ready_at = Moment(allow_null=True)
    expires_at = Moment()


class ScopeIn(Body):
    """What an export is of. A case and a person are named by reference, a unit by its code, a period by its days (both inclusive)."""

    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    reference = serializers.CharField(
        max_length=60,
        required=False,
        allow_blank=True,
        help_text="Of a case, a person or a unit; your own when left out of a person’s.",
    )
    since = serializers.CharField(max_length=10, required=False, allow_blank=True, help_text="First day of a period.")
    until = serializers.CharField(max_length=10, required=False, allow_blank=True, help_text="Last day of a period.")


class NewExport(Body):
    """What to export: a scope, the filter of the list of events, how people appear, and what it is for."""

    scope = ScopeIn(required=False, help_text="Everything you may see, unless told.")
    level = serializers.ChoiceField(
        choices=Level.choices,
        default=Level.PSEUDONYMISED,
        help_text="With names it waits for a privacy officer’s approval.",
    )
    reason = serializers.CharField(max_length=2000)
    request = serializers.CharField(
        max_length=120,
        required=False,
        allow_blank=True,
        default="",
        help_text="A reference of your own; it comes back in the signed file.",
    )
    previous = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**53 - 1),
        required=False,
        max_length=20,
        help_text="Sizes of checkpoints that you hold: the file proves that the log only grew since.",
    )
    filters = serializers.DictField(
        child=serializers.CharField(allow_blank=True), required=False, help_text=f"Any of: {', '.join(MEANINGS)}."
    )


class Exports(Listed, Opened):
    """Exports of the history."""

    noun = "export"
    view_action = "export.view"
    queryset = Export.objects.select_related("requested_by__person")
    serializer_class = ExportOut
    orderings = {"-requested_at": "-requested_at"}
    orderings_default = "-requested_at"
    filters = {"level": one_of("level", Level, "How people appear in it.")}
    approve_and_start = command(approve_and_start, needs="export.approve", path="approve")
    refuse_export = command(refuse_export, needs="export.refuse", path="refuse")

    @extend_schema(request=NewExport, responses={201: ExportOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Ask for an export. A small one is ready at once; for a larger one, read it again until its state is ready."""
        self.tried = "export.request"
        if not _may_ask(self.person, request.data):
            raise Forbidden
        given: dict[str, Any] = dict(self.understood(NewExport))
        wanted = EventFilter.read(given.get("filters", {}), zone=self.person.zone)
        export = start_export(
            scope=_scope(given.get("scope", {}), self.person),
            wanted=wanted,
            level=given["level"],
            actor=self.person,
            reason=given["reason"],
            request=given["request"],
            previous=given.get("previous", ()),
        )
        return self.shown(export, status=201, location=reverse("api:export-detail", args=[export.reference]))

    @extend_schema(
        responses={(200, "application/zip"): bytes, (200, "application/x-ndjson"): bytes, (200, "text/csv"): bytes},
        filters=False,
    )
    @action(detail=True, renderer_classes=[ZipRenderer, ExportRenderer, CsvRenderer, JsonRenderer])
    def content(self, request: Request, reference: str) -> FileResponse:
        """Download the file; the download is recorded first. Exports made before there were bundles are JSON lines or CSV."""
        export = self.get_object()
        self.must("export.download", export)
        path = open_export(export, actor=self.person)
        return FileResponse(
            path.open("rb"), as_attachment=True, filename=export.file_name, content_type=TYPES[export.fmt]
        )


def _may_ask(person: User, data: Any) -> bool:
    """Tell before the body is read whether somebody may ask at all: everybody for their own data, a privacy officer for a person’s."""
    if has_role(person, Role.AUDITOR):
        return True
    scope = data.get("scope") if isinstance(data, Mapping) else None
    if not isinstance(scope, Mapping) or scope.get("kind") != "person":
        return False
    own = person.person.reference if person.person else ""
    return has_role(person, Role.PRIVACY_OFFICER) or scope.get("reference", "") in ("", own)


def _scope(given: Mapping[str, str], person: User) -> ExportScope:
    if given.get("kind") == "person" and not given.get("reference"):
        return own_data(person)
    try:
        return ExportScope.read(given, zone=person.zone)
    except Invalid as invalid:
        raise Invalid({f"scope.{name}": told for name, told in invalid.errors.items()}) from None
