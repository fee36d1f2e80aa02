"""The work of an investigation: plans, tasks, interviews, requests for confidentiality, what was weighed, stays and updates."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers

from backend.api.case_parts import CasePart, adding
from backend.api.fields import Moment, PersonOut
from backend.api.filters import equals, one_of
from backend.api.inputs import Choices
from backend.api.inquiry_outputs import AssessmentOut, PlanOut, StayOut, TaskOut
from backend.api.outputs import Output
from backend.api.resources import Listed, MoveOut, Opened, command
from backend.api.statements import StatementOut
from backend.investigation.actions import confidentiality, credibility, interviewing, planning, statements, tasks
from backend.investigation.actions.updates import update_parties
from backend.investigation.inquiry_vocabulary import (
    Advisory,
    Bearing,
    Factor,
    InterviewState,
    Medium,
    PlanState,
    Recording,
)
from backend.investigation.models import (
    CaseUpdate,
    ConfidentialityRequest,
    CredibilityAssessment,
    Interview,
    InvestigationPlan,
    Stay,
    Task,
)

UID = "[0-9a-f-]{36}"
WEIGHED: Choices = {"factor": Factor, "bearing": Bearing}


class PlanDetail(PlanOut):
    """A plan, and the moves that are open to you."""

    moves = MoveOut(many=True)


class Plans(Listed, Opened):
    """Plans of the cases that you work on, each under its case's reference."""

    noun = "plan"
    view_action = "plan.view"
    recorded = True
    lifecycle = planning.lifecycle
    queryset = InvestigationPlan.objects.select_related("case", "saved_by__person", "approved_by__person")
    serializer_class = PlanOut
    detail_serializer_class = PlanDetail
    filters = {"state": one_of("state", PlanState, "Where the plan stands.")}

    def named(self, rows: QuerySet[Any], reference: str) -> QuerySet[Any]:
        """Find a plan by its case."""
        return rows.filter(case__reference=reference)

    submit_plan = command(planning.submit_plan)
    approve_plan = command(planning.approve_plan)
    return_plan = command(planning.return_plan)
    revise_plan = command(planning.revise_plan)


class Tasks(Listed):
    """Tasks of the cases that you work on."""

    noun = "task"
    view_action = "task.view"
    recorded = True
    queryset = Task.objects.select_related("case", "owner__person", "done_by__person").order_by("pk")
    serializer_class = TaskOut
    lookup_field = "uid"
    lookup_url_kwarg = "uid"
    lookup_value_regex = UID
    filters = {"case": equals("case__reference", "The reference of its case.")}

    change_task = command(tasks.change_task, needs="task.change", path="change")
    finish_task = command(tasks.finish_task, needs="task.finish", path="finish", reason="Done.")
    reopen_task = command(tasks.reopen_task, needs="task.finish", path="reopen")


class CaseTasks(CasePart):
    """What there is to do in one case."""

    part = "tasks"
    view_action = "task.view"
    queryset = Task.objects.select_related("case", "owner__person", "done_by__person")
    serializer_class = TaskOut
    create = adding(tasks.add_task, needs="task.add", gives=TaskOut)


class InterviewOut(Output[Interview]):
    """An interview as a list shows it."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference")
    person = PersonOut(source="party.person")
    role = serializers.CharField(source="party.role")
    state = serializers.ChoiceField(choices=InterviewState.choices)
    planned_at = Moment()
    place = serializers.CharField()
    medium = serializers.ChoiceField(choices=Medium.choices)
    held_at = Moment(allow_null=True)


class PresentOut(serializers.Serializer[Any]):
    """Somebody in the room, and why."""

    name = serializers.CharField()
    role = serializers.CharField()


class InterviewDetail(InterviewOut):
    """An interview with its questions, what was said beforehand and its private notes; `edition` is sent back as `seen`."""

    topics = serializers.ListField(child=serializers.CharField())
    prompts = serializers.ListField(child=serializers.CharField())
    present = PresentOut(many=True)
    advisories = serializers.ListField(child=serializers.ChoiceField(choices=Advisory.choices))
    recording = serializers.ChoiceField(choices=Recording.choices)
    notes = serializers.CharField()
    edition = serializers.IntegerField()
    saved_by = serializers.CharField(source="saved_by.name")
    saved_at = Moment()
    moves = MoveOut(many=True)


class Interviews(Listed, Opened):
    """Interviews of the cases whose accounts you may hear."""

    noun = "interview"
    view_action = "interview.view"
    recorded = True
    lifecycle = interviewing.lifecycle
    queryset = Interview.objects.select_related("case", "party__person", "saved_by__person").order_by("pk")
    serializer_class = InterviewOut
    detail_serializer_class = InterviewDetail
    filters = {
        "case": equals("case__reference", "The reference of its case."),
        "state": one_of("state", InterviewState, "Where the interview stands."),
    }

    change_interview = command(
        interviewing.change_interview, needs="interview.change", path="change", choices={"medium": Medium}
    )
    save_notes = command(interviewing.save_notes, needs="interview.note", path="notes", reason="Notes.")
    hold_interview = command(interviewing.hold_interview, choices={"advisories": Advisory, "recording": Recording})
    write_statement = command(
        statements.write_statement, needs="statement.write", path="statement", gives=StatementOut, status=200
    )
    cancel_interview = command(interviewing.cancel_interview)
    miss_interview = command(interviewing.miss_interview)


class CaseInterviews(CasePart):
    """Interviews in one case."""

    part = "interviews"
    needs = "case.hear"
    view_action = "interview.view"
    queryset = Interview.objects.select_related("case", "party__person", "saved_by__person")
    serializer_class = InterviewOut
    create = adding(
        interviewing.plan_interview,
        needs="interview.plan",
        gives=InterviewOut,
        choices={"medium": Medium},
        location=lambda made: reverse("api:interview-detail", args=[made.reference]),
    )


class RequestOut(Output[ConfidentialityRequest]):
    """What somebody was asked to keep to themselves."""

    uid = serializers.UUIDField()
    person = PersonOut(source="party.person")
    about = serializers.CharField()
    why = serializers.CharField()
    asked_at = Moment()
    ends_on = serializers.DateField(allow_null=True)
    holds = serializers.BooleanField()
    ended_at = Moment(allow_null=True)


class Requests(Listed):
    """Requests for confidentiality: those of the cases that you work on, and those that were put to you."""

    noun = "confidentiality"
    view_action = "confidentiality.view"
    queryset = ConfidentialityRequest.objects.select_related("case", "party__person").order_by("pk")
    serializer_class = RequestOut
    lookup_field = "uid"
    lookup_url_kwarg = "uid"
    lookup_value_regex = UID

    end_confidentiality = command(confidentiality.end_confidentiality, needs="confidentiality.end", path="end")


class CaseRequests(CasePart):
    """Requests for confidentiality in one case."""

    part = "confidentiality-requests"
    view_action = "confidentiality.view"
    queryset = ConfidentialityRequest.objects.select_related("case", "party__person")
    serializer_class = RequestOut
    create = adding(confidentiality.ask_confidentiality, needs="confidentiality.ask", gives=RequestOut)


class Assessments(Listed):
    """How contested facts were weighed, for those who investigate, decide, review or advise."""

    noun = "credibility"
    view_action = "credibility.view"
    recorded = True
    queryset = CredibilityAssessment.objects.select_related("allegation__case", "case", "saved_by__person").order_by(
        "pk"
    )
    serializer_class = AssessmentOut
    lookup_field = "uid"
    lookup_url_kwarg = "uid"
    lookup_value_regex = UID
    filters = {"case": equals("case__reference", "The reference of its case.")}

    amend_credibility = command(credibility.amend_credibility, needs="credibility.amend", path="amend", choices=WEIGHED)
    withdraw_credibility = command(credibility.withdraw_credibility, needs="credibility.withdraw", path="withdraw")


class CaseStays(CasePart):
    """When the case stood still, and why."""

    part = "stays"
    view_action = "stay.view"
    queryset = Stay.objects.all()
    serializer_class = StayOut


class UpdateOut(Output[CaseUpdate]):
    """What both sides were told of the progress."""

    case = serializers.CharField(source="case.reference")
    text = serializers.CharField()
    told_at = Moment()


class CaseUpdates(CasePart):
    """What both sides were told, the latest first."""

    part = "updates"
    view_action = "update.view"
    queryset = CaseUpdate.objects.select_related("case")
    serializer_class = UpdateOut
    create = adding(update_parties, needs="case.update_parties", gives=UpdateOut)


class OwnUpdates(Listed):
    """What you were told of the progress of your own matters."""

    noun = "update"
    view_action = "update.view"
    queryset = CaseUpdate.objects.select_related("case").order_by("pk")
    serializer_class = UpdateOut
