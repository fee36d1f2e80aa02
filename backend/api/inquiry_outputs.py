"""What leaves of the work of an investigation, in forms that several resources share."""

from rest_framework import serializers

from backend.api.fields import Moment
from backend.api.outputs import Output
from backend.investigation.inquiry_vocabulary import Bearing, DeferralGround, Factor, PlanState, StayBasis, TaskSource
from backend.investigation.models import CredibilityAssessment, InvestigationPlan, NoticeDeferral, Stay, Task


class PlanOut(Output[InvestigationPlan]):
    """The plan of an investigation; `edition` counts its saves, and is sent back as `seen`."""

    case = serializers.CharField(source="case.reference")
    state = serializers.ChoiceField(choices=PlanState.choices)
    edition = serializers.IntegerField()
    scope = serializers.CharField()
    issues = serializers.CharField()
    sources = serializers.CharField()
    sequence = serializers.CharField()
    interviews_until = serializers.DateField()
    report_by = serializers.DateField()
    saved_by = serializers.CharField(source="saved_by.name")
    saved_at = Moment()
    approved_by = serializers.CharField(source="approved_by.name", default=None, allow_null=True)
    approved_at = Moment(allow_null=True)
    return_note = serializers.CharField()


class TaskOut(Output[Task]):
    """A task of an investigation."""

    uid = serializers.UUIDField()
    case = serializers.CharField(source="case.reference")
    what = serializers.CharField()
    owner = serializers.CharField(source="owner.name")
    due_on = serializers.DateField(allow_null=True)
    source = serializers.ChoiceField(choices=TaskSource.choices)  # type: ignore[assignment]
    created_at = Moment()
    done_at = Moment(allow_null=True)
    done_by = serializers.CharField(source="done_by.name", default=None, allow_null=True)


class DeferralOut(Output[NoticeDeferral]):
    """Why a notice waits, and until when at the latest."""

    ground = serializers.ChoiceField(choices=DeferralGround.choices)
    why = serializers.CharField()
    starts_at = Moment()
    expires_at = Moment()
    lapsed_at = Moment(allow_null=True)


class StayOut(Output[Stay]):
    """A time in which a case stood still."""

    basis = serializers.ChoiceField(choices=StayBasis.choices)
    details = serializers.CharField()
    started_at = Moment()
    review_at = Moment()
    ended_at = Moment(allow_null=True)


class AssessmentOut(Output[CredibilityAssessment]):
    """What one factor tells of one contested fact."""

    uid = serializers.UUIDField()
    allegation = serializers.CharField(source="allegation.reference")
    fact = serializers.CharField()
    factor = serializers.ChoiceField(choices=Factor.choices)
    bearing = serializers.ChoiceField(choices=Bearing.choices)
    text = serializers.CharField()
    edition = serializers.IntegerField()
    saved_by = serializers.CharField(source="saved_by.name")
    saved_at = Moment()
    withdrawn_at = Moment(allow_null=True)
