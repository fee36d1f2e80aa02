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
HEAR = "case.hear"  # who reads what was said in interviews, and how it was weighed
SEES_MEASURES = "case.list_obligations"  # who works on the case, and carries out its outcome
SEES_CLOSING = "case.see_closing"
SEES_SAFEGUARDS = "safeguard.list"  # who decides, advises or carries out what was decided
SEES_RETURNS = "rtw.list"
KNOWS_REFERRALS = "referral.know"  # who decides, advises or carries out what was decided
REFERS_IN = frozenset({"decision", "outcome", "monitoring", "closed"})
CLOSES_IN = frozenset({"outcome", "monitoring", "closed"})
WRITES = ("case.write_letter", "case.write_plan", "case.write_memo", "outcome.write_letter")  # who has papers to write
ACTS: dict[str, tuple[Promise, str]] = {  # what may be done in a case beside its moves: words and page
    "case.see_conflicts": (lazy("Conflicts of interest"), "case-conflicts"),
    "case.ask_waiver": (lazy("Ask for a waiver"), "case-ask-waiver"),
    "case.add_party": (lazy("Add a person"), "case-add-party"),
    "case.appoint": (lazy("Appoint somebody"), "case-appoint"),
    "case.frame": (lazy("Frame an allegation"), "allegation-frame"),
    "case.give_notice": (lazy("Give notice of allegations"), "case-notice"),
    "evidence.add": (lazy("Add evidence"), "evidence-add"),
    "case.update_parties": (lazy("Tell both sides how it goes on"), "case-update"),
    "measure.propose": (lazy("Propose a temporary measure"), "measure-propose"),
    "case.change_standard": (lazy("Change the standard of proof"), "case-change-standard"),
    "similar_fact.request": (lazy("Ask about an earlier matter"), "similar-fact-request"),
    "outcome.decide": (lazy("Decide the outcome"), "outcome-decide"),
    "remedy.decide": (lazy("Put something right"), "remedy-decide"),
    "outcome.disclose": (lazy("Tell a complainant more"), "outcome-disclose"),
    "outcome.return": (lazy("Return the outcome"), "outcome-return"),
    "outcome.tell": (lazy("Send the outcome letters"), "outcome-tell"),
    "referral.consider": (lazy("Prepare a referral"), "referral-new"),
    "agreement.draft": (lazy("Draw up an agreement"), "agreement-draft"),
    "safeguard.propose": (lazy("Put a safeguard in place"), "safeguard-propose"),
    "rtw.schedule": (lazy("Plan a return to work"), "return-schedule"),
    "pattern.ask": (lazy("Ask for a pattern review"), "pattern-ask"),
    "watch.start": (lazy("Start the watch for retaliation"), "watch-start"),
    "accountability_wish.record": (lazy("Note who asked to read a statement"), "accountability-wish"),
    "case.record_closure": (lazy("Record causes and lessons"), "case-record-closure"),
    "case.link": (lazy("Link case"), "case-link"),
    "case.open_linked": (lazy("Open a linked case"), "case-open-linked"),
    "case.propose_early_close": (lazy("Propose to close without a decision"), "case-propose-early"),
    "case.recuse": (lazy("Step aside"), "case-recuse"),
}
FITS: dict[str, frozenset[str]] = {  # the stages in which an act is offered in the menu; its own guard decides
    "case.see_conflicts": frozenset(),  # a section of its own
    "case.recuse": frozenset(STAGES) - {"closed"},
    "case.ask_waiver": frozenset(),  # on the page of conflicts
    "case.add_party": frozenset(STAGES) - {"closed"},
    "case.appoint": frozenset(STAGES) - {"closed"},
    "case.frame": frozenset({"intake", "planning", "investigation"}),
    "case.give_notice": frozenset({"planning", "investigation"}),
    "evidence.add": frozenset({"intake", "planning", "investigation"}),
    "case.update_parties": frozenset({"investigation", "decision", "outcome"}),
    "measure.propose": frozenset(STAGES) - {"closed"},
    "case.change_standard": frozenset({"intake", "planning"}),
    "similar_fact.request": frozenset({"planning", "investigation"}),
    "outcome.decide": frozenset({"decision"}),
    "remedy.decide": frozenset({"outcome", "monitoring"}),
    "outcome.disclose": frozenset({"outcome", "monitoring"}),
    "outcome.return": frozenset({"decision"}),
    "outcome.tell": frozenset({"outcome", "monitoring"}),
    "referral.consider": frozenset({"outcome", "monitoring"}),
    "agreement.draft": frozenset({"outcome", "monitoring"}),
    "safeguard.propose": frozenset({"outcome", "monitoring"}),
    "rtw.schedule": frozenset({"outcome", "monitoring"}),
    "pattern.ask": frozenset({"intake", "planning", "investigation"}),
    "watch.start": frozenset({"outcome", "monitoring"}),
    "accountability_wish.record": frozenset({"outcome", "monitoring", "closed"}),
    "case.record_closure": frozenset({"outcome", "monitoring"}),
    "case.link": frozenset(STAGES),
    "case.open_linked": frozenset(STAGES),
    "case.propose_early_close": frozenset({"intake", "planning", "investigation", "decision"}),
}


def opened(case: Case, person: User, *, part: str = "") -> set[str]:
    """Record that a person opens a case, as the whole file or its head alone, and tell what they may do in it."""
    may = permitted(
        person,
        sorted(
            {
                READ,
                HEAR,
                SEES_MEASURES,
                SEES_CLOSING,
                SEES_SAFEGUARDS,
                SEES_RETURNS,
                KNOWS_REFERRALS,
                *WRITES,
                *ACTS,
                *(move.action for move in open_moves(case)),
            }
        ),
        case,
    )
    ctx: dict[str, Json] = {"part": part} if part else {}
    case.__dict__["glass"] = next((glass for glass in open_glasses(person) if glass.case_id == case.pk), None)
    viewed(case, READ if READ in may else "case.view", actor=person, ctx=ctx)
    return may


def read_file(case: Case, person: User, *, part: str) -> set[str]:
    """Record that a person reads a section of the case file; whoever sees the head alone has no such section."""
    if READ not in permitted(person, [READ], case):
        raise NotVisible
    return opened(case, person, part=part)


def see_papers(case: Case, person: User) -> set[str]:
    """Record that a person reads the list of papers; whoever neither reads the file nor writes letters has no such section."""
    if not permitted(person, [READ, *WRITES], case):
        raise NotVisible
    return opened(case, person, part="documents")


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
        if move.action in may and move.action not in NOT_BY_HAND | BY_PROPOSAL
    ]
    entries += [
        (name, str(label), reverse(url, args=[case.reference]))
        for name, (label, url) in ACTS.items()
        if name in may and stage in FITS[name]
    ]
    return [{"label": label, "url": url} for name, label, url in entries if name not in hidden]


NOT_BY_HAND = frozenset({"case.reopen_report", "case.send_back", "case.reconsider"})  # follow from acts on findings
BY_PROPOSAL = frozenset({"case.close_without_decision"})  # offered beside the proposal that it decides on


def _move_url(case: Case, move: Move) -> str:
    own = {
        "case.assign": "case-assign",
        "case.stay": "case-stay",
        "outcome.approve": "outcome-approve",
        "case.reopen": "case-reopen",
        "case.close": "case-closing",
    }
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
        (_("Evidence"), "case-evidence", READ in may),
        (_("People"), "case-people", READ in may),
        (_("Plan"), "case-plan", READ in may),
        (_("Interviews"), "case-interviews", HEAR in may),
        (_("Measures"), "case-measures", SEES_MEASURES in may),
        (_("Conflicts"), "case-conflicts", "case.see_conflicts" in may),
    ]
    shown += [
        (_("Decision"), "case-decision", bool({READ, "outcome.tell"} & may)),
        (_("Referrals"), "case-referrals", KNOWS_REFERRALS in may and stage_of(case.state) in REFERS_IN),
        (_("Safeguards"), "case-safeguards", SEES_SAFEGUARDS in may and stage_of(case.state) in CLOSES_IN),
        (_("Return to work"), "case-returns", SEES_RETURNS in may and stage_of(case.state) in CLOSES_IN),
        (_("Documents"), "case-documents", bool({READ, *WRITES} & may)),
        (_("Links"), "case-links", READ in may),
        (_("Closing"), "case-closing", SEES_CLOSING in may and stage_of(case.state) in CLOSES_IN),
        (_("History"), "case-history", READ in may),
    ]
    return [
        {"label": label, "url": reverse(name, args=[case.reference]), "current": name == section}
        for label, name, is_shown in shown
        if is_shown
    ]
