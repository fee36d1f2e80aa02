"""What a manager must know of an agreement to keep what it asks of the setting, read for this purpose alone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from backend.audit.reads import listed, viewed
from backend.people.models import User
from backend.safeguards.actions.travelling import acknowledge_extract
from backend.safeguards.models import ManagerExtract
from backend.safeguards.queries.extracts import ROWS, changes_to_know, extracts_of, extracts_to_read, told_to_manager
from backend.safeguards.queries.left import left_with
from backend.web.pages import PersonRequest, page, signed_in


@require_safe
@never_cache
@signed_in
def extracts(request: PersonRequest) -> HttpResponse:
    """List what the person must know as a manager today."""
    rows = list(extracts_of(request.user)[:50])
    listed(rows, "manager_extract.list", actor=request.user)
    return render(request, "web/safeguards/extracts.html", {"extracts": rows})


@require_safe
@never_cache
@page(ROWS, "manager_extract.view")
def extract(request: PersonRequest, extract: ManagerExtract) -> HttpResponse:
    """Show what to see to around one employee: controls, promises and whom to ask; no reason and nobody else."""
    viewed(extract, "manager_extract.view", actor=request.user)
    shown = {
        "extract": extract,
        "told": told_to_manager(extract),
        "crumbs": [(_("What you must know as a manager"), reverse("manager-extracts"))],
        "here": extract.reference,
    }
    return render(request, "web/safeguards/extract.html", shown)


@require_POST
@never_cache
@page(ROWS, "manager_extract.view")
def acknowledge(request: PersonRequest, extract: ManagerExtract) -> HttpResponse:
    """Confirm that one knows it and tells nobody; a second press changes nothing."""
    if extract.read_at is None:
        acknowledge_extract(extract, actor=request.user)
    return redirect("manager-extract", extract.reference)


def extract_tasks(person: User) -> list[dict[str, Any]]:
    """Ask a new manager to read what they must know, and tell monitor and HR partner that somebody else leads the employee."""
    to_read = [
        {
            "label": _("Read what you must know as the manager of %(name)s") % {"name": row.agreement.person.name},
            "url": reverse("manager-extract", args=[row.reference]),
            "reference": row.reference,
            "note": _("What is done in which setting, and what we promised. No reasons."),
            "due": None,
        }
        for row in extracts_to_read(person)[:12]
    ]
    return to_read + [_change(row, person) for row in changes_to_know(person)]


def _change(row: ManagerExtract, person: User) -> dict[str, Any]:
    """Tell of a new manager; only whoever works on the case reads who led before, and that somebody was told nothing."""
    monitors = row.agreement.monitor_id == person.person_id
    note = _("%(name)s knows what the setting asks for.") % {"name": row.manager.name}
    if monitors and row.is_kept_out:
        note = ""
    elif row.is_kept_out:
        note = _("%(name)s is told nothing: a tie to the case. See to it without them.") % {"name": row.manager.name}
    url = reverse("duties") if monitors else reverse("case-safeguards", args=[row.agreement.case.reference])
    if row.before and not monitors and left_with(row.agreement, row.before, asked_by=person):
        note += " " + _("Hand over what %(before)s still sees to.") % {"before": row.before.name}
        url = f"{reverse('agreement-hand-over', args=[row.agreement.reference])}?of={row.before.reference}"
    label = _("Somebody else leads %(name)s") % {"name": row.agreement.person.name}
    return {"label": label, "url": url, "reference": row.agreement.reference, "note": note, "due": None}
