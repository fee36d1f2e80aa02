"""An appeal against a decision on a return: the employee's form, and the pages of whoever answers it."""

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

from backend.audit.reads import viewed
from backend.decisions.own_appeals import ground_words
from backend.kernel.errors import NotVisible
from backend.returns.actions.appeals import appeal_return, is_late, lifecycle
from backend.returns.models import ReturnAppeal, ReturnToWork
from backend.returns.queries.appeals import ROWS as APPEALS
from backend.returns.queries.plans import ROWS
from backend.returns.vocabulary import MAY_BE_APPEALED
from backend.web.acts import act_page, done_words, too_late
from backend.web.forms.own_appeals import OwnAppealForm
from backend.web.forms.returns import AdmitAppealForm, AnswerAppealForm
from backend.web.pages import PersonRequest, absent, must, page
from backend.web.returns.pages import crumbs

FOLLOWS: Final[Mapping[str, Promise]] = {
    "admit": lazy(
        "The employee gets a letter: who decides, until when they may add something, and by when you answer."
    ),
    "refuse": lazy("The employee gets a letter with your reasons. The decision stands as it was told."),
    "dismiss": lazy("The employee gets a letter with your reasons. The decision stands as it was told."),
    "set_aside": lazy(
        "The employee gets a letter with your reasons. The return goes back, and whoever decided it decides no more."
    ),
}


@require_http_methods(["GET", "POST"])
@never_cache
@page(ROWS, "rtw.view")
def file(request: PersonRequest, rtw: ReturnToWork) -> HttpResponse:
    """Appeal against the decision on one's own return."""
    if rtw.person_id != request.user.person_id:
        raise NotVisible
    back = reverse("my-return", args=[rtw.reference])
    if request.method != "POST" and not may_appeal(rtw):
        return too_late(request, _("Appeal"), rtw.get_state_display(), back)
    must(request.user, "rtw.appeal", rtw)
    form = OwnAppealForm(request.POST or None, late=is_late(rtw))
    shown = {
        "heading": _("Appeal against the decision"),
        "reference": rtw.reference,
        "consequence": _(
            "Somebody who took no part so far, and stands in no reporting line of yours, decides. You get a letter with "
            "the reasons, and nothing gets worse because you appealed."
        ),
        "submit": _("Send the appeal"),
    }
    act = lambda: appeal_return(rtw, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    done = _("Your appeal was sent.")
    return act_page(request, form, act, back=back, done=done, shown=shown, template="web/mine/act.html")


@require_safe
@never_cache
@page(APPEALS, "rtw_appeal.view")
def appeal(request: PersonRequest, appeal: ReturnAppeal) -> HttpResponse:
    """Show an appeal with its grounds, and what its reviewer may do now."""
    _not_ones_own(request, appeal)
    viewed(appeal, "rtw_appeal.view", actor=request.user)
    at = appeal.reference
    moves = [
        {"label": move.label, "url": reverse("return-appeal-move", args=[at, move.name])}
        for move in lifecycle.open_to(appeal, request.user)
        if move.name in FOLLOWS
    ]
    shown = {
        "appeal": appeal,
        "grounds": ground_words(appeal.grounds),
        "moves": moves,
        "crumbs": _crumbs(appeal),
        "here": at,
    }
    return render(request, "web/returns/appeal.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(APPEALS, "rtw_appeal.view")
def move(request: PersonRequest, appeal: ReturnAppeal, verb: str) -> HttpResponse:
    """Admit an appeal or not, and answer it; the page says what follows."""
    _not_ones_own(request, appeal)
    known = lifecycle.moves.get(verb)
    if known is None or verb not in FOLLOWS:
        return absent(request)
    must(request.user, known.action, appeal)
    back = reverse("return-appeal", args=[appeal.reference])
    if request.method != "POST" and appeal.state not in known.sources:
        return too_late(request, known.label, appeal.get_state_display(), back)
    form = _form(verb, request, appeal)
    shown = {
        "reference": appeal.reference,
        "heading": known.label,
        "consequence": FOLLOWS[verb],
        "submit": known.label,
        "crumbs": [*_crumbs(appeal), (appeal.reference, back)],
        "facts": _facts(appeal),
    }
    act = lambda: lifecycle.functions[verb](appeal, actor=request.user, **form.cleaned_data)  # noqa: E731
    return act_page(request, form, act, back=back, done=done_words(known), shown=shown)


def may_appeal(rtw: ReturnToWork) -> bool:
    """Tell whether the decision on a return as it stands can still be appealed: deferred or refused, and not appealed yet."""
    if rtw.state not in MAY_BE_APPEALED or rtw.document_id is None:
        return False
    return not ReturnAppeal.objects.filter(decision_letter=rtw.document_id).exists()


def _form(verb: str, request: PersonRequest, appeal: ReturnAppeal) -> Form:
    given = request.POST or None
    return AdmitAppealForm(given, late=appeal.is_late) if verb == "admit" else AnswerAppealForm(given)


def _facts(appeal: ReturnAppeal) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"key": _("Decision"), "value": appeal.get_decision_display(), "note": appeal.decision_by.name},
        {"key": _("Grounds"), "value": " ".join(ground_words(appeal.grounds))},
        {"key": _("In the employee’s words"), "value": appeal.words, "lines": True},
    ]
    late = [{"key": _("Why it came late"), "value": appeal.late_reason, "lines": True}]
    return facts + (late if appeal.is_late else [])


def _crumbs(appeal: ReturnAppeal) -> list[tuple[str, str]]:
    rtw = appeal.rtw
    return [*crumbs(rtw), (rtw.reference, reverse("return", args=[rtw.reference]))]


def _not_ones_own(request: PersonRequest, appeal: ReturnAppeal) -> None:
    """The employee reads of their appeal beside the decision, on their own page."""
    if appeal.rtw.person_id == request.user.person_id:
        raise NotVisible
