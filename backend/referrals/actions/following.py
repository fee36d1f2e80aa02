"""What whoever decides owes after something was not taken up, or not kept to: a decision on the conduct, without a cause from here."""

from typing import Final

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.events import record
from backend.cases.actions.progress import discharge
from backend.cases.citing import refuse_citing
from backend.cases.models import Case
from backend.kernel.errors import Refused
from backend.people.actions import system_user
from backend.people.models import User
from backend.referrals.actions.barriers import SUSPECTED_OWED, note_followed_up
from backend.referrals.actions.offering import INSTEAD_OWED

FOLLOWED: Final = (INSTEAD_OWED, SUSPECTED_OWED)

declare("outcome.follow_up", "decided what follows", kind="change")


def follow_up(case: Case, *, actor: User, reason: str) -> Case:
    """Note, as whoever decides, what follows on the conduct that was found; the case no longer waits for it.

    It names no health and no provider: nothing of that reached whoever decides.
    """
    require(actor, "outcome.follow_up", case)
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    refuse_citing(reason=reason)
    with transaction.atomic():
        done = {kind: discharge(case, kind, actor=actor, note=reason.strip()) for kind in FOLLOWED}
        if not any(done.values()):
            raise Refused("Nothing of this kind waits in the case.", code="nothing-owed")
        if done[SUSPECTED_OWED]:
            note_followed_up(case, actor=system_user())
        record("outcome.follow_up", case, actor=actor, reason=reason.strip())
    return case
