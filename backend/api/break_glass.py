"""Break-glass: opening one case in an emergency, ending it, and its review."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.models import Role
from backend.access.roles import has_role
from backend.api.fields import Moment
from backend.api.inputs import Body
from backend.api.outputs import Output
from backend.api.resources import IDEMPOTENCY, REASON, Listed, Opened, command, creation
from backend.cases.actions.break_glass import break_glass, end_break_glass, review_break_glass
from backend.cases.glass import opening_role
from backend.cases.models import BreakGlass, Verdict
from backend.kernel.errors import Forbidden, NotVisible


class BreakGlassOut(Output[BreakGlass]):
    """An emergency access as a list shows it. `over_at` is when it ended, or will end by itself."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference")
    who = serializers.CharField(source="user.name")
    role = serializers.ChoiceField(choices=Role.choices)
    opened_at = Moment()
    over_at = Moment()
    is_open = serializers.BooleanField()
    review_due_at = Moment(source="review.due_at")
    reviewed_at = Moment(source="review.reviewed_at", allow_null=True)
    verdict = serializers.ChoiceField(choices=Verdict.choices, source="review.verdict", allow_blank=True)


class BreakGlassDetail(BreakGlassOut):
    """An emergency access with its words; what people wrote is null for an auditor."""

    reason = serializers.CharField(source="told_reason", allow_null=True)
    reviewed_by = serializers.CharField(source="review.reviewed_by.name", default=None, allow_null=True)
    review_note = serializers.CharField(source="told_note", allow_null=True)


class NewBreakGlass(Body):
    """Which case, by its exact reference, and why it has to be read now."""

    case = serializers.CharField(max_length=60)
    reason = serializers.CharField(max_length=2000, help_text=REASON)


class BreakGlasses(Listed, Opened):
    """Emergency accesses: your own, those that you guard, and those to cases that you lead."""

    noun = "break_glass"
    view_action = "break_glass.view"
    recorded = True
    queryset = BreakGlass.objects.select_related("case", "user__person", "review__reviewed_by__person")
    serializer_class = BreakGlassOut
    detail_serializer_class = BreakGlassDetail
    orderings = {"-opened_at": "-opened_at", "opened_at": "opened_at"}
    orderings_default = "-opened_at"

    def read(self, row: BreakGlass) -> serializers.BaseSerializer[Any]:
        """Show what people wrote to everybody but auditors."""
        hidden = has_role(self.person, Role.AUDITOR)
        row.told_reason = None if hidden else row.reason  # type: ignore[attr-defined]
        row.told_note = None if hidden else row.review.note  # type: ignore[attr-defined]
        return super().read(row)

    @extend_schema(request=NewBreakGlass, responses={201: BreakGlassOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Open one case for four hours of reading. A case that is absent or closed to you answers 404; each try is recorded."""
        self.tried = "access.break_glass"
        if not opening_role(self.person):
            raise Forbidden
        given = self.understood(NewBreakGlass)
        try:
            glass = break_glass(given["case"], actor=self.person, reason=given["reason"])
        except NotVisible:
            request._request.refused_target = f"{request.path} {given['case']}"  # type: ignore[attr-defined]
            raise
        return self.shown(glass, status=201, location=reverse("api:break-glass-detail", args=[glass.reference]))

    end_break_glass = command(end_break_glass, needs="access.end_break_glass", path="end")
    review_break_glass = command(
        review_break_glass, needs="access.review_break_glass", path="review", choices={"verdict": Verdict}
    )
