"""Who is calling: by a token, or by the session of somebody signed in to the pages; and who it is once more, before signing."""

from allauth.core import ratelimit
from django.contrib.auth import authenticate
from knox.auth import TokenAuthentication as KnoxAuthentication
from knox.crypto import hash_token
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from backend.api.models import ApiToken
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.people.models import User

REFUSED = "This token is not valid, or its time is over."


class TokenAuthentication(KnoxAuthentication):
    """A token in the Authorization header (`Bearer …`), checked with one query."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        """Find the token by its digest; an ended token, or one of a closed account, is no way in."""
        try:
            digest = hash_token(token.decode())
        except UnicodeDecodeError:
            raise AuthenticationFailed(REFUSED) from None
        found = next(iter(ApiToken.objects.select_related("user").filter(digest=digest)), None)
        if found is None or not found.is_live(clock.now()) or not found.user.is_active:
            raise AuthenticationFailed(REFUSED)
        return found.user, found


class SignedInSession(SessionAuthentication):
    """The session of the pages; a change needs the CSRF token as any form does."""


def confirm_identity(request: Request, user: User, password: str) -> list[str]:
    """Ask for the password once more, with the limit on guessing that the pages have; name the factors that were shown."""
    if not ratelimit.consume(request._request, action="reauthenticate", user=user):
        raise Throttled(detail="Too many tries. Wait a minute, then try again.")
    found = authenticate(request._request, username=user.email, password=password)
    if found is None or found.pk != user.pk:
        raise Invalid({"password": ["This is not your password."]}, code="password-wrong")
    return ["password"]
