"""A return to work as those see it who prepare and decide it: the list in a case, the checklist, and the acts."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can, permitted, scope
from backend.audit.reads import listed, viewed
from backend.cases.models import Case
from backend.documents.phrasing import day_in
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.returns.actions.checking import lifecycle, schedule_return
from backend.returns.models import ReturnToWork
from backend.returns.queries.appeals import appeals_of, decided_before
from backend.returns.queries.gate import (
    Tick,
    in_the_line,
    preconditions,
    provider_word_for,
    standing_notices,
)
from backend.returns.queries.plans import ROWS, is_run_out, keeps_away, returns_in
from backend.returns.vocabulary import PLAN_RUNS, Precondition, ReturnState, Trigger
from backend.web.acts import act_page
from backend.web.cases.shell import CASES, SEES_RETURNS, frame, opened
from backend.web.forms.returns import ScheduleForm
from backend.web.pages import PersonRequest, must, page

DECIDING: Final = frozenset({"approve", "defer", "refuse"})
TEXTS: Final[dict[str, Promise]] = {
    Precondition.OBLIGATIONS: lazy("What the agreement asked for by now is done"),
    Precondition.SAFEGUARDS: lazy("Safeguards are in place"),
    Precondition.TOLD: lazy("Whoever was affected knows the day and what protects them"),
    Precondition.NO_RETALIATION: lazy("No matter about retaliation is open"),
}


@require_safe
@page(CASES, "case.view")
def of_case(request: PersonRequest, case: Case) -> HttpResponse:
    """Show the returns to work of a case, and what keeps its respondent away now."""
    if not can(request.user, SEES_RETURNS, case):
        raise NotVisible
    may = opened(case, request.user, part="returns")
    rows = list(returns_in(case, request.user))
    listed(rows, "rtw.list", actor=request.user)
    away = keeps_away(case)
    shown = {
        "returns": rows,
        "away": away.label if away else "",
        "can_schedule": "rtw.schedule" in may and case.is_open,
    }
    return render(request, "web/returns/of_case.html", {**frame(case, may, section="case-returns"), **shown})


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def schedule(request: PersonRequest, case: Case) -> HttpResponse:
    """Plan the return of the respondent."""
    must(request.user, "rtw.schedule", case)
    form = ScheduleForm(request.POST or None, initial={"trigger": keeps_away(case) or Trigger.REQUEST})
    shown = {
        **frame(case, set()),
        "heading": _("Plan a return to work"),
        "consequence": _(
            "Nothing is decided by this, and nobody is told. Day, place and what must be so before come next."
        ),
        "submit": _("Plan the return"),
        "cancel_url": reverse("case-returns", args=[case.reference]),
    }
    act = lambda: schedule_return(case, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    back = lambda made: reverse("return", args=[made.reference])  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("The return is planned. Begin the check next."), shown=shown)


@require_safe
@never_cache
@page(ROWS, "rtw.view")
def rtw(request: PersonRequest, rtw: ReturnToWork) -> HttpResponse:
    """Show the checklist of a return: what must be so before, the one word on a referral, what was decided, and the plan."""
    staff_only(request, rtw)
    viewed(rtw, "rtw.view", actor=request.user)
    checking = rtw.state == ReturnState.CHECKING
    ticks = preconditions(rtw) if checking else []
    inside = checking and in_the_line(request.user.person, rtw)
    decided = checking and not inside and decided_before(rtw, request.user)
    shown = {
        "rtw": rtw,
        "conditions": [_condition(tick, rtw) for tick in ticks],
        "overrides": _overrides(request.user, rtw, ticks) if not inside else [],
        "written": rtw.overrides.select_related("written_by__person", "seconded_by__person").order_by("pk"),
        "provider": said_word(request.user, rtw),
        "notices": standing_notices(rtw),
        "steps": list(
            scope(request.user, "follow_up.view", rtw.steps.select_related("holder").order_by("due_on", "seq"))
        ),
        "inside": inside,
        "decided": decided,
        "appeals": appeals_of(rtw, request.user),
        "moves": _moves(request.user, rtw, ticks, kept_out=inside or decided),
        "is_over": rtw.state == ReturnState.VOIDED,
        "crumbs": crumbs(rtw),
        "here": rtw.reference,
    }
    return render(request, "web/returns/return.html", shown)


def said_word(person: User, rtw: ReturnToWork) -> str:
    """Say the one word on the employee's referrals to somebody who may know it, and note that it was read."""
    if rtw.state != ReturnState.CHECKING:
        return ""
    word, rows = provider_word_for(person, rtw)
    if rows:
        listed(rows, "referral.see_status", actor=person)
    return str(word.label) if word else ""


def staff_only(request: PersonRequest, rtw: ReturnToWork) -> None:
    """The employee has a page of their own."""
    if rtw.person_id == request.user.person_id or not can(request.user, SEES_RETURNS, rtw.case):
        raise NotVisible


def crumbs(rtw: ReturnToWork) -> list[tuple[str, str]]:
    """Lead back to the case and its returns."""
    case = rtw.case.reference
    return [
        (_("Cases"), reverse("cases")),
        (case, reverse("case", args=[case])),
        (_("Return to work"), reverse("case-returns", args=[case])),
    ]


def ready(ticks: list[Tick]) -> bool:
    """Tell whether nothing stands in the way any more."""
    return all(tick.settled for tick in ticks)


def _condition(tick: Tick, rtw: ReturnToWork) -> dict[str, Any]:
    told = tick.missing
    if tick.override and tick.settled:
        told = _("%(missing)s: put aside in writing by two people") % {"missing": tick.missing}
    places = {
        Precondition.SAFEGUARDS: ("case-safeguards", rtw.case.reference, _("See to it")),
        Precondition.TOLD: ("return-notify", rtw.reference, _("Tell them")),
    }
    name, reference, link = places.get(tick.code, ("", "", ""))
    return {
        "text": TEXTS[tick.code],
        "met": tick.settled,
        "missing": told,
        "url": reverse(name, args=[reference]) if name else "",
        "link": link,
    }


def _overrides(person: User, rtw: ReturnToWork, ticks: list[Tick]) -> list[dict[str, str]]:
    """Offer to put something aside in writing, and to agree or not to what somebody else wrote."""
    may = permitted(person, ["rtw.override", "rtw.second_override"], rtw)
    offered = []
    for tick in ticks:
        if tick.settled or not tick.may_be_overridden:
            continue
        at = [rtw.reference, tick.code]
        if tick.override is None and "rtw.override" in may:
            label = _("Put aside in writing: %(what)s") % {"what": TEXTS[tick.code]}
            offered.append({"label": label, "url": reverse("return-override", args=at)})
        elif tick.override and tick.override.written_by_id != person.pk and "rtw.second_override" in may:
            label = _("Agree that it is put aside: %(what)s") % {"what": TEXTS[tick.code]}
            offered.append({"label": label, "url": reverse("return-second", args=at)})
    return offered


def _moves(person: User, rtw: ReturnToWork, ticks: list[Tick], *, kept_out: bool) -> list[dict[str, Any]]:
    """Offer what may be done now; what cannot be decided yet, or not by this person, has no button."""
    found = []
    for move in lifecycle.open_to(rtw, person):
        if move.name in DECIDING and (kept_out or (move.name == "approve" and not ready(ticks))):
            continue
        if move.name == "close" and not is_run_out(rtw):
            continue
        found.append({"label": move.label, "url": reverse("return-move", args=[rtw.reference, move.name])})
    if rtw.state == ReturnState.CHECKING and can(person, "rtw.notify", rtw):
        found.append({"label": _("Tell whoever was affected"), "url": reverse("return-notify", args=[rtw.reference])})
    if rtw.state in PLAN_RUNS and can(person, "rtw.hand_over", rtw):
        found.append({"label": _("Let somebody else hold it"), "url": reverse("return-holder", args=[rtw.reference])})
    order = {"approve": 0, "check": 0, "arrive": 0, "close": 0, "void": 2}
    found.sort(key=lambda each: order.get(each["url"].rstrip("/").rpartition("/")[2], 1))
    return found


def day_words(rtw: ReturnToWork) -> str:
    """Write the day of the return in words."""
    return day_in(rtw.returns_on, "en") if rtw.returns_on else ""
