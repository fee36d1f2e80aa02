"""Signing in and out, as the history tells it; accounts are opened by administrators, never by signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from backend.audit.actions import declare
from backend.audit.events import record
from backend.people.models import User

declare("session.open", "signed in", kind="sign_in")
declare("session.close", "signed out", kind="sign_in")
declare("session.fail", "failed to sign in", kind="sign_in")


class AccountAdapter(DefaultAccountAdapter):
    """The sign-in framework, told how this product opens accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-registration."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Tell the address that guessing is limited by: the nearest one, which a client can't forge."""
        return str(request.META.get("REMOTE_ADDR", "")) or "unknown"


@receiver(user_logged_in)
def note_sign_in(sender: object, request: HttpRequest | None, user: User, **kwargs: Any) -> None:  # noqa: ANN401
    """Record that somebody signed in."""
    record("session.open", None, actor=user, stream=f"user:{user.uid}")


@receiver(user_logged_out)
def note_sign_out(sender: object, request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:  # noqa: ANN401
    """Record that somebody signed out."""
    if user is not None:
        record("session.close", None, actor=user, stream=f"user:{user.uid}")


@receiver(user_login_failed)
def note_failure(sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:  # noqa: ANN401
    """Record a failed sign-in with the address that was tried, and never the password."""
    tried = str(credentials.get("email") or credentials.get("login") or credentials.get("username") or "")
    record("session.fail", None, actor=None, private={"tried": tried[:254]})
