"""Two hundred users with the grants that such people have, on top of an imported register."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.contrib.auth.models import Permission
from django.db.models import Count

from backend.access.models import Role, RoleHolding
from backend.audit.bulk import Bundle, keep_many
from backend.cases.models import Case, CaseGrant
from backend.cases.vocabulary import CaseRole
from backend.kernel import clock
from backend.people.actions import system_user
from backend.people.models import Person, User

INVESTIGATORS, EMPLOYEES, AUDITORS = 30, 165, 5
SAMPLED: Final = 500  # the cases of the investigator who is measured at every size
WHY: Final = "For the measurements."


def furnish(first: int) -> None:
    """Make the users and their grants: investigators their assignments, employees one to three cases, auditors all.

    The investigator and the employee who are measured have their grants among the first complaints, so that they hold the same at
    every size of the register.
    """
    cases = list(Case.objects.filter(source__startswith="register:").order_by("source_ref")[:first])
    users = _users()
    grants = [_grant(users["investigator"], case, CaseRole.INVESTIGATOR) for case in _spread(cases, SAMPLED)]
    grants += [_grant(users["employee"], case, CaseRole.HR_PARTNER) for case in _spread(cases, 3)]
    for number in range(1, INVESTIGATORS):
        user = users.get(f"investigator-{number}")
        if user is not None:
            own = Case.objects.filter(assignments__person=user.person_id).distinct().only("uid", "opened_at")
            grants += [_grant(user, case, CaseRole.INVESTIGATOR) for case in own]
    for number in range(1, EMPLOYEES):
        mine = _spread(cases[number:], 1 + number % 3)
        grants += [_grant(users[f"employee-{number}"], case, CaseRole.HR_PARTNER) for case in mine]
    for start in range(0, len(grants), 2000):
        _keep(grants[start : start + 2000], "access.grant")


def _users() -> dict[str, User]:
    busy = Person.objects.annotate(cases=Count("assignments__case", distinct=True)).filter(
        cases__gte=350, cases__lte=900
    )
    workers = list(busy.order_by("cases", "pk")[: INVESTIGATORS - 1])
    uninvolved = list(
        Person.objects.filter(assignments=None, user=None, source__startswith="register:").order_by("pk")[
            : EMPLOYEES - 1
        ]
    )
    known: dict[str, Person | None] = {
        "investigator": None,
        "employee": None,
        **{f"investigator-{number}": person for number, person in enumerate(workers, start=1)},
        **{f"employee-{number}": person for number, person in enumerate(uninvolved, start=1)},
        **{f"auditor-{number}": None for number in range(AUDITORS)},
        "intake": None,
    }
    people = {name: person or Person(reference=f"PER-BENCH-{name}"[:30], name=name) for name, person in known.items()}
    _keep([person for person in people.values() if person._state.adding], "person.add")
    users = {name: User(email=f"{name}@bench.example", person=person, password="!") for name, person in people.items()}
    _keep(list(users.values()), "account.open")
    holdings = [_holding(users[f"auditor-{number}"], Role.AUDITOR) for number in range(AUDITORS)]
    holdings += [_holding(users["intake"], Role.INTAKE), _holding(users["investigator"], Role.INVESTIGATOR)]
    _keep(holdings, "access.grant_role")
    return users


def _holding(user: User, role: str) -> RoleHolding:
    return RoleHolding(user=user, role=role, purpose=WHY, granted_by=system_user(), starts_at=clock.now())


def _grant(user: User, case: Case, role: str) -> CaseGrant:
    now, key = clock.now(), f"act_as_{role}"
    if key not in _PERMISSIONS:
        _PERMISSIONS[key] = CaseGrant.permission_for(role)
    return CaseGrant(
        user=user,
        permission=_PERMISSIONS[key],
        content_object=case,
        opened_at=case.opened_at,
        purpose=WHY,
        granted_by=system_user(),
        starts_at=now,
        ends_at=now + timedelta(days=365),
    )


_PERMISSIONS: dict[str, Permission] = {}


def _keep(rows: Sequence[Person | User | RoleHolding | CaseGrant], action: str) -> None:
    keep_many([Bundle(row, [row]) for row in rows], action, actor=system_user(), reason=WHY)


def _spread(cases: Sequence[Case], wanted: int) -> list[Case]:
    step = max(len(cases) // wanted, 1)
    return list(cases[::step][:wanted])
