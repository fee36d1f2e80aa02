"""Which columns a history table had when an event was written: a later version of the product may have added or changed some."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, RemoveField, RenameField
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder

from backend.kernel.shaping import ChangeTogether


class LateColumns:
    """The columns that came after a table was made, each with the time at which the database took it in."""

    def __init__(self) -> None:
        """Read the migrations, and when each was applied here."""
        self.added: dict[str, dict[str, datetime]] = {}
        self.reshaped: dict[str, datetime] = {}
        applied: Mapping[Any, Any] = MigrationRecorder(connection).applied_migrations()
        for key, migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items():
            if key in applied:
                for operation in _each_of(migration.operations):
                    self._take(key[0], operation, applied[key].applied)

    def absent(self, table: str, at: datetime) -> frozenset[str]:
        """Name the columns of a table that an event of a time (by the database's clock) could not know."""
        return frozenset(name for name, since in self.added.get(table, {}).items() if since > at)

    def is_reshaped(self, table: str, at: datetime) -> bool:
        """Tell whether a column was taken away or renamed since: what was hashed before can't be hashed again."""
        return table in self.reshaped and self.reshaped[table] > at

    def _take(self, app: str, operation: object, applied: datetime) -> None:
        if not isinstance(operation, AddField | RemoveField | RenameField):
            return
        try:
            model = apps.get_model(app, operation.model_name)
            table = model._meta.db_table
            if isinstance(operation, AddField):
                field = model._meta.get_field(operation.name)
                if isinstance(field, models.Field):
                    self.added.setdefault(table, {})[field.attname] = applied
                return
        except (LookupError, FieldDoesNotExist):  # a model or a column that is gone again
            return
        self.reshaped[table] = max(applied, self.reshaped.get(table, applied))


def _each_of(operations: Iterable[Operation]) -> Iterator[Operation]:
    for operation in operations:
        yield from operation.operations if isinstance(operation, ChangeTogether) else [operation]
