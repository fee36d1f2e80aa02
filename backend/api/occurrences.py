"""What is due when under an agreement: handed in, checked, excused; and what stood in the way."""

from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.policy import can
from backend.agreements.actions import asking, handed_files, obstacles
from backend.agreements.actions import occurrences as acts
from backend.agreements.models import ChangeRequest, HandedFile, Obstacle, Occurrence
from backend.agreements.obligation_vocabulary import Bearer, DutyExcuse, ObstacleState, OccurrenceState, RequestState
from backend.agreements.queries.keeping import WITH_ALL
from backend.api.agreement_answers import ChangeRequestOut
from backend.api.conflicts import ByUid
from backend.api.evidence import FileOut, file_response, form_with_file, inputs_with_file
from backend.api.fields import Moment, PersonOut
from backend.api.filters import equals, one_of
from backend.api.outputs import Output
from backend.api.renderers import FileRenderer, JsonParser, JsonRenderer
from backend.api.resources import Listed, MoveOut, Opened, command

REFERENCE = "[0-9A-Z-]+-O[0-9]{1,4}-[0-9]{1,4}"


def named_date(rows: QuerySet[Any], reference: str, path: str = "") -> QuerySet[Any]:
    """Find a date by its agreement, the number of the obligation there, and its own number."""
    rest, _, number = reference.rpartition("-")
    agreement, _, seq = rest.rpartition("-O")
    wanted = {"agreement__reference": agreement, "duty__seq": int(seq), "number": int(number)}
    return rows.filter(**{f"{path}{name}": value for name, value in wanted.items()})


class OccurrenceOut(Output[Occurrence]):
    """One date of an obligation. Until `grace_until` it counts as in time; until `cure_until` it can be put right."""

    reference = serializers.CharField()
    agreement = serializers.CharField(source="agreement.reference")
    obligation = serializers.IntegerField(source="duty.seq")
    bearer = serializers.ChoiceField(choices=Bearer.choices, source="duty.bearer")
    what = serializers.CharField(source="duty.what")
    proof = serializers.CharField(source="duty.proof")
    verifier = PersonOut(source="duty.verifier")
    state = serializers.ChoiceField(choices=OccurrenceState.choices)
    due_on = serializers.DateField()
    grace_until = serializers.DateField()
    cure_until = serializers.DateField()
    submitted_on = serializers.DateField(allow_null=True)
    words = serializers.CharField()
    proof_seen = serializers.CharField()
    missing = serializers.CharField()
    closed_on = serializers.DateField(allow_null=True)


class OccurrenceDetail(OccurrenceOut):
    """One date and the moves that are open to you. Whoever checks it learns neither the excuse nor a note on it."""

    files_handed_in = serializers.IntegerField(help_text="How many files show it; who may open them finds them apart.")
    excuse = serializers.CharField(source="told_excuse")
    note = serializers.CharField(source="told_note")
    moves = MoveOut(many=True)


class ObstacleOut(Output[Obstacle]):
    """The question what stood in the way of one date, and the employee’s own words."""

    reference = serializers.CharField(source="occurrence.reference")
    state = serializers.ChoiceField(choices=ObstacleState.choices)
    asked_at = Moment()
    answer_by = Moment()
    words = serializers.CharField()
    answered_at = Moment(allow_null=True)


class ChangeRequestDetail(ChangeRequestOut):
    """What is asked for, and the moves that are open to you."""

    moves = MoveOut(many=True)


class ObstacleDetail(ObstacleOut):
    """The question and the moves that are open to you."""

    moves = MoveOut(many=True)


class HandedFileOut(Output[HandedFile]):
    """A file that shows what was done by a date. Until it is handed in with its date, only whoever added it sees it."""

    uid = serializers.UUIDField()
    occurrence = serializers.CharField(source="occurrence.reference")
    label = serializers.CharField()  # type: ignore[assignment]  # a field of this name, not the label of one
    name = serializers.CharField(source="file.name")
    file = FileOut()
    added_at = Moment()
    handed_in_on = serializers.DateField(allow_null=True)


ADDING = form_with_file(handed_files.add_file, required=True, reason="Shows what was done.")


class Occurrences(Listed, Opened):
    """What is due when: yours, what you check, or of agreements on which you work."""

    noun = "occurrence"
    view_action = "occurrence.view"
    recorded = True
    lifecycle = acts.occurrences
    queryset = Occurrence.objects.select_related(*WITH_ALL, "agreement__case")
    serializer_class = OccurrenceOut
    detail_serializer_class = OccurrenceDetail
    lookup_value_regex = REFERENCE
    parser_classes = (JsonParser, MultiPartParser)
    orderings = {"due_on": "due_on", "-due_on": "-due_on"}
    orderings_default = "due_on"
    filters = {
        "state": one_of("state", OccurrenceState, "Where the date stands."),
        "agreement": equals("agreement__reference", "The reference of its agreement."),
    }

    def named(self, rows: QuerySet[Any], reference: str) -> QuerySet[Any]:
        """Find a date by its reference."""
        return named_date(rows, reference)

    def read(self, row: Any) -> serializers.BaseSerializer[Any]:
        """Tell why it was excused to those who decide, work on the case, or are excused."""
        sees = bool(row.excuse) and can(self.person, "occurrence.view_excuse", row)
        row.files_handed_in = row.files.exclude(handed_in_on=None).count()
        row.told_excuse, row.told_note = (row.excuse, row.note) if sees else ("", "")
        return super().read(row)

    @extend_schema(request={"multipart/form-data": ADDING.form}, responses={201: HandedFileOut})
    @action(detail=True, methods=["post"], url_path="add-file")
    def add_file(self, request: Request, reference: str) -> Response:
        """Add a file that shows what was done; it is handed in with the words, by `submit`. Send nothing about health."""
        row = self.get_object()
        self.must("occurrence.submit", row)
        given = inputs_with_file(ADDING, self.understood(ADDING.form), reason="Shows what was done.")
        added = handed_files.add_file(row, actor=self.person, **given)
        where = {"Location": reverse("api:handed-file-detail", args=[added.uid])}
        return Response(HandedFileOut(added, context={"request": request}).data, status=201, headers=where)

    submit_occurrence = command(acts.submit_occurrence)
    verify_occurrence = command(acts.verify_occurrence, needs="occurrence.verify", path="verify")
    reject_occurrence = command(acts.reject_occurrence)
    excuse_occurrence = command(acts.excuse_occurrence, choices={"excuse": tuple(DutyExcuse)})
    waive_occurrence = command(acts.waive_occurrence)
    refer_as_breach = command(acts.refer_as_breach)


class HandedFiles(ByUid):
    """Files handed in under agreements: your own, those of dates that you check, and those of cases on which you decide."""

    noun = "handed_file"
    view_action = "handed_file.view"
    recorded = True
    queryset = HandedFile.objects.select_related("occurrence__agreement__case", "occurrence__duty", "file")
    serializer_class = HandedFileOut
    orderings = {"-added_at": "-added_at", "added_at": "added_at"}
    orderings_default = "-added_at"
    filters = {"agreement": equals("occurrence__agreement__reference", "The reference of its agreement.")}

    remove_file = command(handed_files.remove_file, needs="handed_file.remove", path="remove", reason="Not handed in.")

    @extend_schema(responses={(200, "application/octet-stream"): bytes}, operation_id="download_handed_file")
    @action(detail=True, renderer_classes=[FileRenderer, JsonRenderer])
    def file(self, request: Request, uid: str) -> StreamingHttpResponse:
        """Download the file; opening it is recorded first."""
        row = self.get_object()
        return file_response(row.file, row.download_name, self.person)


class Obstacles(Listed, Opened):
    """Questions what stood in the way: to you, or in cases on which you decide. Whoever checks a date does not see them."""

    noun = "obstacle"
    view_action = "obstacle.view"
    recorded = True
    lifecycle = obstacles.obstacles
    queryset = Obstacle.objects.select_related("occurrence__agreement__case", "occurrence__duty")
    serializer_class = ObstacleOut
    detail_serializer_class = ObstacleDetail
    lookup_value_regex = REFERENCE
    orderings = {"answer_by": "answer_by", "-answer_by": "-answer_by"}
    orderings_default = "answer_by"
    filters = {"state": one_of("state", ObstacleState, "Where the question stands.")}

    def named(self, rows: QuerySet[Any], reference: str) -> QuerySet[Any]:
        """Find a question by the reference of the date that it is about."""
        return named_date(rows, reference, "occurrence__")

    answer_obstacle = command(obstacles.answer_obstacle)


class ChangeRequests(ByUid):
    """Changes for which employees ask: your own, or of agreements that you may change. Whoever monitors does not see them."""

    noun = "change_request"
    view_action = "change_request.view"
    recorded = True
    lifecycle = asking.requests
    queryset = ChangeRequest.objects.select_related("agreement__case")
    serializer_class = ChangeRequestOut
    detail_serializer_class = ChangeRequestDetail
    orderings = {"-asked_at": "-asked_at"}
    orderings_default = "-asked_at"
    filters = {
        "state": one_of("state", RequestState, "Where the request stands."),
        "agreement": equals("agreement__reference", "The reference of its agreement."),
    }

    answer_request = command(asking.answer_request)
