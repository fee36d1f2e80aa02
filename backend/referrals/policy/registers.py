"""Who reads and who keeps the registers: providers with their licences and ties, and what is known of each service."""

from backend.access.models import Role
from backend.access.policy import Policy
from backend.access.roles import has_role, holds
from backend.people.models import User
from backend.referrals.models import (
    Intervention,
    Licence,
    Provider,
    ProviderTie,
)

DIRECTORY_READERS = (Role.REFERRAL_COORDINATOR, Role.DECISION_MAKER, Role.COUNSEL, Role.ADMINISTRATOR)

PROVIDERS = Policy(
    Provider,
    allow={
        "provider.view": [holds(*DIRECTORY_READERS)],
        "provider.edit": [holds(Role.REFERRAL_COORDINATOR)],
        "provider.invite": [holds(Role.REFERRAL_COORDINATOR)],
        "provider.suspend": [holds(Role.REFERRAL_COORDINATOR)],
        "provider.relist": [holds(Role.REFERRAL_COORDINATOR)],
        "provider.remove": [holds(Role.REFERRAL_COORDINATOR)],
    },
)

LICENCES = Policy(
    Licence,
    allow={
        "licence.view": [holds(*DIRECTORY_READERS)],
        "licence.verify": [holds(Role.REFERRAL_COORDINATOR)],
        "licence.end": [holds(Role.REFERRAL_COORDINATOR)],
    },
)

TIES = Policy(
    ProviderTie,
    allow={
        "provider_tie.view": [holds(*DIRECTORY_READERS)],
        "provider_tie.end": [holds(Role.REFERRAL_COORDINATOR)],
    },
)


def may_keep_directory(person: User) -> bool:
    """Tell whether somebody may add providers to the directory."""
    return person.is_system or has_role(person, Role.REFERRAL_COORDINATOR)


REGISTER_KEEPERS = (Role.REFERRAL_COORDINATOR, Role.COUNSEL)
REGISTER_READERS = (*REGISTER_KEEPERS, Role.DECISION_MAKER, Role.HR_PARTNER, Role.AUDITOR, Role.ADMINISTRATOR)


def may_keep_register(person: User) -> bool:
    """Tell whether somebody may add to the evidence register."""
    return person.is_system or has_role(person, *REGISTER_KEEPERS)


INTERVENTIONS = Policy(
    Intervention,
    allow={
        "intervention.view": [holds(*REGISTER_READERS)],
        "intervention.edit": [holds(*REGISTER_KEEPERS)],
        "intervention.grade": [holds(*REGISTER_KEEPERS)],
        "intervention.retire": [holds(*REGISTER_KEEPERS)],
    },
)
