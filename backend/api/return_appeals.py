"""Appeals against a decision on a return to work: your own, and those that you answer or know as somebody who works on the case."""

from rest_framework import serializers

from backend.api.fields import Moment, PersonOut
from backend.api.filters import equals, one_of
from backend.api.outputs import Output
from backend.api.resources import Listed, MoveOut, Opened, command
from backend.decisions.vocabulary import AppealGround
from backend.returns.actions import appeals
from backend.returns.models import ReturnAppeal
from backend.returns.queries.appeals import ROWS
from backend.returns.vocabulary import MAY_BE_APPEALED, ReturnAppealState


class ReturnAppealOut(Output[ReturnAppeal]):
    """An appeal about a return as a list shows it. `person` is the employee who appealed."""

    reference = serializers.CharField()
    rtw = serializers.CharField(source="rtw.reference")
    person = PersonOut(source="rtw.person")
    state = serializers.ChoiceField(choices=ReturnAppealState.choices)
    decision = serializers.ChoiceField(choices=[(state.value, state.label) for state in MAY_BE_APPEALED])
    filed_at = Moment()
    is_late = serializers.BooleanField()


class ReturnAppealDetail(ReturnAppealOut):
    """An appeal with its grounds and words, who answers it, and the answer. It names nobody who was affected."""

    decision_letter = serializers.CharField(source="decision_letter.reference")
    grounds = serializers.ListField(child=serializers.ChoiceField(choices=AppealGround.choices))
    words = serializers.CharField()
    late_reason = serializers.CharField()
    reviewer = serializers.CharField(source="reviewer.name", default=None, allow_null=True)
    good_cause = serializers.CharField()
    comment_until = serializers.DateField(allow_null=True)
    reasons = serializers.CharField()
    answered_at = Moment(allow_null=True)
    answer = serializers.CharField(source="answer.reference", default=None, allow_null=True)
    moves = MoveOut(many=True)


class ReturnAppeals(Listed, Opened):
    """Appeals about returns to work: those in your cases, and your own."""

    noun = "rtw_appeal"
    view_action = "rtw_appeal.view"
    recorded = True
    lifecycle = appeals.lifecycle
    queryset = ROWS
    serializer_class = ReturnAppealOut
    detail_serializer_class = ReturnAppealDetail
    filters = {
        "rtw": equals("rtw__reference", "The reference of the return."),
        "state": one_of("state", ReturnAppealState, "Where it stands."),
    }
    orderings = {"-id": "-pk", "id": "pk"}
    orderings_default = "-id"

    admit_return_appeal = command(appeals.admit_return_appeal)
    refuse_return_appeal = command(appeals.refuse_return_appeal)
    dismiss_return_appeal = command(appeals.dismiss_return_appeal)
    set_decision_aside = command(appeals.set_decision_aside)
