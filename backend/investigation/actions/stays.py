"""A case that has to wait: for another authority or for somebody who cannot take part; looked at again every two weeks."""

from datetime import datetime
from typing import Final

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import lifecycle
from backend.cases.models import Case
from backend.cases.queries import leads_of
from backend.cases.vocabulary import CaseRole, CaseState
from backend.deadlines.actions import meet_all, pause_all, resume_all, start_for
from backend.investigation.inquiry_vocabulary import StayBasis
from backend.investigation.models import Stay
from backend.investigation.queries.inquiry import open_stay, workers_on
from backend.investigation.reckoned import reach_of
from backend.jobs.queue import submit
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("case.review_stay", "looked again at why the case waits", kind="change")
declare("case.note_stay", "noted why the case waits", kind="change")
declare("stay.view", "read why a case waits", kind="read")

REVIEW: Final = "case.review_stay"
RUN_ON: Final = ("measure.", "case.update", "retaliation.", "access.")  # what protects people does not stand still


@lifecycle.move(
    "stay", {CaseState.INVESTIGATING}, CaseState.STAYED, past="stayed the investigation", label="Stay the investigation"
)
def stay_case(case: Case, *, actor: User, basis: str, details: str, review_at: datetime) -> None:
    """Let the investigation wait; its times stand still, temporary measures go on, and the stay is looked at again in two weeks."""
    if basis not in StayBasis.values:
        raise Invalid({"basis": ["Choose why the case has to wait."]})
    if not details.strip():
        raise Invalid({"details": ["Say who asked for it and on which day, or who cannot take part."]})
    _check_review(case, review_at)
    stay = Stay(
        case=case, basis=basis, details=details.strip(), started_by=actor, started_at=clock.now(), review_at=review_at
    )
    keep(stay, "case.note_stay", actor=actor, reason=details, ctx={"basis": basis})
    pause_all(
        case, until=review_at, actor=actor, reason=f"The case is stayed: {stay.get_basis_display()}.", apart_from=RUN_ON
    )
    start_for(case, REVIEW, actor=actor, due_at=review_at)


def review_stay(case: Case, *, review_at: datetime, actor: User, reason: str) -> Stay:
    """Look again at a stay that must go on, and say until when."""
    require(actor, "case.review_stay", case)
    stay = open_stay(case)
    if stay is None or case.state != CaseState.STAYED:
        raise Refused("The case is not stayed.", code="wrong-state")
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    _check_review(case, review_at)
    with transaction.atomic():
        stay.review_at = review_at
        keep(stay, "case.review_stay", actor=actor, reason=reason)
        meet_all(case, REVIEW, actor=actor)
        resume_all(case, actor=actor, reason="The stay was looked at again.")
        pause_all(case, until=review_at, actor=actor, reason=f"The stay goes on: {reason}", apart_from=RUN_ON)
        start_for(case, REVIEW, actor=actor, due_at=review_at)
    return stay


@lifecycle.move(
    "resume",
    {CaseState.STAYED},
    CaseState.INVESTIGATING,
    past="resumed the investigation",
    label="Resume the investigation",
)
def resume_case(case: Case, *, actor: User) -> None:
    """Let the investigation go on; every time that stood still runs on from where it was."""
    stay = open_stay(case)
    if stay is not None:
        stay.ended_by, stay.ended_at = actor, clock.now()
        keep(stay, "case.note_stay", actor=actor, reason="The investigation goes on.")
    meet_all(case, REVIEW, actor=actor)
    resume_all(case, actor=actor, reason="The investigation goes on.")


def press_for_review(case: Case) -> None:
    """Tell counsel and whoever leads the case that a stay was not looked at in time."""
    told = {user.uid: user for user in (*leads_of(case), *workers_on(case, CaseRole.COUNSEL))}
    submit("access.send_notices", actor=None, users=[str(uid) for uid in told])


def _check_review(case: Case, review_at: datetime) -> None:
    furthest = reach_of(case, REVIEW)
    if review_at <= clock.now():
        raise Invalid({"review_at": ["Name a time that is still to come."]})
    if review_at > furthest.at:
        raise Invalid({"review_at": [f"It is looked at again after {furthest.rule.length} at the latest."]})
