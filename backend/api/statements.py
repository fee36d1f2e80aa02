"""Records of interviews: for those who may hear of them, and for whoever said it, who alone corrects and signs."""

from typing import Any

from rest_framework import serializers

from backend.api.fields import Moment
from backend.api.filters import one_of
from backend.api.outputs import Output
from backend.api.resources import Listed, MoveOut, Opened, command
from backend.investigation.actions import statements
from backend.investigation.inquiry_vocabulary import Confirmation, StatementState
from backend.investigation.models import Statement


class PassageOut(serializers.Serializer[Any]):
    """One thing said, by whom."""

    speaker = serializers.CharField()
    words = serializers.CharField()


class CorrectionOut(serializers.Serializer[Any]):
    """A correction: in which passage, what stood there, and what the author wants there."""

    passage = serializers.IntegerField()
    before = serializers.CharField()
    after = serializers.CharField()
    asked = serializers.CharField()


class StatementOut(Output[Statement]):
    """The record of an interview as a list shows it; it names no case, because its author may know of none."""

    reference = serializers.CharField()
    person = serializers.CharField(source="person.name")
    state = serializers.ChoiceField(choices=StatementState.choices)
    version = serializers.IntegerField()
    offered_at = Moment(allow_null=True)
    correct_until = serializers.DateField(allow_null=True)
    answered_at = Moment(allow_null=True)


class StatementDetail(StatementOut):
    """A record with its words, its corrections and its signature; `sha256` is sent back when it is signed."""

    passages = PassageOut(many=True)
    corrections = CorrectionOut(many=True)
    edition = serializers.IntegerField()
    sha256 = serializers.CharField(source="text_sha256")
    signed_name = serializers.CharField()
    meaning = serializers.CharField()
    decline_reason = serializers.CharField()
    document = serializers.CharField(source="document.reference", default=None, allow_null=True)
    moves = MoveOut(many=True)


class Statements(Listed, Opened):
    """Records of interviews that you may hear of, and your own."""

    noun = "statement"
    view_action = "statement.view"
    recorded = True
    lifecycle = statements.lifecycle
    queryset = Statement.objects.select_related(
        "case", "interview__case", "interview__party", "person", "document", "saved_by__person", "recorded_by__person"
    ).order_by("pk")
    serializer_class = StatementOut
    detail_serializer_class = StatementDetail
    filters = {"state": one_of("state", StatementState, "Where the record stands.")}

    offer_statement = command(statements.offer_statement)
    correct_statement = command(statements.correct_statement, reason="The author's own corrections.")
    sign_statement = command(
        statements.sign_statement, choices={"meaning": Confirmation}, reason="The author's own signature."
    )
    decline_statement = command(statements.decline_statement, reason="The author did not sign.")
    record_signature = command(statements.record_signature, path="record-signature", choices={"meaning": Confirmation})
    record_refusal = command(statements.record_refusal, path="record-refusal")
