"""One referral on a page: its gate to those who prepare it, its course to its coordinator; each act has a page of its own."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import permitted
from backend.audit.reads import viewed
from backend.kernel import clock
from backend.people.models import User
from backend.referrals.actions.sending import reports_due
from backend.referrals.models import ProviderContact, Referral, ReleaseAuthorization
from backend.referrals.papers import offered_for_service, referral_form
from backend.referrals.queries.told import told_state
from backend.referrals.releases import active_release
from backend.referrals.vocabulary import ReferralState
from backend.web.acts import act_page, too_late
from backend.web.forms.referrals import ReadingForm
from backend.web.pages import PersonRequest, absent, must, page
from backend.web.referrals.course import conclusions, course_next, course_shown
from backend.web.referrals.deeds import DEEDS
from backend.web.referrals.shared import paper_within_page
from backend.web.referrals.shown import (
    deeds_open_to,
    evidence_shown,
    gate_shown,
    memo_paper,
    memo_shown,
    next_shown,
    offered_shown,
    said_shown,
)

REFERRALS = Referral.objects.select_related(
    "case", "person", "intervention", "grade", "provider", "coordinator__person", "outcome"
)
AT_THE_GATE = (ReferralState.CONSIDERED, ReferralState.GATED)
COURSE = "referral.send"  # whoever sends it keeps its compartment


@require_safe
@never_cache
@page(REFERRALS, "referral.see_gate")
def referral(request: PersonRequest, referral: Referral) -> HttpResponse:
    """Show a referral: the gate to those who stand at it, and the course to its coordinator alone."""
    person = request.user
    knows = COURSE in permitted(person, [COURSE], referral)
    viewed(referral, "referral.view" if knows else "referral.see_gate", actor=person)
    offered = deeds_open_to(referral, person)
    conditions = gate_shown(referral, offered) if referral.state in AT_THE_GATE else []
    state = referral.state if knows else told_state(referral)
    course = course_shown(referral, person) if knows else {}
    shown: dict[str, Any] = {
        "referral": referral,
        "knows": knows,
        "state": state,
        "state_label": referral.get_state_display() if knows else told_state(referral).label,
        "next": (course_next(referral, course) if knows else None) or next_shown(referral, offered, conditions),
        "actions": [*_buttons(referral, offered), *conclusions(referral, person)],
        "conditions": conditions,
        "evidence": evidence_shown(referral),
        "memo": memo_shown(referral),
        "safeguards": list(referral.safeguards.select_related("owner").order_by("pk")),
        "offered": offered_shown(referral),
        "said": said_shown(referral),
        "paper": memo_paper(referral, person),
        "crumbs": [(_("Referrals"), reverse("referrals"))],
        "here": referral.reference,
        **course,
    }
    return render(request, "web/referrals/referral.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(REFERRALS, "referral.see_gate")
def act(request: PersonRequest, referral: Referral, verb: str) -> HttpResponse:
    """Do one thing with a referral; the page says what follows."""
    deed = DEEDS.get(verb)
    if deed is None:
        return absent(request)
    must(request.user, deed.action, referral)
    back = reverse("referral", args=[referral.reference])
    if request.method != "POST" and referral.state not in deed.states:
        return too_late(request, str(deed.label), told_state(referral).label, back)
    form = deed.asks(request, referral)
    shown = {
        "heading": deed.label,
        "reference": referral.reference,
        "crumbs": [(_("Referrals"), reverse("referrals")), (referral.reference, back)],
        "consequence": deed.follows,
        "submit": deed.label,
        "evidence": evidence_shown(referral) if isinstance(form, ReadingForm) else None,
        "memo": memo_shown(referral) if verb in {"approve-memo", "gate"} else None,
        "referral": referral,
        "narrow": getattr(form, "narrow", None),
    }
    return act_page(
        request,
        form,
        lambda: deed.does(referral, form, request.user),
        back=reverse("referrals") if verb == "hand-over" else back,
        done=str(deed.done),
        shown=shown,
        template="web/referrals/act.html",
    )


@require_safe
@never_cache
@page(REFERRALS, "referral.see_gate")
def preview(request: PersonRequest, referral: Referral) -> HttpResponse:
    """Show the referral as the provider sees it: the very words of the form that is sent."""
    must(request.user, COURSE, referral)
    viewed(referral, "referral.view", actor=request.user, ctx={"part": "preview"})
    letter, is_real = _form_for(referral, request.user)
    shown = {
        "referral": referral,
        "letter": letter,
        "is_real": is_real,
        "crumbs": _to(referral),
        "here": _("As the provider sees it"),
    }
    return render(request, "web/referrals/preview.html", shown)


@require_safe
@never_cache
@page(REFERRALS, "referral.see_gate")
def memo(request: PersonRequest, referral: Referral) -> HttpResponse:
    """Show the decision memo, made to be printed: why, on which evidence, with which reason, beside which safeguards."""
    viewed(referral, "referral.see_gate", actor=request.user, ctx={"part": "memo"})
    shown = {
        "referral": referral,
        "memo": memo_shown(referral),
        "evidence": evidence_shown(referral),
        "safeguards": list(referral.safeguards.select_related("owner").order_by("pk")),
        "said": said_shown(referral),
        "today": clock.today(),
        "crumbs": _to(referral),
        "here": _("Decision memo"),
    }
    return render(request, "web/referrals/memo.html", shown)


def _form_for(referral: Referral, person: User) -> tuple[Any, bool]:
    """Write the form as it would be sent now; before there is a release, with what would stand in its place."""
    release = active_release(referral)
    provider = referral.provider or next((row.provider for row in offered_for_service(referral)), None)
    if provider is None:
        return None, False
    taker = ProviderContact.objects.filter(provider=provider, ended_on=None).order_by("name").first()
    taker = taker or ProviderContact(provider=provider, name=_("(the contact at the provider)"))
    is_real = release is not None
    release = release or ReleaseAuthorization(
        reference=_("(after the employee signed)"), referral=referral, provider=provider, expires_on=referral.ends_on
    )
    return paper_within_page(
        referral_form(referral, release, taker, reports=reports_due(referral, release), by=person)
    ), is_real


def _buttons(referral: Referral, offered: list[str]) -> list[dict[str, Any]]:
    return [
        {"label": DEEDS[name].label, "url": reverse("referral-act", args=[referral.reference, name])}
        for name in offered
    ]


def _to(referral: Referral) -> list[tuple[str, str]]:
    return [
        (_("Referrals"), reverse("referrals")),
        (referral.reference, reverse("referral", args=[referral.reference])),
    ]
