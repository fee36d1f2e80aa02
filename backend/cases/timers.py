"""What follows by itself when time passes: an answer that is due, access that was given for a time, a review that is owed."""

from datetime import datetime

from backend.cases.actions.allegations import lapse_answer
from backend.cases.actions.appointments import end_lapsed_grants
from backend.cases.actions.break_glass import REVIEW, end_lapsed_glasses, escalate_review
from backend.cases.models import Allegation, BreakGlassReview
from backend.cases.notices import send_notices
from backend.cases.vocabulary import AllegationState
from backend.deadlines.clockwork import when_missed
from backend.deadlines.models import Deadline
from backend.jobs.registry import Reports, every, job
from backend.kernel import clock
from backend.people.actions import system_user


@when_missed("allegation.answer")
def note_silence(deadline: Deadline, *, as_of: datetime) -> None:
    """Note that no answer came in time; silence is not admission, and a late answer is still taken."""
    allegation = Allegation.objects.filter(
        uid=deadline.subject.partition(":")[2], state=AllegationState.NOTICED
    ).first()
    if allegation and allegation.answer_due_at and allegation.answer_due_at < as_of:
        lapse_answer(allegation, actor=system_user(), reason="The time to answer passed without an answer.")


@when_missed(REVIEW)
def press_for_review(deadline: Deadline, *, as_of: datetime) -> None:
    """Escalate the review of an emergency access that nobody made in time."""
    review = BreakGlassReview.objects.select_related("glass__case", "glass__user").get(
        uid=deadline.subject.partition(":")[2]
    )
    escalate_review(review, as_of=as_of)


@job("access.end_lapsed")
def remove_lapsed_grants(progress: Reports) -> None:
    """Remove the grants whose time is over, and note the end of emergency accesses."""
    now = clock.now()
    progress(end_lapsed_grants(as_of=now) + end_lapsed_glasses(as_of=now), 0)


@job("access.send_notices")
def write_to(progress: Reports, *, users: list[str]) -> None:
    """Write to people that something waits for them."""
    progress(send_notices(users), len(users))


every("lapsed-grants", kind="access.end_lapsed", hours=1)
