"""Remedies: what the organisation puts right for somebody who was affected, whatever follows for anybody else."""

from datetime import date

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import discharge, owe
from backend.cases.models import Case, CaseParty
from backend.cases.vocabulary import CaseState, PartyRole
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.decisions.models import Remedy
from backend.decisions.vocabulary import RemedyKind
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import Person, User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(Remedy, "remedy")

declare("remedy.decide", "decided a remedy", kind="change")
declare("remedy.view", "read a remedy", kind="read")
declare("remedy.list", "listed remedies", kind="read")

DECIDABLE = (
    CaseState.FINDINGS_DECIDED,
    CaseState.OUTCOME_DECIDED,
    CaseState.IMPLEMENTING,
    CaseState.MONITORING,
)
AFFECTED = (PartyRole.COMPLAINANT, PartyRole.AFFECTED_OTHER, PartyRole.WITNESS, PartyRole.REPORTER)


def decide_remedy(
    case: Case, *, actor: User, reason: str, person: Person, kind: str, what: str, due_on: date
) -> Remedy:
    """Decide what is put right for one person and until when; it is owed on the case until it is done."""
    require(actor, "remedy.decide", case)
    if case.state not in DECIDABLE:
        raise Refused("Confirm the findings first.", code="wrong-state")
    problems = {
        "kind": [] if kind in RemedyKind.values else ["Choose what is put right."],
        "what": [] if what.strip() else ["Say what exactly is done: the person reads this."],
        "due_on": [] if due_on >= clock.today() else ["Name a day that is still to come."],
        "person": []
        if CaseParty.objects.filter(case=case, person=person, role__in=AFFECTED).exists()
        else ["A remedy is for somebody who was affected: complainant, witness or reporter."],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    remedy = Remedy(
        case=case,
        person=person,
        kind=kind,
        what=what.strip()[:300],
        due_on=due_on,
        decided_by=actor,
        decided_at=clock.now(),
    )
    with transaction.atomic():
        keep(remedy, "remedy.decide", actor=actor, reason=reason, ctx={"kind": kind})
        owe(case, remedy.owed_as, f"Remedy: {remedy.get_kind_display().lower()}", actor=actor, reason="Was decided.")
        start_for(remedy, "remedy.due", actor=actor, due_on=due_on)
    return remedy


@lifecycle.move("complete", {"owed"}, "done", past="noted that a remedy was done", label="Note that it was done")
def complete_remedy(remedy: Remedy, *, actor: User, note: str) -> None:
    """Note that a remedy was done, and how that was seen."""
    if not note.strip():
        raise Invalid({"note": ["Say what was done and when: the person reads this."]})
    remedy.done_at, remedy.done_note = clock.now(), note.strip()[:300]
    discharge(remedy.case, remedy.owed_as, actor=actor, note="The remedy was done.")
    meet_all(remedy, "remedy.due", actor=actor)


@lifecycle.move("drop", {"owed"}, "dropped", past="noted that a remedy is no longer due", label="Drop the remedy")
def drop_remedy(remedy: Remedy, *, actor: User) -> None:
    """Note that a remedy is no longer due: the person does not want it, or the finding it rests on was set aside."""
    discharge(remedy.case, remedy.owed_as, actor=actor, note="The remedy is no longer due.")
    cancel_all(remedy, actor=actor, reason="The remedy is no longer due.")
