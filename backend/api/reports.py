"""Reports of conduct: sending one, and what intake does with it."""

from typing import Any

from django.db.models import QuerySet
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
from backend.cases.actions import merging, opening
from backend.cases.vocabulary import CaseKind, Standard, Track
from backend.intake import naming
from backend.intake.account import recognised
from backend.intake.actions import assessing, ending, identifying, reporting
from backend.intake.models import Report, ReportBar, ReportState
from backend.intake.queries.naming import reporter_shown_to
from backend.intake.queries.queue import told_state
from backend.intake.vocabulary import (
    Category,
    Certainty,
    Channel,
    Conduct,
    DeclineCode,
    Mode,
    Nexus,
    PowerRelation,
    Priority,
    PromptKind,
    Setting,
    TriageFlag,
)

TOLD: Choices = {
    "channel": Channel,
    "conduct": Conduct,
    "settings": Setting,
    "power_relation": PowerRelation,
    "occurred_certainty": Certainty,
    "mode": Mode,
}
FRAMED: Choices = {"conduct": Conduct, "settings": Setting, "power_relation": PowerRelation, "track": Track}
ASSESSED: Choices = {"nexus": Nexus, "category": Category}
ACCOUNT = inputs_of(reporting.submit_report, choices=TOLD)


class ReportOut(Output[Report]):
    """A report as a list shows it."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=ReportState.choices, source="state_shown")
    channel = serializers.ChoiceField(choices=Channel.choices)
    received_at = Moment()
    acknowledged_at = Moment(allow_null=True)


class ReportFile(ReportOut):
    """A report as its reporter and those who work on it read it."""

    mode = serializers.ChoiceField(choices=Mode.choices)
    reporter = PersonOut(source="shown_reporter", allow_null=True)
    affected = PersonOut(allow_null=True)
    respondent = PersonOut(allow_null=True)
    respondent_as_told = serializers.CharField()
    narrative = serializers.CharField()
    conduct = serializers.ListField(child=serializers.CharField())
    settings = serializers.ListField(child=serializers.CharField())
    power_relation = serializers.CharField()
    occurred_on = serializers.DateField(allow_null=True)
    occurred_as_told = serializers.CharField()
    occurred_certainty = serializers.CharField()
    first_known_by = serializers.CharField()
    first_known_on = serializers.DateField(allow_null=True)
    safety = serializers.DictField(child=serializers.CharField())
    not_sure = serializers.ListField(child=serializers.CharField())
    wishes = serializers.CharField()
    no_action_asked = serializers.BooleanField()
    redirected_to = serializers.CharField()
    feedback = serializers.CharField()
    feedback_at = Moment(allow_null=True)
    retracted_at = Moment(allow_null=True)
    moves = MoveOut(many=True)


class NameInTextOut(Output[ReportBar]):
    """Somebody who works with reports and whom the text names; `is_meant` is null until somebody looked."""

    person = PersonOut()
    is_meant = serializers.BooleanField(allow_null=True)


class Assessment(Output[Report]):
    """What intake made of a report; shown to intake alone."""

    priority = serializers.CharField()
    flags = serializers.ListField(child=serializers.CharField())
    triage_note = serializers.CharField()
    nexus = serializers.SerializerMethodField()
    nexus_note = serializers.CharField(source="triage.nexus_note", default="")
    category = serializers.CharField(source="triage.category", default="")
    days_known = serializers.IntegerField(allow_null=True)
    prompts = serializers.SerializerMethodField()
    merged_into = serializers.CharField(source="merged_into.reference", default=None, allow_null=True)
    decline_code = serializers.CharField()
    decline_grounds = serializers.CharField()
    case = serializers.SerializerMethodField()
    names = NameInTextOut(many=True, source="named")

    def get_nexus(self, report: Report) -> list[str]:
        """List what links it to work."""
        triage = getattr(report, "triage", None)
        return list(triage.nexus) if triage else []

    def get_prompts(self, report: Report) -> list[str]:
        """List what waits to be weighed at once."""
        return list(report.prompts.filter(answered_at=None).order_by("pk").values_list("kind", flat=True))

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
    lifecycle = reporting.lifecycle
    queryset = Report.objects.select_related("reporter", "affected", "respondent", "triage", "merged_into")
    serializer_class = ReportOut
    detail_serializer_class = ReportDetail
    orderings = {"-received_at": "-received_at", "received_at": "received_at"}
    orderings_default = "-received_at"
    filters = {
        "state": one_of("told", ReportState, "Where the report stands."),
        "channel": one_of("channel", Channel, "How it came in."),
        "q": equals("reference__istartswith", "The beginning of a reference."),
    }

    def get_queryset(self) -> QuerySet[Any]:
        """Give each report with the state that the caller may know: to its reporter, nothing tells of another report."""
        rows: QuerySet[Any] = super().get_queryset().annotate(told=told_state(self.person))
        return rows

    def read(self, row: Report) -> serializers.BaseSerializer[Any]:
        """Show the assessment only to those who may assess, and a name told in confidence only to those who may know it."""
        row.shown_reporter = reporter_shown_to(self.person, row)  # type: ignore[attr-defined]
        row.assessed = row if can(self.person, "report.triage_view", row) else None  # type: ignore[attr-defined]
        row.named = naming.names_to_weigh(row) if row.assessed else []  # type: ignore[attr-defined]
        return super().read(row)

    @extend_schema(request=ACCOUNT.form, responses={201: ReportOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Send a report. Only what happened is required; without a reporter, it is yours.

        For somebody who gives no name there are calls without a caller: see anonymous-reports.
        """
        given = dict(self.understood(ACCOUNT.form))
        if "reporter" not in given and given.get("channel", Channel.WEB) == Channel.WEB:
            given["reporter"] = self.person.person
        if "respondent" not in given:  # as on the page: whoever is named in full can never read the report
            given["respondent"] = recognised(given.get("respondent_as_told", ""))
        report = reporting.submit_report(**ACCOUNT.arguments(given), actor=self.person)
        return self.shown(report, status=201, location=reverse("api:report-detail", args=[report.reference]))

    acknowledge_report = command(reporting.acknowledge_report)
    triage_report = command(
        assessing.triage_report,
        choices={"priority": Priority, "flags": TriageFlag, **ASSESSED},
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
    reassess_report = command(
        assessing.reassess_report, choices={"priority": Priority, "flags": TriageFlag, **ASSESSED}
    )
    answer_prompt = command(assessing.answer_prompt, needs="report.answer_prompt", choices={"kind": PromptKind})
    identify_person = command(identifying.identify_person, needs="report.identify", path="identify")
    match_person = command(identifying.match_person, needs="report.identify", path="match")
    unmatch_person = command(identifying.unmatch_person, needs="report.identify", path="unmatch")
    merge_report = command(merging.merge_report)
    separate_report = command(ending.separate_report)
    redirect_report = command(ending.redirect_report)
    give_feedback = command(ending.give_feedback)
    close_report = command(ending.close_report)
    retract_report = command(ending.retract_report, needs="report.retract", path="retract")
    ask_feedback = command(ending.ask_feedback, needs="report.ask_feedback", path="ask-feedback")
    propose_decline = command(ending.propose_decline, choices={"code": DeclineCode})
    decline_report = command(ending.decline_report)
    return_to_triage = command(ending.return_to_triage)
    weigh_name = command(
        naming.weigh_name, needs="report.weigh_name", path="weigh-name", gives=NameInTextOut, status=200
    )
