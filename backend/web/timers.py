"""Settings: every timer by profile, with its basis, its source and when somebody last checked it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from backend.access.models import Role
from backend.access.roles import has_role
from backend.audit.actions import ACTIONS
from backend.deadlines.profiles import Profile, Timer, profile, profile_codes, stale_timers
from backend.documents.queries import day_words
from backend.kernel import clock
from backend.kernel.errors import Forbidden
from backend.web.deadline_names import DEADLINE_NAMES
from backend.web.pages import PersonRequest, signed_in

READERS = (Role.ADMINISTRATOR, Role.COUNSEL, Role.AUDITOR)


@require_safe
@signed_in
def timers(request: PersonRequest) -> HttpResponse:
    """Show the timers of one profile; what it takes from another profile says so."""
    if not has_role(request.user, *READERS):
        raise Forbidden(_("The timers are read by administrators, counsel and auditors."))
    codes = profile_codes()
    code = request.GET.get("profile", "")
    held = profile(code if code in codes else "POLICY")
    today = clock.today()
    shown = {
        "held": held,
        "places": ", ".join(held.jurisdictions),
        "stale": stale_words({Role.ADMINISTRATOR}),
        "views": [
            {
                "label": profile(each).title,
                "url": f"?profile={each}",
                "current": each == held.code,
                "count": _stale_in(each, today),
            }
            for each in codes
        ],
        "columns": [{"label": label} for label in (_("What is due"), _("Time"), _("From"), _("Basis"), _("Checked"))],
        "rows": [{"cells": _cells(timer, held, today)} for _event, timer in sorted(held.timers.items())],
    }
    return render(request, "web/settings/timers.html", shown)


def stale_words(roles: Collection[str]) -> str:
    """Tell administrators how many legal times nobody checked within a year; nothing to anybody else."""
    number = len(stale_timers(clock.today())) if Role.ADMINISTRATOR in roles else 0
    if not number:
        return ""
    return ngettext(
        "%(count)s time that rests on a law was never checked, or not within the last twelve months.",
        "%(count)s times that rest on a law were never checked, or not within the last twelve months.",
        number,
    ) % {"count": number}


def _stale_in(code: str, today: date) -> int | None:
    return sum(1 for timer in stale_timers(today) if timer.profile == code) or None


def _cells(timer: Timer, held: Profile, today: date) -> list[dict[str, Any]]:
    kind = _("Law") if timer.hard else _("Policy")
    of = "" if timer.profile == held.code else _("from %(profile)s") % {"profile": timer.profile}
    warned = ", ".join(rule.length for rule in timer.warn)
    time = [kind, _("warns %(when)s before") % {"when": warned} if warned else ""]
    return [
        {
            "text": str(DEADLINE_NAMES.get(timer.event, timer.event)),
            "reference": timer.event,
            "note": " · ".join(part for part in (of, timer.version) if part),
        },
        {"text": timer.rule.words, "note": " · ".join(part for part in time if part), "label": _("Time")},
        _start(timer),
        {"text": timer.basis, "note": timer.source, "label": _("Basis")},
        _checked(timer, today),
    ]


def _start(timer: Timer) -> dict[str, Any]:
    """Say what sets the time running in the words of the history; what is no event of its own is told as the profile tells it."""
    past = ACTIONS[timer.start].past if timer.start in ACTIONS else ""
    if not past:
        return {"text": timer.start, "label": _("From")}
    return {"text": f"{past[:1].upper()}{past[1:]}", "reference": timer.start, "label": _("From")}


def _checked(timer: Timer, today: date) -> dict[str, Any]:
    cell: dict[str, Any] = {"label": _("Checked")}
    if not timer.is_legal:
        return {**cell, "text": "–"}
    if timer.is_stale(today):
        words = _("Check again") if timer.checked_on else _("Never checked")
        cell["tag"] = {"label": words, "tone": "warn"}
    if timer.checked_on:
        cell["text"] = day_words(timer.checked_on)
    if timer.next_check:
        cell["note"] = _("%(who)s · next by %(day)s") % {"who": timer.checked_by, "day": day_words(timer.next_check)}
    return cell


urlpatterns = [path("timers/", timers, name="timers")]
