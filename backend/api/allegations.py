"""Allegations and what is found on each: the respondent reads and answers those that were put to them."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from backend.access.policy import scope
from backend.api.fields import Moment
from backend.api.filters import equals, one_of
from backend.api.inquiry_outputs import AssessmentOut
from backend.api.outputs import Output
from backend.api.reports import FRAMED
from backend.api.resources import Listed, MoveOut, Opened, command
from backend.cases.actions import allegations, opening
from backend.cases.models import Allegation
from backend.cases.vocabulary import AllegationState, Response, Standard, Track
from backend.decisions.actions import findings
from backend.decisions.models import Factual, Finding, PolicyResult
from backend.investigation.actions.credibility import assess_credibility
from backend.investigation.inquiry_vocabulary import Bearing, Factor


class AllegationOut(Output[Allegation]):
    """An allegation as a list shows it."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference")
    state = serializers.ChoiceField(choices=AllegationState.choices)
    particulars = serializers.CharField()
    track = serializers.ChoiceField(choices=Track.choices)
    noticed_at = Moment(allow_null=True)
    answer_due_at = Moment(allow_null=True)
    answered_at = Moment(allow_null=True)


class FindingOut(Output[Finding]):
    """What was found: proposed by one person, adopted by another."""

    allegation = serializers.CharField(source="allegation.reference")
    factual = serializers.ChoiceField(choices=Factual.choices)
    policy = serializers.ChoiceField(choices=PolicyResult.choices)
    standard = serializers.ChoiceField(choices=Standard.choices)
    severity = serializers.IntegerField(source="severity_anchor", allow_null=True)
    reasons = serializers.CharField()
    proposed_by = serializers.CharField(source="proposed_by.name", default=None, allow_null=True)
    proposed_at = Moment(allow_null=True)
    adopted_by = serializers.CharField(source="adopted_by.name", default=None, allow_null=True)
    adopted_at = Moment(allow_null=True)


class AllegationDetail(AllegationOut):
    """An allegation with its particulars, its answer and, once it may be read, its finding."""

    conduct = serializers.ListField(child=serializers.CharField())
    settings = serializers.ListField(child=serializers.CharField())
    power_relation = serializers.CharField()
    occurred_from = serializers.DateField(allow_null=True)
    occurred_to = serializers.DateField(allow_null=True)
    policy_clause = serializers.CharField()
    response = serializers.CharField()
    response_text = serializers.CharField()
    finding = FindingOut(source="found", allow_null=True)
    moves = MoveOut(many=True)


class Allegations(Listed, Opened):
    """Allegations that you work on, or that were put to you."""

    noun = "allegation"
    view_action = "allegation.view"
    recorded = True
    lifecycle = allegations.lifecycle
    queryset = Allegation.objects.select_related("case")
    serializer_class = AllegationOut
    detail_serializer_class = AllegationDetail
    lookup_value_regex = "[0-9A-Z-]+-A[0-9]{1,4}"
    filters = {
        "state": one_of("state", AllegationState, "Where the allegation stands."),
        "case": equals("case__reference", "The reference of its case."),
    }

    def named(self, rows: QuerySet[Any], reference: str) -> QuerySet[Any]:
        """Find an allegation by the case's reference and its number there."""
        case, _, number = reference.rpartition("-A")
        return rows.filter(case__reference=case, seq=int(number))

    def read(self, row: Allegation) -> serializers.BaseSerializer[Any]:
        """Show the finding to those who may read it."""
        findings = Finding.objects.select_related("allegation__case", "proposed_by__person", "adopted_by__person")
        row.found = scope(self.person, "finding.view", findings.filter(allegation=row)).first()  # type: ignore[attr-defined]
        return super().read(row)

    amend_allegation = command(
        opening.amend_allegation,
        needs="allegation.amend",
        path="amend",
        choices=FRAMED,
        gives=AllegationOut,
        status=200,
    )
    answer_allegation = command(
        allegations.answer_allegation,
        choices={"response": (Response.ADMIT, Response.PART, Response.DENY)},
        reason="The respondent's own answer.",
        example={"response": "part", "text": "I stood close because the room was loud; I did not touch anybody."},
    )
    lapse_answer = command(allegations.lapse_answer)
    examine_allegation = command(allegations.examine_allegation)
    assess_credibility = command(
        assess_credibility,
        needs="credibility.assess",
        path="assess-credibility",
        choices={"factor": Factor, "bearing": Bearing},
        gives=AssessmentOut,
    )
    propose_finding = command(
        findings.propose_finding, path="propose-finding", choices={"factual": Factual, "policy": PolicyResult}
    )
    adopt_finding = command(findings.adopt_finding, path="adopt-finding")
    vary_finding = command(
        findings.vary_finding, path="vary-finding", choices={"factual": Factual, "policy": PolicyResult}
    )
    remit_finding = command(findings.remit_finding, path="remit-finding")
