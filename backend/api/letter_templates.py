"""An organisation's own versions of letters: read by those who keep the catalogue, written by administrators, approved by others."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.models import Role
from backend.access.roles import has_role
from backend.api.fields import Moment
from backend.api.filters import equals, one_of
from backend.api.inputs import Body
from backend.api.outputs import Output
from backend.api.resources import IDEMPOTENCY, REASON, Listed, MoveOut, Opened, command, creation
from backend.documents.catalogue.actions import (
    approve_version,
    discard_version,
    faults_of,
    lifecycle,
    reject_version,
    retire_version,
    return_version,
    save_version,
    submit_version,
    write_version,
)
from backend.documents.catalogue.states import SETTLED, VersionState
from backend.documents.models import TemplateVersion
from backend.kernel.errors import Forbidden


class LetterTemplateOut(Output[TemplateVersion]):
    """A version of a letter as a list shows it."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=VersionState.choices)
    kind = serializers.CharField()
    name = serializers.CharField()
    language = serializers.CharField()
    note = serializers.CharField()
    based_on = serializers.CharField()
    sha256 = serializers.CharField()
    written_by = serializers.CharField(source="written_by.name")
    written_at = Moment()
    approved_by = serializers.CharField(source="approved_by.name", default=None, allow_null=True)
    approved_at = Moment(allow_null=True)
    effective_from = serializers.DateField(allow_null=True)
    effective_until = serializers.DateField(allow_null=True)


class FaultOut(serializers.Serializer[Any]):
    """What stands in the way of a version; line 0 is about the whole."""

    line = serializers.IntegerField()
    message = serializers.CharField()
    suggestion = serializers.CharField()


class LetterTemplateDetail(LetterTemplateOut):
    """A version with its words, what stands in its way before approval, and the moves that are open."""

    body = serializers.CharField()
    faults = FaultOut(many=True)
    moves = MoveOut(many=True)


class NewLetterTemplate(Body):
    """Of which letter, in which language, from which words: those in force unless told."""

    letter = serializers.SlugField(max_length=80, help_text="The letter’s name, such as notice_of_allegations.")
    language = serializers.CharField(max_length=12)
    based_on = serializers.CharField(
        max_length=20, required=False, allow_blank=True, default="", help_text="A version of it, such as v2 or v2.1."
    )
    body = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False, max_length=60_000)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)
    reason = serializers.CharField(max_length=2000, help_text=REASON)


class LetterTemplates(Listed, Opened):
    """Own versions of letters, for administrators and counsel."""

    noun = "template"
    view_action = "template.view"
    lifecycle = lifecycle
    queryset = TemplateVersion.objects.select_related("written_by__person", "approved_by__person")
    serializer_class = LetterTemplateOut
    detail_serializer_class = LetterTemplateDetail
    orderings = {"-written_at": "-written_at", "written_at": "written_at"}
    orderings_default = "-written_at"
    filters = {
        "kind": equals("kind", "The kind in the list of formal documents, for example D3."),
        "language": equals("language", "The language, for example de."),
        "state": one_of("state", VersionState, "Where it stands."),
    }

    def read(self, row: TemplateVersion) -> serializers.BaseSerializer[Any]:
        """Tell what stands in the way of words that are not settled yet."""
        row.faults = [] if row.state in SETTLED else faults_of(row)  # type: ignore[attr-defined]
        return super().read(row)

    @extend_schema(request=NewLetterTemplate, responses={201: LetterTemplateOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Begin a version as a draft of your own; letters do not change before somebody else approves it."""
        self.tried = "template.write"
        if not has_role(self.person, Role.ADMINISTRATOR):
            raise Forbidden
        given = dict(self.understood(NewLetterTemplate))
        version = write_version(given.pop("letter"), given.pop("language"), actor=self.person, **given)
        address = reverse("api:letter-template-detail", args=[version.reference])
        return self.shown(version, status=201, location=address)

    save_version = command(save_version, needs="template.revise", path="save")
    submit_version = command(submit_version)
    return_version = command(return_version)
    approve_version = command(approve_version)
    reject_version = command(reject_version)
    discard_version = command(discard_version)
    retire_version = command(retire_version)
