"""The key of a record’s history, as the database can make it."""

from typing import Any, ClassVar

from django.db.models import CharField, Func
from django.db.models.sql.compiler import SQLCompiler


class HistoryKey(Func):
    """The key of a record's history, made in the database (`report:018f...`), to join deadlines to their matter."""

    noun: ClassVar[str] = ""
    template = "('%(noun)s:' || %(expressions)s::text)"
    output_field = CharField()

    def as_sql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> tuple[str, Any]:  # type: ignore[override]
        """Name the kind of record in the key."""
        return super().as_sql(compiler, connection, noun=self.noun, **context)

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> tuple[str, Any]:
        """Write the identifier with its hyphens; SQLite keeps it without."""
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        dashed = " || '-' || ".join(f"substr(%(expressions)s, {start}, {length})" for start, length in parts)
        return self.as_sql(compiler, connection, template=f"('%(noun)s:' || {dashed})", **context)


class ReportKey(HistoryKey):
    """The key of a report's history."""

    noun = "report"
