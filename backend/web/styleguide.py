"""The living style page: every component in every state, and five whole pages made of them, with a made-up matter."""

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

MOMENT = datetime(2025, 11, 24, 14, 20, tzinfo=UTC)  # the clock of the samples stands still, so that pictures of them can be compared
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
    shown = samples.everything()
    shown["nav"] = [
        {"label": label, "url": f"?show={name}", "icon": samples.NAV_ICONS.get(name, "squares-2x2"), "count": None, "current": name == page}
        for name, label in PAGES.items()
    ]
    shown["nav"][2]["count"] = 12
    for entry in shown["nav"]:
        entry["group"] = None if entry["label"] == "Components" else _("Sample pages")
    if page == "agreement":
        shown["nav"] = samples.person_nav()
    shown["keep"] = [{"name": "show", "value": page}]
    shown["page"] = Paginator(range(48), 8).page(2)
    shown["role_names"] = [_("Investigator"), _("HR partner")]
    form = {"finding": samples.finding_form, "agreement": samples.sign_form, "confirm": samples.reason_form}.get(page)
    if form:
        shown["form"] = form()
    if page == "confirm":
        shown |= samples.confirmation()
    return shown
