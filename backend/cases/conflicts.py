"""Conflicts of interest: who may not work on a case. Asked before every appointment."""

from datetime import date

from backend.cases.models import Assignment, Case, CaseParty
from backend.cases.vocabulary import CaseRole, PartyRole
from backend.kernel import clock
from backend.people.models import Person
from backend.people.queries import in_line_of

SEPARATED = (
    {CaseRole.INVESTIGATOR, CaseRole.DECISION_MAKER},  # SD2
    {CaseRole.INVESTIGATOR, CaseRole.APPEAL_REVIEWER},
    {CaseRole.DECISION_MAKER, CaseRole.APPEAL_REVIEWER},  # SD3
    {CaseRole.DECISION_MAKER, CaseRole.APPROVER},  # SD7
    {CaseRole.INTAKE, CaseRole.INVESTIGATOR},  # SD1
)


def conflicts_of(person: Person, case: Case, role: str) -> list[str]:
    """List, in words for the person who appoints, why somebody may not take a case-role."""
    return [*_as_party(person, case), *_by_line(person, case), *_by_role(person, case, role)]


def is_kept_out(person: Person, case: Case) -> bool:
    """Tell whether a conflict that nobody may waive keeps somebody from the case whatever their role (C1, C2)."""
    return bool(_as_party(person, case) or _by_line(person, case))


def _as_party(person: Person, case: Case) -> list[str]:
    """C1: a party or witness never works on the case."""
    if CaseParty.objects.filter(case=case, person=person).exists():
        return [f"{person.name} is a party to this case (C1)."]
    return []


def _by_line(person: Person, case: Case) -> list[str]:
    """C2: nobody in the respondent's or complainant's reporting line, on the day of the conduct or now, dotted lines included."""
    told = []
    sides = CaseParty.objects.filter(case=case, role__in=[PartyRole.RESPONDENT, PartyRole.COMPLAINANT]).select_related(
        "person"
    )
    for party in sides:
        days = {"on the day of the conduct": _conduct_day(case), "today": clock.today()}
        when = [words for words, day in days.items() if in_line_of(person, party.person, on=day)]
        if when:
            told.append(
                f"{person.name} stands in the reporting line of the {party.get_role_display().lower()}, {' and '.join(when)} (C2)."
            )
    return told


def _by_role(person: Person, case: Case, role: str) -> list[str]:
    """SD1-SD3, SD7: roles that one person may never hold on the same case, replaced holders included."""
    held = set(Assignment.objects.filter(case=case, person=person).values_list("role", flat=True))
    clashes = [other for pair in SEPARATED if role in pair for other in pair - {role} if other in held]
    return [f"{person.name} is or was {CaseRole(other).label.lower()} on this case." for other in clashes]


def _conduct_day(case: Case) -> date:
    first = (
        case.allegations.exclude(occurred_from=None)
        .order_by("occurred_from")
        .values_list("occurred_from", flat=True)
        .first()
    )
    return first or case.opened_at.date()
