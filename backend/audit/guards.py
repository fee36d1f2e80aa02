"""The database's own guards: which table refuses which statement, and what an erasure on record may still do.

A table of events or leaves refuses UPDATE, DELETE and TRUNCATE. A history table lets the text of a row be blanked once the row is named
in `audit_erasure`; a disclosure, a subject or an identity may be deleted once it is named there. The triggers read nothing but that table,
so that a guard can't be talked round by whoever holds the connection without leaving a row that can't be taken back.
"""

from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ERASURE: Final = "audit_erasure"
VERBS: Final = ("UPDATE", "DELETE", "TRUNCATE")

PG_FUNCTION = """
CREATE OR REPLACE FUNCTION evenhand_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The table % is append-only.', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$"""

PG_UNLESS_ERASED = """
CREATE OR REPLACE FUNCTION evenhand_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE on_record boolean;
BEGIN
  IF TG_TABLE_NAME = 'audit_private' THEN
    on_record := EXISTS (SELECT 1 FROM audit_erasure x
      WHERE x.kind = 'disclosure' AND x.event_id = OLD.event_id AND x.name = OLD.name);
  ELSIF TG_TABLE_NAME = 'audit_subject' THEN
    on_record := EXISTS (SELECT 1 FROM audit_erasure x
      WHERE x.kind = 'subject' AND x.event_id = OLD.event_id AND x.name = replace(OLD.person_id::text, '-', ''));
  ELSIF TG_TABLE_NAME = 'audit_identity' THEN
    on_record := EXISTS (SELECT 1 FROM audit_erasure x
      WHERE x.kind = 'identity' AND x.name = replace(OLD.actor::text, '-', ''));
  ELSE
    on_record := NEW.history_id = OLD.history_id AND NEW.history_date = OLD.history_date
      AND NEW.history_type = OLD.history_type AND NEW.history_user_id IS NOT DISTINCT FROM OLD.history_user_id
      AND EXISTS (SELECT 1 FROM audit_erasure x
        WHERE x.kind = 'history' AND x.history_table = TG_TABLE_NAME AND x.history_id = OLD.history_id);
  END IF;
  IF on_record THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The table % is append-only.', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$"""

# SQLite writes the same conditions into each trigger.
ON_RECORD: Final = {
    "audit_private": "kind = 'disclosure' AND event_id = OLD.event_id AND name = OLD.name",
    "audit_subject": "kind = 'subject' AND event_id = OLD.event_id AND name = OLD.person_id",
    "audit_identity": "kind = 'identity' AND name = OLD.actor",
}
LASTING: Final = ("history_id", "history_date", "history_type", "history_user_id")


@dataclass(frozen=True)
class Guard:
    """One trigger: the table, the statement, and whether an erasure on record opens it."""

    table: str
    verb: str
    opened_by_erasure: bool = False

    @property
    def name(self) -> str:
        """Name the trigger."""
        return f"{self.table}_no_{self.verb.lower()}"


def guard(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Install the guards of one table, whatever stood there before."""
    db = schema_editor.connection
    opens = _has(db, ERASURE)
    guards = guards_of(table, is_history=_is_history(db, table), opens=opens)
    if db.vendor == "postgresql":
        schema_editor.execute(PG_FUNCTION, params=None)  # its % is not a placeholder
        if opens:
            schema_editor.execute(PG_UNLESS_ERASED, params=None)
    for one in guards:
        if db.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {one.name} ON {table}")
            schema_editor.execute(_on_postgresql(one))
        elif one.verb != "TRUNCATE":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {one.name}")
            schema_editor.execute(_on_sqlite(one))


def unguard(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Take the guards of one table away."""
    on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for verb in VERBS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}{on}")


def guard_again(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Install the guards of what an erasure reaches: disclosures, subjects, identities, and every guarded history table."""
    db = schema_editor.connection
    histories = [table for table in guarded_tables(db) if _is_history(db, table)]
    for table in (*ON_RECORD, *histories):
        guard(schema_editor, table)


def guards_of(table: str, *, is_history: bool, opens: bool = True) -> list[Guard]:
    """List the guards that a table must have."""
    if table == "audit_identity":  # a name may be corrected
        return [Guard(table, "DELETE", opens), Guard(table, "TRUNCATE")]
    opened = "DELETE" if table in ON_RECORD else "UPDATE" if is_history else ""
    return [Guard(table, verb, opens and verb == opened) for verb in VERBS]


def missing_guards(histories: list[str]) -> list[str]:
    """Name the triggers that ought to stand in this database and do not, or are switched off there."""
    plain = ["audit_event", "audit_leaf", ERASURE]
    wanted = [one for table in (*plain, *ON_RECORD) for one in guards_of(table, is_history=False)]
    wanted += [one for table in histories for one in guards_of(table, is_history=True)]
    standing = _standing(connection)
    names = [one.name for one in wanted if connection.vendor == "postgresql" or one.verb != "TRUNCATE"]
    return [name for name in [*names, "audit_event_enqueue"] if name not in standing]


def guarded_tables(db: BaseDatabaseWrapper) -> list[str]:
    """List the tables that refuse to be updated."""
    end = "_no_update"
    return sorted(name.removesuffix(end) for name in _standing(db) if name.endswith(end))


def _standing(db: BaseDatabaseWrapper) -> set[str]:
    with db.cursor() as cursor:
        if db.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {row[0] for row in cursor.fetchall()}


def _has(db: BaseDatabaseWrapper, table: str) -> bool:
    with db.cursor() as cursor:
        return table in db.introspection.table_names(cursor)


def _is_history(db: BaseDatabaseWrapper, table: str) -> bool:
    with db.cursor() as cursor:
        columns = {column.name for column in db.introspection.get_table_description(cursor, table)}
    return columns.issuperset(LASTING)


def _on_postgresql(one: Guard) -> str:
    each = "STATEMENT" if one.verb == "TRUNCATE" else "ROW"
    function = "evenhand_unless_erased" if one.opened_by_erasure else "evenhand_append_only"
    return f"CREATE TRIGGER {one.name} BEFORE {one.verb} ON {one.table} FOR EACH {each} EXECUTE FUNCTION {function}()"


def _on_sqlite(one: Guard) -> str:
    when = ""
    if one.opened_by_erasure:
        named = ON_RECORD.get(
            one.table, f"kind = 'history' AND history_table = '{one.table}' AND history_id = OLD.history_id"
        )
        moved = [f"NEW.{column} IS NOT OLD.{column}" for column in LASTING] if one.verb == "UPDATE" else []
        when = " WHEN " + " OR ".join([f"NOT EXISTS (SELECT 1 FROM {ERASURE} WHERE {named})", *moved])  # noqa: S608
    raised = f"SELECT RAISE(ABORT, 'The table {one.table} is append-only.')"
    return f"CREATE TRIGGER {one.name} BEFORE {one.verb} ON {one.table}{when} BEGIN {raised}; END"
