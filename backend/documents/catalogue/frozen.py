"""Migration operation: the words of an approved version refuse to change in the database itself."""

from typing import Final

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from backend.documents.catalogue.states import FROZEN, SETTLED

TABLE: Final = "documents_templateversion"
TOLD: Final = "The words of an approved version never change."
_SETTLED = ", ".join(f"'{state.value}'" for state in SETTLED)
_CHANGED = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in FROZEN)
_BACK = f"NEW.state NOT IN ({_SETTLED})"

PG_FUNCTION = f"""
CREATE OR REPLACE FUNCTION evenhand_template_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ({_SETTLED}) THEN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{TOLD}' USING ERRCODE = 'insufficient_privilege'; END IF;
    IF {_BACK} OR {_CHANGED.replace("IS NOT", "IS DISTINCT FROM")} THEN
      RAISE EXCEPTION '{TOLD}' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$"""
PG_TRIGGER = (
    f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE OR DELETE ON {TABLE}"
    " FOR EACH ROW EXECUTE FUNCTION evenhand_template_frozen()"
)
SQLITE = (
    f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} WHEN OLD.state IN ({_SETTLED}) AND ({_BACK} OR {_CHANGED})"
    f" BEGIN SELECT RAISE(ABORT, '{TOLD}'); END",
    f"CREATE TRIGGER {TABLE}_kept BEFORE DELETE ON {TABLE} WHEN OLD.state IN ({_SETTLED})"
    f" BEGIN SELECT RAISE(ABORT, '{TOLD}'); END",
)


class FrozenWhenApproved(Operation):
    """Guard the words of approved versions; only their state and the end of their time still move."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Install the guard."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(PG_FUNCTION, params=None)
            schema_editor.execute(PG_TRIGGER)
            return
        for statement in SQLITE:
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the guard away."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_frozen ON {TABLE}")
            schema_editor.execute("DROP FUNCTION IF EXISTS evenhand_template_frozen")
            return
        for name in ("frozen", "kept"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{name}")

    def describe(self) -> str:
        """Say what this does, for the migration's listing."""
        return "Let nobody change the words of an approved version"
