"""Migration operation: many new tables in one step, so that an empty database is migrated in seconds and not in minutes."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTogether(Operation):
    """Make new tables, with what their own migration adds to them, from one look at the models.

    Django builds anew, for every operation, all models that hang together with the one at hand. In this house they all hang together,
    since every record leads to a case and every case to people: the cost of each table grows with the number of tables. Here the models
    are built once for all operations of the step.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        """Keep the operations: tables to create, and columns, indexes and constraints of those tables alone."""
        self.operations = list(operations)
        self.made = [operation.name for operation in self.operations if isinstance(operation, CreateModel)]
        known = {name.lower() for name in self.made}
        for operation in self.operations:
            if not isinstance(operation, CreateModel | AddField | AddIndex | AddConstraint):
                raise TypeError(f"{operation.__class__.__name__} has no place among tables that are made together.")
            if not isinstance(operation, CreateModel) and operation.model_name.lower() not in known:
                raise ValueError(f"{operation.model_name} is not made in this step.")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Write this operation into a migration."""
        return (self.__class__.__name__, [self.operations], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Tell the models' state of every table, and let the models themselves be built when they are next asked for."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the tables as they stand at the end of the step; keys between them are added when all are there."""
        for name in self.made:
            model = to_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the tables, the last first."""
        for name in reversed(self.made):
            model = from_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def references_model(self, name: str, app_label: str) -> bool:
        """Tell whether any of the tables has to do with a model."""
        return any(operation.references_model(name, app_label) for operation in self.operations)

    def describe(self) -> str:
        """Say what this does, for the migration's listing."""
        return f"Create {', '.join(self.made)}"
