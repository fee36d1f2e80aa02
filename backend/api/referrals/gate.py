"""Referrals for those who prepare, approve and coordinate them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.policy import scope
from backend.api.case_parts import CasePart
from backend.api.filters import equals
from backend.api.inputs import inputs_of
from backend.api.referrals.outputs import (
    CourseOut,
    DisclosureLineOut,
    MemoOut,
    ReferralDetail,
    ReferralOut,
    ReleaseOut,
    StandingOut,
)
from backend.api.resources import IDEMPOTENCY, Listed, Opened, command, creation
from backend.audit.reads import listed, viewed
from backend.cases.models import Case
from backend.intake.vocabulary import Setting
from backend.kernel.errors import NotVisible
from backend.referrals.actions import ending, offering, preparing, releasing, sending
from backend.referrals.compartment import opened
from backend.referrals.contents import Memo
from backend.referrals.models import NecessityMemo, Referral
from backend.referrals.papers import said_in
from backend.referrals.queries.choice import disclosures_of
from backend.referrals.queries.told import standing_of, standings_in
from backend.referrals.vocabulary import ReferralKind

CONSIDERED = inputs_of(preparing.consider_referral, choices={"kind": ReferralKind})


class Referrals(Listed, Opened):
    """Referrals that you prepare, approve or coordinate."""

    noun = "referral"
    view_action = "referral.see_gate"
    recorded = True
    lifecycle = preparing.lifecycle
    queryset = Referral.objects.select_related("case", "person", "intervention", "grade").prefetch_related(
        "readings__read_by__person", "safeguards__owner", "offered__provider"
    )
    serializer_class = ReferralOut
    detail_serializer_class = ReferralDetail
    orderings = {"-begun_at": "-begun_at", "begun_at": "begun_at"}
    orderings_default = "-begun_at"
    filters = {"case": equals("case__reference", "The reference of its case.")}

    def read(self, row: Referral) -> serializers.BaseSerializer[Any]:
        """Record that the gate was read, then show it."""
        viewed(row, "referral.see_gate", actor=self.person)
        row.moves = self.moves(row)  # type: ignore[attr-defined]
        return ReferralDetail(row, context={"request": self.request})

    @extend_schema(responses=CourseOut, filters=False)
    @action(detail=True, pagination_class=None)
    def course(self, request: Request, reference: str) -> Response:
        """Read how a referral goes, as its coordinator: exact state, provider and what it says."""
        row = self.get_object()
        self.must("referral.send", row)
        viewed(row, "referral.view", actor=self.person)
        row.said = said_in(row)
        return Response(CourseOut(row).data)

    @extend_schema(responses=MemoOut, filters=False)
    @action(detail=True, pagination_class=None)
    def memo(self, request: Request, reference: str) -> Response:
        """Read why the referral is related to the job and needed."""
        row = self.get_object()
        memo = NecessityMemo.objects.filter(referral=row).first()
        if memo is None:
            raise NotVisible
        viewed(row, "referral.see_gate", actor=self.person, ctx={"part": "memo"})
        return Response(MemoOut(opened(Memo, memo.sealed, row)).data)

    @extend_schema(responses=DisclosureLineOut(many=True), filters=False, operation_id="list_referral_disclosures")
    @action(detail=True, pagination_class=None)
    def disclosures(self, request: Request, reference: str) -> Response:
        """List what was disclosed of it, to whom, and by which authority."""
        row = self.get_object()
        self.must("referral.see_disclosures", row)
        found: Any = list(disclosures_of(self.person, row))
        viewed(row, "referral.view", actor=self.person, ctx={"part": "disclosures", "count": len(found)})
        return Response(DisclosureLineOut(found, many=True).data)

    revise_referral = command(preparing.revise_referral, needs="referral.prepare", path="revise")
    write_memo = command(preparing.write_memo, needs="referral.prepare")
    approve_memo = command(preparing.approve_memo, needs="referral.approve_memo")
    read_evidence = command(preparing.read_evidence, needs="referral.prepare")
    add_safeguard = command(preparing.add_safeguard, needs="referral.prepare", choices={"setting": Setting})
    drop_safeguard = command(preparing.drop_safeguard, needs="referral.prepare", path="end-safeguard")
    choose_providers = command(preparing.choose_providers, needs="referral.prepare")
    gate_referral = command(offering.gate_referral)
    offer_referral = command(offering.offer_referral)
    lapse_referral = command(offering.lapse_referral)
    offer_release = command(releasing.offer_release, needs="referral.offer_release", gives=ReleaseOut)
    hand_over_referral = command(offering.hand_over_referral, needs="referral.hand_over", path="hand-over")
    send_referral = command(sending.send_referral)
    withdraw_referral = command(ending.withdraw_referral)
    close_referral = command(ending.close_referral)


class CaseReferrals(CasePart):
    """Referrals in the case: how they stand, and one word on how they are kept to."""

    part = "referrals"
    needs = "case.list_obligations"
    queryset = Referral.objects.all()
    serializer_class = StandingOut
    pagination_class = None  # type: ignore[assignment]  # a case has one or two

    def rows(self, case: Case) -> QuerySet[Referral]:
        """Give the case's referrals whose status the caller may know."""
        return scope(self.person, "referral.see_status", Referral.objects.filter(case=case)).order_by("pk")

    def list(self, request: Request, case: str = "") -> Response:
        """List how the referrals of the case stand."""
        found = self.case()
        self.must(self.needs, found)
        listed(self.rows(found), "referral.see_status", actor=self.person)
        return Response(StandingOut(standings_in(found, self.person), many=True).data)

    @extend_schema(
        request=CONSIDERED.form,
        responses={201: StandingOut},
        parameters=[IDEMPOTENCY],
        operation_id="consider_referral",
    )
    @creation
    def create(self, request: Request, case: str = "") -> Response:
        """Begin to prepare a referral of the respondent."""
        found = self.case()
        self.must("referral.consider", found)
        given = dict(self.understood(CONSIDERED.form))
        made = preparing.consider_referral(found, actor=self.person, **CONSIDERED.arguments(given))
        told: Any = StandingOut(standing_of(made, is_revoked=False)).data
        return Response(told, status=201, headers={"Location": reverse("api:referral-detail", args=[made.reference])})
