"""Who may read the history and take it out."""

from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import NONE, Policy
from backend.access.roles import has_role, holds
from backend.audit.models import Event, Subject
from backend.cases.models import CaseParty
from backend.people.models import User
from backend.records.models import Export, LegalHold, Level

audits = holds(Role.AUDITOR)
audits.__name__ = "audits"
guards_privacy = holds(Role.PRIVACY_OFFICER)
guards_privacy.__name__ = "guards_privacy"


def tells_of_own_matter(person: User) -> Q:
    """The event stands in the history of a case to which the person is a party: no staff role opens it to them."""
    if not person.person_id:
        return NONE
    cases = CaseParty.objects.filter(person=person.person_id).values_list("case__uid", flat=True)
    streams = [f"case:{uid}" for uid in cases]
    return Q(stream__in=streams) if streams else NONE


def acted(person: User) -> Q:
    """The person did it themselves."""
    return Q(actor=person.uid)


def is_told(person: User) -> Q:
    """The event touched the person's own record, in no matter that they were not told of yet; a letter to them they have."""
    if person.person is None:
        return NONE
    mine = Subject.objects.filter(person_id=person.person.uid)
    untold = CaseParty.objects.filter(person=person.person_id, notified_at=None).values_list("case__uid", flat=True)
    letters = Q(pk__in=mine.filter(role="recipient").values("event_id"))
    return letters | Q(pk__in=mine.values("event_id")) & ~Q(stream__in=[f"case:{uid}" for uid in untold])


EVENTS = Policy(
    Event,
    barred=[tells_of_own_matter],
    allow={
        "event.view": [audits, guards_privacy],
        "event.of_person": [audits, guards_privacy],
        "export.request": [audits],
    },
    own={"session.view": [acted], "event.own": [acted, is_told]},
)


def took_out_own(person: User) -> Q:
    """The person asked for what the history holds about themselves."""
    return Q(requested_by=person.pk, subject=person.person_id) if person.person_id else NONE


def audits_and_may_read_it_all(person: User) -> Q:
    """An auditor has the files of the others too, unless one could tell of a matter of their own; identified ones stay with who asked."""
    if not has_role(person, Role.AUDITOR):
        return NONE
    asked = Q(requested_by=person.pk)
    return asked if tells_of_own_matter(person) != NONE else asked | Q(level=Level.PSEUDONYMISED)


def guards_privacy_and_asked(person: User) -> Q:
    """A privacy officer asked for it, about somebody."""
    return Q(requested_by=person.pk) if has_role(person, Role.PRIVACY_OFFICER) else NONE


def is_second_person(person: User) -> Q:
    """A privacy officer decides on what somebody else wants to take out with names; not on what is about themselves."""
    if not has_role(person, Role.PRIVACY_OFFICER):
        return NONE
    waiting = Q(level=Level.IDENTIFIED, decision="") & ~Q(requested_by=person.pk)
    return waiting & (Q(subject=None) | ~Q(subject=person.person_id)) if person.person_id else waiting


EXPORTS = Policy(
    Export,
    allow={
        "export.view": [audits, guards_privacy],
        "export.download": [audits_and_may_read_it_all, guards_privacy_and_asked],
        "export.approve": [is_second_person],
        "export.refuse": [is_second_person],
    },
    own={"export.view": [took_out_own], "export.download": [took_out_own]},
)
KEEPERS = (Role.COUNSEL, Role.PRIVACY_OFFICER)  # who may hold records back from erasure, and let them go again
LEGAL_HOLDS = Policy(LegalHold, allow={"hold.view": [holds(*KEEPERS), audits], "hold.release": [holds(*KEEPERS)]})
