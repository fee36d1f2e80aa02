"""The last day of a safeguard: it ends by itself, or stays until somebody decides where it must not end in silence.

What protects people under an agreement in force does not lapse with a date: somebody who knows the reasons keeps it to a new day or ends
it. Nor does one lapse about which its owner has suggested something that nobody has answered.
"""

from typing import Final

from django.db.models import Q, QuerySet

from backend.agreements.models import AgreementState
from backend.kernel import clock
from backend.people.actions import system_user
from backend.people.telling import ask_to_sign_in
from backend.safeguards.actions.reviewing import end_safeguard
from backend.safeguards.models import SettingSafeguard
from backend.safeguards.vocabulary import LIVE, SafeguardState

RUN_OUT: Final = "Its last day has passed."
IN_FORCE: Final = (AgreementState.ACTIVE, AgreementState.SUSPENDED)


def end_safeguards_run_out() -> int:
    """End every safeguard whose last day has passed and that waits for no decision; its owner is asked to sign in."""
    ended = list(_run_out().filter(~_must_be_decided()).select_related("case", "owner", "person").order_by("pk"))
    for safeguard in ended:
        end_safeguard(safeguard, actor=system_user(), reason=RUN_OUT, note=RUN_OUT)
        ask_to_sign_in(safeguard.owner)
    return len(ended)


def _run_out() -> QuerySet[SettingSafeguard]:
    rows: QuerySet[SettingSafeguard] = SettingSafeguard.objects.filter(state__in=LIVE, ends_on__lt=clock.today())
    return rows


def _must_be_decided() -> Q:
    under = Q(agreement__isnull=False, agreement__state__in=IN_FORCE, confirmed_at__isnull=False)
    return Q(state=SafeguardState.SUGGESTED) | under
