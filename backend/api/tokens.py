"""Tokens for programs that act in your name."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.actions import LONGEST_DAYS, create_token, revoke_token
from backend.api.authentication import confirm_identity
from backend.api.fields import Moment
from backend.api.inputs import Body
from backend.api.models import ApiToken
from backend.api.outputs import Output
from backend.api.resources import Listed


class TokenOut(Output[ApiToken]):
    """A token without its secret."""

    reference = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not the serializer’s own label
    created_at = Moment(source="created")
    expires_at = Moment(source="expiry")


class NewTokenOut(TokenOut):
    """A token with its secret, which is shown this once."""

    token = serializers.CharField()


class NewToken(Body):
    """What the token is for, how long it lasts, and your password once more."""

    label = serializers.CharField(max_length=100)  # type: ignore[assignment]
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_DAYS, default=30)
    password = serializers.CharField(write_only=True, trim_whitespace=False, max_length=1000)


class Tokens(Listed):
    """Your own tokens."""

    noun = "token"
    view_action = "token.view"
    queryset = ApiToken.objects.all()
    serializer_class = TokenOut
    orderings = {"-created": "-created"}
    orderings_default = "-created"

    @extend_schema(request=NewToken, responses={201: NewTokenOut})
    def create(self, request: Request) -> Response:
        """Create a token; its secret is in this answer and nowhere else."""
        given = self.understood(NewToken)
        confirm_identity(request, self.person, given["password"])
        token, secret = create_token(given["label"], days=given["days"], actor=self.person)
        token.token = secret
        return Response(NewTokenOut(token).data, status=201, headers={"Location": reverse("api:token-list")})

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, reference: str) -> Response:
        """End a token now."""
        revoke_token(self.get_object(), actor=self.person)
        return Response(status=204)
