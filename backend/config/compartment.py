"""Settings of the medical-confidential compartment, read from the environment like all others."""

from typing import NamedTuple

from backend.config.environment import keys, text


class OfCompartment(NamedTuple):
    """Where the master keys of the compartment are."""

    master_keys: list[str]
    key_service: str


def of_compartment(*, production: bool) -> OfCompartment:
    """Read the master keys, or the name of the service that keeps them."""
    service = text(
        "EVENHAND_COMPARTMENT_KEY_SERVICE",
        "",
        "A class that closes and opens keys with a key service (`yours.keys.Vault`), in place of master keys held here.",
    )
    return OfCompartment(
        keys(
            "EVENHAND_COMPARTMENT_KEYS",
            "Encrypt what lies in the medical-confidential compartment: keys with blanks between, the one in use first, "
            "earlier ones behind it until `rotate_compartment_keys` has run.",
            production=production and not service,
            stand_in="ZGV2ZWxvcG1lbnQtb25seS1jb21wYXJ0bWVudC1rZXk=",
        ),
        service,
    )
