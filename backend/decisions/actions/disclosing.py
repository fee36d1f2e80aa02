"""Telling a complainant more than the findings: a decision with reasons, approved by another, and a letter that holds no more."""

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.models import Case, CaseParty
from backend.cases.vocabulary import PartyRole
from backend.decisions.letter_writing import disclosure_to_complainant
from backend.decisions.models import Disclosure
from backend.decisions.queries.standing import approved_outcome
from backend.decisions.vocabulary import DisclosureState
from backend.documents.actions.issuing import issue
from backend.documents.models import Document
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(Disclosure, "disclosure")

declare("outcome.disclose", "decided to tell a complainant more of the outcome", kind="change")
declare("disclosure.list", "listed decisions to tell more", kind="read")
declare("disclosure.view", "read a decision to tell more", kind="read")


def disclose_outcome(case: Case, *, actor: User, reason: str, to: Person, points: str) -> Disclosure:
    """Decide that a complainant may know certain points of the outcome, and why; it holds when another person approves it."""
    require(actor, "outcome.disclose", case)
    outcome = approved_outcome(case)
    if outcome is None:
        raise Refused("The outcome is not approved yet.", code="outcome-missing")
    problems = {
        "points": [] if points.strip() else ["Write what may be told, one point on each line, and nothing else."],
        "to": []
        if CaseParty.objects.filter(case=case, person=to, role=PartyRole.COMPLAINANT).exists()
        else ["Only a complainant of this case can be told more."],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    disclosure = Disclosure(
        reference=new_reference("DIS", clock.today()),
        case=case,
        outcome=outcome,
        to=to,
        points=points.strip(),
        reasons=reason.strip(),
        decided_by=actor,
        decided_at=clock.now(),
    )
    with transaction.atomic():
        return keep(disclosure, "outcome.disclose", actor=actor, reason=reason)


@lifecycle.move(
    "approve",
    {DisclosureState.PROPOSED},
    DisclosureState.APPROVED,
    past="approved that a complainant is told more",
    label="Approve telling more",
)
def approve_disclosure(disclosure: Disclosure, *, actor: User) -> None:
    """Approve, as a second person, that the complainant is told these points."""
    if disclosure.decided_by_id == actor.pk:
        raise Refused("You decided this; somebody else approves it.", code="second-person")
    disclosure.approved_by, disclosure.approved_at = actor, clock.now()


@lifecycle.move(
    "refuse",
    {DisclosureState.PROPOSED},
    DisclosureState.REFUSED,
    past="refused that a complainant is told more",
    label="Refuse telling more",
)
def refuse_disclosure(disclosure: Disclosure, *, actor: User) -> None:
    """Refuse, as a second person, that the complainant is told more than the findings."""


@lifecycle.move(
    "tell",
    {DisclosureState.APPROVED},
    DisclosureState.TOLD,
    past="told a complainant more of the outcome",
    label="Issue the letter",
    kind="document",
)
def tell_disclosure(disclosure: Disclosure, *, actor: User) -> None:
    """Issue the letter (D8a): the points that were approved, added to the outcome letter that the complainant has."""
    if disclosure.outcome.overturned_at:
        raise Refused("The outcome was set aside on appeal.", code="outcome-missing")
    letter = (
        Document.objects.current()
        .filter(recipient=disclosure.to, kind="D8", matter_stream=disclosure.case.key)
        .order_by("-pk")
        .first()
    )
    if letter is None:
        raise Refused("Send the outcome letter first: this one adds to it.", code="outcome-untold")
    disclosure.document = issue(
        disclosure_to_complainant(disclosure, outcome_letter=letter.reference, by=actor),
        about=disclosure.case,
        recipient=disclosure.to,
        actor=actor,
        reason=f"By {disclosure.reference}.",
    )
