"""The acts on a return to work: to check, to tell whoever was affected, to put something aside in writing, to decide."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.referrals.vocabulary import Compliance
from backend.returns.actions.checking import lifecycle, notify_affected, override_precondition, second_override
from backend.returns.actions.deciding import PlannedStep
from backend.returns.actions.following import hand_over_follow_up
from backend.returns.models import ReturnToWork
from backend.returns.queries.gate import preconditions, provider_word
from backend.returns.queries.plans import ROWS, usual_steps
from backend.returns.vocabulary import Precondition, ReturnState
from backend.safeguards.queries.standing import in_place_for
from backend.web.acts import act_page, done_words, too_late
from backend.web.forms.moves import ReasonForm
from backend.web.forms.returns import (
    AimForm,
    ApproveForm,
    DeferForm,
    HolderForm,
    NotifyForm,
    OverrideForm,
    RefuseForm,
)
from backend.web.pages import PersonRequest, absent, must, page
from backend.web.returns.pages import TEXTS, crumbs, day_words, said_word, staff_only

FORMS: Final[Mapping[str, type[Form]]] = {
    "check": AimForm,
    "replan": AimForm,
    "defer": DeferForm,
    "refuse": RefuseForm,
    "arrive": ReasonForm,
    "close": ReasonForm,
    "void": ReasonForm,
}
FOLLOWS: Final[Mapping[str, Promise]] = {
    "check": lazy(
        "There are five working days to check and decide. Nobody is told before you tell whoever was affected."
    ),
    "replan": lazy("What was told to those affected is taken back by letter, and they are told the new day first."),
    "approve": lazy(
        "The employee gets a letter with day, place, conditions, plan and appeal. Whoever was affected knows the day already."
    ),
    "defer": lazy(
        "The employee gets a letter with the reasons and the new day. What was told to those affected is taken back."
    ),
    "refuse": lazy(
        "The employee gets a letter with the reasons and how to appeal. What was told to those affected is taken back."
    ),
    "arrive": lazy("You note that the person is back at work. The steps of the plan run already."),
    "close": lazy("The plan is over. It clears nobody and praises nobody."),
    "void": lazy(
        "The return ends with its plan. Whoever was told gets a letter that says that it ended, and no reason."
    ),
}


@require_http_methods(["GET", "POST"])
@never_cache
@page(ROWS, "rtw.view")
def move(request: PersonRequest, rtw: ReturnToWork, verb: str) -> HttpResponse:
    """Make one move of a return; the page says what follows for whom."""
    known = lifecycle.moves.get(verb)
    if known is None or verb not in FOLLOWS:
        return absent(request)
    staff_only(request, rtw)
    must(request.user, known.action, rtw)
    back = reverse("return", args=[rtw.reference])
    if request.method != "POST" and rtw.state not in known.sources:
        return too_late(request, known.label, rtw.get_state_display(), back)
    form = _form(verb, request, rtw)
    shown = {**_head(rtw), "heading": known.label, "consequence": FOLLOWS[verb], "submit": known.label}
    if verb == "approve":
        shown["facts"] = _before_approval(request, rtw)

    def act() -> ReturnToWork:
        given = dict(form.cleaned_data)
        if verb == "approve":
            holder = given.pop("holder")
            given["steps"] = [PlannedStep(on=day, what=what, holder=holder) for day, what in given["steps"]]
        return lifecycle.functions[verb](rtw, actor=request.user, **given)

    return act_page(request, form, act, back=back, done=done_words(known), shown=shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(ROWS, "rtw.view")
def notify(request: PersonRequest, rtw: ReturnToWork) -> HttpResponse:
    """Tell whoever was affected by letter, before the employee is told any day."""
    staff_only(request, rtw)
    must(request.user, "rtw.notify", rtw)
    back = reverse("return", args=[rtw.reference])
    if request.method != "POST" and rtw.state != ReturnState.CHECKING:
        return too_late(request, _("Tell whoever was affected"), rtw.get_state_display(), back)
    form = NotifyForm(request.POST or None, initial={"protections": [row.control for row in in_place_for(rtw.case)]})
    shown = {
        **_head(rtw),
        "heading": _("Tell whoever was affected"),
        "consequence": _(
            "They get a letter at once: that %(name)s is at work from %(day)s, where, and what protects them. Write it to the reader."
        )
        % {"name": rtw.person.name, "day": day_words(rtw)},
        "submit": _("Send the letter"),
    }
    act = lambda: notify_affected(rtw, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("Whoever was affected was told."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(ROWS, "rtw.view")
def override(request: PersonRequest, rtw: ReturnToWork, code: str) -> HttpResponse:
    """Write why something may be missing; a second person has to agree."""
    staff_only(request, rtw)
    must(request.user, "rtw.override", rtw)
    if code not in Precondition.values:
        return absent(request)
    form = OverrideForm(request.POST or None)
    shown = {
        **_head(rtw),
        "heading": _("Put something aside in writing"),
        "consequence": _(
            "It counts when a second person, outside the line too, has agreed. It covers only what is missing today."
        ),
        "submit": _("Write it down"),
        "facts": _gap(rtw, code),
    }
    act = lambda: override_precondition(rtw, code=code, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    back = reverse("return", args=[rtw.reference])
    return act_page(request, form, act, back=back, done=_("It is written. A second person decides on it."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(ROWS, "rtw.view")
def second(request: PersonRequest, rtw: ReturnToWork, code: str) -> HttpResponse:
    """Agree, as a second person, that something is put aside."""
    staff_only(request, rtw)
    must(request.user, "rtw.second_override", rtw)
    if code not in Precondition.values:
        return absent(request)
    form = ReasonForm(request.POST or None)
    shown = {
        **_head(rtw),
        "heading": _("Agree that something is put aside"),
        "consequence": _("The return can then be approved although this is missing. Both names stand in the history."),
        "submit": _("Agree"),
        "facts": _gap(rtw, code),
    }
    act = lambda: second_override(rtw, code=code, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    back = reverse("return", args=[rtw.reference])
    return act_page(request, form, act, back=back, done=_("You agreed."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(ROWS, "rtw.view")
def holder(request: PersonRequest, rtw: ReturnToWork) -> HttpResponse:
    """Give the open steps of a plan to somebody else to hold."""
    staff_only(request, rtw)
    must(request.user, "rtw.hand_over", rtw)
    form = HolderForm(request.POST or None)
    shown = {
        **_head(rtw),
        "heading": _("Let somebody else hold the follow-up"),
        "consequence": _("The plan goes on with its days. It goes along with the employee when they move."),
        "submit": _("Hand it over"),
    }
    act = lambda: hand_over_follow_up(rtw, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    back = reverse("return", args=[rtw.reference])
    return act_page(request, form, act, back=back, done=_("Somebody else holds the follow-up now."), shown=shown)


def _form(verb: str, request: PersonRequest, rtw: ReturnToWork) -> Form:
    if verb != "approve":
        return FORMS[verb](request.POST or None, initial={"returns_on": rtw.returns_on, "place": rtw.place})
    word, start = provider_word(rtw), rtw.returns_on
    initial: dict[str, Any] = {}
    if start:
        steps = usual_steps(start)
        initial = {"steps": steps, "plan_ends_on": steps[-1][0] + timedelta(days=6)}
    asks = word in {Compliance.NO, Compliance.UNKNOWN}
    return ApproveForm(request.POST or None, initial=initial, asks_despite=asks)


def _before_approval(request: PersonRequest, rtw: ReturnToWork) -> list[dict[str, str]]:
    facts = [
        {"key": _("Employee"), "value": rtw.person.name},
        {"key": _("Returns on"), "value": day_words(rtw), "note": rtw.place},
    ]
    facts += [
        {"key": str(TEXTS[tick.code]), "value": _("Yes") if tick.met else tick.missing} for tick in preconditions(rtw)
    ]
    if word := said_word(request.user, rtw):
        facts.append(
            {"key": _("Referral kept to"), "value": word, "note": _("one point among others, and no decision")}
        )
    return facts


def _gap(rtw: ReturnToWork, code: str) -> list[dict[str, Any]]:
    tick = next(each for each in preconditions(rtw) if each.code == code)
    facts: list[dict[str, Any]] = [
        {"key": _("What must be so"), "value": TEXTS[tick.code]},
        {"key": _("What is missing"), "value": tick.missing or _("Nothing")},
    ]
    if tick.override:
        facts.append(
            {
                "key": _("Written by %(name)s") % {"name": tick.override.written_by.name},
                "value": tick.override.why,
                "lines": True,
            }
        )
    return facts


def _head(rtw: ReturnToWork) -> dict[str, Any]:
    return {
        "reference": rtw.reference,
        "crumbs": [*crumbs(rtw), (rtw.reference, reverse("return", args=[rtw.reference]))],
    }
