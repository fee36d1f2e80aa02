"""Appeals: filed by either side, reviewed by somebody who took no part."""

from typing import Any

from django.http import StreamingHttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.policy import scope
from backend.api.case_parts import CasePart
from backend.api.conflicts import ByUid
from backend.api.evidence import FileOut, file_response, form_with_file, inputs_with_file
from backend.api.fields import Moment
from backend.api.filters import equals, one_of
from backend.api.inputs import inputs_of
from backend.api.outputs import Output
from backend.api.renderers import FileRenderer, JsonParser, JsonRenderer
from backend.api.resources import IDEMPOTENCY, Listed, MoveOut, Opened, command, creation
from backend.audit.reads import viewed
from backend.decisions.actions import appeal_files, appeal_results, appeals
from backend.decisions.models import Appeal, AppealComment, AppealFile, Outcome
from backend.decisions.vocabulary import AppealGround, AppealSide, AppealState, Factual, OutcomeKind, PolicyResult
from backend.kernel.errors import Invalid

NO_OUTCOME = "There is no decision in such a case that you were told of and can appeal against."


class AppealOut(Output[Appeal]):
    """An appeal as a list shows it: how it stands, and nothing of what is said in it."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference")
    state = serializers.ChoiceField(choices=AppealState.choices)
    result = serializers.CharField()
    side = serializers.ChoiceField(choices=AppealSide.choices)
    filed_at = Moment()
    is_late = serializers.BooleanField()
    stays_effects = serializers.BooleanField()
    decided_at = Moment(allow_null=True)


class AppealCommentOut(Output[AppealComment]):
    """What the other side says."""

    text = serializers.CharField()
    made_at = Moment()


class AppealDetail(AppealOut):
    """An appeal as its reviewer reads it."""

    findings = serializers.ListField(child=serializers.IntegerField())
    against_outcome = serializers.BooleanField()
    grounds = serializers.ListField(child=serializers.ChoiceField(choices=AppealGround.choices))
    text = serializers.CharField()
    material = serializers.CharField()
    late_reason = serializers.CharField()
    material_told = serializers.CharField()
    comment_until = Moment(allow_null=True)
    reviewer = serializers.CharField(source="reviewer.name", default=None, allow_null=True)
    admission = serializers.CharField()
    answers = serializers.JSONField()
    moves = MoveOut(many=True)


FILED = inputs_of(appeals.file_appeal, choices={"grounds": AppealGround}, skip=("outcome",))


class FileAppeal(FILED.form):  # type: ignore[name-defined]  # made from the action's own parameters
    """Appeal against the decision in a case."""

    case = serializers.CharField(help_text="The reference of the case, as your letter names it.")


class Appeals(Listed, Opened):
    """Appeals that you review."""

    noun = "appeal"
    view_action = "appeal.view"
    recorded = True
    lifecycle = appeals.lifecycle
    queryset = Appeal.objects.select_related("case", "outcome", "appellant", "reviewer__person")
    serializer_class = AppealOut
    detail_serializer_class = AppealDetail
    orderings = {"-filed_at": "-filed_at", "filed_at": "filed_at"}
    orderings_default = "-filed_at"
    filters = {
        "state": one_of("state", AppealState, "Where the appeal stands."),
        "case": equals("case__reference", "The reference of its case."),
    }

    admit_appeal = command(appeals.admit_appeal)
    refuse_appeal = command(appeals.refuse_appeal)
    review_appeal = command(appeals.review_appeal)
    dismiss_appeal = command(appeal_results.dismiss_appeal)
    vary_decision = command(
        appeal_results.vary_decision,
        choices={"kinds": OutcomeKind, "factual": Factual, "policy": PolicyResult, "upheld": AppealGround},
    )
    overturn_decision = command(appeal_results.overturn_decision, choices={"upheld": AppealGround})
    remit_appeal = command(appeal_results.remit_appeal, choices={"upheld": AppealGround})
    communicate_decision = command(appeals.communicate_decision)
    conclude_appeal = command(appeals.conclude_appeal)


class AppealFileOut(Output[AppealFile]):
    """A file on an appeal; `shown_at` says when the reviewer showed it to the other side."""

    uid = serializers.UUIDField()
    appeal = serializers.CharField(source="appeal.reference")
    label = serializers.CharField()  # type: ignore[assignment]  # a field of this name, not the label of one
    description = serializers.CharField()
    file = FileOut()
    added_at = Moment()
    shown_at = Moment(allow_null=True)


ATTACHING = form_with_file(appeal_files.attach_to_appeal, required=True, reason="The party’s own file.")


class AppealFiles(ByUid):
    """Files on appeals: your own, those of appeals that you review, and those that a reviewer shows you."""

    noun = "appeal_file"
    view_action = "appeal_file.view"
    queryset = AppealFile.objects.select_related("appeal__case", "file").order_by("pk")
    serializer_class = AppealFileOut
    filters = {"appeal": equals("appeal__reference", "The reference of the appeal.")}
    show_appeal_file = command(appeal_files.show_appeal_file, needs="appeal.show_file", path="show")

    @extend_schema(responses={(200, "application/octet-stream"): bytes}, operation_id="download_appeal_file")
    @action(detail=True, renderer_classes=[FileRenderer, JsonRenderer])
    def file(self, request: Request, uid: str) -> StreamingHttpResponse:
        """Download the file; opening it is recorded first."""
        row = self.get_object()
        return file_response(row.file, row.download_name, self.person)


class OwnAppealOut(serializers.Serializer[Appeal]):
    """An appeal as one of the two sides knows it: the whole of one's own, and of the other's what is new and how it stands."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference")
    state = serializers.ChoiceField(source="state_told", choices=AppealState.choices)
    side = serializers.ChoiceField(choices=AppealSide.choices)
    filed_at = Moment()
    reviewer = serializers.CharField(source="reviewer.name", default=None, allow_null=True)
    comment_until = Moment(allow_null=True)
    material_told = serializers.CharField()
    text = serializers.SerializerMethodField()

    def get_text(self, appeal: Appeal) -> str:
        """Show their own words to whoever appealed."""
        return appeal.text if appeal.appellant_id == self.context["request"].user.person_id else ""


class OwnAppeals(Listed, Opened):
    """Your own appeals, and those of the other side that were admitted."""

    noun = "own_appeal"
    view_action = "appeal.follow"
    queryset = Appeal.objects.select_related("case", "outcome", "reviewer__person")
    serializer_class = OwnAppealOut
    parser_classes = (JsonParser, MultiPartParser)
    orderings = {"-filed_at": "-filed_at"}
    orderings_default = "-filed_at"

    @extend_schema(
        request=FileAppeal, responses={201: OwnAppealOut}, parameters=[IDEMPOTENCY], operation_id="file_appeal"
    )
    @creation
    def create(self, request: Request) -> Response:
        """Appeal, as complainant or respondent, against the decision in a case."""
        given = dict(self.understood(FileAppeal))
        mine = scope(self.person, "appeal.file", Outcome.objects.select_related("case"))
        outcome = mine.filter(case__reference=given.pop("case")).order_by("-pk").first()
        if outcome is None:
            raise Invalid({"case": [NO_OUTCOME]})
        appeal = appeals.file_appeal(outcome, actor=self.person, **FILED.arguments(given))
        told: Any = OwnAppealOut(appeal, context={"request": request}).data
        return Response(
            told, status=201, headers={"Location": reverse("api:own-appeal-detail", args=[appeal.reference])}
        )

    def read(self, row: Appeal) -> serializers.BaseSerializer[Any]:
        """Record the reading, and show what this side may know."""
        viewed(row, "appeal.follow", actor=self.person)
        return OwnAppealOut(row, context={"request": self.request})

    @extend_schema(request={"multipart/form-data": ATTACHING.form}, responses={201: AppealFileOut})
    @action(detail=True, methods=["post"], url_path="attach")
    def attach(self, request: Request, reference: str) -> Response:
        """Add a file to your own appeal, until it is decided."""
        appeal = self.get_object()
        self.must("appeal.attach", appeal)
        given = inputs_with_file(ATTACHING, self.understood(ATTACHING.form), reason="The party’s own file.")
        row = appeal_files.attach_to_appeal(appeal, actor=self.person, **given)
        where = {"Location": reverse("api:appeal-file-detail", args=[row.uid])}
        return Response(AppealFileOut(row).data, status=201, headers=where)

    comment_on_appeal = command(
        appeals.comment_on_appeal,
        needs="appeal.comment",
        path="comment",
        gives=AppealCommentOut,
        reason="The other side's own words.",
    )


class CaseAppeals(CasePart):
    """Appeals in the case: that there are any, and how they stand."""

    part = "appeals"
    needs = "case.list_obligations"
    view_action = "appeal.know"
    queryset = Appeal.objects.select_related("case")
    serializer_class = AppealOut
