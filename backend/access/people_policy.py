"""Who may look people up, and whose background work somebody sees: rules about records of the apps beneath."""

from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import NONE, Policy
from backend.access.roles import holds
from backend.audit.actions import declare
from backend.jobs.models import Job
from backend.people.models import Person, User

declare("person.view", "looked a person up", kind="read")
declare("person.list", "looked people up", kind="read")

names_people = holds(Role.INTAKE, Role.INVESTIGATOR, Role.DECISION_MAKER, Role.HR_PARTNER, Role.INDEPENDENT_CHANNEL)
names_people.__name__ = "names_people_in_matters"


def is_self(person: User) -> Q:
    """The record is the person's own."""
    return Q(pk=person.person_id) if person.person_id else NONE


def asked_for(person: User) -> Q:
    """The person asked for the work."""
    return Q(requested_by=person.uid)


PEOPLE = Policy(Person, allow={"person.view": [names_people]}, own={"person.view": [is_self]})
JOBS = Policy(Job, own={"job.view": [asked_for]})
