"""What lies in one case: parties, appointments, allegations, findings, outcomes, agreements, documents, what is owed, and its history."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.policy import scope
from backend.agreements.actions.drafting import draft_agreement
from backend.agreements.models import Agreement
from backend.api.agreements import AgreementOut
from backend.api.allegations import AllegationOut, FindingOut
from backend.api.cases import AppointmentOut
from backend.api.documents import DOCUMENTS, DocumentOut
from backend.api.events import EntryOut
from backend.api.fields import Moment, PersonOut
from backend.api.inputs import Choices, inputs_of
from backend.api.outputs import Output
from backend.api.reports import FRAMED
from backend.api.resources import IDEMPOTENCY, Listed, Out, creation, extra_fields
from backend.audit.models import Event
from backend.audit.reads import viewed
from backend.audit.timeline import entries
from backend.cases.actions.appointments import appoint
from backend.cases.actions.opening import add_party, frame_allegation
from backend.cases.models import Allegation, Assignment, Case, CaseParty, Obligation
from backend.cases.vocabulary import CaseRole, Declared, PartyRole
from backend.decisions.actions.outcomes import decide_outcome
from backend.decisions.models import Finding, Outcome, OutcomeKind
from backend.documents.models import Document
from backend.kernel.errors import NotVisible
from backend.records.timeline import case_history


class PartyOut(Output[CaseParty]):
    """What one person is to the case."""

    person = PersonOut()
    role = serializers.ChoiceField(choices=PartyRole.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    notified_at = Moment(allow_null=True)


class OutcomeOut(Output[Outcome]):
    """What follows from the findings."""

    state = serializers.CharField()
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=OutcomeKind.choices))
    reasons = serializers.CharField()
    factors = serializers.CharField()
    comparators = serializers.CharField()
    skip_reason = serializers.CharField()
    live_until = serializers.DateField(allow_null=True)
    decided_by = serializers.CharField(source="decided_by.name", default=None, allow_null=True)
    decided_at = Moment(allow_null=True)
    approved_by = serializers.CharField(source="approved_by.name", default=None, allow_null=True)
    approved_at = Moment(allow_null=True)


class OwedOut(Output[Obligation]):
    """Something that must be done before the case can close."""

    kind = serializers.CharField()
    what = serializers.CharField()
    created_at = Moment()
    discharged_at = Moment(allow_null=True)
    discharge_note = serializers.CharField()


class CasePart(Listed):
    """A list inside one case: a hidden case is absent, a case whose header alone is yours answers 403."""

    part: ClassVar[str] = ""
    needs: ClassVar[str] = "case.read"

    @property
    def whole(self) -> QuerySet[Any]:
        """Give the part's rows of every case, before they are cut down."""
        return cast("QuerySet[Any]", type(self).queryset).all()

    def case(self) -> Case:
        """Find the case that the address names, among those that exist for the caller."""
        self.tried = "case.view"
        case = scope(self.person, "case.view", Case.objects.all()).filter(reference=self.kwargs["case"]).first()
        if case is None:
            raise NotVisible
        return case

    def rows(self, case: Case) -> QuerySet[Any]:
        """Give the part's rows."""
        rows = self.whole.filter(case=case)
        return scope(self.person, self.view_action, rows) if self.view_action else rows

    def get_queryset(self) -> QuerySet[Any]:
        """Give the part's rows in the case that the address names."""
        if getattr(self, "swagger_fake_view", False):
            return self.whole.none()
        return self.rows(self.case())

    def list(self, request: Request, case: str = "") -> Response:
        """List what lies in this part of the case."""
        found = self.case()
        self.must(self.needs, found)
        read = "case.read" if self.needs == "case.read" else "case.view"
        return self.page(
            self.matching(self.rows(found)),
            self.serializer_class,  # type: ignore[arg-type]
            note=lambda rows: viewed(found, read, actor=self.person, ctx={"part": self.part, "count": len(rows)}),
        )


def adding(
    act: Callable[..., Any],
    *,
    needs: str,
    gives: Out,
    choices: Choices | None = None,
    location: Callable[[Any], str] | None = None,
) -> Callable[..., Response]:
    """Offer the action that adds to a part of a case: POST to the part's list."""
    inputs = inputs_of(act, choices=choices or {}, extra=extra_fields(reason="", signing=False))

    def create(self: CasePart, request: Request, case: str = "") -> Response:
        found = self.case()
        self.must(needs, found)
        given = dict(self.understood(inputs.form))
        why = given.pop("reason")
        made = act(found, actor=self.person, reason=why, **inputs.arguments(given))
        headers = {"Location": location(made)} if location else {}
        return Response(gives(made, context={"request": request}).data, status=201, headers=headers)

    create.__doc__ = act.__doc__
    return extend_schema(
        request=inputs.form, responses={201: gives}, parameters=[IDEMPOTENCY], operation_id=act.__name__
    )(creation(create))


class Parties(CasePart):
    """Who is what to the case."""

    part = "parties"
    queryset = CaseParty.objects.select_related("person")
    serializer_class = PartyOut
    create = adding(add_party, needs="case.add_party", gives=PartyOut, choices={"role": PartyRole})


class Appointments(CasePart):
    """Who works, or worked, on the case in which role."""

    part = "assignments"
    queryset = Assignment.objects.select_related("person")
    serializer_class = AppointmentOut
    create = adding(appoint, needs="case.appoint", gives=AppointmentOut, choices={"role": CaseRole, "told": Declared})


class CaseAllegations(CasePart):
    """What is alleged in the case."""

    part = "allegations"
    view_action = "allegation.view"
    queryset = Allegation.objects.select_related("case")
    serializer_class = AllegationOut
    create = adding(
        frame_allegation,
        needs="case.frame",
        gives=AllegationOut,
        choices=FRAMED,
        location=lambda made: reverse("api:allegation-detail", args=[made.reference]),
    )


class CaseFindings(CasePart):
    """What was found on each allegation."""

    part = "findings"
    view_action = "finding.view"
    queryset = Finding.objects.select_related("allegation__case", "proposed_by__person", "adopted_by__person")
    serializer_class = FindingOut

    def rows(self, case: Case) -> QuerySet[Any]:
        """Give the findings on the case's allegations."""
        return scope(self.person, "finding.view", self.whole.filter(allegation__case=case))


class CaseOutcomes(CasePart):
    """What follows from the findings."""

    part = "outcomes"
    needs = "case.list_obligations"
    view_action = "outcome.view"
    queryset = Outcome.objects.select_related("decided_by__person", "approved_by__person")
    serializer_class = OutcomeOut
    create = adding(decide_outcome, needs="outcome.decide", gives=OutcomeOut, choices={"kinds": OutcomeKind})


class CaseAgreements(CasePart):
    """Agreements drawn up in the case."""

    part = "agreements"
    needs = "case.list_obligations"
    view_action = "agreement.view"
    queryset = Agreement.objects.select_related("case", "person")
    serializer_class = AgreementOut
    create = adding(
        draft_agreement,
        needs="agreement.draft",
        gives=AgreementOut,
        location=lambda made: reverse("api:agreement-detail", args=[made.reference]),
    )


class CaseDocuments(CasePart):
    """Documents issued in the case, as the register names them."""

    part = "documents"
    needs = "case.view"
    view_action = "document.view"
    queryset = DOCUMENTS
    serializer_class = DocumentOut

    def rows(self, case: Case) -> QuerySet[Document]:
        """Give the documents of the case's history."""
        return scope(self.person, "document.view", DOCUMENTS.filter(matter_stream=case.key))


class CaseObligations(CasePart):
    """What must be done before the case can close."""

    part = "obligations"
    needs = "case.list_obligations"
    queryset = Obligation.objects.all()
    serializer_class = OwedOut


class CaseTimeline(CasePart):
    """What happened in the case, newest first."""

    part = "timeline"
    queryset = Event.objects.all()
    serializer_class = EntryOut
    orderings = {"-number": "-pk", "number": "pk"}
    orderings_default = "-number"

    def rows(self, case: Case) -> QuerySet[Event]:
        """Give the part of the case's history that the caller may read."""
        return case_history(self.person, case)

    def page(self, rows: QuerySet[Any], out: Out, *, note: Callable[[Sequence[Any]], object] | None = None) -> Response:
        """Turn the events of a page into sentences."""
        return super().page(rows, _entries, note=note)  # type: ignore[arg-type]


def _entries(events: Sequence[Event], *, many: bool, context: Any) -> EntryOut:
    return EntryOut(cast("Any", entries(events)), many=many, context=context)
