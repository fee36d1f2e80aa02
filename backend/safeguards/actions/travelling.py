"""A new manager is told what they must know to keep an agreement; whoever led the employee before reads it no longer.

Nobody is told a reason, a finding or who was affected. Monitor and HR partner hear that somebody else leads the employee. A
manager who is a party to the case, or is kept from it, is told nothing; the HR partner reads that, and sees to it without them.
"""

from collections.abc import Collection
from typing import Final

from backend.access.policy import require
from backend.agreements.actions.drafting import lifecycle as agreements
from backend.agreements.models import Agreement, AgreementState
from backend.audit.actions import declare
from backend.audit.events import Actor
from backend.audit.recorded import keep
from backend.cases.holders import holder
from backend.cases.vocabulary import CaseRole
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.kernel.references import new_reference
from backend.people.actions import system_user
from backend.people.changes import when_organisation_changes
from backend.people.models import Person, User
from backend.people.queries import direct_manager_of
from backend.people.telling import ask_to_sign_in
from backend.safeguards.models import ManagerExtract
from backend.safeguards.queries.extracts import is_kept_from
from backend.safeguards.queries.leading import first_manager_of, led_anew, new_manager_of, travelling

declare("manager_extract.give", "told a new manager what they must know", kind="access")
declare("manager_extract.end", "ended what a former manager could read", kind="access")
declare("manager_extract.view", "read what they must know as a manager", kind="read")
declare("manager_extract.list", "listed what they must know as a manager", kind="read")
declare("manager_extract.acknowledge", "confirmed that they know it as a manager", kind="change")

CHANGED: Final = "Somebody else leads the employee."
ENDED: Final = "They do not lead the employee any more."
INTENT: Final = "I know what I must see to, and tell nobody."


@when_organisation_changes
def tell_new_managers(people: Collection[int], actor: Actor) -> None:
    """Tell the new managers of employees whose place changed, and end what their former managers could read."""
    for agreement in travelling(person__in=people):
        settle_manager(agreement)


@agreements.when_reached(AgreementState.ACTIVE)
def go_on_with_next_version(agreement: Agreement, *, actor: User) -> None:
    """Let whoever was told of an earlier version read the one in force."""
    settle_manager(agreement)


def settle_managers() -> None:
    """Look every night at who leads the employees today: a line may begin or end on a day that was named before."""
    for agreement in led_anew():
        settle_manager(agreement)


def settle_manager(agreement: Agreement) -> None:
    """Bring what managers may read into line with who leads the employee today; nothing happens twice."""
    system, now = system_user(), new_manager_of(agreement)
    leads = direct_manager_of(agreement.person, on=clock.today())
    given = ManagerExtract.objects.filter(agreement__case=agreement.case_id, agreement__person=agreement.person_id)
    open_now = list(given.filter(ended_at=None).select_related("agreement__case", "manager"))
    for extract in open_now:
        if extract.manager != leads or extract.agreement_id != agreement.pk:
            extract.ended_at = clock.now()
            keep(extract, "manager_extract.end", actor=system, reason=ENDED)
    if now is None or any(each.ended_at is None for each in open_now):
        return
    _give(agreement, now, before=_led_before(agreement, now))


def acknowledge_extract(extract: ManagerExtract, *, actor: User) -> ManagerExtract:
    """Confirm, as the new manager, that one knows what to see to, and tells nobody."""
    require(actor, "manager_extract.acknowledge", extract)
    if extract.read_at:
        raise Refused("You have confirmed it already.", code="extract-confirmed")
    extract.read_at = clock.now()
    return keep(extract, "manager_extract.acknowledge", actor=actor, reason=INTENT)


def _give(agreement: Agreement, manager: Person, *, before: Person | None) -> None:
    extract = ManagerExtract(
        reference=new_reference("MEX", clock.today()),
        agreement=agreement,
        manager=manager,
        before=before,
        given_at=clock.now(),
        is_kept_out=is_kept_from(manager, agreement),
    )
    keep(extract, "manager_extract.give", actor=system_user(), reason=CHANGED, ctx={"kept_out": extract.is_kept_out})
    partner = holder(agreement.case, CaseRole.HR_PARTNER)
    told = [agreement.monitor, *([partner.person] if partner and partner.person else [])]
    for person in dict.fromkeys(told if extract.is_kept_out else [manager, *told]):
        ask_to_sign_in(person)


def _led_before(agreement: Agreement, now: Person) -> Person | None:
    last = ManagerExtract.objects.filter(agreement__case=agreement.case_id, agreement__person=agreement.person_id)
    newest = last.exclude(manager=now).select_related("manager").order_by("-pk").first()
    found = newest.manager if newest else first_manager_of(agreement)
    return found if found != now else None
