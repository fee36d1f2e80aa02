"""Who decided what a command of the records does: named by the address that they sign in with, and told in the history."""

from django.core.management.base import CommandError

from backend.people.models import User


def who_decided(address: str | None, option: str = "--by") -> User:
    """Find the account of whoever decided; CommandError, with the option to use, when there is none."""
    user = User.objects.filter(email__iexact=address or "", is_active=True).first()
    if user is None:
        raise CommandError(f"Say with {option} who decided it: the e-mail address of somebody with an account.")
    return user
