"""A changed version takes effect: the one before is superseded and never edited, and what was open goes on under the new one."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from backend.agreements.actions.dates import cancel_occurrences
from backend.agreements.actions.drafting import lifecycle
from backend.agreements.actions.ends import cancel_duty
from backend.agreements.actions.following import when_both_signed
from backend.agreements.actions.obligations import begin_duties
from backend.agreements.models import (
    Agreement,
    AgreementAmendment,
    AgreementObligation,
    AgreementState,
    CarriedObligation,
    ObligationState,
)
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.actions import start_for
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.actions import system_user
from backend.people.models import User

declare("agreement.take_effect", "let a changed version take effect", kind="system")


@when_both_signed
def wait_for_its_day(agreement: Agreement, *, actor: User) -> bool:
    """Let a change that both signed take effect on the day that it names: at once, or when the day comes."""
    change = AgreementAmendment.objects.filter(agreement=agreement).select_related("earlier").first()
    if change is None:
        return False
    if change.earlier.state not in {AgreementState.ACTIVE, AgreementState.SUSPENDED}:
        raise Refused("The version that this would change is not in force any more.", code="wrong-state")
    today = agreement.today
    if change.effective_on < today:
        raise Refused(
            "The day on which the change was to take effect has passed. Propose it again.", code="amendment-late"
        )
    if change.effective_on > today:
        begins = datetime.combine(change.effective_on, time.min, ZoneInfo(agreement.person.zone))
        start_for(agreement, "agreement.take_effect", actor=actor, due_at=begins)
    else:
        take_effect(change, actor=actor)
    return True


def take_effect(change: AgreementAmendment, *, actor: User) -> None:
    """Put the changed version in the place of the one before it; what was done in the meantime is not asked again."""
    if change.took_effect_at or change.earlier.state not in {AgreementState.ACTIVE, AgreementState.SUSPENDED}:
        return
    supersede_agreement(change.earlier, actor=actor, reason=f"{change.agreement.reference} takes its place.")
    change.took_effect_at = clock.now()
    keep(change, "agreement.take_effect", actor=actor, reason="Both have signed, and its day has come.")
    begin_duties(change.agreement, actor=actor)


@lifecycle.move(
    "supersede",
    {AgreementState.ACTIVE, AgreementState.SUSPENDED},
    AgreementState.SUPERSEDED,
    past="replaced the agreement by its changed version",
    kind="system",
)
def supersede_agreement(agreement: Agreement, *, actor: User) -> None:
    """Replace an agreement by its changed version: what was done stays here, what was open goes on there."""
    system = system_user()
    carried = CarriedObligation.objects.filter(
        earlier__agreement=agreement, agreement__state__in=[AgreementState.SIGNED, AgreementState.ACTIVE]
    )
    later = {row.earlier_id: row.later for row in carried.select_related("later__agreement__case")}
    for duty in AgreementObligation.objects.filter(agreement=agreement).select_related("agreement__case"):
        if duty.state in {ObligationState.PLANNED, ObligationState.SCHEDULED}:
            cancel_duty(duty, actor=system, reason="It goes on in the changed version, or was taken out by it.")
        elif (goes_on := later.get(duty.pk)) and duty.state != ObligationState.CANCELLED:
            cancel_duty(goes_on, actor=system, reason="It was done under the version before.")
    cancel_occurrences(agreement)
