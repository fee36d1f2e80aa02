"""Taking a signature back in the time that some laws give: as easy as signing, no breach, and an end of its own."""

from collections.abc import Sequence

from backend.agreements.actions.drafting import lifecycle
from backend.agreements.actions.following import leave_unsigned
from backend.agreements.actions.signing import put_name_to
from backend.agreements.models import Agreement, AgreementState, Meaning
from backend.agreements.queries.answers import revocable_until
from backend.deadlines.actions import meet_all
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import User


@lifecycle.move(
    "revoke",
    {AgreementState.SIGNED},
    AgreementState.REVOKED,
    past="took their signature under the agreement back",
    label="Take the signature back",
    kind="signature",
)
def revoke_signature(agreement: Agreement, *, actor: User, factors: Sequence[str], comment: str = "") -> None:
    """Take the signature back, as the employee, within the time that the law gives; no breach, and the alternative is decided."""
    until = revocable_until(agreement)
    if until is None or clock.now() > until:
        raise Refused("The time in which the signature could be taken back is over.", code="revocation-over")
    put_name_to(
        agreement,
        actor=actor,
        sha256=agreement.offered_sha256,
        typed_name=actor.name,
        factors=factors,
        meaning=Meaning.REVOKE,
        comment=comment,
    )
    meet_all(agreement, "agreement.revoke", actor=actor)
    leave_unsigned(agreement, actor=actor)
