"""How an obligation ends: with its last date, or with its agreement."""

from backend.agreements.models import AgreementObligation
from backend.agreements.obligation_vocabulary import ObligationState
from backend.deadlines.actions import cancel_all
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

duties = Lifecycle(AgreementObligation, "duty")


@duties.move(
    "complete",
    {ObligationState.SCHEDULED},
    ObligationState.MET,
    past="closed an obligation as kept",
    because="All its dates are closed.",
)
def complete_duty(duty: AgreementObligation, *, actor: User, note: str = "") -> None:
    """Close an obligation as kept, when its last date is closed."""
    duty.met_on, duty.note = duty.agreement.today, note or duty.note


@duties.move(
    "release",
    {ObligationState.SCHEDULED},
    ObligationState.EXCUSED,
    past="closed an obligation as excused",
    because="All its dates are excused or no longer asked.",
)
def release_duty(duty: AgreementObligation, *, actor: User) -> None:
    """Close an obligation of which every date was excused or waived."""


@duties.move(
    "close",
    {ObligationState.SCHEDULED},
    ObligationState.CLOSED,
    past="closed an obligation, not every date of which was kept",
    because="All its dates are closed.",
)
def close_duty(duty: AgreementObligation, *, actor: User) -> None:
    """Close an obligation with a date that was passed on; what follows is decided elsewhere."""


@duties.move(
    "cancel",
    {ObligationState.PLANNED, ObligationState.SCHEDULED},
    ObligationState.CANCELLED,
    past="cancelled an obligation with its agreement",
)
def cancel_duty(duty: AgreementObligation, *, actor: User) -> None:
    """Cancel an obligation together with its agreement."""
    cancel_all(duty, actor=actor, reason="The agreement was ended.")
