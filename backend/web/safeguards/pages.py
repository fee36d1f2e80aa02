"""Safeguards: those of a case, those that somebody sees to, one of them, and the looks at it."""

from collections.abc import Mapping
from typing import Any, Final

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can, scope
from backend.audit.reads import listed, viewed
from backend.cases.models import Case
from backend.kernel.errors import NotVisible
from backend.safeguards.actions.proposing import Control, hand_over_safeguard, lifecycle, propose_safeguard
from backend.safeguards.models import SettingSafeguard
from backend.safeguards.queries.extracts import managers_told
from backend.safeguards.queries.left import running
from backend.safeguards.queries.standing import ROWS, safeguards_around, safeguards_of, safeguards_seen_to
from backend.safeguards.vocabulary import HOLDS
from backend.web.acts import act_page, done_words, too_late
from backend.web.cases.shell import CASES, SEES_SAFEGUARDS, frame, opened
from backend.web.forms.moves import ReasonForm
from backend.web.forms.safeguards import (
    ArrangedForm,
    EndForm,
    LookForm,
    OwnerForm,
    RewordControlForm,
    SafeguardForm,
    SuggestForm,
)
from backend.web.pages import PersonRequest, absent, must, page, signed_in

FORMS: Final[Mapping[str, type[Form]]] = {
    "confirm": ArrangedForm,
    "withdraw": ReasonForm,
    "keep": LookForm,
    "suggest": SuggestForm,
    "change": RewordControlForm,
    "ease": RewordControlForm,
    "end": EndForm,
}
FOLLOWS: Final[Mapping[str, Promise]] = {
    "confirm": lazy("You say that it is in place. You look at it again by its day."),
    "withdraw": lazy("It is not put in place. Whoever was to see to it does not find it any more."),
    "keep": lazy("It goes on as it is, and is looked at again by a later day."),
    "suggest": lazy("It stays as it is until somebody who knows the reasons decides."),
    "change": lazy("The new words hold from now on. Whoever sees to it reads them."),
    "ease": lazy("Something milder holds from now on, and it stays on record that it was eased."),
    "end": lazy("It ends today. Whoever sees to it learns only that it ended."),
}


@require_safe
@page(CASES, "case.view")
def of_case(request: PersonRequest, case: Case) -> HttpResponse:
    """Show the safeguards of a case, those that run first."""
    if not can(request.user, SEES_SAFEGUARDS, case):
        raise NotVisible
    may = opened(case, request.user, part="safeguards")
    rows = list(safeguards_of(case, request.user))
    listed(rows, "safeguard.list", actor=request.user)
    shown = {
        "safeguards": rows,
        "managers": managers_told(request.user, case),
        "to_hand_over": running(case, request.user),
        "can_propose": "safeguard.propose" in may and case.is_open,
    }
    return render(request, "web/safeguards/of_case.html", {**frame(case, may, section="case-safeguards"), **shown})


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def propose(request: PersonRequest, case: Case) -> HttpResponse:
    """Propose a safeguard: a situation, what is done about it, and who sees to it."""
    must(request.user, "safeguard.propose", case)
    form = SafeguardForm(request.POST or None, case=case)

    def act() -> SettingSafeguard:
        given = dict(form.cleaned_data)
        return propose_safeguard(case, reason=given.pop("reason"), wanted=Control(**given), actor=request.user)

    at = reverse("case-safeguards", args=[case.reference])
    shown = {
        **frame(case, set()),
        "heading": _("Put a safeguard in place"),
        "consequence": _(
            "Whoever sees to it reads what to do and from when, and no reasons. It is in place when they say so."
        ),
        "submit": _("Propose the safeguard"),
        "cancel_url": at,
    }
    done = _("The safeguard was proposed. It waits for whoever sees to it.")
    back = lambda made: reverse("safeguard", args=[made.reference])  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=done, shown=shown)


@require_safe
@never_cache
@signed_in
def safeguards(request: PersonRequest) -> HttpResponse:
    """List what the person sees to: situation, control and days, without any reason."""
    rows = list(safeguards_seen_to(request.user))
    listed(rows, "safeguard.list", actor=request.user)
    return render(request, "web/safeguards/list.html", {"safeguards": rows})


@require_safe
@never_cache
@page(ROWS, "safeguard.view")
def safeguard(request: PersonRequest, safeguard: SettingSafeguard) -> HttpResponse:
    """Show one safeguard: to its owner what to do, and to those who decide also how it was looked at."""
    viewed(safeguard, "safeguard.view", actor=request.user)
    decides = can(request.user, SEES_SAFEGUARDS, safeguard.case)
    at = [safeguard.reference]
    moves = [
        {"label": move.label, "url": reverse("safeguard-move", args=[*at, move.name])}
        for move in lifecycle.open_to(safeguard, request.user)
    ]
    if safeguard.state in HOLDS and can(request.user, "safeguard.hand_over", safeguard):
        moves.append({"label": _("Let somebody else see to it"), "url": reverse("safeguard-owner", args=at)})
    reviews = safeguard.reviews.select_related("reviewed_by__person").order_by("-pk")
    shown = {
        "safeguard": safeguard,
        "moves": moves,
        "decides": decides,
        "reviews": list(scope(request.user, "safeguard.view_review", reviews)) if decides else [],
        "crumbs": _crumbs(request, safeguard, decides=decides),
        "here": safeguard.reference,
    }
    return render(request, "web/safeguards/safeguard.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(ROWS, "safeguard.view")
def move(request: PersonRequest, safeguard: SettingSafeguard, verb: str) -> HttpResponse:
    """Confirm, look at, change or end a safeguard; the page says what follows."""
    known = lifecycle.moves.get(verb)
    if known is None:
        return absent(request)
    must(request.user, known.action, safeguard)
    back = reverse("safeguard", args=[safeguard.reference])
    if request.method != "POST" and safeguard.state not in known.sources:
        return too_late(request, known.label, safeguard.get_state_display(), back)
    form = FORMS[verb](request.POST or None, initial={"control": safeguard.control})
    if not can(request.user, "safeguard.end", safeguard):
        form.fields.pop("ends_on", None)  # its owner suggests, and names no last day
    shown = {**_head(request, safeguard), "heading": known.label, "consequence": FOLLOWS[verb], "submit": known.label}

    def act() -> SettingSafeguard:
        given = {"reason": form.cleaned_data.get("note", ""), **form.cleaned_data}
        return lifecycle.functions[verb](safeguard, actor=request.user, **given)

    return act_page(request, form, act, back=back, done=done_words(known), shown=shown)


@require_http_methods(["GET", "POST"])
@page(ROWS, "safeguard.view")
def owner(request: PersonRequest, safeguard: SettingSafeguard) -> HttpResponse:
    """Give a safeguard to somebody else to see to."""
    must(request.user, "safeguard.hand_over", safeguard)
    form = OwnerForm(request.POST or None)
    shown = {
        **_head(request, safeguard),
        "heading": _("Let somebody else see to it"),
        "consequence": _(
            "They find it on their first page, without reasons. Whoever saw to it does not find it any more."
        ),
        "submit": _("Hand it over"),
    }
    act = lambda: hand_over_safeguard(safeguard, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    back = reverse("safeguard", args=[safeguard.reference])
    return act_page(request, form, act, back=back, done=_("Somebody else sees to it now."), shown=shown)


@require_safe
@never_cache
@signed_in
def mine(request: PersonRequest) -> HttpResponse:
    """Show what changes in the settings around the person: what applies today, what begins later, and what is over."""
    rows = list(safeguards_around(request.user))
    listed(rows, "safeguard.see_own", actor=request.user)
    shown = {
        "today": [row for row in rows if row.applies_today],
        "later": [row for row in rows if row.holds and not row.applies_today],
        "over": [row for row in rows if not row.holds],
    }
    return render(request, "web/safeguards/mine.html", shown)


def _head(request: PersonRequest, safeguard: SettingSafeguard) -> dict[str, Any]:
    decides = can(request.user, SEES_SAFEGUARDS, safeguard.case)
    return {
        "reference": safeguard.reference,
        "crumbs": [
            *_crumbs(request, safeguard, decides=decides),
            (safeguard.reference, reverse("safeguard", args=[safeguard.reference])),
        ],
        "facts": [
            {"key": _("Situation"), "value": safeguard.label},
            {"key": _("What is done about it"), "value": safeguard.control},
        ],
    }


def _crumbs(request: PersonRequest, safeguard: SettingSafeguard, *, decides: bool) -> list[tuple[str, str]]:
    """Lead those who decide back to the case, and the owner to what they see to: they learn of no case."""
    if not decides:
        return [(_("What you see to"), reverse("safeguards"))]
    case = safeguard.case.reference
    return [(case, reverse("case", args=[case])), (_("Safeguards"), reverse("case-safeguards", args=[case]))]
