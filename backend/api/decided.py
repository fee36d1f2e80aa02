"""What belongs to a decision: remedies, decisions to tell more, earlier matters, and what followed elsewhere."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.case_parts import CasePart, adding
from backend.api.fields import Moment, PersonOut
from backend.api.filters import one_of
from backend.api.outputs import Output
from backend.api.resources import Listed, MoveOut, Opened, command
from backend.decisions.actions import disclosing, remedies, similar_facts
from backend.decisions.models import Disclosure, Remedy, SimilarFactRequest
from backend.decisions.queries.priors import Prior, priors_for, similar_for
from backend.decisions.vocabulary import DisclosureState, RemedyKind, RemedyState, SimilarFactState


class RemedyOut(Output[Remedy]):
    """What the organisation puts right for one person."""

    uid = serializers.UUIDField()
    case = serializers.CharField(source="case.reference")
    person = PersonOut()
    state = serializers.ChoiceField(choices=RemedyState.choices)
    kind = serializers.ChoiceField(choices=RemedyKind.choices)
    what = serializers.CharField()
    due_on = serializers.DateField()
    done_at = Moment(allow_null=True)
    done_note = serializers.CharField()


class RemedyDetail(RemedyOut):
    """A remedy and the moves that are open to you."""

    moves = MoveOut(many=True)


class Remedies(Listed, Opened):
    """Remedies: yours, or those that you decide or carry out."""

    noun = "remedy"
    view_action = "remedy.view"
    recorded = True
    lifecycle = remedies.lifecycle
    lookup_field = "uid"
    queryset = Remedy.objects.select_related("case", "person")
    serializer_class = RemedyOut
    detail_serializer_class = RemedyDetail
    lookup_value_regex = "[0-9a-f-]{36}"
    orderings = {"due_on": "due_on", "-due_on": "-due_on"}
    orderings_default = "due_on"
    filters = {"state": one_of("state", RemedyState, "Where the remedy stands.")}

    complete_remedy = command(remedies.complete_remedy)
    drop_remedy = command(remedies.drop_remedy)


class CaseRemedies(CasePart):
    """Remedies in the case."""

    part = "remedies"
    needs = "case.list_obligations"
    view_action = "remedy.view"
    queryset = Remedy.objects.select_related("case", "person")
    serializer_class = RemedyOut
    create = adding(remedies.decide_remedy, needs="remedy.decide", gives=RemedyOut, choices={"kind": RemedyKind})


class DisclosureOut(Output[Disclosure]):
    """A decision that a complainant may know more than the findings."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference")
    to = PersonOut()
    state = serializers.ChoiceField(choices=DisclosureState.choices)
    points = serializers.ListField(source="lines", child=serializers.CharField())
    reasons = serializers.CharField()
    decided_by = serializers.CharField(source="decided_by.name")
    approved_by = serializers.CharField(source="approved_by.name", default=None, allow_null=True)
    document = serializers.CharField(source="document.reference", default=None, allow_null=True)


class DisclosureDetail(DisclosureOut):
    """A decision to tell more, and the moves that are open to you."""

    moves = MoveOut(many=True)


class Disclosures(Listed, Opened):
    """Decisions to tell a complainant more of the outcome."""

    noun = "disclosure"
    view_action = "disclosure.view"
    recorded = True
    lifecycle = disclosing.lifecycle
    queryset = Disclosure.objects.select_related("case", "to", "decided_by__person", "approved_by__person", "document")
    serializer_class = DisclosureOut
    detail_serializer_class = DisclosureDetail

    approve_disclosure = command(disclosing.approve_disclosure)
    refuse_disclosure = command(disclosing.refuse_disclosure)
    tell_disclosure = command(disclosing.tell_disclosure)


class CaseDisclosures(CasePart):
    """Decisions in the case to tell a complainant more."""

    part = "disclosures"
    needs = "case.list_obligations"
    view_action = "disclosure.view"
    queryset = Disclosures.queryset
    serializer_class = DisclosureOut
    create = adding(
        disclosing.disclose_outcome,
        needs="outcome.disclose",
        gives=DisclosureOut,
        location=lambda made: reverse("api:disclosure-detail", args=[made.reference]),
    )


class SimilarFactOut(Output[SimilarFactRequest]):
    """A request to know of an earlier matter, and what was told on it."""

    uid = serializers.UUIDField()
    case = serializers.CharField(source="case.reference")
    state = serializers.ChoiceField(choices=SimilarFactState.choices)
    what = serializers.CharField()
    why = serializers.CharField()
    requested_by = serializers.CharField(source="requested_by.name")
    requested_at = Moment()
    told = serializers.CharField()
    disclosed_at = Moment(allow_null=True)
    disclosed_how = serializers.CharField()


class SimilarFactDetail(SimilarFactOut):
    """A request about an earlier matter, and the moves that are open to you."""

    moves = MoveOut(many=True)


class SimilarFacts(Listed, Opened):
    """Requests to know of an earlier matter."""

    noun = "similar_fact"
    view_action = "similar_fact.view"
    recorded = True
    lifecycle = similar_facts.lifecycle
    lookup_field = "uid"
    queryset = SimilarFactRequest.objects.select_related("case", "requested_by__person")
    serializer_class = SimilarFactOut
    detail_serializer_class = SimilarFactDetail
    lookup_value_regex = "[0-9a-f-]{36}"

    support_request = command(similar_facts.support_request)
    grant_request = command(similar_facts.grant_request)
    refuse_request = command(similar_facts.refuse_request)
    disclose_similar_fact = command(similar_facts.disclose_similar_fact)
    set_aside_similar_fact = command(similar_facts.set_aside_similar_fact)


class CaseSimilarFacts(CasePart):
    """Requests in the case to know of an earlier matter."""

    part = "similar-facts"
    view_action = "similar_fact.view"
    queryset = SimilarFacts.queryset
    serializer_class = SimilarFactOut
    create = adding(similar_facts.request_similar_fact, needs="similar_fact.request", gives=SimilarFactOut)


class PriorOut(serializers.Serializer[Prior]):
    """An earlier outcome, without names and references."""

    conduct = serializers.ListField(child=serializers.CharField())
    followed = serializers.ListField(child=serializers.CharField())
    decided_on = serializers.DateField(allow_null=True)
    live_until = serializers.DateField(allow_null=True)


class CasePriors(CasePart):
    """Earlier discipline that still counts; shown once the findings are decided."""

    part = "priors"
    needs = "outcome.view_priors"
    ask: Callable[..., list[Prior]] = staticmethod(priors_for)
    queryset: QuerySet[Any] = Remedy.objects.none()
    serializer_class = PriorOut
    pagination_class = None  # type: ignore[assignment]  # there are few

    @extend_schema(responses=PriorOut(many=True), filters=False)
    def list(self, request: Request, case: str = "") -> Response:
        """List it; the reading is recorded."""
        found = self.case()
        self.must(self.needs, found)
        told: Sequence[Prior] = self.ask(found, actor=self.person)
        return Response(PriorOut(told, many=True).data)  # type: ignore[arg-type]


class CaseSimilar(CasePriors):
    """What followed in other people's matters of the same kind; shown once the findings are decided."""

    part = "similar"
    needs = "outcome.view_similar"
    ask = staticmethod(similar_for)
