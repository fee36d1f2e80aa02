"""Asking for a return, planning it, checking what must be so, and telling whoever was affected first."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from backend.access.policy import require
from backend.agreements.models import Agreement, AgreementState
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import owe
from backend.cases.models import Case
from backend.cases.queries import respondent_of
from backend.deadlines.actions import meet_all, start_for
from backend.documents.actions.issuing import issue
from backend.documents.actions.withdrawing import withdraw_document
from backend.documents.models import Document
from backend.documents.vocabulary import STANDS
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.returns.models import PreconditionOverride, ReturnNotice, ReturnToWork
from backend.returns.queries.appeals import decided_before
from backend.returns.queries.gate import affected_by, in_the_line, preconditions, standing_notices
from backend.returns.queries.plans import AGAIN, CHECK, keeps_away
from backend.returns.vocabulary import LIVE, ReturnState, Trigger
from backend.returns.wording import safety_letter
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(ReturnToWork, "rtw")

declare("rtw.view", "read a return to work", kind="read")
declare("rtw.list", "listed returns to work", kind="read")
declare("rtw.ask", "asked to come back to work", kind="change")
declare("rtw.schedule", "planned a return to work", kind="change")
declare("rtw.notify", "told somebody affected of a return beforehand", kind="document")
declare("rtw.withdraw_notice", "took back that a return was told", kind="change")
declare("rtw.override", "wrote why a return may be approved although something is missing", kind="change")
declare("rtw.second_override", "agreed that a return may be approved although something is missing", kind="change")

ANOTHER_DAY = "The day that this letter names does not hold. You will be told before any other day."


def ask_return(case: Case, *, actor: User, reason: str) -> ReturnToWork:
    """Ask, as the employee who is kept away, to come back. Nothing follows by itself; somebody outside the line decides."""
    require(actor, "rtw.ask", case)
    trigger = keeps_away(case)
    if trigger is None or actor.person is None:
        raise Refused("Nothing in this matter keeps you from your work now.", code="not-away")
    return _begin(case, actor.person, trigger, ReturnState.REQUESTED, "rtw.ask", actor=actor, reason=reason)


def schedule_return(case: Case, *, actor: User, reason: str, trigger: str = Trigger.REQUEST) -> ReturnToWork:
    """Plan the return of the respondent, whom a measure, the outcome or an agreement keeps away, or on request."""
    require(actor, "rtw.schedule", case)
    person = respondent_of(case)
    if person is None:
        raise Refused("Name the respondent first.", code="no-respondent")
    if trigger not in Trigger.values:
        raise Invalid({"trigger": ["Choose what keeps the person away."]})
    running = Agreement.objects.filter(case=case, person=person, state=AgreementState.ACTIVE)
    if trigger in {Trigger.MEASURE, Trigger.OUTCOME} and keeps_away(case) != trigger:
        raise Invalid({"trigger": ["Nothing of this kind keeps the person away now."]})
    if trigger == Trigger.AGREEMENT and not running.exists():
        raise Invalid({"trigger": ["No agreement is in force."]})
    return _begin(case, person, Trigger(trigger), ReturnState.SCHEDULED, "rtw.schedule", actor=actor, reason=reason)


@lifecycle.move(
    "check",
    {ReturnState.REQUESTED, ReturnState.SCHEDULED, ReturnState.DEFERRED},
    ReturnState.CHECKING,
    past="began to check a return to work",
    label="Begin the check",
)
def check_return(rtw: ReturnToWork, *, actor: User, returns_on: date, place: str) -> None:
    """Name day and place of a possible return, and have five working days to check and decide."""
    _aim(rtw, returns_on, place)
    meet_all(rtw, AGAIN, actor=actor)
    start_for(rtw, CHECK, actor=actor)


@lifecycle.move(
    "replan",
    {ReturnState.CHECKING},
    ReturnState.CHECKING,
    past="named another day for a return to work",
    label="Name another day",
)
def replan_return(rtw: ReturnToWork, *, actor: User, returns_on: date, place: str) -> None:
    """Name another day or place; what was told to those affected is taken back, and they are told anew."""
    _aim(rtw, returns_on, place)
    take_back_notices(rtw, actor=actor, why=ANOTHER_DAY)


@lifecycle.move(
    "send_back",
    {ReturnState.DEFERRED, ReturnState.REFUSED},
    ReturnState.CHECKING,
    past="sent a return to work back to be decided by somebody else",
)
def send_back_return(rtw: ReturnToWork, *, actor: User) -> None:
    """Send a return back after its decision was set aside: whoever decided before decides no more, and the days to check run anew."""
    if not rtw.case.is_open:
        raise Refused("The case is closed. Take it up again first.", code="case-closed")
    meet_all(rtw, AGAIN, actor=actor)
    start_for(rtw, CHECK, actor=actor)
    if rtw.state == ReturnState.REFUSED:  # what is deferred is owed all the time
        _owe(rtw, actor=actor)


def notify_affected(
    rtw: ReturnToWork,
    *,
    actor: User,
    reason: str,
    protections: Sequence[str],
    check_ins: Sequence[date] = (),
    phone: str = "",
) -> list[ReturnNotice]:
    """Tell everybody affected by letter (D19) from which day, where, and what protects them: before the employee is told any day."""
    require(actor, "rtw.notify", rtw)
    said = [line.strip() for line in protections if line.strip()]
    if not said:
        raise Invalid({"protections": ["Say what protects the recipient, one thing a line."]})
    with transaction.atomic():
        row = lifecycle.locked(rtw)
        if row.state != ReturnState.CHECKING or row.returns_on is None:
            raise Refused("Begin the check first: day and place are named there.", code="wrong-state")
        if row.returns_on <= clock.today():
            raise Refused("The day is not to come any more. Name another one.", code="day-over")
        if not affected_by(row.case):
            raise Refused("Nobody in this case has to be told.", code="nobody-affected")
        take_back_notices(row, actor=actor, why=ANOTHER_DAY)
        return [
            _tell(row, person, said, check_ins, phone, actor=actor, reason=reason) for person in affected_by(row.case)
        ]


def override_precondition(rtw: ReturnToWork, *, code: str, why: str, actor: User) -> PreconditionOverride:
    """Write, as one who decides outside the line, why the return may be approved although this is missing. A second person has to agree."""
    require(actor, "rtw.override", rtw)
    refuse_in_line(rtw, actor)
    tick = next((each for each in preconditions(rtw) if each.code == code), None)
    if rtw.state != ReturnState.CHECKING or tick is None or not tick.may_be_overridden:
        raise Refused("This can't be put aside: it is met, or nobody may waive it.", code="not-overridable")
    if not why.strip():
        raise Invalid({"why": ["Say in writing why this may be missing."]})
    if tick.override is not None:
        raise Refused("It was written already; a second person decides.", code="override-written")
    row = PreconditionOverride(
        rtw=rtw, code=tick.code, missing=tick.missing, why=why.strip(), written_by=actor, written_at=clock.now()
    )
    return keep(row, "rtw.override", actor=actor, reason=row.why, ctx={"code": row.code})


def second_override(rtw: ReturnToWork, *, code: str, actor: User, reason: str) -> PreconditionOverride:
    """Agree, as a second person outside the line, that the return may be approved although this is missing."""
    require(actor, "rtw.second_override", rtw)
    refuse_in_line(rtw, actor)
    tick = next((each for each in preconditions(rtw) if each.code == code), None)
    row = tick.override if tick else None
    if row is None or row.seconded_by_id is not None or rtw.state != ReturnState.CHECKING:
        raise Refused("Nothing waits here for a second person.", code="no-override")
    if row.written_by_id == actor.pk:
        raise Refused("You wrote this; somebody else agrees or not.", code="second-person")
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    row.rtw = rtw
    row.seconded_by, row.seconded_at = actor, clock.now()
    return keep(row, "rtw.second_override", actor=actor, reason=reason.strip(), ctx={"code": row.code})


def take_back_notices(rtw: ReturnToWork, *, actor: User, why: str) -> None:
    """Withdraw what was told to those affected; each gets a notice that says no more than that it does not hold."""
    for notice in standing_notices(rtw):
        notice.rtw, notice.withdrawn_at = rtw, clock.now()
        keep(notice, "rtw.withdraw_notice", actor=actor, reason=why)
        document = Document.objects.select_related("recipient__site").get(pk=notice.document_id)
        if document.state in STANDS:
            withdraw_document(document, actor=actor, reason=why, why=why)


def refuse_in_line(rtw: ReturnToWork, actor: User) -> None:
    """Refuse to let somebody decide who stands in the employee's line: by solid or dotted line, today or when it happened."""
    if in_the_line(actor.person, rtw):
        raise Refused(
            "You stand, or stood when it happened, in the reporting line of the employee. Somebody outside it decides.",
            code="in-the-line",
        )


def refuse_who_decided(rtw: ReturnToWork, actor: User) -> None:
    """Refuse to let somebody decide again whose decision on this return is under appeal, or was set aside."""
    if decided_before(rtw, actor):
        raise Refused(
            "Your decision on this return is under appeal, or was set aside. Somebody else decides.",
            code="decided-before",
        )


def _begin(
    case: Case, person: Person, trigger: Trigger, state: ReturnState, action: str, *, actor: User, reason: str
) -> ReturnToWork:
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    if not case.is_open:
        raise Refused("The case is closed. Take it up again first.", code="case-closed")
    if ReturnToWork.objects.filter(case=case, person=person, state__in=LIVE).exists():
        raise Refused("A return is planned already, or its plan runs.", code="return-begun")
    rtw = ReturnToWork(
        reference=new_reference("RTW", clock.today()),
        case=case,
        person=person,
        state=state,
        trigger=trigger,
        begun_by=actor,
        begun_at=clock.now(),
    )
    with transaction.atomic():
        keep(rtw, action, actor=actor, reason=reason.strip(), ctx={"trigger": str(trigger)})
        _owe(rtw, actor=actor)
    return rtw


def _owe(rtw: ReturnToWork, *, actor: User) -> None:
    what = f"Decide on the return to work {rtw.reference}, and close its plan"
    owe(rtw.case, rtw.owed_as, what, actor=actor, reason="A return to work was begun.")


def _aim(rtw: ReturnToWork, returns_on: date, place: str) -> None:
    problems = {}
    if returns_on <= clock.today():
        problems["returns_on"] = ["Name a day that is still to come: whoever was affected is told before it."]
    if not place.strip():
        problems["place"] = ["Say where the person will work."]
    if problems:
        raise Invalid(problems)
    rtw.returns_on, rtw.place = returns_on, place.strip()


def _tell(
    rtw: ReturnToWork,
    to: Person,
    protections: Sequence[str],
    check_ins: Sequence[date],
    phone: str,
    *,
    actor: User,
    reason: str,
) -> ReturnNotice:
    letter = safety_letter(rtw, to=to, by=actor, protections=protections, check_ins=check_ins, phone=phone)
    document = issue(letter, about=rtw, recipient=to, actor=actor, reason=reason)
    assert rtw.returns_on is not None  # noqa: S101 - the caller looked
    notice = ReturnNotice(
        rtw=rtw, to=to, returns_on=rtw.returns_on, place=rtw.place, document=document, told_at=clock.now()
    )
    return keep(notice, "rtw.notify", actor=actor, reason=reason)
