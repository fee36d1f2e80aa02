"""Waivers for the independent channel, challenges for whoever answers them, and handovers for whoever leads a case."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can, permitted, scope
from backend.audit.reads import viewed
from backend.cases.actions.impartiality import challenges, take_over
from backend.cases.actions.waivers import RULES, waivers
from backend.cases.conflict_policy import holds_channel
from backend.cases.conflicts.leaving import what_was_read
from backend.cases.models import ConflictChallenge, ConflictWaiver, Handover
from backend.cases.vocabulary import WaiverState
from backend.kernel.errors import NotVisible
from backend.web.acts import act_page, done_words, too_late
from backend.web.forms.conflicts import AnswerChallengeForm, GrantWaiverForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page, signed_in

WAIVERS = ConflictWaiver.objects.select_related("case", "person", "asked_by__person", "decided_by__person")
CHALLENGES = ConflictChallenge.objects.select_related("case", "person", "party")
HANDOVERS = Handover.objects.select_related("case", "person", "taken_by__person")
FOLLOWS = {
    "grant": lazy("The person may be appointed in spite of this conflict. Both parties read what you write for them."),
    "refuse": lazy("The conflict stays. Somebody else takes the role."),
    "uphold": lazy("The person’s access to the case ends at once, and the party is told."),
    "dismiss": lazy("The person stays on the case, and the party is told why."),
}


@require_safe
@never_cache
@signed_in
def waivers_asked(request: PersonRequest) -> HttpResponse:
    """List what the independent channel is asked, what waits first."""
    if not holds_channel(request.user):
        raise NotVisible
    rows = scope(request.user, "waiver.view", WAIVERS.all()).order_by("decided_at", "-asked_at")
    items = [
        {
            "title": f"{each.person.name} · {each.rule}",
            "url": reverse("waiver", args=[each.uid]),
            "note": each.case.reference,
            "tag": {"label": each.get_state_display(), "tone": "warn" if each.state == WaiverState.ASKED else "mute"},
        }
        for each in rows[:200]
    ]
    return render(request, "web/conflicts/waivers.html", {"items": items})


@require_safe
@never_cache
@page(WAIVERS, "waiver.view", by="uid")
def waiver(request: PersonRequest, waiver: ConflictWaiver) -> HttpResponse:
    """Show one request: for whom, which conflict, and why."""
    may = permitted(request.user, ["waiver.grant", "waiver.refuse"], waiver)
    facts = [
        {"key": _("Case"), "value": waiver.case.reference},
        {"key": _("For whom"), "value": waiver.person.name, "note": waiver.person.job_title},
        {"key": _("Conflict"), "value": f"{waiver.rule}: {RULES[waiver.rule]}"},
        {"key": _("Why"), "value": waiver.why},
        {"key": _("Asked by"), "value": waiver.asked_by.name},
        {"key": _("Where it stands"), "value": waiver.get_state_display()},
    ]
    if waiver.disclosed:
        facts.append({"key": _("What both parties read"), "value": waiver.disclosed})
    acts = [
        {"label": move.label, "url": reverse("waiver-move", args=[waiver.uid, move.name]), "primary": number == 0}
        for number, move in enumerate(waivers)
        if move.action in may and waiver.state in move.sources
    ]
    return render(request, "web/conflicts/one.html", {"heading": _("Waiver"), "facts": facts, "acts": acts})


@require_http_methods(["GET", "POST"])
@page(WAIVERS, "waiver.view", by="uid")
def waiver_move(request: PersonRequest, waiver: ConflictWaiver, verb: str) -> HttpResponse:
    """Grant or refuse a waiver."""
    form_class = GrantWaiverForm if verb == "grant" else ReasonForm
    return _move(request, waiver, waivers, verb, form_class, reverse("waiver", args=[waiver.uid]))


@require_safe
@never_cache
@page(CHALLENGES, "challenge.view", by="uid")
def challenge(request: PersonRequest, made: ConflictChallenge) -> HttpResponse:
    """Show a challenge: to the party who made it with its answer, to whoever answers it with its grounds."""
    viewed(made, "case.view", actor=request.user, ctx={"part": "challenge"})
    may = permitted(request.user, [move.action for move in challenges], made)
    facts = [
        {"key": _("About"), "value": made.get_role_display()},
        {"key": _("Said by the party"), "value": made.grounds},
        {"key": _("Where it stands"), "value": made.get_state_display()},
    ]
    if may:
        facts.insert(0, {"key": _("Case"), "value": made.case.reference})
        facts.insert(2, {"key": _("Who that is"), "value": made.person.name})
    if made.answer:
        facts.append({"key": _("Answer"), "value": made.answer})
    acts = [
        {"label": move.label, "url": reverse("challenge-move", args=[made.uid, move.name]), "primary": number == 0}
        for number, move in enumerate(challenges)
        if move.action in may and made.state in move.sources
    ]
    return render(request, "web/conflicts/one.html", {"heading": _("Challenge"), "facts": facts, "acts": acts})


@require_http_methods(["GET", "POST"])
@page(CHALLENGES, "challenge.view", by="uid")
def challenge_move(request: PersonRequest, made: ConflictChallenge, verb: str) -> HttpResponse:
    """Answer a challenge."""
    return _move(request, made, challenges, verb, AnswerChallengeForm, reverse("challenge", args=[made.uid]))


@require_safe
@never_cache
@page(HANDOVERS, "handover.view", by="uid")
def handover(request: PersonRequest, handover: Handover) -> HttpResponse:
    """Show what somebody who left the case had read, the newest first."""
    viewed(handover, "case.read", actor=request.user, ctx={"part": "handover"})
    shown = {
        "handover": handover,
        "reads": what_was_read(handover),
        "may_take": not handover.taken_at and can(request.user, "case.take_over", handover),
    }
    return render(request, "web/conflicts/handover.html", shown)


@require_http_methods(["GET", "POST"])
@page(HANDOVERS, "handover.view", by="uid")
def handover_take(request: PersonRequest, handover: Handover) -> HttpResponse:
    """Note that what was read is known, and take the work over."""
    must(request.user, "case.take_over", handover)
    form = ReasonForm(request.POST or None)
    back = reverse("handover", args=[handover.uid])
    shown = {
        "heading": _("Take the work over"),
        "consequence": _("You looked through what was read, and know what has to be done again."),
        "submit": _("Take over"),
    }
    return act_page(
        request,
        form,
        lambda: take_over(handover, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("You took it over."),
        shown=shown,
    )


def _move(
    request: PersonRequest, row: Any, lifecycle: Any, verb: str, form_class: type[Any], back: str
) -> HttpResponse:
    known = lifecycle.moves.get(verb)
    if known is None:
        return absent(request)
    must(request.user, known.action, row)
    if request.method != "POST" and row.state not in known.sources:
        return too_late(request, known.label, row.get_state_display(), back)
    form = form_class(request.POST or None)
    return act_page(
        request,
        form,
        lambda: lifecycle.functions[verb](row, actor=request.user, **form.cleaned_data),
        back=reverse("home"),
        done=done_words(known),
        shown={"heading": known.label, "consequence": FOLLOWS[verb], "submit": known.label, "cancel_url": back},
    )


urlpatterns = [
    path("waivers/", waivers_asked, name="waivers"),
    path("waivers/<uuid:reference>/", waiver, name="waiver"),
    path("waivers/<uuid:reference>/<slug:verb>/", waiver_move, name="waiver-move"),
    path("challenges/<uuid:reference>/", challenge, name="challenge"),
    path("challenges/<uuid:reference>/<slug:verb>/", challenge_move, name="challenge-move"),
    path("handovers/<uuid:reference>/", handover, name="handover"),
    path("handovers/<uuid:reference>/take/", handover_take, name="handover-take"),
]
