"""Recorded: the base of every domain record. A row, its history and its event are written together or not at all."""

import datetime
import decimal
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Never, Self, TypeVar

from django.db import models, transaction

from backend.audit.events import Actor, record
from backend.audit.history import RowHistory
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.references import new_uid

R = TypeVar("R", bound="Recorded")


class UnrecordedWrite(TypeError):
    """A write that would leave no history: use keep(), keep_all() or remove()."""


class RecordedQuerySet(models.QuerySet[R]):
    """Reads as ever; the writes that would bypass history are refused."""

    def update(self, **kwargs: object) -> Never:
        """Refuse: rows changed in bulk would leave neither history nor event."""
        raise UnrecordedWrite("Change rows with keep().")

    def bulk_create(self, *args: object, **kwargs: object) -> Never:
        """Refuse: see keep_all()."""
        raise UnrecordedWrite("Insert rows with keep_all().")

    def bulk_update(self, *args: object, **kwargs: object) -> Never:
        """Refuse: see keep()."""
        raise UnrecordedWrite("Change rows with keep().")

    def delete(self) -> Never:
        """Refuse: see remove()."""
        raise UnrecordedWrite("Remove a row with remove().")


class Recorded(models.Model):
    """A domain record: it has a lasting `uid`, a stream of history that it belongs to, and no unrecorded way to change."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    untold: ClassVar[frozenset[str]] = frozenset({"id", "uid"})  # fields whose change an event does not tell

    history = RowHistory()

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(RecordedQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Refuse unless called by keep()."""
        if not self.__dict__.get("_keeping"):
            raise UnrecordedWrite(f"Write a {self._meta.verbose_name} with keep().")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Refuse unless called by remove()."""
        if not self.__dict__.get("_keeping"):
            raise UnrecordedWrite(f"Remove a {self._meta.verbose_name} with remove().")
        return super().delete(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def key(self) -> str:
        """Name this record in the history, for example `case:018f...`."""
        return f"{self._meta.model_name}:{self.uid}"

    @property
    def stream(self) -> str:
        """Name the stream that this record's events belong to; a part of a case answers with its case's key."""
        return self.key

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> Self:
        """Remember what was loaded, so that a change can be told without asking the database again."""
        names, loaded = list(field_names), list(values)
        row = super().from_db(db, names, loaded, **options)
        row.__dict__["_loaded"] = (
            dict(zip(names, loaded, strict=True)) if len(names) == len(cls._meta.concrete_fields) else None
        )
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the row again, and measure later changes from what was read."""
        super().refresh_from_db(*args, **kwargs)
        self.__dict__["_loaded"] = {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}

    def changed_fields(self) -> dict[str, tuple[Json, Json]]:
        """List the fields whose value differs from what was loaded, as (before, after)."""
        loaded = self.__dict__.get("_loaded")
        if loaded is None:
            if not self._state.adding:
                raise UnrecordedWrite("A partly loaded row can't be changed: load it whole.")
            loaded = {}
        changes = {}
        for field in self._meta.concrete_fields:
            if field.attname in self.untold:
                continue
            before, after = loaded.get(field.attname), getattr(self, field.attname)
            if before != after and not (self._state.adding and after in ("", None)):
                changes[field.attname] = (plain(before), plain(after))
        return changes


def keep(
    row: R,
    action: str,
    *,
    actor: Actor,
    reason: str = "",
    ctx: Mapping[str, Json] | None = None,
    private: Mapping[str, Json] | None = None,
    subjects: Iterable[tuple[uuid.UUID, str]] = (),
) -> R:
    """Insert or update one record together with its history row and its event; a row without a change is left alone."""
    adding, changes = row._state.adding, row.changed_fields()
    if not adding and not changes:
        return row
    with transaction.atomic(savepoint=False):
        moment = clock.now()
        with _recording(row, actor, reason, moment) as written:
            row.save(force_insert=adding)
        row.__dict__["_loaded"] = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        fields: list[Json] = [*sorted(changes)]
        diff: dict[str, Json] = {name: list(pair) for name, pair in changes.items()}
        facts: dict[str, Json] = {**(ctx or {}), "history": written, "fields": fields}
        told: dict[str, Json] = {**(private or {}), "diff": diff}
        record(action, row, actor=actor, reason=reason, ctx=facts, private=told, subjects=subjects, at=moment)
    return row


def keep_all(rows: Iterable[R], action: str, *, actor: Actor, reason: str = "") -> list[R]:
    """Keep several records in one transaction (a few; a large import has its own bulk writer)."""
    with transaction.atomic():
        return [keep(row, action, actor=actor, reason=reason) for row in rows]


def remove(row: Recorded, action: str, *, actor: Actor, reason: str, ctx: Mapping[str, Json] | None = None) -> None:
    """Remove a record whose absence is its meaning (a grant that ended); its history and the event stay."""
    with transaction.atomic(savepoint=False):
        key, moment = row.pk, clock.now()
        with _recording(row, actor, reason, moment) as written:
            row.delete()
        record(action, row, actor=actor, reason=reason, ctx={**(ctx or {}), "history": written}, at=moment)
        row.pk = key


@contextmanager
def _recording(row: Recorded, actor: Actor, reason: str, moment: datetime.datetime) -> Iterator[list[Json]]:
    """Let one write through, and tell afterwards which history row it left: its table, its key and its kind."""
    written: list[Json] = []
    row.__dict__.update(_history_date=moment, _history_user_id=actor.uid, _change_reason=reason, _keeping=True)
    try:
        yield written
    finally:
        del row.__dict__["_keeping"]
    written.extend(row.__dict__.pop("_history_row"))


def plain(value: object) -> Json:
    """Write a field's value as JSON without floats: dates, identifiers and decimals become strings."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime.datetime():
            return value.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case decimal.Decimal() | float() | uuid.UUID() | datetime.timedelta():
            return str(value)
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {str(name): plain(item) for name, item in value.items()}
        case bytes() | memoryview():
            return f"{len(value)} bytes"
        case _:
            return str(value)
