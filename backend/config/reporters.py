"""Settings of the reporter's side, read from the environment like all others."""

from typing import NamedTuple

from backend.config.environment import keys, secret, text


class OfReporters(NamedTuple):
    """What protects reporters without a name."""

    code_pepper: str
    vault_keys: list[str]
    exit_address: str


def of_reporters(*, production: bool) -> OfReporters:
    """Read the secrets behind codes and names, and where the public pages are left to."""
    return OfReporters(
        secret(
            "EVENHAND_CODE_PEPPER",
            "Goes into what is kept of reporters' codes. It must never change: every code and draft is lost with it.",
            production=production,
            stand_in="development-only-pepper-" + "0123456789abcdef" * 3,
        ),
        keys(
            "EVENHAND_VAULT_KEYS",
            "Encrypt the names in the identity vault and the secrets of second steps: keys with blanks between,"
            " the one in use first, earlier ones behind it.",
            production=production,
            stand_in="ZGV2ZWxvcG1lbnQtb25seS1rZXktbm90LXNlY3JldC4=",
        ),
        text(
            "EVENHAND_EXIT_ADDRESS",
            "https://www.metoffice.gov.uk/",
            "Where “Leave this page” leads from the public pages: something that anybody might be reading.",
        ),
    )
