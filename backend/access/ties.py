"""Ties between people: entered from personnel records by HR, or declared by one of the two."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import NONE, Policy, require
from backend.access.roles import has_role, holds
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.changes import organisation_changed
from backend.people.models import Person, Tie, TieKind, TieSource, User

declare("tie.add", "recorded a tie between two people", kind="change", compartment="private")
declare("tie.end", "recorded that a tie is over", kind="change", compartment="private")
declare("tie.list", "read the ties between people", kind="read")

keeps_ties = holds(Role.HR_PARTNER)
keeps_ties.__name__ = "keeps_personnel_records"


def is_of_own(person: User) -> Q:
    """The person is one of the two, and told of it themselves."""
    return Q(person=person.person_id, declared_by=person) if person.person_id else NONE


def is_ones_own(person: User) -> Q:
    """The person is one of the two: what others do about it is not for them to see."""
    return Q(person=person.person_id) | Q(other=person.person_id) if person.person_id else NONE


TIES = Policy(
    Tie,
    barred=[is_ones_own],
    allow={"tie.view": [keeps_ties], "tie.end": [keeps_ties]},
    own={"tie.view": [is_of_own], "tie.end": [is_of_own]},
)


def may_add_ties(person: User) -> bool:
    """Tell whether somebody enters ties of others."""
    return has_role(person, Role.HR_PARTNER)


def add_tie(person: Person, other: Person, kind: str, *, actor: User, reason: str, since: date | None = None) -> Tie:
    """Record what two people are to each other: of oneself it is a declaration, of others it comes from personnel records."""
    own = actor.person_id in {person.pk, other.pk}
    if not (own or actor.is_system or may_add_ties(actor)):
        raise Forbidden()
    if kind not in TieKind.values:
        raise Invalid({"kind": ["Choose what the two are to each other."]})
    if person == other:
        raise Refused("Name two different people.", code="tie-to-oneself", field="other")
    if since and since > clock.today():
        raise Invalid({"since": ["The day lies in the future. Enter a day that has passed, or leave it empty."]})
    if own and actor.person_id == other.pk:
        person, other = other, person
    source = TieSource.DECLARED if own else TieSource.PERSONNEL
    tie = Tie(person=person, other=other, kind=kind, since=since, declared_by=actor, source=source)
    with transaction.atomic():
        keep(tie, "tie.add", actor=actor, reason=reason)
        organisation_changed([person.pk, other.pk], actor=actor)
    return tie


def end_tie(tie: Tie, *, actor: User, reason: str, until: date | None = None) -> Tie:
    """Record that a tie is over; what it meant while it held stays on record."""
    require(actor, "tie.end", tie)
    last = until or clock.today()
    if tie.until:
        raise Refused("This tie is over already.", code="tie-ended")
    if last > clock.today():
        raise Invalid({"until": ["The day lies in the future. Enter a day that has passed."]})
    if tie.since and last < tie.since:
        raise Invalid({"until": ["The last day lies before the first."]})
    tie.until = last
    with transaction.atomic():
        keep(tie, "tie.end", actor=actor, reason=reason)
        organisation_changed([tie.person_id, tie.other_id], actor=actor)
    return tie
