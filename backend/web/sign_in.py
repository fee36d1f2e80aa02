"""Signing in and out, as the history tells it; accounts are opened by administrators, never by signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.core import context as allauth_context
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from backend.audit.actions import declare
from backend.audit.events import record
from backend.people.models import PASSWORD_CHANGE, User

declare("session.open", "signed in", kind="sign_in")
declare("session.close", "signed out", kind="sign_in")
declare("session.fail", "failed to sign in", kind="sign_in")
declare("account.add_factor", "set up a second step for signing in", kind="sign_in")
declare("account.remove_factor", "removed a second step for signing in", kind="sign_in")


class AccountAdapter(DefaultAccountAdapter):
    """The sign-in framework, told how this product opens accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-registration."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Tell the address that guessing is limited by: the nearest one, which a client can't forge."""
        return str(request.META.get("REMOTE_ADDR", "")) or "unknown"

    def format_email_subject(self, subject: str) -> str:
        """Leave the subject of a mail as its template says it: no host name, no prefix."""
        return str(subject)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Ask for the password again under the address that the account signs in with, with the same limit on guessing."""
        found = self.authenticate(allauth_context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk


def not_confirmed(request: HttpRequest, user: User, password: str) -> str:
    """Say why a password does not confirm that it is this user; nothing when it does. Guessing is limited as at the sign-in."""
    try:
        found = AccountAdapter(request).authenticate(request, email=user.email, password=password)
    except ValidationError:
        return _("Too many attempts. Wait five minutes, then try again.")
    return "" if found is not None and found.pk == user.pk else _("This is not your password.")


@receiver(user_logged_in)
def note_sign_in(sender: object, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """Record that somebody signed in."""
    record("session.open", None, actor=user, stream=f"user:{user.uid}")


@receiver(user_logged_out)
def note_sign_out(sender: object, request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:
    """Record that somebody signed out."""
    if user is not None:
        record("session.close", None, actor=user, stream=f"user:{user.uid}")


@receiver(user_login_failed)
def note_failure(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """Record a failed sign-in with the address that was tried, and never the password."""
    tried = str(credentials.get("email") or credentials.get("login") or credentials.get("username") or "")
    known = getattr(request, "user", None)
    actor = known if isinstance(known, User) else None
    record("session.fail", None, actor=actor, private={"tried": tried[:254]})


@receiver(password_changed)
@receiver(password_set)
@receiver(password_reset)
def note_password(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Record that somebody chose a new password, and never the password."""
    record(PASSWORD_CHANGE.name, None, actor=user, stream=f"user:{user.uid}")


@receiver(authenticator_added)
def note_factor(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Record that somebody set up a second step."""
    record(
        "account.add_factor", None, actor=user, stream=f"user:{user.uid}", ctx={"type": kwargs["authenticator"].type}
    )


@receiver(authenticator_removed)
@receiver(authenticator_reset)
def note_factor_removed(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Record that somebody removed or renewed a second step."""
    record(
        "account.remove_factor", None, actor=user, stream=f"user:{user.uid}", ctx={"type": kwargs["authenticator"].type}
    )
