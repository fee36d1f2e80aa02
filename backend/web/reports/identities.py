"""Requests to open the identity vault: one person asks with a reason, a second one decides, and the reporter is told."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.models import Role
from backend.access.policy import can, permitted, scope
from backend.access.roles import has_role
from backend.audit.reads import listed
from backend.intake.models import IdentityOpening, Report
from backend.intake.vault import ask_to_open, lifecycle, read_identity
from backend.kernel.errors import Forbidden, Refused
from backend.web.acts import act_page, done_words, too_late
from backend.web.forms.identities import AskIdentityForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page, signed_in

OPENINGS = IdentityOpening.objects.select_related("report", "asked_by__person", "decided_by__person")
KEEPERS = (Role.INTAKE, Role.COUNSEL, Role.PRIVACY_OFFICER)
FOLLOWS = {
    "approve": lazy("The two of you can read the name for seven days. The reporter is told at once, with the reason."),
    "refuse": lazy("The name stays closed. A new request needs a new reason."),
}


@require_safe
@signed_in
def identities(request: PersonRequest) -> HttpResponse:
    """List the requests to open the vault."""
    _keepers_only(request)
    rows = list(scope(request.user, "identity.view", OPENINGS).order_by("-asked_at", "-pk")[:100])
    listed(rows, "identity.list", actor=request.user)
    shown = [
        {
            "title": opening.report.reference,
            "url": reverse("identity", args=[opening.reference]),
            "note": _("asked by %(name)s") % {"name": opening.asked_by.name},
            "state": opening.state,
            "state_label": opening.get_state_display(),
        }
        for opening in rows
    ]
    return render(request, "web/reports/identities.html", {"items": shown})


@require_http_methods(["GET", "POST"])
@signed_in
def identity_ask(request: PersonRequest) -> HttpResponse:
    """Ask to learn who reported."""
    _keepers_only(request)
    initial = {"report": request.GET.get("report", "")}
    form = AskIdentityForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> IdentityOpening:
        wanted = form.cleaned_data["report"].strip().upper()
        report = scope(request.user, "identity.ask", Report.objects.filter(reference=wanted)).first()
        if report is None:
            raise Refused(_("There is no such report. Check its reference."), code="no-such-report", field="report")
        return ask_to_open(report, purpose=form.cleaned_data["purpose"], actor=request.user)

    shown = {
        "heading": _("Ask to open the identity vault"),
        "crumbs": [(_("Identity vault"), reverse("identities"))],
        "consequence": _(
            "A second person decides. If it is opened, the reporter is told, with the reason that you give."
        ),
        "submit": _("Ask to open"),
        "cancel_url": reverse("identities"),
    }
    return act_page(
        request,
        form,
        act,
        back=lambda opening: reverse("identity", args=[opening.reference]),
        done=_("Asked. A second person decides."),
        shown=shown,
    )


@require_safe
@never_cache
@page(OPENINGS, "identity.view")
def identity(request: PersonRequest, opening: IdentityOpening) -> HttpResponse:
    """Show one request, and what can be done with it."""
    moves = [move for move in lifecycle if opening.state in move.sources]
    may = permitted(request.user, [move.action for move in moves], opening) if moves else set()
    shown: dict[str, Any] = {
        "opening": opening,
        "actions": [
            {"label": move.label, "url": reverse("identity-move", args=[opening.reference, move.name])}
            for move in moves
            if move.action in may and opening.asked_by_id != request.user.pk
        ],
        "may_read": can(request.user, "identity.read", opening),
    }
    return render(request, "web/reports/identity.html", shown)


@require_http_methods(["GET", "POST"])
@page(OPENINGS, "identity.view")
def identity_move(request: PersonRequest, opening: IdentityOpening, verb: str) -> HttpResponse:
    """Decide on a request, as the second person."""
    known = lifecycle.moves.get(verb)
    if known is None:
        return absent(request)
    must(request.user, known.action, opening)
    back = reverse("identity", args=[opening.reference])
    if request.method != "POST" and opening.state not in known.sources:
        return too_late(request, known.label, opening.get_state_display(), back)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    shown = {
        "heading": known.label,
        "reference": opening.report.reference,
        "crumbs": [(_("Identity vault"), reverse("identities")), (opening.reference, back)],
        "consequence": FOLLOWS[verb],
        "submit": known.label,
    }
    return act_page(
        request,
        form,
        lambda: lifecycle.functions[verb](opening, actor=request.user, **form.cleaned_data),
        back=back,
        done=done_words(known),
        shown=shown,
    )


@require_http_methods(["POST"])
@never_cache
@page(OPENINGS, "identity.view")
def identity_read(request: PersonRequest, opening: IdentityOpening) -> HttpResponse:
    """Show the name to one of the two; the reading is recorded first."""
    told = read_identity(opening, actor=request.user)
    return render(request, "web/reports/identity_read.html", {"opening": opening, "told": told})


def _keepers_only(request: PersonRequest) -> None:
    if not has_role(request.user, *KEEPERS):
        raise Forbidden(_("The identity vault is for intake, counsel and the privacy officer."))
