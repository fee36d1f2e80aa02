"""Issuing and revoking tokens."""

from datetime import timedelta

from django.db import transaction
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from backend.access.policy import require
from backend.api.models import ApiToken
from backend.audit.actions import declare
from backend.audit.events import record
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User

declare("token.create", "created an API token", kind="access")
declare("token.revoke", "revoked an API token", kind="access")

LONGEST_DAYS = 90
MOST_TOKENS = 20


def create_token(label: str, *, days: int, actor: User) -> tuple[ApiToken, str]:
    """Issue a token in the actor's own name; the secret is given back once and kept nowhere."""
    if not label.strip():
        raise Invalid({"label": ["Say what the token is for."]})
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid({"days": [f"A token lasts 1 to {LONGEST_DAYS} days."]})
    now = clock.now()
    if ApiToken.objects.filter(user=actor, expiry__gt=now).count() >= MOST_TOKENS:
        raise Refused(f"You have {MOST_TOKENS} tokens already. Revoke one first.", code="too-many-tokens")
    digest, secret = get_digest_token()
    token = ApiToken(
        digest=digest,
        token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH],
        user=actor,
        reference=new_reference("TOK", now.date()),
        label=label.strip(),
        expiry=now + timedelta(days=days),
    )
    with transaction.atomic():
        token.save(force_insert=True)
        record("token.create", token, actor=actor, ctx={"days": days}, private={"label": token.label})
    return token, secret


def revoke_token(token: ApiToken, *, actor: User) -> None:
    """End a token now; the row goes, the history keeps who had it and for how long."""
    require(actor, "token.revoke", token)
    with transaction.atomic():
        record("token.revoke", token, actor=actor, private={"label": token.label})
        token.delete()
