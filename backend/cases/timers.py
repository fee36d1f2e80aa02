"""What follows by itself when time passes: the time to answer an allegation, and access that was given for a time."""

from datetime import datetime

from backend.cases.actions.allegations import lapse_answer
from backend.cases.actions.appointments import end_lapsed_grants
from backend.cases.models import Allegation
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


@job("access.end_lapsed")
def remove_lapsed_grants(progress: Reports) -> None:
    """Remove the grants whose time is over."""
    progress(end_lapsed_grants(as_of=clock.now()), 0)


every("lapsed-grants", kind="access.end_lapsed", hours=1)
