"""The living style page: every component in every state, and whole pages made of them."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend.access.roles import live_roles
from backend.kernel import clock
from backend.web import samples

MOMENT = datetime(
    2025, 11, 24, 14, 20, tzinfo=UTC
)  # the clock of the samples stands still, so that pictures of them can be compared
PAGES = {
    "components": "Components",
    "home": "Home",
    "cases": "Case list",
    "case": "Case",
    "finding": "Form with errors",
    "confirm": "Serious action",
    "agreement": "Agreement",
    "audit": "History",
    "report": "Report",
    "empty": "Empty list",
}


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show one page of samples, chosen by `?show=`, to staff or on a machine for development."""
    if not (settings.DEBUG or _is_staff(request)):
        raise Http404
    page = request.GET.get("show", "components")
    if page not in PAGES:
        raise Http404
    with clock.at(MOMENT):
        return render(request, f"web/styleguide/{page}.html", _context(page))


def _is_staff(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool(live_roles(request.user))


def _context(page: str) -> dict[str, Any]:
    shown = samples.content()
    if page == "confirm":
        shown |= shown["confirmation"]
    return shown | {
        "nav": shown["person_nav"] if page == "agreement" else [_place(name, page) for name in PAGES],
        "role_names": [_("Investigator"), _("HR partner")],
        "form": samples.form_of(page),
        "keep": [{"name": "show", "value": page}],
        "page": Paginator(range(48), 8).page(2),
    }


def _place(name: str, current: str) -> dict[str, Any]:
    return {
        "label": PAGES[name],
        "url": f"?show={name}",
        "icon": samples.NAV_ICONS.get(name, "squares-2x2"),
        "count": 12 if name == "cases" else None,
        "current": name == current,
        "group": "" if name == "components" else _("Sample pages"),
    }
