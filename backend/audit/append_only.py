"""Migration operation: a table that refuses UPDATE, DELETE and TRUNCATE in the database itself."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from backend.audit.guards import guard, guard_again, unguard

PG_ENQUEUE = """
CREATE OR REPLACE FUNCTION evenhand_enqueue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_pending (event_id) VALUES (NEW.id);
  RETURN NULL;
END $$"""


PG_RECORD = """
CREATE OR REPLACE FUNCTION evenhand_record(
  p_uid uuid, p_stream text, p_action text, p_actor uuid, p_obj text, p_at timestamptz, p_body text,
  p_names text[], p_disclosures text[], p_people uuid[], p_roles text[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  new_id bigint;
BEGIN
  INSERT INTO audit_event (uid, stream, action, actor, obj, at, body)
    VALUES (p_uid, p_stream, p_action, p_actor, p_obj, p_at, p_body) RETURNING id INTO new_id;
  IF p_names <> '{}' THEN
    INSERT INTO audit_private (event_id, name, disclosure)
      SELECT new_id, n, d FROM unnest(p_names, p_disclosures) AS x(n, d);
  END IF;
  IF p_people <> '{}' THEN
    INSERT INTO audit_subject (event_id, person_id, role) SELECT new_id, p, r FROM unnest(p_people, p_roles) AS x(p, r);
  END IF;
  RETURN new_id;
END $$"""


class AppendOnly(Operation):
    """Guard the tables of some models of this app; name the models as in the migration state."""

    reversible = True

    def __init__(self, *models: str) -> None:
        """Keep the models' names."""
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Install the guards."""
        for table in self._tables(app_label, to_state):
            guard(schema_editor, table)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the guards away."""
        for table in self._tables(app_label, from_state):
            unguard(schema_editor, table)

    def describe(self) -> str:
        """Say what this does, for the migration's listing."""
        return f"Make {', '.join(self.models)} append-only"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Write this operation into a migration."""
        return (self.__class__.__name__, list(self.models), {})

    def _tables(self, app_label: str, state: ProjectState) -> list[str]:
        kept = [
            (model, state.models[app_label, model].options) for model in self.models
        ]  # to build all models takes seconds
        return [str(options.get("db_table") or f"{app_label}_{model}") for model, options in kept]


class OpenForShape(AppendOnly):
    """Take the guards of some models away while a migration changes their columns; an `AppendOnly` ends that migration."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the guards away."""
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Put the guards back, once the columns are as they were."""
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what this does, for the migration's listing."""
        return f"Let the columns of {', '.join(self.models)} change"


class ErasureGuards(Operation):
    """Guard what an erasure reaches, and let the history tables that stand already open to one that is on record."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Install the guards."""
        guard_again(schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Refuse: without the record of erasures nobody could tell an erased value from a stolen one."""
        raise IrreversibleError("The record of erasures is kept for good.")

    def describe(self) -> str:
        """Say what this does, for the migration's listing."""
        return "Guard disclosures, subjects and identities; let history rows be erased on record"


class EventQueue(Operation):
    """Let the database queue each new event for sealing, and (on PostgreSQL) compare streams bytewise and index time by ranges."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Install the trigger."""
        if schema_editor.connection.vendor != "postgresql":
            schema_editor.execute(
                "CREATE TRIGGER audit_event_enqueue AFTER INSERT ON audit_event"
                " BEGIN INSERT INTO audit_pending (event_id) VALUES (NEW.id); END"
            )
            schema_editor.execute("CREATE INDEX audit_event_at ON audit_event (at)")
            return
        schema_editor.execute(PG_ENQUEUE)
        schema_editor.execute(
            "CREATE TRIGGER audit_event_enqueue AFTER INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION evenhand_enqueue()"
        )
        schema_editor.execute('ALTER TABLE audit_event ALTER COLUMN stream TYPE varchar(120) COLLATE "C"')
        schema_editor.execute("CREATE INDEX audit_event_at ON audit_event USING brin (at)")
        schema_editor.execute(
            "ALTER TABLE audit_pending SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)"
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the trigger away; the index goes with its table."""
        on = " ON audit_event" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS audit_event_enqueue{on}")

    def describe(self) -> str:
        """Say what this does, for the migration's listing."""
        return "Queue events for sealing"


class Bytewise(Operation):
    """Let PostgreSQL compare a text column of one model byte by byte, as SQLite does anyway."""

    reversible = True

    def __init__(self, model: str, column: str, length: int) -> None:
        """Keep the column's place and its length."""
        self.model, self.column, self.length = model, column, length

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Set the collation."""
        if schema_editor.connection.vendor == "postgresql":
            table = to_state.apps.get_model(app_label, self.model)._meta.db_table
            schema_editor.execute(
                f'ALTER TABLE {table} ALTER COLUMN {self.column} TYPE varchar({self.length}) COLLATE "C"'
            )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Leave it: the column goes with its table."""

    def describe(self) -> str:
        """Say what this does, for the migration's listing."""
        return f"Compare {self.model}.{self.column} bytewise"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Write this operation into a migration."""
        return (self.__class__.__name__, [self.model, self.column, self.length], {})


class RecordFunction(Operation):
    """Let PostgreSQL write an event with all its values in one call whose plans it keeps: half the work of planning each anew."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the function."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(PG_RECORD, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the function."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("DROP FUNCTION IF EXISTS evenhand_record")

    def describe(self) -> str:
        """Say what this does, for the migration's listing."""
        return "Write an event in one call"
