"""The provider directory: who could be offered, whose licence holds, and what financial ties there are."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.conflicts import ByUid
from backend.api.filters import Filter, equals, one_of
from backend.api.inputs import Choices, inputs_of
from backend.api.outputs import Output
from backend.api.resources import IDEMPOTENCY, Listed, MoveOut, Opened, command, creation, extra_fields
from backend.kernel import clock
from backend.kernel.errors import Forbidden
from backend.referrals.actions import listing
from backend.referrals.models import Licence, Provider, ProviderTie
from backend.referrals.policy.registers import may_keep_directory
from backend.referrals.queries.keeping import licences_of, standing_of, ties_of
from backend.referrals.vocabulary import Modality, ProviderState

ENTERED = "Entered in the directory."
CHOICES: Choices = {"modalities": Modality}
NEW = inputs_of(listing.add_provider, choices=CHOICES, extra=extra_fields(reason=ENTERED, signing=False))


class LicenceOut(Output[Licence]):
    """A licence; `standing` is ended, expired, not_verified, ends_soon or holds."""

    uid = serializers.UUIDField()
    provider = serializers.CharField(source="provider.reference")
    holder = serializers.CharField()
    number = serializers.CharField()
    authority = serializers.CharField()
    clinical = serializers.BooleanField()
    expires_on = serializers.DateField()
    verified_by = serializers.CharField(source="verified_by.name", default=None, allow_null=True)
    verified_on = serializers.DateField(allow_null=True)
    verified_how = serializers.CharField()
    ended_on = serializers.DateField(allow_null=True)
    standing = serializers.SerializerMethodField(help_text="Where it stands today.")

    def get_standing(self, licence: Licence) -> str:
        """Tell where it stands today."""
        return standing_of(licence, clock.today())


class ProviderTieOut(Output[ProviderTie]):
    """A financial tie between two providers."""

    uid = serializers.UUIDField()
    provider = serializers.CharField(source="provider.reference")
    other = serializers.CharField(source="other.reference")
    what = serializers.CharField()
    ended_on = serializers.DateField(allow_null=True)


class ProviderOut(Output[Provider]):
    """A provider as a list shows it."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=ProviderState.choices)
    name = serializers.CharField()
    service = serializers.CharField()
    modalities = serializers.ListField(child=serializers.ChoiceField(choices=Modality.choices))
    languages = serializers.ListField(child=serializers.CharField())
    waiting_days = serializers.IntegerField(allow_null=True)
    payer = serializers.CharField()
    faith_based = serializers.BooleanField()


class ProviderDetail(ProviderOut):
    """A provider with its contact, conflicts, services, licences and ties."""

    address = serializers.CharField()
    phone = serializers.CharField()
    email = serializers.CharField()
    jurisdiction = serializers.CharField()
    secular_alternative = serializers.CharField(source="secular_alternative.reference", default=None, allow_null=True)
    conflicts = serializers.CharField()
    conflicts_told_on = serializers.DateField(allow_null=True)
    offers = serializers.ListField(child=serializers.CharField(), source="shown_offers")
    licences = LicenceOut(many=True, source="shown_licences")
    ties = ProviderTieOut(many=True, source="shown_ties")
    moves = MoveOut(many=True)


class Providers(Listed, Opened):
    """The providers of the directory."""

    noun = "provider"
    view_action = "provider.view"
    lifecycle = listing.lifecycle
    queryset = Provider.objects.select_related("secular_alternative")
    serializer_class = ProviderOut
    detail_serializer_class = ProviderDetail
    filters = {
        "state": one_of("state", ProviderState, "Whether it can be offered."),
        "q": Filter("Words of the name or the service.", lambda words: Q(name__icontains=words) | _service(words)),
        "service": equals("services__intervention__code", "The code of a service that it offers."),
    }

    def read(self, row: Provider) -> serializers.BaseSerializer[Any]:
        """Show a provider with what belongs to it."""
        services = row.services.order_by("intervention__name")
        row.shown_offers = list(services.values_list("intervention__code", flat=True))  # type: ignore[attr-defined]
        row.shown_licences = list(licences_of(row))  # type: ignore[attr-defined]
        row.shown_ties = list(ties_of(row))  # type: ignore[attr-defined]
        return super().read(row)

    @extend_schema(request=NEW.form, responses={201: ProviderOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Add a practice to the directory, with the services that it offers, each by its code."""
        self.tried = "provider.add"
        if not may_keep_directory(self.person):
            raise Forbidden
        given = dict(self.understood(NEW.form))
        why = given.pop("reason", "") or ENTERED
        provider = listing.add_provider(actor=self.person, reason=why, **NEW.arguments(given))
        return self.shown(provider, status=201, location=reverse("api:provider-detail", args=[provider.reference]))

    edit_provider = command(
        listing.edit_provider, needs="provider.edit", path="edit", choices=CHOICES, reason="The entry was changed."
    )
    name_secular_alternative = command(
        listing.name_secular_alternative,
        needs="provider.edit",
        path="name-alternative",
        reason="A secular alternative was named.",
    )
    add_licence = command(
        listing.add_licence,
        needs="provider.edit",
        path="add-licence",
        gives=LicenceOut,
        reason="A licence was entered.",
    )
    add_tie = command(
        listing.add_tie, needs="provider.edit", path="add-tie", gives=ProviderTieOut, reason="A tie was entered."
    )
    suspend_provider = command(listing.suspend_provider)
    relist_provider = command(listing.relist_provider)
    remove_provider = command(listing.remove_provider)


class Licences(ByUid):
    """Licences of practitioners at the providers of the directory."""

    noun = "licence"
    view_action = "licence.view"
    queryset = Licence.objects.select_related("provider", "verified_by__person")
    serializer_class = LicenceOut
    filters = {"provider": equals("provider__reference", "The reference of the provider.")}
    verify_licence = command(
        listing.verify_licence, needs="licence.verify", path="verify", reason="Checked with the authority."
    )
    end_licence = command(listing.end_licence, needs="licence.end", path="end")


class ProviderTies(ByUid):
    """Financial ties between providers."""

    noun = "provider_tie"
    view_action = "provider_tie.view"
    queryset = ProviderTie.objects.select_related("provider", "other")
    serializer_class = ProviderTieOut
    end_provider_tie = command(listing.end_provider_tie, needs="provider_tie.end", path="end")


def _service(words: str) -> Q:
    return Q(service__icontains=words)
