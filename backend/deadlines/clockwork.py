"""The sweep: every deadline that passed is noticed once, and what has to follow follows in the same transaction."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias, TypeVar

from django.db import transaction

from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.models import Deadline
from backend.deadlines.warnings import escalate
from backend.people.actions import system_user
from backend.people.models import User

logger = logging.getLogger(__name__)

declare("deadline.miss", "noted that a deadline passed", kind="system")

Handler: TypeAlias = Callable[..., None]  # (deadline, *, as_of)
H = TypeVar("H", bound=Handler)
BATCH: Final = 200

WHEN_MISSED: dict[str, Handler] = {}


@dataclass(frozen=True)
class Swept:
    """What one sweep did."""

    missed: int
    failed: int


def when_missed(kind: str) -> Callable[[H], H]:
    """Say what follows when a deadline of this kind passes: `def escalate(deadline, *, as_of)`."""

    def register(handler: H) -> H:
        if WHEN_MISSED.setdefault(kind, handler) is not handler:
            raise ValueError(f"{kind} has a handler already.")
        return handler

    return register


def sweep(*, as_of: datetime) -> Swept:
    """Notice every deadline that passed before a moment; whoever else sweeps at the same time, each is won once.

    A handler that fails takes its deadline's note with it, so that the next sweep tries again; the others go on.
    """
    actor = system_user()
    missed = failed = last = 0
    while keys := list(
        Deadline.objects.passed(as_of).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        for key in keys:
            try:
                missed += _miss(key, as_of, actor)
            except Exception as error:  # noqa: BLE001 - one broken handler must not stop the clock for the others
                logger.error("The handler of deadline %s failed: %s", key, type(error).__name__)
                failed += 1
        last = keys[-1]
    return Swept(missed, failed)


def _miss(key: int, as_of: datetime, actor: User) -> bool:
    with transaction.atomic():
        deadline = Deadline.objects.passed(as_of).select_for_update(skip_locked=True).filter(pk=key).first()
        if deadline is None:
            return False
        deadline.missed_at = as_of
        facts = {"kind": deadline.kind, "subject": deadline.subject, "due": deadline.due_on.isoformat()}
        keep(deadline, "deadline.miss", actor=actor, reason="The time was over.", ctx=facts)
        escalate(deadline, as_of=as_of, actor=actor)
        if handler := WHEN_MISSED.get(deadline.kind):
            handler(deadline, as_of=as_of)
        return True
