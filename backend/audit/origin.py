"""Where an act came from: the door, the request and its network address, for the events it leaves.

The origin never says *who* acts: an actor is always passed by name. An anonymous report is written under `unseen()`, so that no
network identifier can reach any table.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Origin:
    """The door (web, api, shell, worker), the request's id, and what the network told of the client."""

    door: str = "shell"
    request_id: str = ""
    address: str = ""
    agent: str = ""


_current: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 - frozen


def current() -> Origin:
    """Tell where the act under way came from."""
    return _current.get()


@contextmanager
def coming_from(door: str, *, request_id: str = "", address: str = "", agent: str = "") -> Iterator[Origin]:
    """Name the origin of everything recorded inside the block."""
    origin = Origin(door, request_id or uuid.uuid4().hex, address, agent[:300])
    token = _current.set(origin)
    try:
        yield origin
    finally:
        _current.reset(token)


@contextmanager
def unseen() -> Iterator[None]:
    """Drop every network identifier inside the block."""
    token = _current.set(replace(_current.get(), address="", agent="", request_id=""))
    try:
        yield
    finally:
        _current.reset(token)
