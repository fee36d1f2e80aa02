"""Who is told, who decides, and whom no paper of what follows an agreement may name."""

from backend.agreements.models import Agreement
from backend.cases.holders import holder
from backend.cases.models import CaseParty
from backend.cases.vocabulary import CaseRole, PartyRole
from backend.kernel.errors import Refused
from backend.people.models import User


def partner_of(agreement: Agreement) -> User:
    """Name whom a monitor and an employee turn to: the HR partner of the case, else the officer who signed."""
    return holder(agreement.case, CaseRole.HR_PARTNER) or agreement.officer


def decision_maker_of(agreement: Agreement) -> User:
    """Name who decides on a suspected breach."""
    found = holder(agreement.case, CaseRole.DECISION_MAKER)
    if found is None:
        raise Refused("Nobody decides in this case at present. Ask intake to appoint somebody.", code="nobody-decides")
    return found


def never_named(agreement: Agreement) -> list[str]:
    """List the other people of the case, apart from those whom the agreement itself names to keep them apart."""
    said = "\n".join(agreement.clauses.values_list("text", flat=True))
    said += "\n".join(agreement.obligations.values_list("what", flat=True))
    roles = [PartyRole.REPORTER, PartyRole.COMPLAINANT, PartyRole.WITNESS, PartyRole.AFFECTED_OTHER]
    parties = CaseParty.objects.filter(case=agreement.case_id, role__in=roles).exclude(person=agreement.person_id)
    names = parties.order_by().values_list("person__name", flat=True).distinct()
    return [name for name in names if name not in said]
