"""Reports of conduct: sending one, and what intake does with it."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.policy import can
from backend.api.fields import Moment, PersonOut
from backend.api.filters import equals, one_of
from backend.api.inputs import Choices, inputs_of
from backend.api.outputs import Output
from backend.api.resources import IDEMPOTENCY, Listed, MoveOut, Opened, command, creation
from backend.cases.actions import opening
from backend.cases.vocabulary import CaseKind, Standard, Track
from backend.intake import actions
from backend.intake.models import Report, ReportState
from backend.intake.vocabulary import (
    Certainty,
    Channel,
    Conduct,
    DeclineCode,
    PowerRelation,
    Priority,
    Setting,
    TriageFlag,
)

TOLD: Choices = {
    "channel": Channel,
    "conduct": Conduct,
    "settings": Setting,
    "power_relation": PowerRelation,
    "occurred_certainty": Certainty,
}
FRAMED: Choices = {"conduct": Conduct, "settings": Setting, "power_relation": PowerRelation, "track": Track}
ACCOUNT = inputs_of(actions.submit_report, choices=TOLD)


class ReportOut(Output[Report]):
    """A report as a list shows it."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=ReportState.choices)
    channel = serializers.ChoiceField(choices=Channel.choices)
    received_at = Moment()
    acknowledged_at = Moment(allow_null=True)


class ReportFile(ReportOut):
    """A report as its reporter and those who work on it read it."""

    reporter = PersonOut(allow_null=True)
    affected = PersonOut(allow_null=True)
    respondent = PersonOut(allow_null=True)
    respondent_as_told = serializers.CharField()
    narrative = serializers.CharField()
    conduct = serializers.ListField(child=serializers.CharField())
    settings = serializers.ListField(child=serializers.CharField())
    power_relation = serializers.CharField()
    occurred_on = serializers.DateField(allow_null=True)
    occurred_certainty = serializers.CharField()
    wishes = serializers.CharField()
    no_action_asked = serializers.BooleanField()
    moves = MoveOut(many=True)


class Assessment(Output[Report]):
    """What intake made of a report; shown to intake alone."""

    priority = serializers.CharField()
    flags = serializers.ListField(child=serializers.CharField())
    triage_note = serializers.CharField()
    decline_code = serializers.CharField()
    decline_grounds = serializers.CharField()
    case = serializers.SerializerMethodField()

    def get_case(self, report: Report) -> str | None:
        """Name the case that was opened from it."""
        link = getattr(report, "case_link", None)
        return link.case.reference if link else None


class ReportDetail(ReportFile):
    """A report, with its assessment for those who assess."""

    assessment = Assessment(source="assessed", allow_null=True)


class Reports(Listed, Opened):
    """Reports of conduct. A reporter sees their own; intake sees those that name nobody close to them."""

    noun = "report"
    view_action = "report.view"
    recorded = True
    lifecycle = actions.lifecycle
    queryset = Report.objects.select_related("reporter", "affected", "respondent")
    serializer_class = ReportOut
    detail_serializer_class = ReportDetail
    orderings = {"-received_at": "-received_at", "received_at": "received_at"}
    orderings_default = "-received_at"
    filters = {
        "state": one_of("state", ReportState, "Where the report stands."),
        "channel": one_of("channel", Channel, "How it came in."),
        "q": equals("reference__istartswith", "The beginning of a reference."),
    }

    def read(self, row: Report) -> serializers.BaseSerializer[Any]:
        """Show the assessment only to those who may assess."""
        row.assessed = row if can(self.person, "report.triage_view", row) else None  # type: ignore[attr-defined]
        return super().read(row)

    @extend_schema(request=ACCOUNT.form, responses={201: ReportOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Send a report. Only what happened is required; without a reporter, it is yours."""
        given = dict(self.understood(ACCOUNT.form))
        if "reporter" not in given and given.get("channel", Channel.WEB) == Channel.WEB:
            given["reporter"] = self.person.person
        report = actions.submit_report(**ACCOUNT.arguments(given), actor=self.person)
        return self.shown(report, status=201, location=reverse("api:report-detail", args=[report.reference]))

    acknowledge_report = command(actions.acknowledge_report)
    triage_report = command(
        actions.triage_report,
        choices={"priority": Priority, "flags": TriageFlag},
        example={
            "priority": "P2",
            "flags": ["ongoing_contact"],
            "note": "They share a vehicle this week.",
            "reason": "Read and assessed.",
        },
    )
    accept_report = command(
        opening.accept_report,
        choices={"kind": CaseKind, "standard": Standard, **FRAMED},
        example={
            "title": "Conduct at the spring conference",
            "kind": "harassment",
            "nexus": "A conference that the company sent both to.",
            "allegations": [
                {
                    "particulars": "It is alleged that, on 3 March 2026, the respondent put a hand on the complainant's shoulder.",
                    "conduct": ["contact.massage_shoulder"],
                    "settings": ["conference"],
                    "occurred_from": "2026-03-03",
                    "policy_clause": "Dignity at work, 3.2",
                }
            ],
            "reason": "There is a link to work, and enough to look into.",
        },
    )
    propose_decline = command(actions.propose_decline, choices={"code": DeclineCode})
    decline_report = command(actions.decline_report)
    return_to_triage = command(actions.return_to_triage)
