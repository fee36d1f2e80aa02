"""Migration operation: what was approved of the clause library refuses to change in the database itself."""

from typing import Final

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

TOLD: Final = "What was approved of the clause library never changes."
WORDS: Final = (
    *(
        "reference",
        "clause_id",
        "language",
        "number",
        "part",
        "heading",
        "text",
        "note",
        "sha256",
        "change",
        "based_on_id",
    ),
    *("delivered", "written_by_id", "written_at", "approved_by_id", "approved_at", "effective_from"),
)
RULES: Final = (
    *("reference", "clause_id", "profile", "kinds", "standing", "needs_counsel", "why", "source", "checked_on"),
    *("next_check", "delivered", "proposed_by_id", "approved_by_id", "approved_at"),
)
GUARDED: Final = (
    ("clauses_clauseversion", ("approved", "retired"), WORDS),
    ("clauses_clauserule", ("in_force", "withdrawn"), RULES),
)


class FrozenWhenApproved(Operation):
    """Guard approved words and rules; only their state and the end of their time still move, and only forwards."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Install the guards."""
        for table, settled, columns in GUARDED:
            for statement in _guards(schema_editor.connection.vendor, table, settled, columns):
                schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the guards away."""
        for table, _settled, _columns in GUARDED:
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}")
                schema_editor.execute(f"DROP FUNCTION IF EXISTS evenhand_{table}_frozen")
                continue
            for name in ("frozen", "kept"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}")

    def describe(self) -> str:
        """Say what this does, for the migration's listing."""
        return "Let nobody change approved clauses and rules"


def _guards(vendor: str, table: str, settled: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, ...]:
    states = ", ".join(f"'{state}'" for state in settled)
    back = f"NEW.state NOT IN ({states}) OR (OLD.state = '{settled[-1]}' AND NEW.state <> OLD.state)"
    if vendor == "postgresql":
        changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
        refuse = f"RAISE EXCEPTION '{TOLD}' USING ERRCODE = 'insufficient_privilege';"
        return (
            f"""CREATE OR REPLACE FUNCTION evenhand_{table}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ({states}) THEN
    IF TG_OP = 'DELETE' THEN {refuse} END IF;
    IF {back} OR {changed} THEN {refuse} END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$""",
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION evenhand_{table}_frozen()",
        )
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{TOLD}'); END"
    return (
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table}"
        f" WHEN OLD.state IN ({states}) AND ({back} OR {changed}) {refuse}",
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} WHEN OLD.state IN ({states}) {refuse}",
    )
