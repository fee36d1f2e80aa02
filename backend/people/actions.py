"""Every decision about persons, users and lines."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from backend.audit.actions import declare
from backend.audit.events import Actor
from backend.audit.recorded import keep
from backend.audit.timeline import remember_identity
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.changes import organisation_changed
from backend.people.models import Person, PersonName, ReportingLine, Site, Unit, User

declare("person.add", "added a person", kind="change")
declare("person.rename", "recorded a change of name", kind="change")
declare("person.move", "recorded a change of unit", kind="change")
declare("unit.add", "added a unit", kind="change")
declare("site.add", "added a site", kind="change")
declare("line.add", "recorded a reporting line", kind="change")
declare("line.end", "ended a reporting line", kind="change")
declare("account.open", "opened a user account", kind="access")
declare("account.close", "closed a user account", kind="access")
declare("account.set_preferences", "changed their preferences", kind="change")

SYSTEM_EMAIL = "system@evenhand.invalid"


def system_user() -> User:
    """Give the named system person who acts when no human does (a job, the sweep, the first set-up)."""
    found = User.objects.filter(is_system=True).first()
    if found:
        return found
    user = User(email=SYSTEM_EMAIL, is_active=False, is_system=True, zone="UTC")
    user.set_unusable_password()
    with transaction.atomic():
        keep(user, "account.open", actor=user, reason="The product's own account, which nobody can sign in to.")
        remember_identity(user.uid, name=user.name)
    return user


def add_unit(code: str, name: str, *, actor: Actor, reason: str, parent: Unit | None = None) -> Unit:
    """Add a part of the organisation."""
    return keep(Unit(code=code, name=name, parent=parent), "unit.add", actor=actor, reason=reason)


def add_site(code: str, name: str, *, zone: str, jurisdiction: str, calendar: str, actor: Actor, reason: str) -> Site:
    """Add a place of work with its law, calendar and clock."""
    site = Site(code=code, name=name, zone=zone, jurisdiction=jurisdiction, calendar=calendar)
    return keep(site, "site.add", actor=actor, reason=reason)


def add_person(
    name: str,
    *,
    actor: Actor,
    reason: str,
    kind: str = "employee",
    email: str = "",
    job_title: str = "",
    unit: Unit | None = None,
    site: Site | None = None,
    active_from: date | None = None,
) -> Person:
    """Add an HR record, and the first entry of its history of names."""
    person = Person(
        reference=new_reference("PER", clock.today()),
        name=name.strip(),
        kind=kind,
        email=email,
        job_title=job_title,
        unit=unit,
        site=site,
        active_from=active_from,
    )
    if not person.name:
        raise Invalid({"name": ["Enter the person's name."]})
    with transaction.atomic():
        keep(person, "person.add", actor=actor, reason=reason)
        keep(
            PersonName(person=person, name=person.name, starts_on=active_from), "person.add", actor=actor, reason=reason
        )
    return person


def rename_person(person: Person, name: str, *, on: date, actor: Actor, reason: str) -> Person:
    """Record that somebody goes by another name from a day on; the earlier name stays findable."""
    with transaction.atomic():
        for old in PersonName.objects.filter(person=person, ends_on=None):
            old.ends_on = on
            keep(old, "person.rename", actor=actor, reason=reason)
        keep(PersonName(person=person, name=name, starts_on=on), "person.rename", actor=actor, reason=reason)
        person.name = name
        keep(person, "person.rename", actor=actor, reason=reason)
        user = User.objects.filter(person=person).first()
        if user:
            remember_identity(user.uid, name=name, email=user.email)
    return person


def add_line(
    person: Person, manager: Person, *, starts_on: date, actor: Actor, reason: str, kind: str = ReportingLine.SOLID
) -> ReportingLine:
    """Record that one person reports to another from a day on."""
    if person == manager:
        raise Refused("Nobody reports to themselves.", code="line-to-oneself", field="manager")
    line = ReportingLine(person=person, manager=manager, kind=kind, starts_on=starts_on)
    with transaction.atomic():
        keep(line, "line.add", actor=actor, reason=reason)
        organisation_changed([person.pk, manager.pk], actor=actor)
    return line


def end_line(line: ReportingLine, *, on: date, actor: Actor, reason: str) -> ReportingLine:
    """Record the last day of a reporting line."""
    line.ends_on = on
    with transaction.atomic():
        keep(line, "line.end", actor=actor, reason=reason)
        organisation_changed([line.person_id, line.manager_id], actor=actor)
    return line


def move_person(person: Person, unit: Unit | None, *, actor: Actor, reason: str) -> Person:
    """Record that somebody belongs to another part of the organisation from now on."""
    person.unit = unit
    with transaction.atomic():
        keep(person, "person.move", actor=actor, reason=reason)
        organisation_changed([person.pk], actor=actor)
    return person


def open_account(person: Person, email: str, password: str, *, actor: Actor, reason: str) -> User:
    """Give a person a way to sign in."""
    user = User(email=email.strip().lower(), person=person, zone=person.zone, language=person.language)
    if User.objects.filter(email__iexact=user.email).exists():
        raise Refused("Somebody signs in with this address already.", code="address-taken", field="email")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid({"password": error.messages}) from error
    user.set_password(password)
    with transaction.atomic():
        keep(user, "account.open", actor=actor, reason=reason)
        remember_identity(user.uid, name=user.name, email=user.email)
    return user


def close_account(user: User, *, actor: Actor, reason: str) -> User:
    """Take a person's way to sign in away; their past acts keep their name."""
    user.is_active = False
    return keep(user, "account.close", actor=actor, reason=reason)


def set_preferences(user: User, *, zone: str, language: str, theme: str, actor: Actor) -> User:
    """Keep somebody's own time zone, language and look."""
    user.zone, user.language, user.theme = zone, language, theme
    return keep(user, "account.set_preferences", actor=actor, reason="Own preference.")
