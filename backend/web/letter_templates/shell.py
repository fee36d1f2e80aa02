"""What the pages of the catalogue share: who may see them, letters by name, sources with numbered lines, previews as files."""

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from backend.access.roles import has_role
from backend.documents.catalogue.checking import Fault, sample_for
from backend.documents.catalogue.queries import letter_called
from backend.documents.catalogue.stationery import organisation
from backend.documents.letters import Letter, Organisation
from backend.documents.queries import enclosed_with
from backend.documents.rendering import print_letter
from backend.documents.wording import ENGLISH, Wording, languages_of
from backend.kernel.errors import NotVisible
from backend.web.context import KEEPERS
from backend.web.pages import PersonRequest, View, signed_in


def keepers_only(view: View) -> View:
    """Show a page to those who keep the catalogue, administrators and counsel; for anybody else it does not exist."""

    @functools.wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user, *KEEPERS):
            raise NotVisible()
        return view(request, *args, **kwargs)

    return signed_in(cast("Callable[[HttpRequest], HttpResponse]", guarded))


def found_letter(name: str) -> type[Letter]:
    """Find a letter of the catalogue, or answer that there is none."""
    try:
        return letter_called(name)
    except LookupError:
        raise NotVisible() from None


def language_asked(request: PersonRequest, cls: type[Letter]) -> str:
    """Read the language from the address; one that the letter lacks gives the first that it has."""
    spoken = languages_of(cls)
    asked = request.GET.get("language", "")
    return asked if asked in spoken else next(iter(spoken), ENGLISH)


def language_name(code: str) -> str:
    """Name a language in words."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """Lead back to the catalogue, and to what lies between."""
    return [(_("Letter templates"), reverse("letter-templates")), *more]


def numbered(body: str, faults: list[Fault]) -> list[dict[str, Any]]:
    """Give the lines of a source with their numbers and what is wrong on each."""
    wrong: dict[int, list[Fault]] = {}
    for fault in faults:
        wrong.setdefault(fault.line, []).append(fault)
    return [
        {"number": number, "text": line, "faults": wrong.get(number, [])}
        for number, line in enumerate(body.splitlines(), start=1)
    ]


def sample_of(cls: type[Letter], language: str, head: Organisation | None = None) -> Letter:
    """Give the sample letter as the house would send it: on its own stationery, and marked as a preview."""
    try:
        letter = sample_for(cls, language)
    except LookupError:
        raise NotVisible() from None
    return replace(letter, organisation=head or organisation(letter.jurisdiction))


def as_file(letter: Letter, wording: Wording) -> HttpResponse:
    """Print a preview as a file; it is neither sealed nor kept, and says on its first page that it was never issued."""
    content = print_letter(letter, wording, enclosed_with(letter)).content
    name = f"preview-{wording.template.replace('/', '-')}-{wording.language}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
