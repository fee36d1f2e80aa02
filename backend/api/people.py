"""People, as far as somebody has to name them; and who is calling."""

from typing import cast

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.access.roles import live_roles
from backend.api.fields import PersonOut
from backend.api.filters import Filter, one_of
from backend.api.outputs import Output
from backend.api.resources import Listed, Opened
from backend.people.models import Person, PersonKind, PersonName, User


class DirectoryOut(Output[Person]):
    """Somebody, as far as it takes to tell two people of one name apart."""

    reference = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=PersonKind.choices)
    job_title = serializers.CharField()
    unit = serializers.CharField(source="unit.code", default=None, allow_null=True)
    site = serializers.CharField(source="site.code", default=None, allow_null=True)


def called(words: str) -> Q:
    """Find people by a present or former name, or by e-mail address."""
    former = PersonName.objects.filter(name__icontains=words).values("person")
    return Q(name__icontains=words) | Q(pk__in=former) | Q(email__iexact=words)


class People(Listed, Opened):
    """People whom you may name in a matter; without a staff role, yourself."""

    noun = "person"
    view_action = "person.view"
    recorded = True
    queryset = Person.objects.select_related("unit", "site")
    serializer_class = DirectoryOut
    orderings = {"name": "name", "-name": "-name"}
    orderings_default = "name"
    filters = {
        "q": Filter("A part of a present or former name, or an e-mail address.", called),
        "kind": one_of("kind", PersonKind, "What they are to the organisation."),
    }


class MeOut(Output[User]):
    """Who is calling, and in which roles."""

    person = PersonOut(allow_null=True)
    email = serializers.EmailField()
    roles = serializers.SerializerMethodField()
    zone = serializers.CharField()
    language = serializers.CharField()

    def get_roles(self, user: User) -> list[str]:
        """List the roles held now."""
        return sorted(live_roles(user))


class Me(APIView):
    """Who is calling."""

    @extend_schema(responses=MeOut, operation_id="get_me", tags=["me"])
    def get(self, request: Request) -> Response:
        """Tell who you are to this service, and in which roles."""
        return Response(MeOut(cast("User", request.user)).data, headers={"Cache-Control": "no-store"})
