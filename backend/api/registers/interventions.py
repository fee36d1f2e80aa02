"""The evidence register: interventions, and what is known of each for each track of conduct."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.fields import Day, word
from backend.api.filters import Filter, one_of
from backend.api.inputs import Body, Choices, inputs_of
from backend.api.outputs import Output
from backend.api.resources import IDEMPOTENCY, REASON, Listed, Opened, command, creation, extra_fields
from backend.cases.vocabulary import Track
from backend.kernel import clock
from backend.kernel.errors import Forbidden
from backend.referrals.actions import grading
from backend.referrals.models import EvidenceGrade, Intervention
from backend.referrals.policy.registers import may_keep_register
from backend.referrals.queries.keeping import reviews_due
from backend.referrals.vocabulary import Certainty, Direction, InterventionKind

ENTERED = "Entered in the evidence register."
CHOICES: Choices = {"kind": InterventionKind}
NEW = inputs_of(grading.add_intervention, choices=CHOICES, extra=extra_fields(reason=ENTERED, signing=False))


class CitationIn(Body):
    """One source; `checked` is the day on which somebody read that it says so, and null where it is only recalled."""

    title = serializers.CharField(max_length=400)
    authors = serializers.CharField(max_length=400, required=False)
    year = serializers.IntegerField(min_value=1900, max_value=2200, required=False)
    source = serializers.CharField(max_length=400, required=False)  # type: ignore[assignment]
    doi = serializers.CharField(max_length=100, required=False)
    url = serializers.URLField(max_length=500, required=False)
    says = serializers.CharField(max_length=1000, required=False)
    checked = Day(required=False, allow_null=True)


class NewGrade(Body):
    """What a review found for one track of conduct."""

    track = word(Track)
    certainty = word(Certainty)
    direction = word(Direction)
    summary = serializers.CharField(max_length=2000)
    applicability = serializers.CharField(max_length=2000)
    summary_de = serializers.CharField(max_length=2000, required=False)
    applicability_de = serializers.CharField(max_length=2000, required=False)
    citations = CitationIn(many=True)
    reviewed_on = Day()
    review_due = Day()
    reason = serializers.CharField(max_length=2000, required=False, help_text=REASON)


class CitationOut(serializers.Serializer[Any]):
    """One source of a review; names that nobody gave are left out."""

    title = serializers.CharField()
    authors = serializers.CharField(required=False)
    year = serializers.IntegerField(required=False)
    source = serializers.CharField(required=False)  # type: ignore[assignment]
    doi = serializers.CharField(required=False)
    url = serializers.CharField(required=False)
    says = serializers.CharField(required=False)
    checked = serializers.CharField(help_text="The day on which it was read, or false.")

    def to_representation(self, instance: Any) -> Any:
        """Give the source as it was stored."""
        return dict(instance)


class GradeOut(Output[EvidenceGrade]):
    """What is known of an intervention for one track, as of a day."""

    track = serializers.ChoiceField(choices=Track.choices)
    number = serializers.IntegerField()
    certainty = serializers.ChoiceField(choices=Certainty.choices)
    direction = serializers.ChoiceField(choices=Direction.choices)
    summary = serializers.CharField()
    summary_de = serializers.CharField()
    applicability = serializers.CharField()
    applicability_de = serializers.CharField()
    citations = CitationOut(many=True)
    reviewed_on = serializers.DateField()
    review_due = serializers.DateField()
    reviewed_by = serializers.CharField(source="reviewed_by.name")


class InterventionOut(Output[Intervention]):
    """A kind of service."""

    code = serializers.CharField()
    name = serializers.CharField()
    name_de = serializers.CharField()
    kind = serializers.ChoiceField(choices=InterventionKind.choices)
    clinical = serializers.BooleanField()
    involves_others = serializers.BooleanField()
    faith_based = serializers.BooleanField()
    needs_leave = serializers.BooleanField()
    retired_on = serializers.DateField(allow_null=True)


class InterventionDetail(InterventionOut):
    """A kind of service with every review of it, the latest first."""

    grades = GradeOut(many=True, source="shown_grades")


class Interventions(Listed, Opened):
    """The evidence register."""

    noun = "intervention"
    view_action = "intervention.view"
    queryset = Intervention.objects.all()
    serializer_class = InterventionOut
    detail_serializer_class = InterventionDetail
    lookup_field = "code"
    lookup_url_kwarg = "code"
    lookup_value_regex = "[a-z][a-z0-9_-]{1,59}"
    filters = {
        "kind": one_of("kind", InterventionKind, "What sort of service."),
        "due": Filter("“yes”: only those with a review that is due within a month, or overdue.", lambda _given: _due()),
    }

    def read(self, row: Intervention) -> serializers.BaseSerializer[Any]:
        """Show an intervention with its reviews."""
        grades = EvidenceGrade.objects.filter(intervention=row).select_related("reviewed_by__person")
        row.shown_grades = list(grades.order_by("track", "-number"))  # type: ignore[attr-defined]
        return super().read(row)

    @extend_schema(request=NEW.form, responses={201: InterventionOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Add a kind of service to the register; it can be referred to once its evidence is graded."""
        self.tried = "intervention.add"
        if not may_keep_register(self.person):
            raise Forbidden
        given = dict(self.understood(NEW.form))
        why = given.pop("reason", "") or ENTERED
        made = grading.add_intervention(actor=self.person, reason=why, **NEW.arguments(given))
        return self.shown(made, status=201, location=reverse("api:intervention-detail", args=[made.code]))

    edit_intervention = command(
        grading.edit_intervention,
        needs="intervention.edit",
        path="edit",
        choices=CHOICES,
        reason="The description was changed.",
    )
    retire_intervention = command(grading.retire_intervention, needs="intervention.retire", path="retire")

    @extend_schema(request=NewGrade, responses={201: GradeOut})
    @action(detail=True, methods=["post"], url_path="grade", url_name="grade")
    def grade(self, request: Request, **names: str) -> Response:
        """Add a review of the evidence for one track; what earlier referrals rested on stays as it was."""
        row = self.get_object()
        self.must("intervention.grade", row)
        given = dict(self.understood(NewGrade))
        why = given.pop("reason", "") or "The evidence was reviewed."
        citations = [_stored(citation) for citation in given.pop("citations")]
        grade = grading.grade_evidence(row, grading.Review(citations=citations, **given), actor=self.person, reason=why)
        return Response(GradeOut(grade, context={"request": request}).data, status=201)


def _stored(citation: dict[str, Any]) -> dict[str, object]:
    read = citation.get("checked")
    return {**citation, "checked": read.isoformat() if read else False}


def _due() -> Q:
    return Q(pk__in=reviews_due(clock.today()).values("intervention"))
