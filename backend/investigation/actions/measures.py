"""Temporary measures from the proposal to the end: the least that helps, with full pay, looked at again, and open to challenge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from backend.access.policy import can, require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import discharge, owe
from backend.cases.models import Case, CaseParty
from backend.cases.vocabulary import PartyRole
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.documents.actions.issuing import issue
from backend.documents.models import Document
from backend.investigation.letters.measure_notices import binding_notice, support_notice
from backend.investigation.measure_tables import (
    HOLDS,
    SUPPORTIVE,
    ChallengeResult,
    InterimMeasure,
    MeasureChallenge,
    MeasureKind,
    MeasurePurpose,
    MeasureState,
)
from backend.investigation.queries.measures import ANSWER, REVIEW, latest_review
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.actions import system_user
from backend.people.models import Person, User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(InterimMeasure, "measure")

declare("measure.propose", "proposed a temporary measure", kind="change")
declare("measure.view", "read a temporary measure", kind="read")
declare("measure.list", "listed temporary measures", kind="read")
declare("measure.read_protection", "read what others were asked to do", kind="read")
declare("measure.read_instruction", "read what to arrange for somebody", kind="read")
declare("measure.file_challenge", "filed a challenge to a temporary measure", kind="change")
declare("measure.settle_challenge", "answered a challenge to a temporary measure", kind="change")

AFFECTED = (PartyRole.COMPLAINANT, PartyRole.REPORTER, PartyRole.AFFECTED_OTHER)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a measure asks of whom, from when, and why nothing milder would do."""

    kind: str
    on_whom: Person
    purpose: str
    means: str
    grounds: str
    alternatives_considered: str
    least_restrictive: str
    starts_on: date
    ends_on: date | None = None
    affects: Person | None = None
    told_affected: str = ""
    requested_by: Person | None = None
    still_allowed: str = ""
    necessary_contact: str = ""
    own_request: str = ""
    own_request_signed_on: date | None = None
    instructed: Person | None = None
    instruction: str = ""
    pay: str = "full"


def propose_measure(case: Case, proposal: Proposal, *, actor: User, reason: str) -> InterimMeasure:
    """Propose a temporary measure: it says what else was considered, and it costs nobody pay."""
    require(actor, "measure.propose", case)
    if not case.is_open:
        raise Refused("The case is closed: no measure holds longer than its case.", code="case-closed")
    bound, affected = _party(case, proposal.on_whom), _party(case, proposal.affects)
    _check(proposal, bound, affected)
    measure = InterimMeasure(
        reference=new_reference("MSR", clock.today()),
        case=case,
        on_whom=bound,
        affects=affected,
        proposed_by=actor,
        proposed_at=clock.now(),
        **{name: getattr(proposal, name) for name in TAKEN_OVER},
        **{name: getattr(proposal, name).strip() for name in TEXTS},
    )
    with transaction.atomic():
        return keep(measure, "measure.propose", actor=actor, reason=reason, ctx={"kind": measure.kind})


TAKEN_OVER = (
    "kind",
    "purpose",
    "starts_on",
    "ends_on",
    "requested_by",
    "own_request_signed_on",
    "instructed",
    "pay",
)
TEXTS = (
    "means",
    "grounds",
    "alternatives_considered",
    "least_restrictive",
    "told_affected",
    "still_allowed",
    "necessary_contact",
    "own_request",
    "instruction",
)


@lifecycle.move(
    "approve", {MeasureState.PROPOSED}, MeasureState.IN_FORCE, past="approved the temporary measure", label="Approve"
)
def approve_measure(measure: InterimMeasure, *, actor: User, review_on: date | None = None) -> None:
    """Approve a measure: the person is told by letter, and it is looked at again within two weeks. Paid leave needs a second person."""
    if not measure.case.is_open:
        raise Refused("The case is closed: no measure holds longer than its case.", code="case-closed")
    if measure.kind == MeasureKind.PAID_LEAVE and measure.proposed_by_id == actor.pk:
        raise Refused("You proposed this leave; somebody else approves it.", code="second-person")
    measure.approved_by, measure.approved_at = actor, clock.now()
    _look_again(measure, review_on, actor=actor)
    what = f"End the measure {measure.reference}, or let the outcome take its place"
    owe(measure.case, owed(measure), what, actor=actor, reason="A temporary measure ends with the case.")
    _tell(measure, actor=actor, reason="Tells of the temporary measure.")


@lifecycle.move(
    "turn_down",
    {MeasureState.PROPOSED},
    MeasureState.NOT_TAKEN,
    past="decided against the temporary measure",
    label="Decide against it",
)
def turn_down_measure(measure: InterimMeasure, *, actor: User) -> None:
    """Decide against a proposed measure; nobody is told of it."""


@lifecycle.move(
    "review",
    {MeasureState.IN_FORCE},
    MeasureState.IN_FORCE,
    past="looked at the temporary measure again and let it continue",
    label="Look again and continue",
)
def review_measure(measure: InterimMeasure, *, actor: User, review_on: date | None = None) -> None:
    """Look at a measure again: it is still needed and still the least that helps; the next look is within two weeks."""
    measure.reviewed_at = clock.now()
    meet_all(measure, REVIEW, actor=actor)
    _look_again(measure, review_on, actor=actor)


@lifecycle.move(
    "extend",
    {MeasureState.IN_FORCE},
    MeasureState.IN_FORCE,
    past="extended the temporary measure",
    label="Extend",
)
def extend_measure(measure: InterimMeasure, *, actor: User, ends_on: date, review_on: date | None = None) -> None:
    """Extend a measure to a later last day, and tell the person."""
    if ends_on < clock.today() or (measure.ends_on and ends_on <= measure.ends_on):
        raise Invalid({"ends_on": ["Name a day after the one that it ends on now."]})
    measure.ends_on, measure.reviewed_at = ends_on, clock.now()
    meet_all(measure, REVIEW, actor=actor)
    _look_again(measure, review_on, actor=actor)
    _tell(measure, actor=actor, reason="The temporary measure was extended.")


@lifecycle.move(
    "modify",
    {MeasureState.IN_FORCE},
    MeasureState.IN_FORCE,
    past="changed the temporary measure",
    label="Change",
)
def modify_measure(measure: InterimMeasure, *, actor: User, means: str, told_affected: str = "") -> None:
    """Change what a measure asks, and tell the person in a new letter."""
    _reword(measure, means, told_affected)
    measure.reviewed_at = clock.now()
    meet_all(measure, REVIEW, actor=actor)
    _look_again(measure, None, actor=actor)
    _tell(measure, actor=actor, reason="The temporary measure was changed.")


@lifecycle.move(
    "challenge",
    {MeasureState.IN_FORCE},
    MeasureState.CHALLENGED,
    past="challenged the temporary measure",
    label="Challenge",
)
def challenge_measure(measure: InterimMeasure, *, actor: User, grounds: str) -> None:
    """Ask, as the person bound, that somebody who took no part looks at the measure; it holds until then."""
    if not grounds.strip():
        raise Invalid({"grounds": ["Say what is wrong with the measure, or what would do instead."]})
    challenge = MeasureChallenge(
        case=measure.case, measure=measure, grounds=grounds.strip(), filed_by=actor, filed_at=clock.now()
    )
    keep(challenge, "measure.file_challenge", actor=actor, reason="Filed by the person bound.")
    start_for(measure, ANSWER, actor=actor)


@lifecycle.move(
    "uphold",
    {MeasureState.CHALLENGED},
    MeasureState.IN_FORCE,
    past="upheld the temporary measure",
    label="Uphold",
)
def uphold_measure(measure: InterimMeasure, *, actor: User, answer: str) -> None:
    """Answer a challenge, as somebody who took no part: the measure stays as it is."""
    _settle(measure, ChallengeResult.UPHELD, answer, actor=actor)


@lifecycle.move(
    "change",
    {MeasureState.CHALLENGED},
    MeasureState.IN_FORCE,
    past="changed the temporary measure after a challenge",
    label="Change after the challenge",
)
def change_measure(measure: InterimMeasure, *, actor: User, answer: str, means: str, told_affected: str = "") -> None:
    """Answer a challenge, as somebody who took no part: the measure is changed, and the person told in a new letter."""
    _reword(measure, means, told_affected)
    _settle(measure, ChallengeResult.CHANGED, answer, actor=actor)
    _look_again(measure, None, actor=actor)
    _tell(measure, actor=actor, reason="The temporary measure was changed after a challenge.")


@lifecycle.move("end", set(HOLDS), MeasureState.ENDED, past="ended the temporary measure", label="End")
def end_measure(measure: InterimMeasure, *, actor: User) -> None:
    """End a measure: its reason fell away, or the outcome takes its place."""
    if measure.state == MeasureState.CHALLENGED:
        _settle(measure, ChallengeResult.ENDED, "The measure ended before the challenge was answered.", actor=actor)
    measure.ended_at = clock.now()
    meet_all(measure, REVIEW, actor=actor)
    cancel_all(measure, actor=actor, reason="The measure ended.")
    discharge(measure.case, owed(measure), actor=actor, note=f"{measure.reference} ended.")


def end_measures(case: Case, *, actor: User, reason: str, keep_supportive: bool) -> list[InterimMeasure]:
    """End every measure of a case: the outcome takes their place, or nothing was substantiated. Support may go on if it is wanted."""
    rows = InterimMeasure.objects.filter(case=case).exclude(state__in=[MeasureState.ENDED, MeasureState.NOT_TAKEN])
    with transaction.atomic():
        return [_over(measure, actor, reason) for measure in rows if not (keep_supportive and measure.is_supportive)]


def owed(measure: InterimMeasure) -> str:
    """Name what the case owes for a measure that holds."""
    return f"measure.{measure.reference}"


def _over(measure: InterimMeasure, actor: User, reason: str) -> InterimMeasure:
    """The decision ends a measure whoever decides: without the right to it by oneself, the system does."""
    move = turn_down_measure if measure.state == MeasureState.PROPOSED else end_measure
    action = "measure.turn_down" if measure.state == MeasureState.PROPOSED else "measure.end"
    return move(measure, actor=actor if can(actor, action, measure) else system_user(), reason=reason)


def _party(case: Case, person: Person | None) -> CaseParty | None:
    if person is None:
        return None
    found: CaseParty | None = case.parties.filter(person=person).select_related("person__site").order_by("pk").first()
    return found


def _check(proposal: Proposal, bound: CaseParty | None, affected: CaseParty | None) -> None:
    supportive = proposal.kind in SUPPORTIVE
    wanted = {
        "kind": proposal.kind not in MeasureKind.values and "Choose a measure from the list.",
        "purpose": proposal.purpose not in MeasurePurpose.values and "Choose what it is for.",
        "on_whom": bound is None and "Choose somebody who is named in the case.",
        "affects": proposal.affects is not None and affected is None and "Choose somebody who is named in the case.",
        "pay": proposal.pay != "full" and "A temporary measure never touches pay: it stays full.",
        "told_affected": affected is not None
        and not proposal.told_affected.strip()
        and "Write what the person whom it concerns is told, without a reason.",
        "instruction": (proposal.instructed is None) != (not proposal.instruction.strip())
        and "Name the manager and write what they are to arrange, without a reason; or leave both out.",
        "ends_on": proposal.ends_on is not None
        and proposal.ends_on < proposal.starts_on
        and "The last day lies before the first.",
        **_texts_missing(proposal),
    }
    if bound and bound.role in AFFECTED and not supportive:
        signed = proposal.own_request.strip() and proposal.own_request_signed_on
        wanted["own_request"] = not signed and (
            "A measure may burden the person affected only on their own signed request. Record its words and its day."
        )
    problems = {name: [str(told)] for name, told in wanted.items() if told}
    if problems:
        raise Invalid(problems)


def _texts_missing(proposal: Proposal) -> dict[str, str | bool]:
    return {
        "means": not proposal.means.strip() and "Say what it asks of the person, as they will read it.",
        "grounds": not proposal.grounds.strip() and "Say why it is needed; those who work on the case read this.",
        "alternatives_considered": not proposal.alternatives_considered.strip() and "Say what else was considered.",
        "least_restrictive": not proposal.least_restrictive.strip() and "Say why nothing milder would do.",
    }


def _look_again(measure: InterimMeasure, wanted: date | None, *, actor: User) -> None:
    latest = latest_review(measure)
    if wanted and not clock.today() <= wanted <= latest:
        raise Invalid({"review_on": [f"Look at it again within two weeks: by {latest:%-d %B %Y} at the latest."]})
    measure.review_due_on = wanted or latest
    start_for(measure, REVIEW, actor=actor, due_on=measure.review_due_on)


def _reword(measure: InterimMeasure, means: str, told_affected: str) -> None:
    if not means.strip():
        raise Invalid({"means": ["Say what it asks of the person, as they will read it."]})
    measure.means = means.strip()
    measure.told_affected = told_affected.strip() or measure.told_affected


def _settle(measure: InterimMeasure, result: str, answer: str, *, actor: User) -> None:
    if not answer.strip():
        raise Invalid({"answer": ["Answer the challenge: the person bound will read this."]})
    challenge = MeasureChallenge.objects.get(measure=measure, result="")
    challenge.result, challenge.answer = result, answer.strip()
    challenge.reviewed_by, challenge.reviewed_at = actor, clock.now()
    keep(challenge, "measure.settle_challenge", actor=actor, reason=answer.strip(), ctx={"result": str(result)})
    meet_all(measure, ANSWER, actor=actor)


def _tell(measure: InterimMeasure, *, actor: User, reason: str) -> Document:
    if measure.is_supportive:
        letter = support_notice(measure, by=actor, protecting=_protecting(measure.on_whom))
        return issue(letter, about=measure, recipient=measure.on_whom.person, actor=actor, reason=reason)
    notice = binding_notice(measure, by=actor)
    return issue(notice, about=measure, recipient=measure.on_whom.person, actor=actor, reason=reason)


def _protecting(party: CaseParty) -> Iterable[InterimMeasure]:
    return InterimMeasure.objects.filter(case=party.case_id, affects__person=party.person_id, state__in=HOLDS).order_by(
        "pk"
    )
