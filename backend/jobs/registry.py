"""What can be asked for, how often the clock asks for it, and what surrounds every run."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Event as Signal
from typing import Protocol, TypeVar
from uuid import UUID

from backend.jobs.models import Job
from backend.kernel.canonical import Json

LEASE = timedelta(minutes=5)
ATTEMPTS = 5


class Requester(Protocol):
    """Whoever asks for a job; the queue keeps only the identifier."""

    @property
    def uid(self) -> UUID: ...


class Reports(Protocol):
    """What a job's body is given: call it with (done, total) between transactions; the call renews the lease."""

    def __call__(self, done: int, total: int) -> None: ...


class Follower(Protocol):
    """Whoever wants to know that a job was asked for, retried or given up."""

    def __call__(self, action: str, job: Job, /, *, actor: Requester | None, reason: str) -> object: ...


Body = TypeVar("Body", bound=Callable[..., None])


@dataclass(frozen=True)
class Kind:
    """One kind of job: what to run, how long a silence means that the worker is lost, how often to try."""

    name: str
    body: Callable[..., None]
    lease: timedelta
    max_attempts: int


@dataclass(frozen=True)
class Periodic:
    """Work that the clock asks for."""

    name: str
    kind: str
    interval: timedelta
    params: dict[str, Json]


KINDS: dict[str, Kind] = {}
PERIODIC: dict[str, Periodic] = {}
_surroundings: list[Callable[[Job], AbstractContextManager[object]]] = []
_followers: list[Follower] = []
_companions: dict[str, Callable[[Signal], None]] = {}


def job(kind: str, *, lease: timedelta = LEASE, max_attempts: int = ATTEMPTS) -> Callable[[Body], Body]:
    """Register a body for a kind of job. It may run more than once, so it calls an action that may too."""

    def register(body: Body) -> Body:
        known = KINDS.setdefault(kind, Kind(kind, body, lease, max_attempts))
        if known.body is not body:
            raise ValueError(f"{kind} has a body already.")
        return body

    return register


def every(name: str, *, kind: str, hours: float = 0, minutes: float = 0, **params: Json) -> Periodic:
    """Ask for a job at a steady interval; a turn that passed while no worker ran is made up for once."""
    interval = timedelta(hours=hours, minutes=minutes)
    if interval <= timedelta(0):
        raise ValueError("A schedule needs an interval.")
    periodic = Periodic(name, kind, interval, params)
    if PERIODIC.setdefault(name, periodic) != periodic:
        raise ValueError(f"{name} is scheduled already, otherwise.")
    return periodic


def surround(context: Callable[[Job], AbstractContextManager[object]]) -> None:
    """Run every body inside this context (the composition root says there through which door it comes)."""
    if context not in _surroundings:
        _surroundings.append(context)


def accompany(name: str, run: Callable[[Signal], None]) -> None:
    """Run this beside every worker, in a thread of its own, until the signal is set."""
    _companions[name] = run


def companions() -> dict[str, Callable[[Signal], None]]:
    """List what runs beside every worker, by name."""
    return dict(_companions)


def follow_jobs(follower: Follower) -> None:
    """Tell this follower, in the same transaction, of `job.submit`, `job.retry` and `job.die`."""
    if follower not in _followers:
        _followers.append(follower)


def announce(action: str, job: Job, *, actor: Requester | None, reason: str = "") -> None:
    """Tell the followers what happened to a job."""
    for follower in _followers:
        follower(action, job, actor=actor, reason=reason)


@contextmanager
def surroundings(job: Job) -> Iterator[None]:
    """Enter what surrounds every run."""
    with ExitStack() as stack:
        for context in _surroundings:
            stack.enter_context(context(job))
        yield
