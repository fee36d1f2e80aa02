"""Migration operations: many tables made or changed in one step, so that a database is migrated in seconds and not in minutes.

Django builds anew, for every operation, all models that hang together with the one at hand. In this house they all hang together, since
every record leads to a case and every case to people: the cost of each change grows with the number of tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final, TypeAlias, cast

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState, StateApps

Key: TypeAlias = tuple[str, str]  # an app and a model's name in small letters
CHANGES: Final = (AddField, AlterField, AddIndex, RemoveIndex, AddConstraint, RemoveConstraint)


class CreateTogether(Operation):
    """Make new tables, with what their own migration adds to them, as they stand at the end of the step."""

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
        """Tell the models' state of every table; the new models join those that are built, since nothing that stands leads to them."""
        apps = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if apps is not None:
            apps.render_multiple([state.models[app_label, name.lower()] for name in self.made])
            state.__dict__["apps"] = apps

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the tables; keys between them are added when all are there."""
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


class ChangeTogether(Operation):
    """Change the columns, indexes and constraints of tables that stand, one after the other, and build only the changed model anew.

    Each operation does to the database what it does by itself: it is shown the model as it stands before and after it.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        """Keep the operations, each on one table: its columns added or altered, its indexes and constraints added or removed."""
        self.operations = list(operations)
        for operation in self.operations:
            if not isinstance(operation, CHANGES):
                raise TypeError(f"{operation.__class__.__name__} has no place among changes of tables that stand.")
            if isinstance(operation, AlterField) and operation.field.unique:
                raise ValueError(f"Other tables may name {operation.model_name}.{operation.name}; alter it by itself.")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Write this operation into a migration."""
        return (self.__class__.__name__, [self.operations], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Tell the models' state of every change, and let the models themselves be built when they are next asked for."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make one change after the other."""
        steps = self._steps(app_label, from_state)
        apps = from_state.apps
        for step in steps:
            was = _seen(step.before, apps)
            step.operation.database_forwards(app_label, schema_editor, was, _seen(step.after, apps, anew=True))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take one change after the other back, the last first."""
        steps = self._steps(app_label, to_state)
        apps = from_state.apps
        for step in reversed(steps):
            was = _seen(step.after, apps)
            step.operation.database_backwards(app_label, schema_editor, was, _seen(step.before, apps, anew=True))

    def _steps(self, app_label: str, begin: ProjectState) -> list["Step"]:
        state, steps = ProjectState(dict(begin.models), begin.real_apps), []
        for operation in self.operations:
            key = (app_label, cast("AddField", operation).model_name.lower())
            before = state.models[key]
            state.models[key] = before.clone()
            operation.state_forwards(app_label, state)
            steps.append(Step(operation, key, before, state.models[key]))
        return steps

    def references_model(self, name: str, app_label: str) -> bool:
        """Tell whether any of the tables has to do with a model."""
        return any(operation.references_model(name, app_label) for operation in self.operations)

    def describe(self) -> str:
        """Say what this does, for the migration's listing."""
        return "; ".join(operation.describe() for operation in self.operations)


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a table, with the state of its model before and after it."""

    operation: Operation
    key: Key
    before: ModelState
    after: ModelState


def _seen(model: ModelState, apps: StateApps, *, anew: bool = False) -> ProjectState:
    """Give an operation what it asks of a state: one model, among those that it leads to."""
    if anew:
        model.render(apps)
    built = apps.get_model(model.app_label, model.name_lower)
    shown = SimpleNamespace(
        apps=SimpleNamespace(get_model=lambda *_: built), models={(model.app_label, model.name_lower): model}
    )
    return cast("ProjectState", shown)
