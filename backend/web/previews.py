"""A letter on a page, before it is issued: the very words of its file, without the look of its pages."""

import re

from django.utils.safestring import SafeString, mark_safe

from backend.documents.letters import Letter
from backend.documents.rendering import render_html

_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_HEADING = re.compile(r"<(/?)h([1-4])\b")
_STYLE = re.compile(r'\s(?:style|class)="[^"]*"')


def letter_on_page(letter: Letter) -> SafeString:
    """Give the body of a letter for a page of the site: its headings one level down, its own styles left out."""
    found = _BODY.search(render_html(letter))
    body = _STYLE.sub("", found[1] if found else "")
    lower = _HEADING.sub(lambda match: f"<{match[1]}h{int(match[2]) + 1}", body)
    return mark_safe(lower)  # noqa: S308 - the letter's own template escaped everything that people wrote
