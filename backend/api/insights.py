"""Figures across matters, and pattern reviews."""

from collections.abc import Sequence
from typing import cast

from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.access.policy import scope
from backend.access.roles import has_role
from backend.api.fields import Moment
from backend.api.inputs import Body
from backend.api.outputs import Output
from backend.api.resources import IDEMPOTENCY, REASON, Listed, Opened, command, creation
from backend.audit.reads import listed
from backend.cases.models import Case
from backend.insights.actions import ask_for_pattern, conclude_pattern
from backend.insights.figures import Facet, Figures, Wanted, figures
from backend.insights.models import Conclusion, PatternReview
from backend.insights.policy import READERS_OF_FIGURES
from backend.insights.queries import since_of
from backend.kernel import clock
from backend.kernel.errors import Invalid, NotVisible
from backend.people.models import User


class FiguresAsked(serializers.Serializer[object]):
    """From which day to which, and in which unit; a year back and the whole organisation unless asked otherwise."""

    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    unit = serializers.CharField(required=False, help_text="The unit’s code.")


class CountOut(serializers.Serializer[object]):
    """One group and how many allegations are in it."""

    label = serializers.CharField()  # type: ignore[assignment]
    allegations = serializers.IntegerField()


class FacetOut(Output[Facet]):
    """Counts of one kind; `kept_back` names the groups that are too small to be told."""

    name = serializers.CharField()
    shown = serializers.SerializerMethodField()
    kept_back = serializers.ListField(child=serializers.CharField())

    @extend_schema_field(CountOut(many=True))
    def get_shown(self, facet: Facet) -> Sequence[dict[str, object]]:
        """Name each group with its number."""
        return [{"label": label, "allegations": number} for label, number in facet.shown]


class FiguresOut(Output[Figures]):
    """Figures across matters; with fewer cases than `smallest` nothing but the fact that they are too few."""

    smallest = serializers.IntegerField()
    too_few = serializers.BooleanField()
    cases = serializers.SerializerMethodField()
    facets = FacetOut(many=True)

    def get_cases(self, told: Figures) -> int | None:
        """Say how many cases were counted, unless there are too few."""
        return None if told.too_few else told.cases


class FiguresView(APIView):
    """Figures across matters."""

    @extend_schema(parameters=[FiguresAsked], responses=FiguresOut, operation_id="get_insights", tags=["insights"])
    def get(self, request: Request) -> Response:
        """Count matters by result, setting, conduct, power relation and unit; small groups are kept back."""
        person = cast("User", request.user)
        if not has_role(person, *READERS_OF_FIGURES):
            raise NotVisible
        asked = FiguresAsked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = Wanted(**{"since": since_of(), "until": clock.today(), **asked.validated_data})
        if wanted.until < wanted.since:
            raise Invalid({"until": ["The last day lies before the first."]})
        told = figures(person, wanted)
        kept = {"since": str(wanted.since), "until": str(wanted.until), "unit": wanted.unit}
        listed([], "insight.count", actor=person, filters=dict(kept))
        return Response(FiguresOut(told).data, headers={"Cache-Control": "no-store"})


class PatternReviewOut(Output[PatternReview]):
    """A pattern review: who asked, and what was concluded. The earlier matters are read on their page only."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference")
    state = serializers.CharField()
    reason = serializers.CharField()
    asked_by = serializers.CharField(source="asked_by.name")
    asked_at = Moment()
    conclusion = serializers.ChoiceField(choices=Conclusion.choices, allow_blank=True)
    advice = serializers.CharField()
    concluded_at = Moment(allow_null=True)


class NewPatternReview(Body):
    """On which case, and why."""

    case = serializers.CharField(max_length=60)
    reason = serializers.CharField(max_length=4000, help_text=REASON)


class PatternReviews(Listed, Opened):
    """Pattern reviews on your cases, or those that wait for you as pattern reviewer."""

    noun = "pattern"
    view_action = "pattern.view"
    recorded = True
    queryset = PatternReview.objects.select_related("case", "asked_by__person")
    serializer_class = PatternReviewOut
    orderings = {"-asked_at": "-asked_at", "asked_at": "asked_at"}
    orderings_default = "-asked_at"

    @extend_schema(request=NewPatternReview, responses={201: PatternReviewOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Ask the pattern reviewer to look across the earlier matters of a case’s respondent."""
        given = self.understood(NewPatternReview)
        case = scope(self.person, "case.view", Case.objects.filter(reference=given["case"])).first()
        if case is None:
            raise NotVisible
        self.must("pattern.ask", case)
        review = ask_for_pattern(case, actor=self.person, reason=given["reason"])
        return self.shown(review, status=201, location=reverse("api:pattern-review-detail", args=[review.reference]))

    conclude_pattern = command(
        conclude_pattern, needs="pattern.conclude", path="conclude", choices={"conclusion": Conclusion}
    )
