"""record(): the one way in which an event is written."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import connection, transaction

from backend.audit.actions import action_named
from backend.audit.disclosures import digest, disclose
from backend.audit.origin import current
from backend.kernel import clock
from backend.kernel.canonical import Json, canonical
from backend.kernel.references import new_uid

LOG = "log"


class Actor(Protocol):
    """Whoever acts: a user of the product, or its own named system person."""

    @property
    def uid(self) -> Any: ...


class About(Protocol):
    """What an event is about: a record with a lasting key and the stream of history that it belongs to."""

    @property
    def key(self) -> str: ...
    @property
    def stream(self) -> str: ...


@dataclass(frozen=True)
class Line:
    """One event ready to be inserted."""

    uid: uuid.UUID
    stream: str
    action: str
    actor: uuid.UUID | None
    obj: str
    at: datetime
    body: str
    disclosures: tuple[tuple[str, str], ...] = ()
    subjects: tuple[tuple[uuid.UUID, str], ...] = ()


def record(
    action: str,
    about: About | None,
    *,
    actor: Actor | None,
    reason: str = "",
    ctx: Mapping[str, Json] | None = None,
    private: Mapping[str, Json] | None = None,
    subjects: Iterable[tuple[uuid.UUID, str]] = (),
    stream: str = "",
    at: datetime | None = None,
) -> uuid.UUID:
    """Write one event in the caller's transaction, and return its lasting identifier.

    `ctx` holds facts that name nobody; `reason` and `private` hold what people wrote or what names them. Raises LookupError for an
    undeclared action and ValueError for a value without canonical form.
    """
    line = compose(
        action, about, actor=actor, reason=reason, ctx=ctx, private=private, subjects=subjects, stream=stream, at=at
    )
    insert(line)
    return line.uid


def compose(
    action: str,
    about: About | None,
    *,
    actor: Actor | None,
    reason: str = "",
    ctx: Mapping[str, Json] | None = None,
    private: Mapping[str, Json] | None = None,
    subjects: Iterable[tuple[uuid.UUID, str]] = (),
    stream: str = "",
    at: datetime | None = None,
) -> Line:
    """Build the event's line without writing it (a bulk writer inserts many at once)."""
    action_named(action)
    origin = current()
    uid, moment, who = new_uid(), (at or clock.now()).astimezone(UTC), actor.uid if actor else None
    facts: dict[str, Json] = {**(ctx or {}), "door": origin.door}
    if origin.request_id:
        facts["request"] = origin.request_id
    values: dict[str, Json] = dict(private or {})
    if reason:
        values["reason"] = reason
    if origin.address or origin.agent:
        values["net"] = {"ip": origin.address, "ua": origin.agent}
    disclosures = tuple((name, disclose(name, value)) for name, value in values.items())
    event: dict[str, Json] = {
        "v": 1,
        "id": str(uid),
        "act": action,
        "actor": str(who) if who else None,
        "at": moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "ctx": facts,
        "obj": about.key if about else None,
        "sd": {name: digest(disclosure) for name, disclosure in disclosures},
    }
    return Line(
        uid, stream or (about.stream if about else LOG), action, who, about.key if about else "", moment, canonical(event),
        disclosures, tuple(subjects),
    )  # fmt: skip


_hooks: list[Callable[[Sequence[Line]], None]] = []


def when_written(hook: Callable[[Sequence[Line]], None]) -> None:
    """Call this inside every transaction that writes events, with what is written (the sealed log listens here)."""
    if hook not in _hooks:
        _hooks.append(hook)


def tell_written(lines: Sequence[Line]) -> None:
    """Tell whoever listens that events are being written."""
    for hook in _hooks:
        hook(lines)


EVENT_COLUMNS = "uid, stream, action, actor, obj, at, body"
WRITE = "SELECT evenhand_record(%s, %s, %s, %s, %s, %s, %s, %s::text[], %s::text[], %s::uuid[], %s::text[])"


def insert(line: Line) -> None:
    """Insert one event with its disclosures and subjects: one call on PostgreSQL, a few statements on SQLite."""
    if not connection.in_atomic_block:
        with transaction.atomic():
            insert(line)
        return
    tell_written([line])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(WRITE, _values(line))
            return
        actor, at = line.actor.hex if line.actor else None, str(line.at.replace(tzinfo=None))
        cursor.execute(
            f"INSERT INTO audit_event ({EVENT_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id",  # noqa: S608
            [line.uid.hex, line.stream, line.action, actor, line.obj, at, line.body],
        )
        event_id = cursor.fetchone()[0]
        for name, disclosure in line.disclosures:
            values = [event_id, name, disclosure]
            cursor.execute("INSERT INTO audit_private (event_id, name, disclosure) VALUES (%s, %s, %s)", values)
        for person, role in line.subjects:
            values = [event_id, person.hex, role]
            cursor.execute("INSERT INTO audit_subject (event_id, person_id, role) VALUES (%s, %s, %s)", values)


def _values(line: Line) -> list[Any]:
    """Give the arguments of the function that writes an event, in their order."""
    names, disclosures = [name for name, _ in line.disclosures], [disclosure for _, disclosure in line.disclosures]
    people, roles = [person for person, _ in line.subjects], [role for _, role in line.subjects]
    own = [line.uid, line.stream, line.action, line.actor, line.obj, line.at, line.body]
    return [*own, names, disclosures, people, roles]
