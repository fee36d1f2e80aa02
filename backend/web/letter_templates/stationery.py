"""The stationery: one page for each place, with its head, its support contacts and the lines that the law asks for."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.models import Role
from backend.access.roles import has_role
from backend.cases.letters import NoticeOfAllegations
from backend.documents.catalogue.stationery import (
    contrast_on_white,
    organisation,
    organisation_of,
    picture,
    remove_stationery,
    save_stationery,
    stationery_for,
)
from backend.documents.models import Stationery
from backend.documents.wording import ENGLISH, Wording
from backend.kernel.errors import Forbidden, NotVisible
from backend.web.acts import act_page
from backend.web.forms.letter_templates import (
    KeeperReasonForm,
    LegalLineFormSet,
    PlaceForm,
    StationeryForm,
    SupportFormSet,
)
from backend.web.letter_templates.shell import as_file, crumbs, keepers_only, sample_of
from backend.web.pages import PersonRequest, attempt

HOUSE = "default"


@require_http_methods(["GET", "POST"])
@never_cache
@keepers_only
def places(request: PersonRequest) -> HttpResponse:
    """List the places that have stationery of their own, and begin one for another place."""
    form = PlaceForm(request.POST or None)
    if request.method == "POST":
        _writers_only(request)
        if form.is_valid():
            return redirect("stationery-place", form.cleaned_data["place"].upper())
    rows = list(Stationery.objects.order_by("jurisdiction"))
    shown = {
        "form": form,
        "items": [_item(row) for row in rows],
        "has_house": any(not row.jurisdiction for row in rows),
        "may_write": has_role(request.user, Role.ADMINISTRATOR),
        "crumbs": crumbs(),
        "here": _("Stationery"),
    }
    return render(request, "web/letter_templates/stationeries.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@keepers_only
def place(request: PersonRequest, place: str) -> HttpResponse:
    """Show and change the stationery of a place."""
    code = _code(place)
    row = Stationery.objects.filter(jurisdiction=code).first()
    form = StationeryForm(request.POST or None, request.FILES or None, initial=StationeryForm.first(row))
    support = SupportFormSet(request.POST or None, initial=row.support if row else None, prefix="support")
    legal = LegalLineFormSet(request.POST or None, initial=_typed_lines(row), prefix="legal")
    if request.method == "POST":
        _writers_only(request)
        if all([form.is_valid(), support.is_valid(), legal.is_valid()]) and _save(request, code, form, support, legal):
            messages.success(request, _("Saved. Letters issued from now on show it."))
            return redirect("stationery-place", place)
    shown = {
        "form": form,
        "support": support,
        "legal": legal,
        "row": row,
        "place": place,
        "heading": _name(code),
        "falls_back": _falls_back(code, row),
        "contrast": f"{contrast_on_white(row.colour):.1f}" if row and row.colour else "",
        "may_write": has_role(request.user, Role.ADMINISTRATOR),
        "crumbs": crumbs((_("Stationery"), reverse("stationery"))),
        "here": _name(code),
    }
    return render(request, "web/letter_templates/stationery.html", shown)


@require_safe
@keepers_only
def logo(request: PersonRequest, place: str) -> HttpResponse:
    """Show the logo of a place."""
    row = Stationery.objects.filter(jurisdiction=_code(place)).first()
    content = picture(row.logo) if row else b""
    if not content:
        raise NotVisible()
    response = HttpResponse(content, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@never_cache
@keepers_only
def preview(request: PersonRequest, place: str) -> HttpResponse:
    """Print a sample letter on the stationery of a place, as a file."""
    letter = sample_of(NoticeOfAllegations, ENGLISH, organisation(_code(place)))
    return as_file(letter, Wording(NoticeOfAllegations.template))


@require_http_methods(["GET", "POST"])
@never_cache
@keepers_only
def remove(request: PersonRequest, place: str) -> HttpResponse:
    """Take the stationery of a place away."""
    _writers_only(request)
    row = Stationery.objects.filter(jurisdiction=_code(place)).first()
    if row is None:
        raise NotVisible()
    form = KeeperReasonForm(request.POST or None)
    shown = {
        "heading": _("Remove the stationery: %(place)s") % {"place": _name(row.jurisdiction)},
        "consequence": _(
            "Letters there show the stationery of the country again, or the house’s. Issued letters stay."
        ),
        "submit": _("Remove it"),
        "cancel_url": reverse("stationery-place", args=[place]),
        "crumbs": crumbs((_("Stationery"), reverse("stationery"))),
    }

    def act() -> bool:
        remove_stationery(row, actor=request.user, **form.cleaned_data)
        return True

    return act_page(request, form, act, back=reverse("stationery"), done=_("Removed."), shown=shown)


def _save(request: PersonRequest, code: str, form: StationeryForm, support: Any, legal: Any) -> Stationery | None:
    contacts = [each for row in support if (each := row.contact())]
    lines = [each for row in legal if (each := row.line())]
    return attempt(
        form,
        save_stationery,
        code,
        head=form.head(contacts, lines),
        actor=request.user,
        reason=form.cleaned_data["reason"],
        logo=form.picture(),
        keeps_logo=not form.cleaned_data["drop_logo"],
    )


def _writers_only(request: PersonRequest) -> None:
    if not has_role(request.user, Role.ADMINISTRATOR):
        raise Forbidden()


def _code(place: str) -> str:
    return "" if place == HOUSE else place.upper()


def _name(code: str) -> str:
    return code or _("The house’s default")


def _item(row: Stationery) -> dict[str, Any]:
    address = organisation_of(row).address
    return {
        "title": _name(row.jurisdiction),
        "url": reverse("stationery-place", args=[row.jurisdiction or HOUSE]),
        "note": ", ".join((row.name, *address)),
        "tag": {"label": _("With logo") if row.logo else _("Name in print"), "tone": "mute"},
    }


def _typed_lines(row: Stationery | None) -> list[dict[str, str]] | None:
    if row is None:
        return None
    return [{"text": each["text"], "kinds": ", ".join(each["kinds"])} for each in row.legal_lines]


def _falls_back(code: str, row: Stationery | None) -> str:
    """Tell whose stationery letters of a place show that has none of its own."""
    if row is not None:
        return ""
    other = stationery_for(code)
    if other is None:
        return _("Nothing is set up yet. Letters show the name and address of the settings.")
    return _("Letters there show “%(place)s” until you save this page.") % {"place": _name(other.jurisdiction)}
