"""What every page of a case shares: its head, its stages, its sections, and what the reader may do in it."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.access.policy import permitted
from backend.agreements.queries.next_steps import for_next
from backend.audit.reads import viewed
from backend.cases.actions.progress import lifecycle
from backend.cases.glass import open_glasses
from backend.cases.models import Case
from backend.cases.queries import STAGES, stage_of
from backend.intake.vocabulary import Priority
from backend.kernel.canonical import Json
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.workflow.lifecycle import Move

CASES = for_next(Case.objects.select_related("unit"))
STAGE_NAMES: dict[str, Promise] = {
    "intake": lazy("Intake"),
    "planning": lazy("Planning"),
    "investigation": lazy("Investigation"),
    "decision": lazy("Decision"),
    "outcome": lazy("Outcome"),
    "monitoring": lazy("Monitoring"),
    "closed": lazy("Closed"),
}
URGENCY = {Priority.P1: "bad", Priority.P2: "warn"}
READ = "case.read"
ACTS: dict[str, tuple[Promise, str]] = {  # what may be done in a case beside its moves: words and page
    "case.add_party": (lazy("Add a person"), "case-add-party"),
    "case.appoint": (lazy("Appoint somebody"), "case-appoint"),
    "case.frame": (lazy("Frame an allegation"), "allegation-frame"),
    "case.give_notice": (lazy("Give notice of allegations"), "case-notice"),
    "outcome.decide": (lazy("Decide the outcome"), "outcome-decide"),
    "outcome.return": (lazy("Return the outcome"), "outcome-return"),
    "outcome.tell": (lazy("Send the outcome letters"), "outcome-tell"),
    "agreement.draft": (lazy("Draw up an agreement"), "agreement-draft"),
}
FITS: dict[str, frozenset[str]] = {  # the stages in which an act is offered in the menu; its own guard decides
    "case.add_party": frozenset(STAGES) - {"closed"},
    "case.appoint": frozenset(STAGES) - {"closed"},
    "case.frame": frozenset({"intake", "planning", "investigation"}),
    "case.give_notice": frozenset({"planning", "investigation"}),
    "outcome.decide": frozenset({"decision"}),
    "outcome.return": frozenset({"decision"}),
    "outcome.tell": frozenset({"outcome", "monitoring"}),
    "agreement.draft": frozenset({"outcome", "monitoring"}),
}


def opened(case: Case, person: User, *, part: str = "") -> set[str]:
    """Record that a person opens a case, as the whole file or its head alone, and tell what they may do in it."""
    may = permitted(person, sorted({READ, *ACTS, *(move.action for move in open_moves(case))}), case)
    ctx: dict[str, Json] = {"part": part} if part else {}
    case.__dict__["glass"] = next((glass for glass in open_glasses(person) if glass.case_id == case.pk), None)
    viewed(case, READ if READ in may else "case.view", actor=person, ctx=ctx)
    return may


def read_file(case: Case, person: User, *, part: str) -> set[str]:
    """Record that a person reads a section of the case file; whoever sees the head alone has no such section."""
    if READ not in permitted(person, [READ], case):
        raise NotVisible
    return opened(case, person, part=part)


def open_moves(case: Case) -> list[Move]:
    """List the moves out of the state that the case is in, whoever may make them."""
    return [move for move in lifecycle if case.state in move.sources]


def frame(case: Case, may: set[str], *, section: str = "", heading: str = "") -> dict[str, Any]:
    """Give what the head of a case's page shows."""
    here = stage_of(case.state)
    order = list(STAGES)
    return {
        "case": case,
        "may_read": READ in may,
        "glass": case.__dict__.get("glass"),
        "heading": heading or case.title,
        "reference": case.reference,
        "eyebrow": case.get_kind_display(),
        "state_label": case.get_state_display(),
        "tags": [{"label": case.get_priority_display(), "tone": URGENCY.get(Priority(case.priority), "mute")}],
        "stages": [
            {
                "label": STAGE_NAMES[stage],
                "state": _progress(order.index(stage), order.index(here), closed=here == "closed"),
            }
            for stage in order
        ],
        "sections": _sections(case, may, section),
        "crumbs": [(_("Cases"), reverse("cases")), (case.reference, reverse("case", args=[case.reference]))],
    }


def more_actions(case: Case, may: set[str], *, besides: Iterable[str] = ()) -> list[dict[str, str]]:
    """Give the menu of what else this person may do now: the moves open to them, then other acts."""
    hidden, stage = set(besides), stage_of(case.state)
    entries = [
        (move.action, move.label, _move_url(case, move))
        for move in open_moves(case)
        if move.action in may and move.action not in NOT_BY_HAND
    ]
    entries += [
        (name, str(label), reverse(url, args=[case.reference]))
        for name, (label, url) in ACTS.items()
        if name in may and stage in FITS[name]
    ]
    return [{"label": label, "url": url} for name, label, url in entries if name not in hidden]


NOT_BY_HAND = frozenset({"case.reopen_report"})  # follows from sending a finding back


def _move_url(case: Case, move: Move) -> str:
    own = {"case.assign": "case-assign", "outcome.approve": "outcome-approve"}
    if move.action in own:
        return reverse(own[move.action], args=[case.reference])
    return reverse("case-move", args=[case.reference, move.name])


def _progress(at: int, here: int, *, closed: bool) -> str:
    if at < here or (closed and at == here):
        return "done"
    return "current" if at == here else "todo"


def _sections(case: Case, may: set[str], section: str) -> list[dict[str, Any]]:
    shown = [
        (_("Overview"), "case", True),
        (_("Allegations"), "case-allegations", READ in may),
        (_("People"), "case-people", READ in may),
    ]
    shown += [
        (_("Decision"), "case-decision", bool({READ, "outcome.tell"} & may)),
        (_("Documents"), "case-documents", READ in may),
        (_("History"), "case-history", READ in may),
    ]
    return [
        {"label": label, "url": reverse(name, args=[case.reference]), "current": name == section}
        for label, name, is_shown in shown
        if is_shown
    ]
