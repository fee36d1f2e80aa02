"""Examinations of fitness for duty, which are no referrals, and help that is only pointed out."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.policy import scope_own
from backend.api.conflicts import UID
from backend.api.fields import Moment, PersonField, PersonOut, UserField
from backend.api.filters import one_of
from backend.api.inputs import Body
from backend.api.outputs import Output
from backend.api.referral_fields import ProviderField
from backend.api.resources import IDEMPOTENCY, Listed, MoveOut, Opened, Resource, command, creation
from backend.audit.reads import viewed
from backend.kernel.errors import Forbidden
from backend.people.models import User
from backend.referrals.actions import fitness
from backend.referrals.actions.suggesting import see_support, suggest_support
from backend.referrals.contents import Examined
from backend.referrals.fitness_papers import asked_in
from backend.referrals.models import FitnessRequest, Provider, SupportSuggestion
from backend.referrals.policy.examinations import may_ask_for_examination, may_suggest
from backend.referrals.vocabulary import Fitness, FitnessState, ProviderState, Restriction


@extend_schema_field({"type": "string", "description": "The reference of a listed provider."})
class ListedProviderField(ProviderField):
    """A provider that can be offered now; whoever asks for an examination or points out help need not read the directory."""

    def reach(self, person: User) -> QuerySet[Provider]:
        """Give the providers that are listed."""
        return Provider.objects.filter(state=ProviderState.LISTED)


class FitnessOut(Output[FitnessRequest]):
    """A request for an examination as a list shows it."""

    reference = serializers.CharField()
    person = PersonOut()
    provider = serializers.CharField(source="provider.reference")
    state = serializers.ChoiceField(choices=FitnessState.choices)
    asked_at = Moment()
    offered_at = Moment(allow_null=True)
    answer = serializers.ChoiceField(choices=Fitness.choices, allow_blank=True)
    answered_on = serializers.DateField(allow_null=True)


class ExaminedOut(serializers.Serializer[Examined]):
    """What an examination is about: observed facts, tasks of the job, who pays, and the limits that were answered."""

    facts = serializers.ListField(child=serializers.CharField())
    tasks = serializers.ListField(child=serializers.CharField())
    payer = serializers.CharField()
    restrictions = serializers.ListField(child=serializers.ChoiceField(choices=Restriction.choices))
    until = serializers.DateField(allow_null=True)


class FitnessDetail(FitnessOut):
    """A request with what it is about, and the moves that are open to you."""

    asked_by = serializers.CharField(source="asked_by.name")
    coordinator = serializers.CharField(source="coordinator.name")
    decided_by = serializers.CharField(source="decided_by.name", default=None, allow_null=True)
    decided_at = Moment(allow_null=True)
    letter = serializers.CharField(source="letter.reference", default=None, allow_null=True)
    about = ExaminedOut()
    moves = MoveOut(many=True)


class NewFitnessRequest(Body):
    """Whom to examine, on which observed facts and tasks; nothing about health and no guess at a cause."""

    person = PersonField()
    provider = ListedProviderField()
    coordinator = UserField()
    facts = serializers.ListField(child=serializers.CharField(max_length=1000), max_length=20)
    tasks = serializers.ListField(child=serializers.CharField(max_length=1000), max_length=20)
    payer = serializers.CharField(max_length=200)


class FitnessRequests(Listed, Opened):
    """Examinations that you asked for, advise on or keep, and those that were asked of you."""

    noun = "fitness"
    view_action = "fitness.view"
    recorded = True
    lifecycle = fitness.lifecycle
    queryset = FitnessRequest.objects.select_related(
        "person", "provider", "asked_by__person", "coordinator__person", "decided_by__person", "letter"
    )
    serializer_class = FitnessOut
    detail_serializer_class = FitnessDetail
    filters = {"state": one_of("state", FitnessState, "Where it stands.")}
    orderings = {"-id": "-pk", "id": "pk"}
    orderings_default = "-id"

    def read(self, row: FitnessRequest) -> serializers.BaseSerializer[Any]:
        """Record the reading, then open what it is about."""
        viewed(row, "fitness.view", actor=self.person)
        row.about = asked_in(row)  # type: ignore[attr-defined]
        row.moves = self.moves(row)  # type: ignore[attr-defined]
        return FitnessDetail(row, context={"request": self.request})

    @extend_schema(request=NewFitnessRequest, responses={201: FitnessOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Ask that somebody is examined on tasks of their job; counsel decides before the employee hears of it."""
        self.tried = "fitness.ask"
        if not may_ask_for_examination(self.person):
            raise Forbidden
        given = dict(self.understood(NewFitnessRequest))
        said = Examined(facts=tuple(given.pop("facts")), tasks=tuple(given.pop("tasks")), payer=given.pop("payer"))
        made = fitness.ask_for_examination(given.pop("person"), examined=said, actor=self.person, **given)
        return self.shown(made, status=201, location=reverse("api:fitness-request-detail", args=[made.reference]))

    approve_examination = command(fitness.approve_examination)
    refuse_examination = command(fitness.refuse_examination)
    offer_examination = command(fitness.offer_examination)
    answer_examination = command(fitness.answer_examination, choices={"answer": Fitness, "restrictions": Restriction})
    withdraw_examination = command(fitness.withdraw_examination)


class SupportOut(Output[SupportSuggestion]):
    """Help that was pointed out to you; nothing is asked for and nothing follows."""

    uid = serializers.UUIDField()
    provider = serializers.CharField(source="provider.name")
    service = serializers.CharField(source="provider.service")
    phone = serializers.CharField(source="provider.phone")
    email = serializers.CharField(source="provider.email")
    secular_alternative = serializers.CharField(
        source="provider.secular_alternative.name", default=None, allow_null=True
    )
    suggested_by = serializers.CharField(source="suggested_by.name")
    suggested_at = Moment()
    seen_at = Moment(allow_null=True)


class NewSupport(Body):
    """To whom which provider is pointed out."""

    person = PersonField()
    provider = ListedProviderField()


class PointedOut(serializers.Serializer[Provider]):
    """What was pointed out; to whom is not told again."""

    provider = serializers.CharField(source="reference")


class OwnSupport(Listed):
    """Help that was pointed out to you; nobody else reads this list."""

    noun = "support"
    view_action = "support.view"
    recorded = True
    queryset = SupportSuggestion.objects.select_related("provider__secular_alternative", "suggested_by__person")
    serializer_class = SupportOut
    lookup_field = "uid"
    lookup_url_kwarg = "uid"
    lookup_value_regex = UID
    orderings = {"-id": "-pk"}
    orderings_default = "-id"
    see_support = command(see_support, needs="support.see", path="see")

    def get_queryset(self) -> QuerySet[SupportSuggestion]:
        """Give what was pointed out to the caller."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset().none()
        return scope_own(self.person, "support.view", type(self).queryset.all())


class SupportSuggestions(Resource):
    """Pointing out help: only sending is open here, because nobody looks up to whom it was pointed out."""

    noun = "support"
    view_action = "support.view"
    queryset = SupportSuggestion.objects.none()
    serializer_class = SupportOut

    @extend_schema(request=NewSupport, responses={201: PointedOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Point a provider out to somebody who may want it; the answer names the provider alone, and nothing follows."""
        self.tried = "support.suggest"
        if not may_suggest(self.person):
            raise Forbidden
        given = self.understood(NewSupport)
        suggest_support(given["person"], given["provider"], actor=self.person)
        return Response(PointedOut(given["provider"]).data, status=201)
