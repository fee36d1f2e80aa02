"""Who may read the history and take it out."""

from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import NONE, Policy, extend
from backend.access.roles import holds
from backend.audit.models import Event
from backend.cases.glass import guards_privacy
from backend.cases.models import CaseParty
from backend.cases.policy import is_party_to_its_case
from backend.people.models import Person, User
from backend.records.models import AccessReview, Export

WATCH_ACCESS = (Role.AUDITOR, Role.PRIVACY_OFFICER)
audits = holds(Role.AUDITOR)
audits.__name__ = "audits"


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


EVENTS = Policy(
    Event,
    barred=[tells_of_own_matter],
    allow={"event.view": [audits], "export.request": [audits]},
    own={"session.view": [acted]},
)
EXPORTS = Policy(Export, allow={"export.view": [audits], "export.download": [audits]})


def is_its_subject(person: User) -> Q:
    """The review is about what the person themself can see."""
    return Q(subject=person.person_id) if person.person_id else NONE


ACCESS_REVIEWS = Policy(
    AccessReview,
    barred=[is_party_to_its_case, is_its_subject],
    allow={"access_review.view": [audits, guards_privacy]},
)
extend(Person, allow={"person.review_access": [audits, guards_privacy]})
