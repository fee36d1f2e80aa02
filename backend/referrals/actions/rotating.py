"""Changing the master key of the compartment: every record's own key is closed anew, one after the other, and nothing else changes.

It can stop at any point and be begun again: what the key in use closed already is left alone. Copies of the database from before
still open with the earlier key, which is why a key that was stolen is no longer needed only once those copies are gone, too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.audit.actions import declare
from backend.audit.events import record
from backend.audit.recorded import keep
from backend.documents.models import ContentKey
from backend.documents.shutting import key_service
from backend.kernel.envelope import rewrap
from backend.kernel.errors import Refused
from backend.people.models import User
from backend.referrals.compartment import KEY_HOLDERS, holds_keys
from backend.referrals.models import FitnessRequest, Referral

holds_keys(Referral, FitnessRequest)

declare("compartment.rewrap", "closed a record’s key with the master key in use", kind="system", compartment="medical")
declare("compartment.rotate", "changed the master key of the compartment", kind="system")


@dataclass
class Rotated:
    """What one run did: keys closed anew, keys that were so already, and keys whose master key is not at hand."""

    changed: int = 0
    current: int = 0
    failed: int = 0


def rotate_keys(*, actor: User, tell: Callable[[Rotated], None] = lambda told: None) -> Rotated:
    """Close every key of the compartment with the master key in use; each in a transaction of its own, and the whole run recorded."""
    told = Rotated()
    for one in _every(actor):
        try:
            with transaction.atomic():
                changed = one()
            told.changed, told.current = told.changed + changed, told.current + (not changed)
        except Refused:
            told.failed += 1
        tell(told)
    facts = {"changed": told.changed, "current": told.current, "failed": told.failed}
    with transaction.atomic():
        record("compartment.rotate", None, actor=actor, reason="A new master key is in use.", ctx=facts)
    return told


def _every(actor: User) -> Iterator[Callable[[], bool]]:
    for model in KEY_HOLDERS:
        for key in model.objects.order_by("pk").values_list("pk", flat=True):
            yield partial(_close_record, model, key, actor)
    for uid in ContentKey.objects.order_by("pk").values_list("pk", flat=True):
        yield partial(_close_paper, uid)


def _close_record(model: type[Any], key: int, actor: User) -> bool:
    row = model.objects.select_for_update().get(pk=key)
    if key_service().is_current(row.wrapped_key):
        return False
    row.wrapped_key = rewrap(row.wrapped_key, key_service())
    keep(row, "compartment.rewrap", actor=actor)
    return True


def _close_paper(uid: UUID) -> bool:
    row = ContentKey.objects.select_for_update().get(pk=uid)
    if key_service().is_current(row.wrapped_key):
        return False
    row.wrapped_key = rewrap(row.wrapped_key, key_service())
    row.save(update_fields=["wrapped_key"])
    return True
