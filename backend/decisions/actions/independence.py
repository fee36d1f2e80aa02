"""Whoever decides on an appeal took no part in what it is against, for all time, and reports to nobody who did (SD3)."""

from collections.abc import Collection

from backend.cases.models import Assignment, Case
from backend.cases.vocabulary import CaseRole
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import Person, User
from backend.people.queries import reports_of

TOOK_PART = (CaseRole.INVESTIGATOR, CaseRole.DECISION_MAKER, CaseRole.APPROVER)


def refuse_involved(
    case: Case, actor: User, *, roles: Collection[str] = TOOK_PART, deciders: Collection[User] = ()
) -> None:
    """Refuse somebody who held one of these case-roles, ever, or who reports to somebody who decided."""
    if Assignment.objects.filter(case=case, person=actor.person_id, role__in=roles).exists():
        raise Refused("You took part in this case; somebody else reviews the appeal.", code="reviewer-involved")
    held = Person.objects.filter(assignments__case=case, assignments__role=CaseRole.DECISION_MAKER).distinct()
    above = {*held, *(user.person for user in deciders if user.person)}
    if any(actor.person_id in reports_of(decider, on=clock.today()) for decider in above):
        raise Refused(
            "You report to somebody who decided this case; somebody else reviews the appeal.",
            code="reviewer-subordinate",
        )
