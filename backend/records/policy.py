"""Who may read the history and take it out."""

from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import NONE, Policy
from backend.access.roles import holds
from backend.audit.models import Event
from backend.cases.models import CaseParty
from backend.people.models import User
from backend.records.models import Export, LegalHold

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
KEEPERS = (Role.COUNSEL, Role.PRIVACY_OFFICER)  # who may hold records back from erasure, and let them go again
LEGAL_HOLDS = Policy(LegalHold, allow={"hold.view": [holds(*KEEPERS), audits], "hold.release": [holds(*KEEPERS)]})
