"""Check-ins under an agreement: planned by the rhythm, held in three lines, or missed by somebody and planned again or passed on."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, Sum

from backend.access.policy import require
from backend.agreements.models import Agreement, AgreementState
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.deadlines.models import Deadline
from backend.deadlines.profiles import place_of
from backend.deadlines.reckoning import end_of_day
from backend.documents.guard.texts import blocked_in
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.monitoring.models import AgreementCheckIn
from backend.monitoring.plan import QuestionSet, question_set, rhythm
from backend.monitoring.vocabulary import CHECK_INS_OPEN, CheckInState, InTheWay, MissedBy
from backend.people.actions import system_user
from backend.people.models import User
from backend.people.telling import ask_to_sign_in
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(AgreementCheckIn, "agreement_check_in")

declare("agreement_check_in.plan", "planned a check-in under an agreement", kind="change")
declare("agreement_check_in.view", "read a check-in under an agreement", kind="read")
declare("agreement_check_in.list", "listed check-ins under an agreement", kind="read")
declare("agreement_check_in.write_words", "wrote their own words on a check-in", kind="change")
declare("agreement_check_in.read_words", "read the employee’s own words on a check-in", kind="read")
declare("agreement_check_in.say_barrier", "said what got in the way of a check-in", kind="change")

DUE: Final = "duty.check_in"
RECORD: Final = "duty.check_in_record"
AGAIN: Final = "duty.check_in_again"
EARLY: Final = timedelta(days=7)  # so long before its day a check-in may be held
LONGEST: Final = 2000  # of the employee's own words
NOT_IN_A_LINE: Final = ("guilt", "character", "diagnosis", "clinical", "motive", "fitness")
OURS: Final = frozenset({InTheWay.NO_TIME, InTheWay.NOT_TOLD, InTheWay.ACCESS})
NOT_COUNTED: Final = OURS | {InTheWay.EXCUSED, InTheWay.OTHERS}


def plan_check_ins(agreement: Agreement, *, actor: User) -> list[AgreementCheckIn]:
    """Plan the check-ins of an agreement in force by the rhythm, once; a change of the agreement leaves what is planned."""
    if AgreementCheckIn.objects.filter(agreement=agreement).exists():
        return []
    place = place_of(agreement)
    start = max(agreement.starts_on, clock.today())
    days = rhythm().days(start, agreement.ends_on, place.working_days)
    return plan_on(agreement, days, rhythm().version, actor=actor, reason="The agreement is in force.")


def plan_on(
    agreement: Agreement, days: Collection[date], version: str, *, actor: User, reason: str
) -> list[AgreementCheckIn]:
    """Plan check-ins on certain days (callers decide who may); the next one has a deadline, the others wait for it."""
    last = AgreementCheckIn.objects.filter(agreement=agreement).aggregate(last=Max("number"))["last"] or 0
    planned = []
    with transaction.atomic():
        for number, day in enumerate(days, start=last + 1):
            row = AgreementCheckIn(
                reference=new_reference("CIN", clock.today()),
                agreement=agreement,
                number=number,
                planned_on=day,
                due_on=day,
                rhythm=version,
            )
            planned.append(keep(row, "agreement_check_in.plan", actor=actor, reason=reason))
        start_next(agreement)
    return planned


@lifecycle.move("hold", CHECK_INS_OPEN, CheckInState.HELD, past="held a check-in", label="Record the check-in")
def hold_agreement_check_in(
    check_in: AgreementCheckIn,
    *,
    actor: User,
    answers: Mapping[str, str],
    lines: Mapping[str, str] | None = None,
    held_on: date | None = None,
) -> None:
    """Record a check-in: what got in the way, what is done, what is needed from us; a code each, and a short line at most."""
    _in_force(check_in)
    latest = max(check_in.agreement.today, clock.today(actor.zone))  # it may be the next day where one of the two is
    day = held_on or latest
    if day > latest or day < check_in.due_on - EARLY:
        raise Invalid({"held_on": ["Give the day on which you met: not a day to come, and a week early at most."]})
    asked = question_set()
    said = {name: line.strip() for name, line in (lines or {}).items() if line.strip()}
    _check(asked, answers, said)
    check_in.questions, check_in.answers, check_in.lines = asked.version, dict(answers), said
    check_in.held_on, check_in.held_by, check_in.recorded_at = day, actor, clock.now()
    for event in (DUE, RECORD, AGAIN):
        meet_all(check_in, event, actor=actor)


@lifecycle.move(
    "miss",
    {CheckInState.PLANNED},
    CheckInState.MISSED,
    past="noted that a check-in did not take place",
    label="It did not take place",
)
def miss_agreement_check_in(check_in: AgreementCheckIn, *, actor: User, missed_by: str) -> None:
    """Note that a check-in did not take place, and on whose side that lay. What we missed ourselves counts against nobody else."""
    _in_force(check_in)
    if missed_by not in MissedBy.values:
        raise Invalid({"missed_by": ["Say on whose side it lay."]})
    if check_in.agreement.today < check_in.due_on:
        raise Refused("Its day is still to come. It can be moved to another day.", code="check-in-early")
    check_in.missed_by, check_in.in_the_way, check_in.in_the_way_at = missed_by, "", None
    check_in.times_missed += missed_by == MissedBy.EMPLOYEE
    cancel_all(check_in, actor=actor, reason="It did not take place.")
    start_for(check_in, AGAIN, actor=actor)
    if missed_by == MissedBy.EMPLOYEE:
        ask_to_sign_in(check_in.agreement.person)


@lifecycle.move(
    "reschedule", CHECK_INS_OPEN, CheckInState.PLANNED, past="moved a check-in", label="Move to another day"
)
def reschedule_agreement_check_in(check_in: AgreementCheckIn, *, actor: User, due_on: date) -> None:
    """Move a check-in to another day, with a reason that both can read."""
    _in_force(check_in)
    if not clock.today() <= due_on <= check_in.agreement.ends_on:
        raise Invalid({"due_on": ["Name a day that is still to come, before the agreement ends."]})
    check_in.due_on, check_in.missed_by = due_on, ""
    cancel_all(check_in, actor=actor, reason="It was moved.")


@lifecycle.move(
    "escalate",
    {CheckInState.MISSED},
    CheckInState.ESCALATED,
    past="passed a missed check-in to the HR partner",
    label="Pass to the HR partner",
)
def escalate_agreement_check_in(check_in: AgreementCheckIn, *, actor: User) -> None:
    """Pass a missed check-in to the HR partner, who finds a way; it is no breach by itself."""
    cancel_all(check_in, actor=actor, reason="It was passed on.")


@lifecycle.move(
    "cancel", CHECK_INS_OPEN, CheckInState.CANCELLED, past="took a check-in off the plan", label="Take off the plan"
)
def cancel_agreement_check_in(check_in: AgreementCheckIn, *, actor: User) -> None:
    """Take a check-in off the plan; it counts as neither kept nor missed."""
    check_in.missed_by, check_in.times_missed = "", 0
    cancel_all(check_in, actor=actor, reason="It is not needed any more.")


def write_own_words(check_in: AgreementCheckIn, *, actor: User, words: str) -> AgreementCheckIn:
    """Write, as the employee, one’s own words before or after a check-in; the two who meet read them, and nobody else."""
    require(actor, "agreement_check_in.write_words", check_in)
    said = words.strip()
    if len(said) > LONGEST:
        raise Invalid({"words": [f"Write at most {LONGEST:,} characters."]})
    with transaction.atomic():
        row = lifecycle.locked(check_in)
        _in_force(row)
        if row.state == CheckInState.CANCELLED:
            raise Refused("This check-in is off the plan.", code="wrong-state")
        row.own_words, row.own_words_at = said, clock.now()
        return keep(row, "agreement_check_in.write_words", actor=actor)


def say_barrier(check_in: AgreementCheckIn, *, actor: User, in_the_way: str) -> AgreementCheckIn:
    """Say, as the employee, what got in the way of a missed check-in. What lay on our side, or has an excuse, is not counted."""
    require(actor, "agreement_check_in.say_barrier", check_in)
    if in_the_way not in InTheWay.values:
        raise Invalid({"in_the_way": ["Choose one."]})
    with transaction.atomic():
        row = lifecycle.locked(check_in)
        if row.missed_by != MissedBy.EMPLOYEE or row.state not in CHECK_INS_OPEN:
            raise Refused("Nobody asks this of you at present.", code="wrong-state")
        if row.in_the_way:
            raise Refused("You have said it already.", code="barrier-said")
        row.in_the_way, row.in_the_way_at = in_the_way, clock.now()
        if in_the_way in NOT_COUNTED:
            row.times_missed = max(row.times_missed - 1, 0)
        if in_the_way in OURS:
            row.missed_by = MissedBy.ORGANISATION
        return keep(row, "agreement_check_in.say_barrier", actor=actor, ctx={"code": in_the_way})


@lifecycle.when_reached(CheckInState.MISSED)
def pass_on_repeated(check_in: AgreementCheckIn, *, actor: User) -> None:
    """Tell the HR partner when the employee missed several in a row: something gets in the way that the two do not mend."""
    missed = AgreementCheckIn.objects.filter(agreement=check_in.agreement_id)
    held = missed.filter(state=CheckInState.HELD).order_by("-due_on").values_list("due_on", flat=True).first()
    since = missed.filter(due_on__gt=held) if held else missed
    if (since.aggregate(sum=Sum("times_missed"))["sum"] or 0) >= rhythm().escalate_after_misses:
        escalate_agreement_check_in(check_in, actor=system_user(), reason="Several in a row did not take place.")
    start_next(check_in.agreement)


@lifecycle.when_reached(CheckInState.HELD, CheckInState.PLANNED, CheckInState.CANCELLED)
def go_on(check_in: AgreementCheckIn, *, actor: User) -> None:
    """Let the clock run to the next check-in."""
    start_next(check_in.agreement)


def start_next(agreement: Agreement) -> None:
    """Start the deadline of the next planned check-in, and stop that of a later one."""
    planned = AgreementCheckIn.objects.filter(agreement=agreement, state=CheckInState.PLANNED)
    rows = list(planned.select_related("agreement__case").order_by("due_on", "number"))
    keys = {row.key: row for row in rows}
    running = set(Deadline.objects.pending().filter(kind=DUE, subject__in=keys).values_list("subject", flat=True))
    for late in running - {rows[0].key} if rows else ():
        cancel_all(keys[late], actor=system_user(), reason="An earlier one comes first.", event=DUE)
    if rows and rows[0].key not in running and agreement.state == AgreementState.ACTIVE:
        start_for(rows[0], DUE, actor=system_user(), due_on=rows[0].due_on, started_at=min(clock.now(), _end(rows[0])))


def _end(check_in: AgreementCheckIn) -> datetime:
    return end_of_day(check_in.due_on, place_of(check_in).clock)


def _in_force(check_in: AgreementCheckIn) -> None:
    if check_in.agreement.state != AgreementState.ACTIVE:
        raise Refused("The agreement is not in force.", code="agreement-over")


def _check(asked: QuestionSet, answers: Mapping[str, str], lines: Mapping[str, str]) -> None:
    problems: dict[str, list[str]] = {}
    known = {question.name: question.answers for question in asked.asked}
    for name, codes in known.items():
        if answers.get(name) not in codes:
            problems[name] = ["Choose one of the answers."]
    strange = sorted((set(answers) | set(lines)) - set(known))
    if strange:
        problems["answers"] = [f"Nothing of the kind is asked: {', '.join(strange)}."]
    for name, line in lines.items():
        if found := _wrong_with(line, asked.line):
            problems[f"{name}_line"] = [found]
    if problems:
        raise Invalid(problems)


def _wrong_with(line: str, most: int) -> str:
    if len(line) > most or "\n" in line:
        return f"One line of at most {most} characters: a fact, and no story."
    found = blocked_in(line, *NOT_IN_A_LINE)
    return f"“{found[0][0]}”: {found[0][1].why} {found[0][1].instead}" if found else ""
