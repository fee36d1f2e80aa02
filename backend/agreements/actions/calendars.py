"""Links for somebody's own calendar: one at a time, for a year at most, ended at will; the secret is shown once and kept nowhere."""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction

from backend.access.policy import require
from backend.agreements.models import CalendarLink
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.kernel import clock
from backend.people.models import User

declare("calendar.create", "made a link for their calendar", kind="access")
declare("calendar.revoke", "ended a link for their calendar", kind="access")

LASTS: Final = timedelta(days=365)


def create_calendar_link(*, actor: User) -> tuple[CalendarLink, str]:
    """Make a link in the actor's own name; an earlier one ends. The secret is given back once."""
    secret, now = secrets.token_urlsafe(32), clock.now()
    link = CalendarLink(user=actor, digest=_digest(secret), created_at=now, expires_at=now + LASTS)
    with transaction.atomic():
        for earlier in CalendarLink.objects.select_for_update().filter(user=actor, revoked_at=None):
            revoke_calendar_link(earlier, actor=actor)
        keep(link, "calendar.create", actor=actor, reason="For their own calendar.")
    return link, secret


def revoke_calendar_link(link: CalendarLink, *, actor: User) -> CalendarLink:
    """End a link now: whoever still has it gets nothing."""
    require(actor, "calendar.revoke", link)
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        keep(link, "calendar.revoke", actor=actor, reason="Ended by its owner.")
    return link


def owner_of(secret: str) -> User | None:
    """Tell whose calendar a secret opens: only a link in force, of somebody who may still sign in."""
    rows = CalendarLink.objects.filter(digest=_digest(secret), revoked_at=None, expires_at__gt=clock.now())
    link = rows.select_related("user__person").filter(user__is_active=True).first()
    return link.user if link else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
