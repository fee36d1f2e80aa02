"""Reading pages in tests: their words, and what they asked of the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

_TAGS = re.compile(r"<script.*?</script>|<style.*?</style>|<[^>]+>", re.DOTALL)


def text_of(response: Any) -> str:
    """Give the words of a page, without markup."""
    return " ".join(unescape(_TAGS.sub(" ", response.content.decode())).split())


def form_of(response: Any, **more: Any) -> dict[str, Any]:
    """Give what the browser would send from the page's forms as they stand."""
    sent: dict[str, Any] = {}
    for form in (response.context["form"], *response.context.get("duties", ()), *response.context.get("put", ())):
        for bound in form:
            value = bound.value()
            if value not in (None, False, ""):
                sent[bound.html_name] = bound.field.prepare_value(value)
    for name in ("duties", "put"):
        if name in response.context:
            management = response.context[name].management_form
            sent |= {bound.html_name: bound.value() for bound in management if bound.value() is not None}
    return {**sent, **more}


@contextmanager
def selects() -> Iterator[list[str]]:
    """Collect the reads of a page; what the history writes about it is not a read."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]
