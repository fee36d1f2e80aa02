"""What programs may do around an answer to an offer: change, paper, translation, comment, pause, and a signature taken back."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from backend.agreements.actions import amending, asking, noting, paper, pausing, revoking, transfers
from backend.agreements.actions.drafting import Duty
from backend.agreements.actions.signing import INTENT
from backend.agreements.changing import anew, restated
from backend.agreements.drafts import MOST_DAYS
from backend.agreements.letters.offering import clause_changes, obligation_changes
from backend.agreements.models import (
    Agreement,
    AgreementAmendment,
    AgreementComment,
    ChangeRequest,
    Meaning,
    PaperRecord,
)
from backend.agreements.obligation_vocabulary import RequestState
from backend.agreements.queries.answers import paper_record_of
from backend.api.fields import Day, Moment, PersonField
from backend.api.inputs import Body, Inputs, inputs_of
from backend.api.outputs import Output
from backend.api.renderers import JsonParser
from backend.api.resources import Resource, command, extra_fields
from backend.audit.reads import viewed
from backend.files.uploads import Upload
from backend.kernel.errors import Invalid, NotVisible
from backend.safeguards.actions import handing_over


class AgreementCommentOut(Output[AgreementComment]):
    """Words that the employee added to the record."""

    writer = serializers.CharField(source="writer.name")
    text = serializers.CharField()
    written_at = Moment()


class ChangeRequestOut(Output[ChangeRequest]):
    """What an employee asks to be changed in their agreement, and what was answered."""

    uid = serializers.UUIDField()
    agreement = serializers.CharField(source="agreement.reference")
    state = serializers.ChoiceField(choices=RequestState.choices)
    words = serializers.CharField()
    asked_at = Moment()
    answer = serializers.CharField()
    answered_at = Moment(allow_null=True)


class PaperOut(Output[PaperRecord]):
    """An answer on paper, as it was recorded. It is no signature on screen."""

    answer = serializers.CharField()
    signed_on = serializers.DateField()
    place = serializers.CharField()
    first_witness = serializers.CharField()
    first_witness_role = serializers.CharField()
    second_witness = serializers.CharField()
    second_witness_role = serializers.CharField()
    comment = serializers.CharField()
    sha256 = serializers.CharField()
    recorded_by = serializers.CharField(source="recorded_by.name")
    recorded_at = Moment()
    objection = serializers.CharField()
    objected_at = Moment(allow_null=True)


class ClauseChangeOut(serializers.Serializer[Any]):
    """One clause as it was and as it is to be; an empty side means that it is new or taken out."""

    code = serializers.CharField()
    heading = serializers.CharField()
    was = serializers.CharField()
    becomes = serializers.CharField()


class ObligationChangeOut(serializers.Serializer[Any]):
    """One obligation as it was and as it is to be."""

    was = serializers.CharField()
    becomes = serializers.CharField()
    due = serializers.CharField()
    verifier = serializers.CharField()


class ChangesOut(serializers.Serializer[Any]):
    """Every difference between a version and the one before it."""

    earlier = serializers.CharField()
    reason = serializers.CharField()
    extension_reason = serializers.CharField()
    effective_on = serializers.DateField()
    took_effect_at = Moment(allow_null=True)
    clauses = ClauseChangeOut(many=True)
    obligations = ObligationChangeOut(many=True)


class DutySent(Body):
    """An obligation as it is to be. With `replaces`, the number of the one that it changes, only what is named changes.

    A new one needs its kind, what, first day, proof and verifier. What comes back has a rule (`recurrence`, RFC 5545), and begins anew
    from the change on unless another day is named; by when, in words, follows the days unless it is named.
    """

    replaces = serializers.IntegerField(required=False, min_value=1, max_value=32767)
    kind = serializers.CharField(required=False, max_length=40)
    what = serializers.CharField(required=False, max_length=400)
    due = serializers.CharField(required=False, max_length=120)
    due_on = Day(required=False)
    proof = serializers.CharField(required=False, max_length=200)
    verifier = PersonField(required=False)
    owed_by = PersonField(required=False)
    recurrence = serializers.CharField(required=False, allow_blank=True, max_length=200)
    grace_days = serializers.IntegerField(required=False, min_value=0, max_value=MOST_DAYS)
    cure_days = serializers.IntegerField(required=False, min_value=0, max_value=MOST_DAYS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask of a new obligation what makes it one."""
        needed = [] if "replaces" in attrs else ["kind", "what", "due_on", "proof", "verifier"]
        if missing := {name: [f"A new obligation needs {name}."] for name in needed if name not in attrs}:
            raise serializers.ValidationError(missing)
        return attrs


class AmendSent(Body):
    """What is to change and why; what is not named stays word for word. `clauses` gives new words by code, empty to take one out."""

    reason = serializers.CharField(max_length=4000)
    effective_on = Day()
    ends_on = Day(required=False)
    review_on = Day(required=False)
    extension_reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=4000)
    monitor = PersonField(required=False)
    clauses = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False, default=dict)
    duties = DutySent(many=True, required=False, default=list)
    take_out = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False, default=list)


def _form_with(name: str, act: Callable[..., Any], *, required: bool) -> Inputs:
    """Read an action's inputs together with a file."""
    sent = serializers.FileField(required=required, help_text="A PDF, PNG or JPEG file.")
    return inputs_of(act, skip=(name,), choices={}, extra={**extra_fields(reason="", signing=False), "file": sent})


SIGNED = _form_with("scan", paper.record_paper_signature, required=True)
REFUSED = _form_with("scan", paper.record_paper_refusal, required=False)
TRANSLATED = _form_with("copy", noting.record_translation, required=True)


class AroundAnswers(Resource):
    """The acts around an answer, on the resource of agreements."""

    parser_classes = (JsonParser, MultiPartParser)

    revoke_signature = command(revoking.revoke_signature, signing=True, reason=INTENT[Meaning.REVOKE])
    suspend_agreement = command(pausing.suspend_agreement)
    resume_agreement = command(pausing.resume_agreement)
    take_back_record = command(paper.take_back_record)
    confirm_monitor = command(transfers.confirm_monitor, needs="agreement.confirm_monitor", path="confirm-monitor")
    hand_over_what_is_left = command(handing_over.hand_over_what_is_left, needs="agreement.hand_over", path="hand-over")
    confirm_language = command(noting.confirm_language, needs="agreement.confirm_language", path="confirm-language")
    object_to_record = command(
        paper.object_to_record, needs="agreement.object_to_record", path="object-to-record", gives=PaperOut
    )
    ask_for_change = command(
        asking.ask_for_change, needs="agreement.ask_change", path="ask-change", gives=ChangeRequestOut
    )
    comment_on_agreement = command(
        noting.comment_on_agreement, needs="agreement.comment", path="comment", gives=AgreementCommentOut
    )

    @extend_schema(responses=AgreementCommentOut(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def comments(self, request: Request, reference: str) -> Response:
        """List the words that the employee added to the record."""
        agreement = self._read("comments")
        rows = agreement.comments.select_related("writer__person").order_by("pk")
        told: Any = list(rows)
        return Response(AgreementCommentOut(told, many=True, context={"request": request}).data)

    @extend_schema(responses=PaperOut, filters=False)
    @action(detail=True, pagination_class=None)
    def paper(self, request: Request, reference: str) -> Response:
        """Read the answer that was recorded from paper."""
        found = paper_record_of(self._read("paper"))
        if found is None:
            raise NotVisible
        return Response(PaperOut(found, context={"request": request}).data)

    @extend_schema(responses=ChangesOut, filters=False)
    @action(detail=True, pagination_class=None)
    def changes(self, request: Request, reference: str) -> Response:
        """Read every difference from the version before."""
        agreement = self._read("changes")
        change = AgreementAmendment.objects.filter(agreement=agreement).select_related("earlier").first()
        if change is None:
            raise NotVisible
        told = {
            "earlier": change.earlier.reference,
            **{
                name: getattr(change, name) for name in ("reason", "extension_reason", "effective_on", "took_effect_at")
            },
            "clauses": clause_changes(agreement, change.earlier),
            "obligations": obligation_changes(agreement),
        }
        return Response(ChangesOut(told).data)

    @extend_schema(request=AmendSent)
    @action(detail=True, methods=["post"])
    def amend(self, request: Request, reference: str) -> Response:
        """Propose a change of an agreement in force, as a version of its own."""
        agreement = self._may("agreement.amend")
        given = dict(self.understood(AmendSent))
        duties: dict[int, Duty | None] = dict.fromkeys(given.pop("take_out"))
        more = []
        for sent in given.pop("duties"):
            named = dict(sent)
            number = named.pop("replaces", None)
            if number is None:
                more.append(anew(agreement.language, **named))
            else:
                duties[number] = self._restated(agreement, number, given["effective_on"], named)
        change = amending.Change(**given, duties=duties, more_duties=more)
        version = amending.propose_amendment(agreement, change, actor=self.person)
        return self.shown(version, status=201)

    @extend_schema(request={"multipart/form-data": SIGNED.form})
    @action(detail=True, methods=["post"], url_path="record-paper-signature")
    def record_paper_signature(self, request: Request, reference: str) -> Response:
        """Record that the employee signed the printed file, with a scan of the signed pages and two witnesses."""
        agreement = self._may("agreement.record_paper_signature")
        given, scan = _with_file(self.understood(SIGNED.form))
        return self.fresh(
            paper.record_paper_signature(
                agreement, actor=self.person, scan=cast("Upload", scan), **SIGNED.arguments(given)
            )
        )

    @extend_schema(request={"multipart/form-data": REFUSED.form})
    @action(detail=True, methods=["post"], url_path="record-paper-refusal")
    def record_paper_refusal(self, request: Request, reference: str) -> Response:
        """Record that the employee declined on paper, or did not sign before witnesses; it is no breach."""
        agreement = self._may("agreement.record_paper_refusal")
        given, scan = _with_file(self.understood(REFUSED.form))
        return self.fresh(
            paper.record_paper_refusal(agreement, actor=self.person, scan=scan, **REFUSED.arguments(given))
        )

    @extend_schema(request={"multipart/form-data": TRANSLATED.form})
    @action(detail=True, methods=["post"], url_path="record-translation")
    def record_translation(self, request: Request, reference: str) -> Response:
        """Record that the offer was translated, with a copy of the translation."""
        agreement = self._may("agreement.record_translation")
        given, copy = _with_file(self.understood(TRANSLATED.form))
        noting.record_translation(
            agreement, actor=self.person, copy=cast("Upload", copy), **TRANSLATED.arguments(given)
        )
        return self.fresh(agreement)

    def _restated(self, agreement: Agreement, number: int, from_day: date, named: Mapping[str, Any]) -> Duty:
        row = agreement.obligations.filter(seq=number).select_related("agreement", "verifier", "owed_by").first()
        if row is None:
            raise Invalid({"duties": [f"There is no open obligation {number}."]})
        try:
            return restated(row, from_day=from_day, **named)
        except ValueError as error:
            raise Invalid({"duties": [f"Obligation {number}: {error}"]}) from error

    def _read(self, part: str) -> Agreement:
        agreement: Agreement = self.get_object()
        viewed(agreement, "agreement.view", actor=self.person, ctx={"part": part})
        return agreement

    def _may(self, what: str) -> Agreement:
        agreement: Agreement = self.get_object()
        self.must(what, agreement)
        return agreement


def _with_file(given: Mapping[str, Any]) -> tuple[dict[str, Any], Upload | None]:
    left = dict(given)
    sent = left.pop("file", None)
    return left, Upload(sent.file, sent.name or "") if sent else None
