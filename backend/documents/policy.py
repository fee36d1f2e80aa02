"""Who may see a document and who may open it. Apps above add the people of their matters with `extend`."""

from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import NONE, Policy
from backend.access.roles import holds
from backend.documents.models import Document
from backend.people.models import User


def is_recipient(person: User) -> Q:
    """Reach the documents that were sent to this person."""
    return Q(recipient=person.person) if person.person else NONE


DOCUMENTS = Policy(
    Document,
    allow={
        "document.view": [holds(Role.AUDITOR)],
        "document.open": [],
    },  # an auditor sees digests and dates, not the text
    own={"document.view": [is_recipient], "document.open": [is_recipient]},
)
