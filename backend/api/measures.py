"""Temporary measures: those who work on the case see why; the person bound sees what it asks of them and how their challenge went."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers

from backend.access.policy import can
from backend.api.allegations import AllegationOut
from backend.api.case_parts import CasePart, adding
from backend.api.fields import Moment, PersonOut
from backend.api.filters import equals, one_of
from backend.api.inputs import Choices
from backend.api.outputs import Output
from backend.api.resources import Listed, MoveOut, Opened, command
from backend.audit.reads import viewed
from backend.investigation.actions import measures
from backend.investigation.actions.violations import report_violation
from backend.investigation.measure_tables import (
    ChallengeResult,
    InterimMeasure,
    MeasureChallenge,
    MeasureKind,
    MeasurePurpose,
    MeasureState,
)

CHOICES: Choices = {"kind": MeasureKind, "purpose": MeasurePurpose}
ROWS = InterimMeasure.objects.select_related("case", "on_whom__person", "affects__person", "instructed")


class MeasureOut(Output[InterimMeasure]):
    """A temporary measure as a list shows it."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference")
    kind = serializers.ChoiceField(choices=MeasureKind.choices)
    state = serializers.ChoiceField(choices=MeasureState.choices)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    review_due_on = serializers.DateField(allow_null=True)
    ended_at = Moment(allow_null=True)


class ChallengeOut(Output[MeasureChallenge]):
    """What the person bound said against a measure, and what they were answered."""

    grounds = serializers.CharField()
    filed_at = Moment()
    result = serializers.ChoiceField(choices=ChallengeResult.choices, allow_blank=True)
    answer = serializers.CharField()
    reviewed_at = Moment(allow_null=True)


class MeasureReasons(Output[InterimMeasure]):
    """Why there is a measure: for those who work on the case alone."""

    on_whom = PersonOut(source="on_whom.person")
    affects = PersonOut(source="affects.person", default=None, allow_null=True)
    told_affected = serializers.CharField()
    grounds = serializers.CharField()
    alternatives_considered = serializers.CharField()
    least_restrictive = serializers.CharField()
    own_request = serializers.CharField()
    own_request_signed_on = serializers.DateField(allow_null=True)
    instructed = PersonOut(allow_null=True)
    instruction = serializers.CharField()


class MeasureDetail(MeasureOut):
    """A measure: what it asks, and, for those who work on the case, why; for the person bound `why` is null."""

    purpose = serializers.ChoiceField(choices=MeasurePurpose.choices)
    means = serializers.CharField()
    pay = serializers.CharField()
    challenges = ChallengeOut(many=True, source="shown_challenges")
    why = MeasureReasons(allow_null=True)
    moves = MoveOut(many=True)


class Measures(Listed, Opened):
    """Temporary measures of your cases, and those that bind or support you."""

    noun = "measure"
    view_action = "measure.view"
    recorded = True
    lifecycle = measures.lifecycle
    queryset = ROWS
    serializer_class = MeasureOut
    detail_serializer_class = MeasureDetail
    filters = {
        "case": equals("case__reference", "The reference of the case."),
        "state": one_of("state", MeasureState, "Where it stands."),
        "kind": one_of("kind", MeasureKind, "What kind of measure."),
    }
    orderings = {"-id": "-pk", "id": "pk"}
    orderings_default = "-id"

    def read(self, row: InterimMeasure) -> serializers.BaseSerializer[Any]:
        """Show the reasons to those who work on the case, and the words alone to the person bound."""
        viewed(row, "measure.view", actor=self.person)
        works = can(self.person, "case.list_obligations", row.case)
        row.why = row if works else None  # type: ignore[attr-defined]
        row.shown_challenges = list(row.challenges.order_by("pk"))  # type: ignore[attr-defined]
        row.moves = self.moves(row)  # type: ignore[attr-defined]
        return MeasureDetail(row, context={"request": self.request})

    approve_measure = command(measures.approve_measure)
    turn_down_measure = command(measures.turn_down_measure)
    review_measure = command(measures.review_measure)
    extend_measure = command(measures.extend_measure)
    modify_measure = command(measures.modify_measure)
    challenge_measure = command(measures.challenge_measure)
    uphold_measure = command(measures.uphold_measure)
    change_measure = command(measures.change_measure)
    end_measure = command(measures.end_measure)
    report_violation = command(
        report_violation, needs="measure.report_violation", path="report-violation", gives=AllegationOut
    )


class CaseMeasures(CasePart):
    """Temporary measures of the case."""

    part = "measures"
    needs = "case.list_obligations"
    view_action = "measure.view"
    queryset: QuerySet[InterimMeasure] = ROWS
    serializer_class = MeasureOut
    create = adding(
        measures.propose_measure,
        needs="measure.propose",
        gives=MeasureOut,
        choices=CHOICES,
        location=lambda made: reverse("api:measure-detail", args=[made.reference]),
    )
