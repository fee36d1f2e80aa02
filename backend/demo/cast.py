"""The cast: named people with fixed relations, the same in the demonstration, the tutorial and the tests."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from backend.access.models import Role
from backend.access.roles import grant_role
from backend.demo.company import DOMAIN, DOTTED, FOUNDED, MEMBERS, PARENTS, SITES, UNITS, Member, address
from backend.kernel import clock
from backend.people.actions import add_line, add_person, add_site, add_unit, open_account, system_user
from backend.people.models import Person, ReportingLine, Unit, User

PASSWORD: Final = "calm-orchard-lantern"  # noqa: S105 - the demonstration prints it
SET_UP: Final = "Set-up of the company."
ENGAGEMENT: Final = timedelta(days=3 * 365)
KEYS: Final = frozenset(member.key for member in MEMBERS)


class Cast:
    """The people of the company by their first name: `cast.ines` is the user Inês Duarte, read from the database once."""

    @property
    def system(self) -> User:
        """Give the product's own account."""
        return system_user()

    def __getattr__(self, key: str) -> User:
        """Read a user; whoever is not in the cast is an error."""
        if key not in KEYS:
            raise AttributeError(f"Nobody in the cast is called {key}.")
        user = User.objects.select_related("person__site", "person__unit").get(email=address(key))
        self.__dict__[key] = user
        return user

    def person(self, key: str) -> Person:
        """Give the HR record of somebody in the cast."""
        person = getattr(self, key).person
        if not isinstance(person, Person):
            raise LookupError(f"{key} has no HR record.")
        return person

    def key_of(self, uid: UUID | None) -> str:
        """Tell who of the cast has an identifier; the product's own account is "system"."""
        user = User.objects.filter(uid=uid).first() if uid else None
        if user is None:
            return ""
        return "system" if user.is_system else user.email.removesuffix(f"@{DOMAIN}")


def raise_cast(password: str = PASSWORD) -> Cast:
    """Create the company through the product's own actions: places, people, lines, accounts and roles."""
    system = system_user()
    with transaction.atomic():
        people = _people(system)
        _lines(people, system)
        for member in MEMBERS:
            open_account(people[member.key], address(member.key), password, actor=system, reason=SET_UP)
        cast = Cast()
        grant_role(cast.sam, Role.ADMINISTRATOR, purpose="Runs the system.", actor=system, reason=SET_UP)
        for member in MEMBERS:
            _give_roles(member, cast)
    return Cast()


def _people(system: User) -> dict[str, Person]:
    sites = {
        place.code: add_site(
            place.code,
            place.name,
            zone="Europe/London",
            jurisdiction="GB-ENG",
            calendar="GB-ENG",
            actor=system,
            reason=SET_UP,
        )
        for place in SITES
    }
    units: dict[str, Unit] = {}
    for code, name in UNITS.items():
        parent = units.get(PARENTS.get(code, "BOARD"))
        units[code] = add_unit(code, name, parent=parent, actor=system, reason=SET_UP)
    return {
        member.key: add_person(
            member.name,
            email=address(member.key),
            job_title=member.job_title,
            unit=units[member.unit],
            site=sites[member.site],
            active_from=FOUNDED,
            actor=system,
            reason=SET_UP,
        )
        for member in MEMBERS
    }


def _lines(people: dict[str, Person], system: User) -> None:
    for member in MEMBERS:
        if member.reports_to:
            add_line(people[member.key], people[member.reports_to], starts_on=FOUNDED, actor=system, reason=SET_UP)
    for key, manager, since in DOTTED:
        add_line(
            people[key],
            people[manager],
            kind=ReportingLine.DOTTED,
            starts_on=since,
            actor=system,
            reason="Joint programme of Region North.",
        )


def _give_roles(member: Member, cast: Cast) -> None:
    for role in member.roles:
        if role != Role.ADMINISTRATOR:
            engaged = role == Role.AUDITOR
            grant_role(
                getattr(cast, member.key),
                role,
                purpose="Reviews the integrity office every year."
                if engaged
                else f"Works as {Role(role).label.lower()}.",
                actor=cast.sam,
                reason="Appointed by the managing director.",
                ends_at=clock.now() + ENGAGEMENT if engaged else None,
            )
