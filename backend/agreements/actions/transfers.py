"""Live agreements travel with a person: when somebody's place changes, whoever keeps the case confirms that the monitor still fits."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from backend.access.policy import require
from backend.agreements.models import TRAVELS, Agreement
from backend.agreements.named import check_monitor
from backend.audit.actions import declare
from backend.audit.events import Actor, record
from backend.cases.actions.progress import discharge, owe
from backend.cases.models import Obligation
from backend.kernel.errors import Refused
from backend.people.actions import system_user
from backend.people.changes import when_organisation_changes
from backend.people.models import User

declare("agreement.confirm_monitor", "confirmed the monitor of the agreement", kind="change")

MONITOR_OWED = "agreement.confirm_monitor"


@when_organisation_changes
def ask_for_monitor(people: Collection[int], actor: Actor) -> None:
    """Ask the HR partner to confirm the monitor where the employee's place changed, or the monitor now reports to the employee."""
    rows = Agreement.objects.filter(Q(person__in=people) | Q(monitor__in=people), state__in=TRAVELS)
    for agreement in rows.select_related("case", "monitor", "person").order_by("pk"):
        moved = agreement.person_id in people
        if not (moved or check_monitor(agreement.case, agreement.monitor, agreement.person)):
            continue
        if Obligation.objects.filter(case=agreement.case, kind=MONITOR_OWED, discharged_at=None).exists():
            continue
        owe(
            agreement.case,
            MONITOR_OWED,
            f"Confirm the monitor of {agreement.reference}",
            actor=system_user(),
            reason="Somebody’s place in the organisation changed.",
        )


def confirm_monitor(agreement: Agreement, *, actor: User, reason: str) -> Agreement:
    """Confirm, as the HR partner, that the monitor still fits; somebody else is named by a change of the agreement."""
    require(actor, "agreement.confirm_monitor", agreement)
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    told = check_monitor(agreement.case, agreement.monitor, agreement.person)
    if told:
        raise Refused(
            f"{told['monitor'][0]} Propose a change of the agreement that names somebody else.", code="monitor-conflict"
        )
    with transaction.atomic():
        if not discharge(agreement.case, MONITOR_OWED, actor=actor, note=reason.strip()):
            raise Refused("The monitor was confirmed already.", code="monitor-confirmed")
        record("agreement.confirm_monitor", agreement, actor=actor, reason=reason.strip())
    return agreement
