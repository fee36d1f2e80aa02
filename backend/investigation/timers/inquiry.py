"""What follows by itself in an investigation: a notice that waited too long, a stay nobody looked at, a request that is over."""

from datetime import datetime

from backend.cases.models import Case
from backend.cases.vocabulary import CaseState
from backend.deadlines.clockwork import when_missed
from backend.deadlines.models import Deadline
from backend.investigation.actions.confidentiality import end_past_requests
from backend.investigation.actions.starting import DEFERRAL, lapse_deferral
from backend.investigation.actions.stays import REVIEW, press_for_review
from backend.investigation.models import NoticeDeferral
from backend.jobs.registry import Reports, every, job
from backend.kernel import clock


@when_missed(DEFERRAL)
def end_deferral(deadline: Deadline, *, as_of: datetime) -> None:
    """Let a notice wait no longer than it may."""
    rows = NoticeDeferral.objects.filter(case__uid=deadline.subject.partition(":")[2], lapsed_at=None, replaced_by=None)
    for deferral in rows.select_related("case"):
        lapse_deferral(deferral, as_of=as_of)


@when_missed(REVIEW)
def press_for_review_of_stay(deadline: Deadline, *, as_of: datetime) -> None:
    """Press for the review of a stay that nobody looked at in time."""
    case = Case.objects.filter(uid=deadline.subject.partition(":")[2], state=CaseState.STAYED).first()
    if case is not None:
        press_for_review(case)


@job("confidentiality.end_past")
def end_requests(progress: Reports) -> None:
    """End the requests for confidentiality whose day or whose case is over."""
    progress(end_past_requests(as_of=clock.now()), 0)


every("past-confidentiality", kind="confidentiality.end_past", hours=1)
