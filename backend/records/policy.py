"""Who may read the history and take it out."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet, Value

from backend.access.models import Role
from backend.access.policy import NONE, Policy, extend
from backend.access.roles import has_role, holds
from backend.audit.actions import MATTERS
from backend.audit.models import Event, Subject
from backend.cases.barring import kept_from
from backend.cases.glass import guards_privacy
from backend.cases.models import BreakGlassReview, Case, CaseParty
from backend.cases.policy import is_party_to_its_case
from backend.cases.vocabulary import PartyRole
from backend.intake.models import ReportBar
from backend.people.models import Person, User
from backend.records.models import AccessReview, Export, LegalHold, Level

# As what somebody is told of an event that touched them; a review of their access is not among it.
TOLD_AS = ("recipient", "appointed", "opener", *PartyRole.values)
WATCH_ACCESS = (Role.AUDITOR, Role.PRIVACY_OFFICER)
audits = holds(Role.AUDITOR)
audits.__name__ = "audits"


def tells_of_own_matter(person: User) -> Q:
    """The event stands in the history of a case or report that is the person's own or kept from them, or tells of a review of either.

    No staff role opens those to them. The keys are fetched, so that the history is cut along its indexes.
    """
    streams, reviews = _own_keys(person)
    return (Q(stream__in=streams) | Q(obj__in=reviews)) if streams or reviews else NONE


def stands_in_own_matter(person: User) -> Q:
    """The place in the sealed log belongs to such an event: a place knows its stream alone, so all reviews are left out with one."""
    streams, reviews = _own_keys(person)
    mine = [*streams, *(["access-reviews"] if reviews else [])]
    return Q(stream__in=mine) | is_of_private_life(person) if mine else is_of_private_life(person)


def is_of_private_life(person: User) -> Q:
    """The event stands in the history of something that is its owner's alone, of which no role learns even that it is there."""
    nouns = [noun for noun, compartment in MATTERS.items() if compartment == "private"]
    ranges = [
        Q(stream__gte=f"{noun}:", stream__lt=f"{noun};") for noun in nouns
    ]  # “;” follows “:”, and the index is cut
    return reduce(or_, ranges, NONE)


def _own_keys(person: User) -> tuple[list[str], list[str]]:
    """Give the streams of matters of the person's own, and the keys of reviews of access that are about those or about themselves."""
    if not person.person_id:
        return [], []
    mine = Case.objects.filter(pk__in=kept_from(person))
    glasses = BreakGlassReview.objects.filter(glass__case__in=kept_from(person))
    looks = AccessReview.objects.filter(Q(case__in=kept_from(person)) | Q(subject=person.person_id))
    parts: list[tuple[str, QuerySet[Any], str]] = [
        ("case", mine, "uid"),
        ("report", ReportBar.objects.filter(person=person.person_id, ended=None), "report__uid"),
        ("breakglassreview", glasses, "uid"),
        ("accessreview", looks, "uid"),
    ]
    first, *rest = [rows.order_by().annotate(noun=Value(noun)).values_list("noun", uid) for noun, rows, uid in parts]
    keys = [f"{noun}:{uid}" for noun, uid in first.union(*rest)]
    reviews = [key for key in keys if key.startswith("accessreview:")]
    return [key for key in keys if key not in reviews], reviews


def acted(person: User) -> Q:
    """The person did it themselves."""
    return Q(actor=person.uid)


def is_told(person: User) -> Q:
    """The event touched the person's own record, in no matter that they were not told of yet; a letter to them they have."""
    if person.person is None:
        return NONE
    mine = Subject.objects.filter(person_id=person.person.uid, role__in=TOLD_AS)
    untold = CaseParty.objects.filter(person=person.person_id, notified_at=None).values_list("case__uid", flat=True)
    letters = Q(pk__in=mine.filter(role="recipient").values("event_id"))
    return letters | Q(pk__in=mine.values("event_id")) & ~Q(stream__in=[f"case:{uid}" for uid in untold])


EVENTS = Policy(
    Event,
    barred=[tells_of_own_matter, is_of_private_life],
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
