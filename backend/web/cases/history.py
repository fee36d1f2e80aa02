"""What happened in a case, newest first: important entries on its page, everything in its history, in pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from backend.agreements.queries.next_steps import knows_of_agreements
from backend.audit.actions import ACTIONS
from backend.audit.models import Event
from backend.audit.timeline import Entry, entries, history
from backend.cases.models import Case
from backend.cases.vocabulary import CaseRole
from backend.people.models import User
from backend.records.timeline import hidden_papers
from backend.web.cases.shell import CASES, frame, read_file
from backend.web.pages import PersonRequest, page
from backend.web.states import KINDS
from backend.web.steps import role_name

LETTERS = {
    "D1": lazy("acknowledgement of the report"),
    "D3": lazy("notice of allegations"),
    "D8": lazy("outcome letter to the complainant"),
    "D9": lazy("decision letter to the respondent"),
    "D12": lazy("accountability agreement"),
    "D18": lazy("completion of the agreement"),
}
# Facts that show in an entry's body that it belongs to an agreement: its letters, deadlines, and what is owed for it.
OF_AGREEMENTS = tuple(
    f'"kind":"{kind}' for kind in ("agreement.", "duty.", 'D12"', 'D14"', 'D16"', 'D17"', 'D18"', "outcome.alternative")
)
FOLDED = frozenset({"change", "document"})  # told once with a number when the same comes several times in a row
NOISE = frozenset({"read", "system", "job"})  # folded: it drowns what people did
MINOR = frozenset(  # follows from an entry beside it; told in the full history only
    {
        "access.grant",
        "access.revoke",
        "party.notify",
        "finding.record",
        "agreement.add_clause",
        "agreement_check_in.plan",
        "agreement_monitor.ask",
        "duty.plan",
        "duty.begin",
    }
    | {"obligation.create", "obligation.discharge", "case.join_report", "agreement.sign_act"}
)
PER_PAGE, ON_OVERVIEW = 50, 30


@dataclass
class Line:
    """One line of a timeline; entries that say the same, one after another, stand in one line."""

    kind: str
    title: str
    who: str
    at: Any
    body: str = ""
    note: str = ""
    entries: list["Line"] = field(default_factory=list)


@require_safe
@page(CASES, "case.view")
def case_history(request: PersonRequest, case: Case) -> HttpResponse:
    """Show everything that happened in a case, by kind if asked, in pages read by key."""
    may = read_file(case, request.user, part="history")
    kind = request.GET.get("kind", "")
    before = request.GET.get("before", "")
    events = _visible(case, request.user).order_by("-id")
    if kind in KINDS:
        events = events.filter(action__in=_named(lambda each: each == kind))
    if before.isdigit():
        events = events.filter(pk__lt=int(before))
    rows = list(events[: PER_PAGE + 1])
    lines = _grouped(entries(rows[:PER_PAGE]), fold=not kind, parts=_parts(case))
    older = f"?{'kind=' + kind + '&' if kind else ''}before={rows[PER_PAGE - 1].pk}" if len(rows) > PER_PAGE else ""
    kinds = sorted(
        {action.kind for action in ACTIONS.values()} & {"change", "document", "signature", "access", "read", "system"}
    )
    views = [{"label": _("Everything"), "url": "?", "current": not kind}]
    views += [{"label": str(KINDS[each].label), "url": f"?kind={each}", "current": each == kind} for each in kinds]
    shown = {"lines": lines, "older_url": older, "newest_url": "?" if before else "", "kinds": views}
    return render(request, "web/cases/history.html", {**frame(case, may, section="case-history"), **shown})


def highlights(case: Case, person: User) -> list[Line]:
    """Give what people did lately, without the noise."""
    events = _visible(case, person).filter(action__in=_named(lambda kind: kind not in NOISE)).exclude(action__in=MINOR)
    told = entries(events.order_by("-id")[:ON_OVERVIEW])
    return _grouped(told, fold=False, parts=_parts(case))[:12]


def _visible(case: Case, person: User) -> "QuerySet[Event]":
    """Leave out what belongs to an agreement unless the person may know of it."""
    events = history(case).exclude(obj__in=hidden_papers(person, case))
    if knows_of_agreements(case, person):
        return events
    for told in OF_AGREEMENTS:
        events = events.exclude(body__contains=told)
    return events.exclude(
        action__in=[name for name in ACTIONS if name.startswith(("agreement", "duty.", "occurrence.", "obstacle."))]
    )


def _named(wanted: Any) -> list[str]:
    return [action.name for action in ACTIONS.values() if wanted(action.kind)]


def _grouped(told: Iterable[Entry], *, fold: bool, parts: Mapping[str, str]) -> list[Line]:
    lines: list[Line] = []
    for entry in told:
        line = _line(entry, parts)
        noisy = fold and entry.action.kind in NOISE
        last = lines[-1] if lines else None
        if noisy and last and last.entries and last.kind == "system":
            last.entries.append(line)
        elif noisy:
            lines.append(Line("system", "", "", entry.at, entries=[line]))
        elif (
            last and (last.title, last.who) == (line.title, line.who) and entry.action.kind in FOLDED and not line.note
        ):
            last.entries = last.entries or [Line(last.kind, last.title, last.who, last.at, last.body)]
            last.entries.append(line)
        else:
            lines.append(line)
    for line in lines:
        _name_fold(line)
    return lines


def _name_fold(line: Line) -> None:
    if not line.entries:
        return
    number = len(line.entries)
    if not line.title:
        line.title = ngettext(
            "%(number)s view or entry by the system", "%(number)s views and entries by the system", number
        ) % {"number": number}
        line.at = line.entries[0].at
    else:
        line.note = _("%(number)s times") % {"number": number}
        line.body = ""


def _parts(case: Case) -> dict[str, str]:
    """Name the allegations and agreements of a case, by their keys in the history."""
    put = {allegation.key: f"A{allegation.seq}" for allegation in case.__dict__["put"]}
    return put | {agreement.key: agreement.reference for agreement in case.__dict__["drawn_up"]}


def _line(entry: Entry, parts: Mapping[str, str]) -> Line:
    past, facts = entry.action.past, entry.facts
    title = f"{past[:1].upper()}{past[1:]}"
    if entry.action.name == "document.issue" and facts.get("kind") in LETTERS:
        title = _("Issued: %(letter)s") % {"letter": LETTERS[facts["kind"]]}
    moved = f"{entry.before} → {entry.after}" if entry.after and entry.before != entry.after else ""
    role = role_name(facts["role"]) if facts.get("role") in CaseRole.values else ""
    note = " · ".join(part for part in (parts.get(entry.obj, ""), role, moved) if part)
    return Line(entry.action.kind, title, entry.who, entry.at, body=entry.reason, note=note)
