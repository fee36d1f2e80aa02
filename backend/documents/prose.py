"""Template filters that turn a person's plain text into paragraphs and lists; nothing a person wrote is ever markup."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from django import template
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from backend.documents.wording import ENGLISH, words

register = template.Library()


@register.filter
def paragraphs(text: str) -> SafeString:
    """Set blank-line separated text as paragraphs, and lines that begin with "- " as a list."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return _joined(_block(block) for block in blocks if block.strip())


@register.filter
def day(on: date) -> SafeString:
    """Write a date in words as the language of the letter does, kept together on one line."""
    pattern = words((get_language() or ENGLISH).partition("-")[0])["day"]
    return mark_safe(date_format(on, pattern).replace(" ", "&nbsp;"))  # noqa: S308 - made of a date only


@register.filter
def at(table: Mapping[str, str], name: str) -> str:
    """Look a word up by its name."""
    return table[name]


@register.filter
def listed(items: tuple[str, ...], word: str = "and") -> SafeString:
    """Write several things as one phrase: "a, b and c"."""
    *first, last = (conditional_escape(item) for item in items)
    head = format_html_join(", ", "{}", ((item,) for item in first))
    return format_html("{} {} {}", head, word, last) if first else last


def _block(block: str) -> SafeString:
    lines = [line.strip() for line in block.splitlines()]
    return _joined(
        format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line[2:],) for line in run)))
        if bulleted
        else format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", ((line,) for line in run)))
        for bulleted, run in groupby(lines, key=lambda line: line.startswith("- "))
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
