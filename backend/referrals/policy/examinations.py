"""Who may do what with an examination of fitness for duty, and with help that was pointed out: records apart from any referral."""

from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import NONE, Policy
from backend.access.roles import has_role
from backend.people.models import User
from backend.referrals.models import (
    FitnessRequest,
    SupportSuggestion,
)
from backend.referrals.policy.compartment import coordinates

KNOW_OF_EXAMINATIONS = (Role.HR_PARTNER, Role.COUNSEL, Role.REFERRAL_COORDINATOR)


def is_examined(person: User) -> Q:
    """The examination is the person's own, and they were told of it."""
    return Q(person=person.person_id, offered_at__isnull=False) if person.person_id else NONE


def asked_for_it(person: User) -> Q:
    """The person asked for the examination."""
    return Q(asked_by=person)


def advises_on_others(person: User) -> Q:
    """The person is counsel, and somebody else asked; it is not their own matter."""
    if not has_role(person, Role.COUNSEL):
        return NONE
    return ~Q(asked_by=person) & ~Q(person=person.person_id)


FITNESS = Policy(
    FitnessRequest,
    allow={
        "fitness.view": [coordinates, advises_on_others, asked_for_it],
        "fitness.approve": [advises_on_others],
        "fitness.refuse": [advises_on_others],
        "fitness.offer": [coordinates],
        "fitness.answer": [coordinates],
        "fitness.withdraw": [asked_for_it, coordinates],
    },
    own={"fitness.view": [is_examined]},
)


def may_ask_for_examination(person: User) -> bool:
    """Tell whether somebody may ask for an examination of fitness for duty."""
    return has_role(person, Role.HR_PARTNER)


def may_suggest(person: User) -> bool:
    """Tell whether somebody may point help out to an employee."""
    return has_role(person, Role.REFERRAL_COORDINATOR, Role.HR_PARTNER)


def was_suggested_to(person: User) -> Q:
    """Help was pointed out to the person; nobody else sees that it was."""
    return Q(person=person.person_id) if person.person_id else NONE


SUGGESTIONS = Policy(
    SupportSuggestion,
    allow={},
    own={"support.view": [was_suggested_to], "support.see": [was_suggested_to]},
)
