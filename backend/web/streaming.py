"""Handing a stored file out: block by block, under a name that tells nothing, never shown inside a page."""

from typing import cast

from django.http import HttpResponse, StreamingHttpResponse

from backend.files.models import StoredFile
from backend.files.reading import neutral_name, opened_by
from backend.people.models import User


def streamed(person: User, stored: StoredFile, label: str) -> HttpResponse:
    """Stream a file to somebody as a download; that they open it is recorded first. Raises Refused while it may not be opened."""
    response = StreamingHttpResponse(opened_by(person, stored), content_type=stored.mime)
    response["Content-Length"] = str(stored.size)
    response["Content-Disposition"] = f'attachment; filename="{neutral_name(stored, label)}"'
    response["X-Content-Type-Options"], response["Cache-Control"] = "nosniff", "private, no-store"
    return cast("HttpResponse", response)
