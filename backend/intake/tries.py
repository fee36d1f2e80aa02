"""How often a code may be tried: five wrong ones, then a wait. Who tried is never stored.

The count lies in this process's memory, under a hash of the network with a key that dies with the process.
"""

import hashlib
import secrets
from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from django.conf import settings

from backend.kernel import clock
from backend.kernel.errors import Refused

MOST: Final = 5
WAIT: Final = timedelta(minutes=15)
REMEMBERED: Final = 10_000
_KEY: Final = secrets.token_bytes(32)
_wrong: OrderedDict[bytes, list[datetime]] = OrderedDict()
_lock: Final = Lock()


def network_of(address: str, forwarded: str = "") -> str:
    """Tell whose tries are counted; behind a proxy, `forwarded` (X-Forwarded-For) ends with the address that the proxy saw."""
    return forwarded.rpartition(",")[2].strip() if settings.BEHIND_PROXY and forwarded else address


def may_try(network: str) -> None:
    """Refuse another try to a network that used up its own."""
    with _lock:
        recent = _recent(_name(network))
        if len(recent) >= MOST:
            minutes = int((recent[0] + WAIT - clock.now()).total_seconds() // 60) + 1
            raise Refused(f"There were five tries. Wait {minutes} minutes, then try again.", code="too-many-tries")


def note_wrong(network: str) -> None:
    """Count a wrong try."""
    with _lock:
        name = _name(network)
        _wrong[name] = [*_recent(name), clock.now()]
        _wrong.move_to_end(name)
        while len(_wrong) > REMEMBERED:
            _wrong.popitem(last=False)


def forget_tries() -> None:
    """Forget every try (a restart does so too)."""
    with _lock:
        _wrong.clear()


def _recent(name: bytes) -> list[datetime]:
    since = clock.now() - WAIT
    return [at for at in _wrong.get(name, ()) if at > since]


def _name(network: str) -> bytes:
    return hashlib.blake2b(network.encode(), key=_KEY, digest_size=16).digest()
