"""A lookup for what a person holds: `pk__among=<keys>` reads as `pk__in`, and makes the database begin with the keys."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignKey
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler


@Field.register_lookup
class Among(In):
    """Membership in somebody's own keys.

    Asked for the newest of `IN (SELECT ...)`, PostgreSQL walks along the index of dates until it has found enough rows; for somebody
    whose rows are old that is the whole table. Keys in an array are fetched first, so that a page costs what its reader's grants cost.
    """

    lookup_name = "among"

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Write an array for a subquery."""
        if self.rhs_is_direct_value():
            sql, params = self.as_sql(compiler, connection)
            return sql, tuple(params)
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY(ARRAY{right})", (*left_params, *right_params)


@ForeignKey.register_lookup
class AmongRelated(Among, RelatedIn):
    """The same for a foreign key."""
