"""Pages by position, not by number: page ten thousand costs what page one costs, and nothing is skipped while rows arrive."""

import base64
from typing import Any

import orjson
from django.core import signing
from django.db.models import Q, QuerySet, Subquery
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from backend.kernel.errors import Invalid

MOST, USUAL, COUNTED = 100, 25, 1000
_signer = signing.Signer(salt="backend.api.pagination")


class Keyset(BasePagination):
    """A page after (or before) one row, in the order of one column and then of the key.

    Cursors are signed; they name the row by its lasting identifier, because keys count rows and never leave the database.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Fetch one page, and one row more to know whether there is another."""
        self.request = request
        self.rows: QuerySet[Any] = queryset
        self.order = _order(request, view)
        limit = _limit(request.query_params.get("limit", ""))
        cursor = _read(request.query_params.get("cursor", ""), self.order)
        backwards = bool(cursor and cursor[0])
        found = list(self._from(cursor, backwards)[: limit + 1])
        more, page = len(found) > limit, found[:limit]
        self.page = page[::-1] if backwards else page
        self.has_next, self.has_previous = (True, more) if backwards else (more, cursor is not None)
        return self.page

    def get_paginated_response(self, data: Any) -> Response:
        """Give the page with the links to its neighbours, and a count when it was asked for."""
        told = {
            "results": data,
            "next": self._link(self.has_next, -1, 0),
            "previous": self._link(self.has_previous, 0, 1),
        }
        if self.request.query_params.get("count", "") in {"true", "1"}:
            number = self.rows.order_by()[: COUNTED + 1].count()
            told["count"] = str(number) if number <= COUNTED else f"{COUNTED}+"
        return Response(told)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe a page."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {
                "results": schema,
                "next": link,
                "previous": link,
                "count": {
                    "type": "string",
                    "description": "Only with count=true; never counts beyond 1000.",
                    "example": "1000+",
                },
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the parameters that every list takes."""
        orders = sorted(view.orderings)
        told = [
            (
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
                "How many rows a page holds.",
            ),
            ("cursor", {"type": "string"}, "Where the page starts; take it from `next` or `previous`."),
            ("count", {"type": "boolean"}, "Also count, up to 1000 (“1000+”)."),
        ]
        if len(orders) > 1:
            told.append(
                (
                    "ordering",
                    {"type": "string", "enum": orders},
                    f"The order of rows; usually {view.orderings_default}.",
                )
            )
        return [
            {"name": name, "in": "query", "required": False, "schema": form, "description": words}
            for name, form, words in told
        ]

    def _from(self, cursor: tuple[bool, Any, str] | None, backwards: bool) -> QuerySet[Any]:  # noqa: FBT001
        column, falling = self.order.removeprefix("-"), self.order.startswith("-") != backwards
        rows = self.rows.order_by(f"-{column}", "-pk") if falling else self.rows.order_by(column, "pk")
        if cursor is None:
            return rows
        side, (_, value, uid) = "lt" if falling else "gt", cursor
        beyond = Q(**{f"pk__{side}": Subquery(rows.model._base_manager.filter(uid=uid).values("pk"))})
        if column == "pk":
            return rows.filter(beyond)
        return rows.filter(Q(**{f"{column}__{side}e": value}) & (Q(**{f"{column}__{side}": value}) | beyond))

    def _link(self, exists: bool, position: int, backwards: int) -> str | None:  # noqa: FBT001
        if not (exists and self.page):
            return None
        cursor = _write(self.page[position], self.order, backwards)
        return str(replace_query_param(self.request.build_absolute_uri(), "cursor", cursor))


def _order(request: Request, view: Any) -> str:
    wanted = request.query_params.get("ordering", "") or view.orderings_default
    if wanted not in view.orderings:
        raise Invalid({"ordering": [f"Order by one of: {', '.join(sorted(view.orderings))}."]})
    return str(view.orderings[wanted])


def _limit(given: str) -> int:
    if not given:
        return USUAL
    if not (given.isascii() and given.isdigit() and len(given) <= 3 and 1 <= int(given) <= MOST):
        raise Invalid({"limit": [f"Enter a whole number from 1 to {MOST}."]})
    return int(given)


def _write(row: Any, order: str, backwards: int) -> str:
    column = order.removeprefix("-")
    value = None if column == "pk" else getattr(row, column)
    return _signer.sign(base64.urlsafe_b64encode(orjson.dumps([order, backwards, value, row.uid])).decode())


def _read(given: str, order: str) -> tuple[bool, Any, str] | None:
    if not given:
        return None
    try:
        written, backwards, value, uid = orjson.loads(base64.urlsafe_b64decode(_signer.unsign(given)))
    except (signing.BadSignature, ValueError):
        raise Invalid(
            {"cursor": ["Take the cursor from “next” or “previous” of a page; it can’t be made up."]}
        ) from None
    if written != order:
        raise Invalid({"cursor": ["This cursor belongs to another order of rows. Start from the first page."]})
    return bool(backwards), value, str(uid)
