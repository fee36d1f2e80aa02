"""Weighing a contested fact: one factor at a time, in words, for or against an account. Nobody is given a number."""

from dataclasses import asdict, dataclass

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.models import Allegation
from backend.cases.vocabulary import AllegationState
from backend.investigation.inquiry_vocabulary import Bearing, Factor
from backend.investigation.models import CredibilityAssessment
from backend.investigation.together import locked, take_over
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("credibility.view", "read how a contested fact was weighed", kind="read")
declare("credibility.list", "listed how contested facts were weighed", kind="read")
declare("credibility.assess", "weighed a contested fact", kind="change")
declare("credibility.amend", "changed how a contested fact was weighed", kind="change")
declare("credibility.withdraw", "withdrew what was weighed on a contested fact", kind="change")

OPEN = (AllegationState.NOTICED, AllegationState.ANSWERED, AllegationState.NO_ANSWER, AllegationState.EXAMINED)


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """Which fact is contested, on what an account of it is weighed, which way that points, and why."""

    fact: str
    factor: str
    bearing: str
    text: str


def assess_credibility(allegation: Allegation, told: Weighed, *, actor: User, reason: str) -> CredibilityAssessment:
    """Say what one factor tells of one contested fact."""
    require(actor, "credibility.assess", allegation)
    _check(allegation, told)
    row = CredibilityAssessment(
        case=allegation.case, allegation=allegation, saved_by=actor, saved_at=clock.now(), **_texts(told)
    )
    return keep(row, "credibility.assess", actor=actor, reason=reason, ctx={"factor": told.factor})


def amend_credibility(
    assessment: CredibilityAssessment, told: Weighed, *, actor: User, reason: str, seen: int | None = None
) -> CredibilityAssessment:
    """Change what was said of a contested fact; `seen` is the edition that the writer had before them."""
    require(actor, "credibility.amend", assessment)
    _check(assessment.allegation, told)
    with transaction.atomic():
        row = locked(assessment)
        if row.withdrawn_at:
            raise Refused("It was withdrawn. Say it anew instead.", code="assessment-withdrawn")
        take_over(row, _texts(told), seen=seen, actor=actor)
        return keep(row, "credibility.amend", actor=actor, reason=reason)


def withdraw_credibility(assessment: CredibilityAssessment, *, actor: User, reason: str) -> CredibilityAssessment:
    """Withdraw what was said of a contested fact; it stays in the history."""
    require(actor, "credibility.withdraw", assessment)
    _check_open(assessment.allegation)
    if assessment.withdrawn_at:
        raise Refused("It was withdrawn already.", code="assessment-withdrawn")
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    assessment.withdrawn_at = clock.now()
    return keep(assessment, "credibility.withdraw", actor=actor, reason=reason)


def _texts(told: Weighed) -> dict[str, str]:
    return {name: value.replace("\r\n", "\n").strip() for name, value in asdict(told).items()}


def _check(allegation: Allegation, told: Weighed) -> None:
    problems = {
        "fact": [] if told.fact.strip() else ["Name the fact on which the accounts differ."],
        "factor": [] if told.factor in Factor.values else ["Choose on what the account is weighed."],
        "bearing": [] if told.bearing in Bearing.values else ["Choose which way it points."],
        "text": [] if told.text.strip() else ["Say in words what speaks for or against, and where it stands."],
    }
    if any(problems.values()):
        raise Invalid({name: messages for name, messages in problems.items() if messages})
    _check_open(allegation)


def _check_open(allegation: Allegation) -> None:
    if allegation.state not in OPEN:
        raise Refused(
            "Facts are weighed between the notice and the proposed finding. Send the finding back first.",
            code="wrong-state",
        )
