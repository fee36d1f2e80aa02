"""Who may read the history and take it out."""

from typing import Any

from django.db.models import Q, QuerySet, Value

from backend.access.models import Role
from backend.access.policy import NONE, Policy, extend
from backend.access.roles import holds
from backend.audit.models import Event
from backend.cases.glass import guards_privacy
from backend.cases.models import BreakGlassReview, CaseParty
from backend.cases.policy import is_party_to_its_case
from backend.people.models import Person, User
from backend.records.models import AccessReview, Export, LegalHold

WATCH_ACCESS = (Role.AUDITOR, Role.PRIVACY_OFFICER)
audits = holds(Role.AUDITOR)
audits.__name__ = "audits"


def tells_of_own_matter(person: User) -> Q:
    """The event stands in the history of a case to which the person is a party, or tells of a review of it or of themselves.

    No staff role opens those to them. The keys are fetched, so that the history is cut along its indexes.
    """
    if not person.person_id:
        return NONE
    mine = CaseParty.objects.filter(person=person.person_id)
    glasses = BreakGlassReview.objects.filter(glass__case__in=mine.values("case_id"))
    looks = AccessReview.objects.filter(Q(case__in=mine.values("case_id")) | Q(subject=person.person_id))
    parts: list[tuple[str, QuerySet[Any], str]] = [
        ("case", mine, "case__uid"),
        ("breakglassreview", glasses, "uid"),
        ("accessreview", looks, "uid"),
    ]
    first, *rest = [rows.order_by().annotate(noun=Value(noun)).values_list("noun", uid) for noun, rows, uid in parts]
    keys = [f"{noun}:{uid}" for noun, uid in first.union(*rest)]
    streams = [key for key in keys if not key.startswith("accessreview:")]
    objects = [key for key in keys if key.startswith("accessreview:")]
    return (Q(stream__in=streams) | Q(obj__in=objects)) if keys else NONE


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

KEEPERS = (Role.COUNSEL, Role.PRIVACY_OFFICER)  # who may hold records back from erasure, and let them go again
LEGAL_HOLDS = Policy(
    LegalHold,
    barred=[is_party_to_its_case],
    allow={"hold.view": [holds(*KEEPERS), audits], "hold.release": [holds(*KEEPERS)]},
)
