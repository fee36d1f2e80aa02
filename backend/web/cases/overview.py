"""The page of one case: what is next, what is alleged, what happened, who is in it, and who can see it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend.agreements.queries.next_steps import does, knows_of, knows_of_agreements, steps_of
from backend.cases.letters import period
from backend.cases.models import Allegation, BreakGlass, Case, CaseGrant, CaseParty
from backend.cases.near import OF_AGREEMENTS
from backend.cases.queries import Step, deadlines_of, glasses_open_on, stage_of, team_of
from backend.deadlines.models import Deadline
from backend.deadlines.profiles import Sense
from backend.people.models import User
from backend.referrals.queries.told import standings_in
from backend.web.cases.history import highlights
from backend.web.cases.shell import CASES, KNOWS_REFERRALS, READ, REFERS_IN, frame, more_actions, opened
from backend.web.deadline_names import DEADLINE_NAMES
from backend.web.pages import PersonRequest, page
from backend.web.steps import Told, told


@require_safe
@page(CASES, "case.view")
def case(request: PersonRequest, case: Case) -> HttpResponse:
    """Show a case; whoever may not read the file sees its head and what they have to do, and a note that says so."""
    person = request.user
    may = opened(case, person)
    deadlines = deadlines_of([case])
    steps = steps_of(case, deadlines)
    mine = next((each for each in (told(step, person) for step in steps) if each.mine), None)
    others_may = more_actions(case, may, besides=[step.action for step in steps if does(person, step)][:1])
    shown = {
        **frame(case, may, section="case"),
        "next": _next_panel(case, steps, mine, person),
        "actions": others_may[:1],
        "more": others_may[1:],
        "deadlines": _deadlines(deadlines, case, person),
        "team": [*_team(team_of(case)), *_emergencies(glasses_open_on(case))],
    }
    if KNOWS_REFERRALS in may and stage_of(case.state) in REFERS_IN:
        shown["standings"] = [{"told": row} for row in standings_in(case, person)]
    if READ in may:
        shown |= {
            "allegations": allegation_items(case),
            "parties": _parties(case.__dict__["people"]),
            "reports": case.report_links.select_related("report").order_by("pk"),
            "timeline": highlights(case, person),
            "agreements": case.__dict__["drawn_up"] if knows_of_agreements(case, person) else [],
        }
    return render(request, "web/cases/case.html", shown)


def allegation_items(case: Case) -> list[dict[str, Any]]:
    """Give the allegations of a case as entries with their state."""
    return [
        {
            "title": short(allegation.particulars),
            "url": reverse("allegation", args=[case.reference, allegation.seq]),
            "note": _note(allegation),
            "state": allegation.state,
            "state_label": allegation.get_state_display(),
        }
        for allegation in case.__dict__["put"]
    ]


def short(text: str, most: int = 160) -> str:
    """Cut a text at a word, for a line of a list."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def _note(allegation: Allegation) -> str:
    when = period(allegation.occurred_from, allegation.occurred_to)
    return f"A{allegation.seq} · {when} · {allegation.policy_clause or _('no policy clause yet')}"


def _next_panel(case: Case, steps: list[Step], mine: Told | None, person: User) -> dict[str, Any]:
    if mine:
        return {
            "heading": _("Next: %(what)s") % {"what": _lower(mine.label)},
            "text": mine.why,
            "due": mine.due,
            "action": mine.label,
            "url": mine.url,
        }
    if not case.is_open:
        return {"heading": _("This case is closed"), "text": case.get_closure_reason_display()}
    if not steps:
        return {"heading": _("Nothing is waiting"), "text": ""}
    other = told(steps[0], person)
    if not knows_of(person, steps[0]):
        return {"heading": _("Nothing for you to do now"), "text": _("The outcome is being put into effect.")}
    words = _("Waiting for %(who)s: %(what)s.") % {"who": other.who, "what": _lower(other.label)}
    return {"heading": _("Nothing for you to do now"), "text": words, "due": other.due}


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _deadlines(deadlines: Iterable[Deadline], case: Case, person: User) -> list[dict[str, Any]]:
    hidden = () if knows_of_agreements(case, person) else OF_AGREEMENTS
    return [
        {
            "label": deadline_name(deadline),
            "due": deadline.due_at,
            "note": deadline.words,
            "is_wait": deadline.sense == Sense.FLOOR,
        }
        for deadline in deadlines
        if not deadline.kind.startswith(hidden or ("–",))
    ][:6]


def deadline_name(deadline: Deadline) -> str:
    """Name a deadline in words."""
    return str(DEADLINE_NAMES.get(deadline.kind, deadline.kind.replace(".", ", ").replace("_", " ")))


def _parties(parties: Iterable[CaseParty]) -> list[dict[str, str]]:
    return [
        {"key": party.get_role_display(), "value": party.person.name, "note": party.person.job_title}
        for party in parties
    ]


def _team(grants: Iterable[CaseGrant]) -> list[dict[str, str]]:
    return [{"key": str(_role(grant)), "value": grant.user.name} for grant in grants]


def _emergencies(glasses: Iterable[BreakGlass]) -> list[dict[str, str]]:
    return [
        {
            "key": _("Emergency access"),
            "value": glass.user.name,
            "note": _("until %(until)s") % {"until": timezone.localtime(glass.ends_at).strftime("%H:%M %Z")},
        }
        for glass in glasses
    ]


def _role(grant: CaseGrant) -> str:
    return grant.permission.name.removeprefix("Act as ").removesuffix(" in the case")
