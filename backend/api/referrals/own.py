"""The employee's own side of a referral, and the releases that open or close the way to a provider."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.filters import equals, one_of
from backend.api.referrals.outputs import (
    DisclosureLineOut,
    OwnReferralDetail,
    OwnReferralOut,
    ReleaseDetail,
    ReleaseOut,
)
from backend.api.resources import Listed, Opened, command
from backend.audit.reads import listed, viewed
from backend.referrals.actions import offering, preparing, releasing
from backend.referrals.compartment import opened
from backend.referrals.contents import ReleaseTerms
from backend.referrals.models import Referral, ReleaseAuthorization
from backend.referrals.papers import offered_for_service, said_in
from backend.referrals.queries.choice import disclosures_of
from backend.referrals.vocabulary import ReleaseState, WrittenBy

SIGN = {
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "typed_name": "Martin Hale",
    "password": "your password",
}


class OwnReferrals(Listed, Opened):
    """Your own referrals: what is asked, what would be shared, and your answer."""

    noun = "own_referral"
    view_action = "referral.accept"
    lifecycle = preparing.lifecycle
    queryset = Referral.objects.select_related("case", "provider", "grade")
    serializer_class = OwnReferralOut
    detail_serializer_class = OwnReferralDetail
    orderings = {"-begun_at": "-begun_at"}
    orderings_default = "-begun_at"

    def read(self, row: Referral) -> serializers.BaseSerializer[Any]:
        """Record the reading, and show what the referral says to the employee."""
        viewed(row, "referral.view", actor=self.person)
        row.said, row.choice = said_in(row), offered_for_service(row)  # type: ignore[attr-defined]
        return super().read(row)

    def note_list(self, rows: Sequence[Any]) -> None:
        """Record what the list is about to show."""
        listed(rows, "referral.list", actor=self.person)

    @extend_schema(responses=DisclosureLineOut(many=True), filters=False, operation_id="list_own_disclosures")
    @action(detail=True, pagination_class=None)
    def disclosures(self, request: Request, reference: str) -> Response:
        """List what was disclosed about you, to whom, and by which authority."""
        row = self.get_object()
        found: Any = list(disclosures_of(self.person, row))
        viewed(row, "referral.view", actor=self.person, ctx={"part": "disclosures", "count": len(found)})
        return Response(DisclosureLineOut(found, many=True).data)

    accept_referral = command(offering.accept_referral)
    decline_referral = command(offering.decline_referral)
    choose_another = command(offering.choose_another, needs="referral.choose", path="choose")


class Releases(Listed, Opened):
    """Releases of information: yours to sign or revoke, or those of the referrals that you coordinate."""

    noun = "release"
    view_action = "release.view"
    recorded = True
    lifecycle = releasing.releases
    queryset = ReleaseAuthorization.objects.select_related("referral", "provider", "receiver__person", "document")
    serializer_class = ReleaseOut
    detail_serializer_class = ReleaseDetail
    orderings = {"-offered_at": "-offered_at"}
    orderings_default = "-offered_at"
    filters = {
        "state": one_of("state", ReleaseState, "Where the release stands."),
        "referral": equals("referral__reference", "The reference of its referral."),
    }

    def read(self, row: ReleaseAuthorization) -> serializers.BaseSerializer[Any]:
        """Record the reading, and show every element of the release."""
        row.terms = opened(ReleaseTerms, row.sealed, row.referral)  # type: ignore[attr-defined]
        return super().read(row)

    sign_release = command(releasing.sign_release, signing=True, example=SIGN)
    refuse_release = command(releasing.refuse_release)
    revoke_release = command(releasing.revoke_release)
    note_revoked = command(releasing.note_revoked, choices={"came_by": WrittenBy})
    expire_release = command(releasing.expire_release)
