"""Waivers (C9): only the independent channel grants one, never for a party, a department or a line of today, and both parties read it."""

from django.db import transaction
from django.db.models import Q

from backend.access.policy import require
from backend.access.relations import Relation
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.conflicts.rules import conflicts_of
from backend.cases.letters import waiver_letter
from backend.cases.models import Case, CaseBar, CaseParty, ConflictWaiver
from backend.cases.vocabulary import PartyRole, WaiverState
from backend.documents.actions.issuing import issue
from backend.documents.models import Document
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import Person, User
from backend.workflow.lifecycle import Lifecycle

declare("case.ask_waiver", "asked the independent channel to waive a conflict", kind="access")

waivers = Lifecycle(ConflictWaiver, "waiver")
RULES = {"C2": "A reporting line of the past", "C3": "A tie, or a team of the last 24 months", "C4": "An earlier part"}


def ask_waiver(case: Case, *, person: Person, rule: str, actor: User, reason: str) -> ConflictWaiver:
    """Ask the independent channel whether somebody may work on the case in spite of a conflict."""
    require(actor, "case.ask_waiver", case)
    if rule not in RULES:
        raise Invalid({"rule": ["Choose a conflict that can be waived: C2 of the past, C3 or C4."]})
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    _check_waivable(case, person, rule)
    if ConflictWaiver.objects.filter(case=case, person=person, rule=rule).exclude(state=WaiverState.REFUSED).exists():
        raise Refused("This was asked already.", code="waiver-asked", field="person")
    asked = ConflictWaiver(
        case=case, person=person, rule=rule, why=reason.strip(), asked_by=actor, asked_at=clock.now()
    )
    return keep(asked, "case.ask_waiver", actor=actor, reason=reason, ctx={"rule": rule})


@waivers.move("grant", {WaiverState.ASKED}, WaiverState.GRANTED, past="waived a conflict", label="Grant", kind="access")
def grant_waiver(waiver: ConflictWaiver, *, actor: User, disclosed: str) -> None:
    """Let somebody work on the case in spite of a conflict, in words that both parties read."""
    if not disclosed.strip():
        raise Invalid(
            {"disclosed": ["Write what both parties are told: who, what the conflict is, and why it is waived."]}
        )
    _check_waivable(waiver.case, waiver.person, waiver.rule)
    waiver.disclosed = disclosed.strip()
    _decide(waiver, actor)
    _lift(waiver, actor)
    for party in parties_told(waiver.case):
        disclose(waiver, party.person, actor=actor)


@waivers.move(
    "refuse", {WaiverState.ASKED}, WaiverState.REFUSED, past="did not waive a conflict", label="Refuse", kind="access"
)
def refuse_waiver(waiver: ConflictWaiver, *, actor: User) -> None:
    """Leave the conflict as it is: somebody else takes the role."""
    _decide(waiver, actor)


def disclose(waiver: ConflictWaiver, person: Person, *, actor: User) -> Document:
    """Write to one party what was waived and why (D27), in the words that both parties read."""
    letter = waiver_letter(waiver, to=person, by=waiver.decided_by or actor)
    reason = "Both parties are told of a waiver."
    return issue(letter, about=waiver, recipient=person, actor=actor, reason=reason)


def disclose_to_respondent(case: Case, party: CaseParty, *, actor: User) -> int:
    """Write to a respondent, who is told of the case now, what was waived before; each waiver once."""
    granted = ConflictWaiver.objects.filter(case=case, state=WaiverState.GRANTED).select_related(
        "case", "person", "decided_by__person"
    )
    told = set(Document.objects.filter(recipient=party.person, matter_stream=case.key).values_list("about", flat=True))
    owed = [waiver for waiver in granted.order_by("pk") if waiver.key not in told]
    for waiver in owed:
        disclose(waiver, party.person, actor=actor)
    return len(owed)


def parties_told(case: Case) -> list[CaseParty]:
    """List the two sides as far as they know of the case: complainants, and respondents after the notice; nobody twice."""
    sides = Q(role=PartyRole.COMPLAINANT) | Q(role=PartyRole.RESPONDENT, notified_at__isnull=False)
    rows = CaseParty.objects.filter(sides, case=case).select_related("person__site", "person__unit").order_by("pk")
    return list({party.person_id: party for party in rows}.values())


def _decide(waiver: ConflictWaiver, actor: User) -> None:
    waiver.decided_by, waiver.decided_at = actor, clock.now()


def _lift(waiver: ConflictWaiver, actor: User) -> None:
    """End the bar that the conflict made; the next measuring finds the waiver and makes none."""
    with transaction.atomic():
        bars = CaseBar.objects.filter(case=waiver.case, person=waiver.person, rule=waiver.rule, ended=None)
        for bar in bars.select_related("case"):
            bar.ended = clock.now()
            keep(bar, "case.unbar", actor=actor, reason="The independent channel waived it.", ctx={"rule": bar.rule})


def _check_waivable(case: Case, person: Person, rule: str) -> None:
    """Refuse what nobody may waive (C9): being a party, an independent matter's department, a line of today."""
    found: list[Relation] = [each for each in conflicts_of(person, case, "") if each.rule != "SD"]
    fixed = [each for each in found if not each.waivable]
    if fixed:
        raise Refused(
            f"{person.name} {fixed[0].words} ({fixed[0].rule}). Nobody can waive this.",
            code="not-waivable",
            field="person",
        )
    if rule == "C2" and not any(each.rule == "C2" for each in found):
        raise Refused("There is no such conflict to waive.", code="nothing-to-waive", field="rule")
