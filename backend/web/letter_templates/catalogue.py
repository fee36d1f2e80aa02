"""The catalogue of letters: every kind with its words in force, and one letter with its versions, its words and its facts."""

import inspect
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.access.models import Role
from backend.access.roles import has_role
from backend.documents.catalogue.facts import palette
from backend.documents.catalogue.queries import Entry, body_in_force, entries, version_in_force, wording_in
from backend.documents.kinds import document_kinds
from backend.documents.letters import Letter
from backend.documents.models import TemplateVersion
from backend.documents.wording import Wording, languages_of
from backend.kernel.errors import NotVisible
from backend.web.letter_templates.shell import (
    as_file,
    crumbs,
    found_letter,
    keepers_only,
    language_asked,
    language_name,
    numbered,
    sample_of,
)
from backend.web.pages import PersonRequest
from backend.web.previews import letter_on_page

ANSWERS = {"delivery": "Nothing", "receipt": "To confirm receipt", "signature": "To sign"}


@require_safe
@never_cache
@keepers_only
def letters(request: PersonRequest) -> HttpResponse:
    """List the letters of the catalogue in the order of their kinds."""
    found = entries()
    shown = {
        "rows": [_row(entry) for entry in found],
        "columns": [
            {"label": _("Letter")},
            {"label": _("To")},
            {"label": _("Languages, and the version in force")},
            {"label": _("Being written")},
        ],
        "count_text": ngettext("%(count)s letter", "%(count)s letters", len(found)) % {"count": len(found)},
        "may_write": has_role(request.user, Role.ADMINISTRATOR),
    }
    return render(request, "web/letter_templates/list.html", shown)


@require_safe
@never_cache
@keepers_only
def letter(request: PersonRequest, letter: str) -> HttpResponse:
    """Show one letter: what it is for, its versions by language, the words in force, and the facts that they may use."""
    cls = found_letter(letter)
    language = language_asked(request, cls)
    name, body = body_in_force(cls, language)
    rows = TemplateVersion.objects.filter(template=cls.template).select_related("written_by__person")
    shown = {
        **about(cls),
        "key": letter,
        "language": language,
        "language_name": language_name(language),
        "languages": [_language(cls, letter, each, is_shown=each == language) for each in languages_of(cls)],
        "versions": [version_item(each) for each in rows.order_by("-pk")],
        "in_force": name.rpartition("/")[2],
        "lines": numbered(body, []),
        "facts": palette(cls, _sample(cls, language)),
        "may_write": has_role(request.user, Role.ADMINISTRATOR),
        "crumbs": crumbs(),
        "here": cls.title_in("en"),
    }
    return render(request, "web/letter_templates/letter.html", shown)


@require_safe
@never_cache
@keepers_only
def preview(request: PersonRequest, letter: str) -> HttpResponse:
    """Show the words in force on the facts of the sample letter."""
    cls = found_letter(letter)
    language = language_asked(request, cls)
    wording = _wording(cls, language)
    shown = {
        "letter": letter_on_page(sample_of(cls, language), wording),
        "letter_language": language,
        "version": wording.template,
        "file_url": f"{reverse('letter-template-file', args=[letter])}?language={language}",
        "back": reverse("letter-template", args=[letter]),
        "crumbs": crumbs((cls.title_in("en"), reverse("letter-template", args=[letter]))),
        "here": _("Preview"),
    }
    return render(request, "web/letter_templates/preview.html", shown)


@require_safe
@never_cache
@keepers_only
def file(request: PersonRequest, letter: str) -> HttpResponse:
    """Print the words in force on the facts of the sample letter."""
    cls = found_letter(letter)
    language = language_asked(request, cls)
    return as_file(sample_of(cls, language), _wording(cls, language))


def about(cls: type[Letter]) -> dict[str, Any]:
    """Give what the pages say of a kind of letter."""
    kind = document_kinds().get(cls.kind)
    purpose = (inspect.getdoc(cls) or "").partition("\n\n")[0]
    return {
        "cls_title": cls.title_in("en"),
        "kind": cls.kind,
        "to": kind.to if kind else "",
        "purpose": purpose,
        "facts_of_kind": [
            {"key": _("Kind"), "value": cls.kind},
            {"key": _("To"), "value": kind.to if kind else _("Not said")},
            {"key": _("Asked of the recipient"), "value": ANSWERS.get(kind.answer, "") if kind else ""},
        ],
    }


def version_item(version: TemplateVersion) -> dict[str, Any]:
    """Give a version as an entry of a list."""
    times = ""
    if version.effective_from:
        since = _("from %(day)s") % {"day": f"{version.effective_from:%-d %b %Y}"}
        until = f" – {version.effective_until:%-d %b %Y}" if version.effective_until else ""
        times = f"{since}{until}"
    told = [language_name(version.language), version.note, version.written_by.name]
    return {
        "title": f"{version.short} · {version.reference}",
        "url": reverse("template-version", args=[version.reference]),
        "note": " · ".join(part for part in told if part),
        "state": version.state,
        "state_label": version.get_state_display(),
        "end": times,
    }


def _row(entry: Entry) -> dict[str, Any]:
    spoken = ", ".join(f"{language_name(each)} {entry.in_force[each]}" for each in entry.languages)
    written = ngettext("%(n)d version", "%(n)d versions", entry.open_versions) % {"n": entry.open_versions}
    return {
        "cells": [
            {
                "url": reverse("letter-template", args=[entry.key]),
                "text": entry.cls.title_in("en"),
                "main": True,
                "note": entry.cls.kind,
            },
            {"text": entry.kind.to if entry.kind else "–", "label": _("To")},
            {"text": spoken or _("None yet"), "label": _("Languages")},
            {"text": written if entry.open_versions else _("None"), "label": _("Being written")},
        ]
    }


def _language(cls: type[Letter], key: str, language: str, *, is_shown: bool) -> dict[str, Any]:
    own = version_in_force(cls.template, language)
    query = f"?language={language}"
    return {
        "name": language_name(language),
        "code": language,
        "version": own.short if own else cls.template.rpartition("/")[2],
        "own": own,
        "is_shown": is_shown,
        "url": f"{reverse('letter-template', args=[key])}{query}",
        "preview": f"{reverse('letter-template-preview', args=[key])}{query}",
        "file": f"{reverse('letter-template-file', args=[key])}{query}",
        "write": f"{reverse('template-version-new', args=[key])}{query}",
    }


def _wording(cls: type[Letter], language: str) -> Wording:
    own = version_in_force(cls.template, language)
    return wording_in(own) if own else Wording(cls.template, language)


def _sample(cls: type[Letter], language: str) -> Letter | None:
    try:
        return sample_of(cls, language)
    except NotVisible:  # there is no sample: the facts are listed without examples
        return None
