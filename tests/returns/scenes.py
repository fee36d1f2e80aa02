"""What several tests of a return to work play: one that is checked, one of which those affected know, and one that is approved."""

from datetime import date, timedelta
from typing import Any

from backend.cases.actions.appointments import appoint
from backend.cases.models import Case
from backend.decisions.own_appeals import AppealAnswer
from backend.demo.cast import Cast
from backend.documents.queries import letter_of
from backend.investigation.actions.measures import Proposal, approve_measure, propose_measure
from backend.investigation.measure_tables import InterimMeasure
from backend.kernel import clock
from backend.people.models import User
from backend.returns.actions.appeals import admit_return_appeal, appeal_return
from backend.returns.actions.checking import check_return, notify_affected, schedule_return
from backend.returns.actions.deciding import PlannedStep, approve_return, defer_return, refuse_return
from backend.returns.models import ReturnAppeal, ReturnToWork
from backend.returns.queries.plans import usual_steps
from tests.builders import WHY
from tests.safeguards.scenes import in_place

PROTECTIONS = (
    "Your office days stay as they are. You are not in Leeds on the same days.",
    "The other person may not contact you. Necessary messages go through Daniel Price.",
)
TO = "Helen Marsh, Managing director"


def back_on() -> date:
    """Name the day of the return: in ten days."""
    return clock.today() + timedelta(days=10)


def on_leave(case: Case, cast: Cast, kind: str = "paid_leave") -> InterimMeasure:
    """Keep Martin away from his post by a temporary measure."""
    proposal = Proposal(
        kind=kind,
        on_whom=cast.person("martin"),
        purpose="keep_apart",
        means="You stay at home for now.",
        grounds=WHY,
        alternatives_considered=WHY,
        least_restrictive=WHY,
        starts_on=clock.today(),
    )
    measure = propose_measure(case, proposal, actor=cast.daniel, reason=WHY)
    return approve_measure(measure, actor=cast.omar, reason=WHY)


def checked(case: Case, cast: Cast, *, safeguarded: bool = True) -> ReturnToWork:
    """Plan a return and begin its check, with a safeguard in place."""
    if safeguarded:
        in_place(case, cast)
    rtw = schedule_return(case, actor=cast.daniel, reason=WHY)
    return check_return(rtw, actor=cast.daniel, reason=WHY, returns_on=back_on(), place="Leeds, three days a week")


def told(rtw: ReturnToWork, cast: Cast, **given: Any) -> ReturnToWork:
    """Tell Erin beforehand, as the HR partner."""
    notify_affected(rtw, actor=cast.daniel, reason=WHY, **{"protections": PROTECTIONS, **given})
    return ReturnToWork.objects.get(pk=rtw.pk)


def a_plan(cast: Cast, start: date | None = None) -> list[PlannedStep]:
    """Plan the usual talks with Joan."""
    days = usual_steps(start or back_on())
    return [PlannedStep(on=day, what=what, holder=cast.person("joan")) for day, what in days]


def approved(rtw: ReturnToWork, cast: Cast, by: User | None = None, **given: Any) -> ReturnToWork:
    """Approve a return, as Ruth unless told otherwise."""
    usual: dict[str, Any] = {
        "reasons": "What was due is done, and safeguards are in place.",
        "steps": a_plan(cast),
        "plan_ends_on": back_on() + timedelta(days=190),
        "appeal_to": TO,
    }
    return approve_return(rtw, actor=by or cast.ruth, reason=WHY, **{**usual, **given})


def ready(case: Case, cast: Cast) -> ReturnToWork:
    """Bring a return to where nothing is missing."""
    return told(checked(case, cast), cast)


def refused(rtw: ReturnToWork, cast: Cast) -> ReturnToWork:
    """Let Ruth refuse a return that is being checked."""
    return refuse_return(rtw, actor=cast.ruth, reason=WHY, reasons="The place is not ready.", appeal_to=TO)


def deferred(rtw: ReturnToWork, cast: Cast) -> ReturnToWork:
    """Let Ruth defer a return that is being checked by two weeks."""
    again = {"decided_again_on": clock.today() + timedelta(days=14), "needed": ["The place is ready."]}
    return defer_return(rtw, actor=cast.ruth, reason=WHY, reasons="The place is not ready.", appeal_to=TO, **again)


def appealed(rtw: ReturnToWork, cast: Cast, **given: Any) -> ReturnAppeal:
    """Let Martin appeal, in time."""
    usual: dict[str, Any] = {"grounds": ["new_evidence"], "words": "The room was ready on that day."}
    return appeal_return(rtw, actor=cast.martin, **{**usual, **given})


def reviewer_of(case: Case, cast: Cast) -> User:
    """Name Wanda to decide on appeals in the case."""
    appoint(case, cast.wanda, "appeal_reviewer", declaration="None.", told=["earlier"], actor=cast.omar, reason=WHY)
    return cast.wanda


def admitted(appeal: ReturnAppeal, reviewer: User, **given: Any) -> ReturnAppeal:
    """Admit an appeal, with a week to add to it."""
    until = clock.today() + timedelta(days=7)
    return admit_return_appeal(appeal, actor=reviewer, reason=WHY, comment_until=until, **given)


def answer_of(appeal: ReturnAppeal) -> AppealAnswer:
    """Read the letter that answered an appeal."""
    assert appeal.answer
    letter = letter_of(appeal.answer)
    assert isinstance(letter, AppealAnswer)
    return letter
