"""Requests to open the identity vault: one asks, a second person decides, the reporter is told."""

from typing import Any, cast

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.models import Role
from backend.access.policy import scope
from backend.access.roles import has_role
from backend.api.fields import Moment
from backend.api.inputs import Body
from backend.api.outputs import Output
from backend.api.resources import IDEMPOTENCY, Listed, Opened, command, creation
from backend.intake.models import IdentityOpening, Report
from backend.intake.vault import GivenIdentity, approve_opening, ask_to_open, lifecycle, read_identity, refuse_opening
from backend.intake.vault_tables import OpeningState
from backend.kernel.errors import Forbidden, NotVisible


class OpeningOut(Output[IdentityOpening]):
    """A request to open the vault. The name itself is read at `…/read/`, by the two alone."""

    reference = serializers.CharField()
    report = serializers.CharField(source="report.reference")
    state = serializers.ChoiceField(choices=OpeningState.choices)
    purpose = serializers.CharField()
    asked_by = serializers.CharField(source="asked_by.name")
    asked_at = Moment()
    decided_by = serializers.CharField(source="decided_by.name", default=None, allow_null=True)
    decided_at = Moment(allow_null=True)
    ends_at = Moment(allow_null=True)


class NewOpening(Body):
    """Whose name, by the report's exact reference, and why."""

    report = serializers.CharField(max_length=30)
    purpose = serializers.CharField(max_length=2000, help_text="The reporter will read this when the name is opened.")


class NameOut(Output[GivenIdentity]):
    """What the reporter gave in trust."""

    name = serializers.CharField()
    contact = serializers.CharField()


class IdentityOpenings(Listed, Opened):
    """Requests to open the identity vault; for intake, counsel and the privacy officer."""

    noun = "identity"
    view_action = "identity.view"
    lifecycle = lifecycle
    queryset = IdentityOpening.objects.select_related("report", "asked_by__person", "decided_by__person")
    serializer_class = OpeningOut
    orderings = {"-asked_at": "-asked_at", "asked_at": "asked_at"}
    orderings_default = "-asked_at"

    @extend_schema(request=NewOpening, responses={201: OpeningOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Ask to learn who reported; a second person decides."""
        self.tried = "identity.ask"
        if not has_role(self.person, Role.INTAKE, Role.COUNSEL, Role.PRIVACY_OFFICER):
            raise Forbidden
        given = self.understood(NewOpening)
        rows = Report.objects.filter(reference=given["report"])
        report = scope(self.person, "identity.ask", rows).first()
        if report is None:
            raise NotVisible
        opening = ask_to_open(report, purpose=given["purpose"], actor=self.person)
        where = reverse("api:identity-opening-detail", args=[opening.reference])
        return self.shown(opening, status=201, location=where)

    approve_opening = command(approve_opening)
    refuse_opening = command(refuse_opening)

    @extend_schema(request=None, responses={200: NameOut})
    @action(detail=True, methods=["post"], url_path="read", url_name="read")
    def read_name(self, request: Request, reference: str = "") -> Response:
        """Read the name: one of the two, for seven days; every reading is recorded."""
        opening = self.get_object()
        self.must("identity.read", opening)
        told: Any = NameOut(read_identity(opening, actor=self.person))
        return Response(cast("dict[str, Any]", told.data))
