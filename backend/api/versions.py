"""ETag and If-Match: a change may say which version it is meant for, and is refused when the record has moved on."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from rest_framework.request import Request

from backend.api.errors import ChangedSince


def etag(row: Model) -> str:
    """Name the version of a row: a keyed digest of its values, so that it tells nothing of them."""
    values = "\x1f".join(str(getattr(row, field.attname)) for field in row._meta.concrete_fields)
    return f'"{hashlib.blake2b(values.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=12).hexdigest()}"'


@contextmanager
def unchanged(request: Request, row: Model) -> Iterator[None]:
    """Hold the row while it is changed, if the caller said which version they read."""
    wanted = request.headers.get("If-Match", "").strip()
    if not wanted:
        yield
        return
    with transaction.atomic():
        rows = type(row)._base_manager.all()
        if connection.features.has_select_for_update:
            rows = rows.select_for_update(of=("self",))
        named = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
        if "*" not in named and etag(rows.get(pk=row.pk)) not in named:
            raise ChangedSince("Read the record again, then decide whether the change still fits.")
        yield
