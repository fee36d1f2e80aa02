"""What follows an answer to an offer: time to think again, the alternative, or the version before that goes on."""

from collections.abc import Callable

from backend.agreements.actions.drafting import ANSWER_OWED
from backend.agreements.models import ALTERNATIVE_OWED, Agreement, AgreementAmendment
from backend.agreements.queries.answers import REVOKE, releases_claims
from backend.cases.actions.progress import discharge, owe
from backend.deadlines.actions import start_for
from backend.deadlines.profiles import place_of
from backend.people.models import User

BothSigned = Callable[..., bool]  # (agreement, *, actor)
_when_both_signed: list[BothSigned] = []


def when_both_signed(handler: BothSigned) -> BothSigned:
    """Say what follows instead of the beginning of obligations: a handler that answers True has seen to it."""
    if handler not in _when_both_signed:
        _when_both_signed.append(handler)
    return handler


def follows_both_signatures(agreement: Agreement, *, actor: User) -> bool:
    """Let whoever listens see to what follows both signatures; tell whether somebody did."""
    return any([handler(agreement, actor=actor) for handler in _when_both_signed])  # noqa: C419 - each of them is asked


def let_think_again(agreement: Agreement, *, actor: User) -> None:
    """Start the time in which a signature can be taken back, where the law of the case has one for what the agreement holds."""
    if releases_claims(agreement) and REVOKE in place_of(agreement).held.timers:
        start_for(agreement, REVOKE, actor=actor)


def leave_unsigned(agreement: Agreement, *, actor: User) -> None:
    """See to what follows an offer that was not accepted: the alternative is owed, or the version before simply goes on."""
    discharge(agreement.case, ANSWER_OWED, actor=actor, note=f"{agreement.reference} was not signed.")
    if AgreementAmendment.objects.filter(agreement=agreement).exists():
        return
    what = f"Decide the alternative to {agreement.reference}: {agreement.alternative}"
    owe(agreement.case, ALTERNATIVE_OWED, what[:300], actor=actor, reason="The agreement was not signed.")
