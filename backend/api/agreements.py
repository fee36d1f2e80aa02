"""Accountability agreements, their obligations, and signing them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.policy import permitted
from backend.agreements.actions import drafting, ends, obligations, signing, voiding
from backend.agreements.models import (
    Agreement,
    AgreementClause,
    AgreementKind,
    AgreementObligation,
    AgreementState,
    Language,
    Meaning,
    ObligationState,
    Signature,
)
from backend.agreements.obligation_vocabulary import Bearer, DutyExcuse
from backend.api.agreement_answers import AroundAnswers
from backend.api.fields import Moment, PersonOut
from backend.api.filters import equals, one_of
from backend.api.monitoring import report_command
from backend.api.outputs import Output
from backend.api.resources import Listed, MoveOut, Opened, Out, command
from backend.audit.reads import viewed

SIGN = {
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "typed_name": "Martin Hale",
    "meaning": "agree",
    "password": "your password",
}


class AgreementOut(Output[Agreement]):
    """An agreement as a list shows it."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference")
    person = PersonOut()
    kind = serializers.ChoiceField(choices=AgreementKind.choices)
    language = serializers.ChoiceField(choices=Language.choices, help_text="In which all of its words stand.")
    version = serializers.IntegerField()
    state = serializers.ChoiceField(choices=AgreementState.choices)
    starts_on = serializers.DateField()
    review_on = serializers.DateField()
    ends_on = serializers.DateField()
    offer_expires_at = Moment(allow_null=True)


class AgreementDetail(AgreementOut):
    """An agreement. `offered_sha256` is the digest of the very document that a signature stands under."""

    monitor = PersonOut()
    officer = serializers.CharField(source="officer.name")
    alternative = serializers.CharField()
    longer_because = serializers.CharField()
    longer_approved = serializers.CharField()
    review_note = serializers.CharField()
    drafts = serializers.IntegerField()
    offered_at = Moment(allow_null=True)
    document = serializers.CharField(source="document.reference", default=None, allow_null=True)
    offered_sha256 = serializers.CharField()
    decline_reason = serializers.CharField()
    moves = MoveOut(many=True)


class ClauseOut(Output[AgreementClause]):
    """A clause with its values filled in."""

    code = serializers.CharField()
    part = serializers.CharField()
    heading = serializers.CharField()
    text = serializers.CharField()
    library_version = serializers.CharField(help_text="The words that it was drawn up from, such as en-GB/C20.3.")
    library_sha256 = serializers.CharField()


class DutyOut(Output[AgreementObligation]):
    """One thing that the employee undertakes."""

    reference = serializers.SerializerMethodField()
    agreement = serializers.CharField(source="agreement.reference")
    state = serializers.ChoiceField(choices=ObligationState.choices)
    kind = serializers.CharField()
    clause = serializers.CharField()
    bearer = serializers.ChoiceField(choices=Bearer.choices)
    owed_by = PersonOut(allow_null=True)
    recurrence = serializers.CharField()
    grace_days = serializers.IntegerField()
    cure_days = serializers.IntegerField()
    sha256 = serializers.CharField()
    what = serializers.CharField()
    due = serializers.CharField()
    due_on = serializers.DateField()
    proof = serializers.CharField()
    verifier = PersonOut()
    met_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()

    def get_reference(self, duty: AgreementObligation) -> str:
        """Name the obligation within its agreement."""
        return f"{duty.agreement.reference}-O{duty.seq}"


class DutyDetail(DutyOut):
    """An obligation and the moves that are open to you."""

    moves = MoveOut(many=True)


class SignatureOut(Output[Signature]):
    """One act of signing."""

    signer = serializers.CharField(source="signer.name")
    meaning = serializers.ChoiceField(choices=Meaning.choices)
    typed_name = serializers.CharField()
    intent = serializers.CharField()
    comment = serializers.CharField()
    sha256 = serializers.CharField()
    factors = serializers.ListField(child=serializers.CharField())
    signed_at = Moment()
    zone = serializers.CharField()


class Agreements(AroundAnswers, Listed, Opened):
    """Agreements that you work on or are asked to sign."""

    noun = "agreement"
    view_action = "agreement.view"
    recorded = True
    lifecycle = drafting.lifecycle
    queryset = Agreement.objects.select_related("case", "person", "monitor", "officer__person", "document")
    serializer_class = AgreementOut
    detail_serializer_class = AgreementDetail
    orderings = {"-starts_on": "-starts_on", "starts_on": "starts_on"}
    orderings_default = "-starts_on"
    filters = {
        "state": one_of("state", AgreementState, "Where the agreement stands."),
        "kind": one_of("kind", AgreementKind, "What kind of agreement it is."),
        "case": equals("case__reference", "The reference of its case."),
    }

    @extend_schema(responses=ClauseOut(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def clauses(self, request: Request, reference: str) -> Response:
        """List the clauses as they stand in the agreement."""
        return self._part("clauses", ClauseOut, AgreementClause.objects.order_by("seq"))

    @extend_schema(responses=DutyOut(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def obligations(self, request: Request, reference: str) -> Response:
        """List what the employee undertakes."""
        return self._part(
            "obligations",
            DutyOut,
            AgreementObligation.objects.select_related("agreement", "verifier", "owed_by").order_by("seq"),
        )

    @extend_schema(responses=SignatureOut(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def signatures(self, request: Request, reference: str) -> Response:
        """List who signed what, when, and by which proof of identity."""
        return self._part("signatures", SignatureOut, Signature.objects.select_related("signer__person").order_by("pk"))

    def _part(self, part: str, out: Out, rows: QuerySet[Any]) -> Response:
        agreement = self.get_object()
        found: Sequence[Any] = list(rows.filter(agreement=agreement))
        viewed(agreement, "agreement.view", actor=self.person, ctx={"part": part, "count": len(found)})
        return Response(out(found, many=True, context={"request": self.request}).data)

    redraft_agreement = command(drafting.redraft_agreement, needs="agreement.edit", path="redraft")
    take_back_agreement = command(drafting.take_back_agreement, path="take-back")
    review_agreement = command(drafting.review_agreement)
    approve_agreement = command(drafting.approve_agreement)
    offer_agreement = command(signing.offer_agreement)
    sign_agreement = command(
        signing.sign_agreement,
        choices={"meaning": (Meaning.AGREE, Meaning.AGREE_UNDER_PROTEST)},
        signing=True,
        reason=signing.INTENT[Meaning.AGREE],
        example=SIGN,
    )
    decline_agreement = command(signing.decline_agreement, signing=True, reason=signing.INTENT[Meaning.DECLINE])
    lapse_offer = command(signing.lapse_offer)
    choose_alternative = command(signing.choose_alternative, needs="agreement.choose_alternative")
    countersign_agreement = command(
        signing.countersign_agreement, signing=True, reason=signing.INTENT[Meaning.COUNTERSIGN]
    )
    complete_agreement = command(signing.complete_agreement)
    void_agreement = command(voiding.void_agreement)


class Duties(Listed, Opened):
    """Obligations of agreements: yours, or those that you check."""

    noun = "duty"
    view_action = "duty.view"
    recorded = True
    lifecycle = ends.duties
    queryset = AgreementObligation.objects.select_related("agreement__case", "verifier", "owed_by")
    serializer_class = DutyOut
    detail_serializer_class = DutyDetail
    lookup_value_regex = "[0-9A-Z-]+-O[0-9]{1,4}"
    orderings = {"due_on": "due_on", "-due_on": "-due_on"}
    orderings_default = "due_on"
    filters = {
        "state": one_of("state", ObligationState, "Where the obligation stands."),
        "agreement": equals("agreement__reference", "The reference of its agreement."),
    }

    def named(self, rows: QuerySet[Any], reference: str) -> QuerySet[Any]:
        """Find an obligation by the agreement's reference and its number there."""
        agreement, _, number = reference.rpartition("-O")
        return rows.filter(agreement__reference=agreement, seq=int(number))

    def moves(self, row: Any) -> list[Mapping[str, str]]:
        """Offer to accept or excuse what is owed once; what is owed on several days is acted on day by day."""
        if row.state != ObligationState.SCHEDULED or row.recurrence:
            return []
        offered = {"duty.verify": ("verify", "Accept as met"), "duty.excuse": ("excuse", "Excuse")}
        may = permitted(self.person, list(offered), row)
        return [{"action": act, "path": told[0], "label": told[1]} for act, told in offered.items() if act in may]

    suspect_breach = report_command()
    verify_duty = command(obligations.verify_duty, needs="duty.verify", path="verify")
    excuse_duty = command(
        obligations.excuse_duty, needs="duty.excuse", path="excuse", choices={"excuse": tuple(DutyExcuse)}
    )
