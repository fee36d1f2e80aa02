"""How often one address may have something checked, at whichever door it asks."""

import hashlib
import ipaddress
from typing import Final

from django.conf import settings
from django.core.cache import cache

from backend.kernel import clock
from backend.kernel.errors import Problem

MINUTE: Final = 60


class TooManyChecks(Problem):
    """One address asked more often than a person would."""

    status = 429
    code = "too-many-checks"
    title = "Too many checks from your network"
    wait = MINUTE


def admit(address: str, forwarded: str = "") -> None:
    """Count a check by the address that it comes from; TooManyChecks when its share of this minute is used up.

    Behind a proxy, `forwarded` (X-Forwarded-For) ends with the address that the proxy saw.
    """
    if settings.BEHIND_PROXY and forwarded:
        address = forwarded.rpartition(",")[2].strip()
    minute = int(clock.now().timestamp()) // MINUTE
    key = f"check:{minute}:{hashlib.sha256(_network(address).encode()).hexdigest()}"
    cache.add(key, 0, 2 * MINUTE)
    if cache.incr(key) > settings.CHECKS_PER_MINUTE:
        raise TooManyChecks("Too many checks came from your network. Wait a minute, then try again.")


def _network(address: str) -> str:
    """Take the networks of IPv6 as a whole: whoever has one address there has all of its 2^64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)
