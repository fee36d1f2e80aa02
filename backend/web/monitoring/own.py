"""The employee’s side: when they meet, words of their own, what got in the way, and their answer to a notice."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.agreements.models import Agreement
from backend.audit.reads import listed, viewed
from backend.monitoring.actions.breaches import respond_to_breach
from backend.monitoring.actions.check_ins import say_barrier, write_own_words
from backend.monitoring.actions.determining import appeal_breach, is_late, may_appeal
from backend.monitoring.letters import step_words
from backend.monitoring.models import AgreementCheckIn, Breach
from backend.monitoring.queries.reach import (
    BREACHES,
    CHECK_INS,
    check_ins_of,
    easings_of,
    next_of,
    own_breaches,
)
from backend.monitoring.vocabulary import BreachState, CheckInState, MissedBy
from backend.web.acts import act_page, too_late
from backend.web.forms.monitoring import BarrierForm, OwnWordsForm, ResponseForm
from backend.web.forms.own_appeals import OwnAppealForm
from backend.web.monitoring.breaches import kept_words
from backend.web.monitoring.check_ins import told
from backend.web.pages import PersonRequest, page

OWN = Agreement.objects.select_related("case", "person", "monitor")
ACT = "web/mine/act.html"
ANSWERABLE = (BreachState.NOTICED, BreachState.RESPONDED, BreachState.NO_RESPONSE)


@require_safe
@never_cache
@page(OWN, "agreement.sign")
def check_ins(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Show when monitor and employee meet next, what was recorded, what was asked, and what became easier."""
    rows = check_ins_of(agreement, request.user)
    notices = list(own_breaches(request.user).filter(agreement=agreement))
    listed([*rows, *notices], "agreement_check_in.list", actor=request.user)
    shown = {
        "agreement": agreement,
        "rows": [{"check_in": row, "told": told(row), "asks": _is_asked(row)} for row in rows],
        "next": next_of(rows),
        "notices": notices,
        "easings": [{"easing": each, "kept": kept_words(each)} for each in easings_of(agreement, request.user)],
    }
    return render(request, "web/monitoring/mine.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(CHECK_INS, "agreement_check_in.write_words")
def words(request: PersonRequest, check_in: AgreementCheckIn) -> HttpResponse:
    """Write one’s own words on a check-in."""
    viewed(check_in, "agreement_check_in.view", actor=request.user)
    form = OwnWordsForm(request.POST or None, initial={"words": check_in.own_words})
    shown = {
        "heading": _("Your own words"),
        "reference": check_in.reference,
        "consequence": _(
            "You and your monitor read them, and nobody else. You can change them while the agreement is in force."
        ),
        "submit": _("Save"),
    }
    act = lambda: write_own_words(check_in, actor=request.user, **form.cleaned_data)  # noqa: E731
    back = _home(check_in.agreement)
    return act_page(request, form, act, back=back, done=_("Your words were saved."), shown=shown, template=ACT)


@require_http_methods(["GET", "POST"])
@never_cache
@page(CHECK_INS, "agreement_check_in.say_barrier")
def barrier(request: PersonRequest, check_in: AgreementCheckIn) -> HttpResponse:
    """Say what got in the way of a check-in."""
    back = _home(check_in.agreement)
    if request.method != "POST" and not _is_asked(check_in):
        return too_late(request, _("Say what got in the way"), check_in.get_state_display(), back)
    form = BarrierForm(request.POST or None)
    shown = {
        "heading": _("What got in the way?"),
        "reference": check_in.reference,
        "consequence": _(
            "A check-in that did not take place is no breach. What lay on our side, or has an excuse, is not counted."
        ),
        "submit": _("Send"),
    }
    act = lambda: say_barrier(check_in, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("Thank you. A new day follows."), shown=shown, template=ACT)


@require_http_methods(["GET", "POST"])
@never_cache
@page(BREACHES, "agreement_breach.respond")
def notice(request: PersonRequest, breach: Breach) -> HttpResponse:
    """Show a notice about one obligation, and take the answer on the same page."""
    viewed(breach, "agreement_breach.view", actor=request.user)
    form = ResponseForm(request.POST or None)
    shown: dict[str, Any] = {
        "breach": breach,
        "heading": _("A question about one obligation"),
        "reference": breach.reference,
        "can_answer": breach.state in ANSWERABLE or bool(form.errors),
        "can_appeal": may_appeal(breach),
        "is_late": is_late(breach),
        "step": step_words(breach),
        "submit": _("Send the answer"),
        "cancel_url": _home(breach.agreement),
    }
    act = lambda: respond_to_breach(breach, actor=request.user, **form.cleaned_data)  # noqa: E731
    return act_page(
        request,
        form,
        act,
        back=reverse("my-breach", args=[breach.reference]),
        done=_("Your answer was sent. You can add to it until it is decided."),
        shown=shown,
        template="web/monitoring/notice.html",
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(BREACHES, "agreement_breach.appeal")
def appeal(request: PersonRequest, breach: Breach) -> HttpResponse:
    """Appeal against the decision about one obligation."""
    back = reverse("my-breach", args=[breach.reference])
    if request.method != "POST" and not may_appeal(breach):
        return too_late(request, _("Appeal"), breach.get_state_display(), back)
    form = OwnAppealForm(request.POST or None, late=is_late(breach))
    shown = {
        "heading": _("Appeal against the decision"),
        "reference": breach.reference,
        "consequence": _(
            "Somebody who took no part so far decides. Until then nothing more is put into effect, and it can’t get worse."
        ),
        "submit": _("Send the appeal"),
    }
    act = lambda: appeal_breach(breach, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("Your appeal was sent."), shown=shown, template=ACT)


def _is_asked(check_in: AgreementCheckIn) -> bool:
    waits = check_in.state in {CheckInState.MISSED, CheckInState.ESCALATED}
    return waits and check_in.missed_by == MissedBy.EMPLOYEE and not check_in.in_the_way


def _home(agreement: Agreement) -> str:
    return reverse("my-check-ins", args=[agreement.reference])


urlpatterns = [
    path("agreements/<str:reference>/check-ins/", check_ins, name="my-check-ins"),
    path("check-ins/<str:reference>/words/", words, name="my-check-in-words"),
    path("check-ins/<str:reference>/barrier/", barrier, name="my-check-in-barrier"),
    path("notices/<str:reference>/", notice, name="my-breach"),
    path("notices/<str:reference>/appeal/", appeal, name="my-breach-appeal"),
]
