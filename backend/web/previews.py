"""A letter on a page, before it is issued: the very words of its file, without the look of its pages."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from backend.cases.letters import Meeting, notice_letter
from backend.cases.models import Allegation, Case
from backend.documents.letters import Letter
from backend.documents.models import Document
from backend.documents.queries import wording_for, wording_of
from backend.documents.rendering import render_html
from backend.documents.wording import ENGLISH, Wording
from backend.people.models import Person, User

ANY_PAPER: Final = "web/mine/papers/any.html"
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_HEADING = re.compile(r"<(/?)h([1-4])\b")
_FACTS = re.compile(r'<table class="facts"[^>]*>\s*<tbody>(.*?)</tbody>\s*</table>', re.DOTALL)
_ROW = re.compile(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td></tr>', re.DOTALL)
_PICTURE = re.compile(r'<img [^>]*alt="([^"]*)"[^>]*>')
_STYLE = re.compile(r'\s(?:style|class)="[^"]*"')


def letter_on_page(letter: Letter, wording: Wording | None = None) -> SafeString:
    """Give the body of a letter for a page of the site, in the words in force unless others are given: no styles of its own."""
    found = _BODY.search(render_html(letter, wording or wording_for(letter)))
    listed = _FACTS.sub(_as_list, _PICTURE.sub(r"<p>\1</p>", found[1] if found else ""))
    body = _STYLE.sub("", listed).replace("<dl>", '<dl class="facts rows">')
    lower = _HEADING.sub(lambda match: f"<{match[1]}h{int(match[2]) + 1}", body)
    return mark_safe(lower)  # noqa: S308 - the letter's own template escaped everything that people wrote


def paper_on_page(document: Document | None, letter: Letter) -> dict[str, object]:
    """Choose how a page shows a paper: by a page made for its very words where there is one, else by the body of its letter."""
    template = document.template if document else letter.template
    name, language = template.partition("/")[2].replace("/", "_"), letter.language.partition("-")[0]
    page = f"web/mine/papers/{name}{'' if language == ENGLISH else f'.{language}'}.html"
    if is_page(page):
        return {"letter": letter, "paper": page}
    return {
        "letter": letter,
        "paper": ANY_PAPER,
        "body": letter_on_page(letter, wording_of(document) if document else None),
    }


@cache
def is_page(name: str) -> bool:
    """Tell whether there is a page template of this name."""
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def notice_on_page(
    case: Case, framed: Sequence[Allegation], *, to: Person, by: User, given: Mapping[str, Any]
) -> SafeString:
    """Give the notice of allegations as it would be issued with these inputs."""
    at: datetime | None = given["interview_at"]
    local = at.astimezone(ZoneInfo(to.zone)) if at else None
    meeting = (
        Meeting(on=local.date(), time=local.strftime("%H:%M %Z"), place=given["interview_place"], with_whom=by.name)
        if local
        else None
    )
    due = given["answer_due_at"]
    return letter_on_page(notice_letter(case, framed, to=to, by=by, answer_due_at=due, interview=meeting))


def _as_list(table: re.Match[str]) -> str:
    """Set a table of two columns as a list of facts, which a phone can show too."""
    rows = _ROW.sub(r"<div><dt>\1</dt><dd>\2</dd></div>", table[1])
    return f"<dl>{rows}</dl>"
