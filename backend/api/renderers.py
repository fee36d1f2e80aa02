"""JSON in and out."""

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.http import HttpRequest
from django.utils.functional import Promise
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import BaseRenderer

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


class JsonRenderer(BaseRenderer):
    """Times leave in UTC, with a Z."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "text"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Write data as JSON."""
        return b"" if data is None else orjson.dumps(data, default=_plain, option=OPTIONS)


class FileRenderer(BaseRenderer):
    """Stands for a file in the negotiation of types; the view hands out the bytes itself."""

    media_type = "application/octet-stream"
    format = "file"
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Write a problem: a view that has a file answers with it and never comes here."""
        return JsonRenderer().render(data)


class PdfRenderer(FileRenderer):
    """A document."""

    media_type = "application/pdf"
    format = "pdf"


class ZipRenderer(FileRenderer):
    """An export, as an archive."""

    media_type = "application/zip"
    format = "zip"


class ExportRenderer(FileRenderer):
    """An export of earlier times, as JSON lines."""

    media_type = "application/x-ndjson"
    format = "ndjson"


class CsvRenderer(FileRenderer):
    """An export of earlier times, as CSV."""

    media_type = "text/csv"
    format = "csv"


class JsonParser(JSONParser):
    """Reads a body no larger than the product's limit."""

    def parse(
        self,
        stream: IO[Any] | HttpRequest,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Read JSON; a malformed body is told as such."""
        content = stream.body if isinstance(stream, HttpRequest) else stream.read()
        try:
            return orjson.loads(content)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is not JSON: {error}.") from None


def _plain(value: object) -> str:
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form.")
