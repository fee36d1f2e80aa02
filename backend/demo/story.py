"""The whole story: one matter from its first report to its last letter, and the company's other work around it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from backend.agreements.actions.obligations import verify_duty
from backend.agreements.actions.signing import complete_agreement
from backend.agreements.models import Agreement, AgreementObligation
from backend.audit.reads import viewed
from backend.cases.actions.progress import close_case, monitor_case
from backend.cases.models import Case
from backend.demo.aftermath import measures_for_now, watch_over, what_was_learned
from backend.demo.agreement import Offered, Span, countersign, decline, offer, sign
from backend.demo.appeal import appeal_waits
from backend.demo.independent import about_the_people_director
from backend.demo.inquiry import (
    answer,
    answer_and_report,
    approve_and_tell,
    decide,
    put_to_respondent,
    read_own,
    send_report,
    staff,
    take_in,
)
from backend.demo.investigating import begin_hearing, hear_witness
from backend.demo.keeping import check_ins_with
from backend.demo.letters import invite, warn
from backend.demo.matters import BRISK, Matter, Timetable
from backend.demo.others import (
    CANTEEN,
    CANTEEN_GROUNDS,
    COLIN,
    GARETH,
    HAMISH,
    KARL,
    SIMON,
    STOCK_ROOM,
    STUART,
    VICTOR,
)
from backend.demo.oversight import emergency
from backend.demo.referring import refer, the_directory
from backend.demo.returning import safeguards_and_return
from backend.demo.stage import CALENDAR, ZONE, Days, Scene, Stage
from backend.demo.stationery import house_letters
from backend.demo.taking_out import STORY_EXPORTS, exports_of_the_story, take_history_out
from backend.demo.triage import awaiting_decision
from backend.demo.words import ERIN_AND_MARTIN
from backend.documents.queries import day_words
from backend.intake.actions.assessing import triage_report
from backend.intake.actions.ending import propose_decline
from backend.intake.actions.reporting import acknowledge_report
from backend.intake.models import Report

LENGTH: Final = 370
SPAN: Final = Span(starts=70, review=220, ends=365)
GOLDEN: Final = Timetable()


def first_day(today: date) -> date:
    """Begin the main story so that it ends a few days before today."""
    return _monday(today - timedelta(days=LENGTH + 3))


def scenes(stage: Stage) -> list[Scene]:
    """List what goes on in the company, side by side: the main story first."""
    today = stage.today

    def back(number: int) -> date:
        return today - timedelta(days=number)

    return [
        erin_and_martin(stage, Days(first_day(today))),
        declined(stage, COLIN, Days(_monday(back(190)))),
        lapsed(stage, VICTOR, Days(_monday(back(120)))),
        in_force(stage, SIMON, Days(_monday(back(80)))),
        awaiting_acknowledgement(stage, Days(back(1), is_open=True)),
        awaiting_second_person(stage, Days(back(4), is_open=True)),
        awaiting_decision(stage, Days(back(2), is_open=True)),
        awaiting_answer(stage, KARL, Days(_monday(back(6)), is_open=True)),
        awaiting_examination(stage, HAMISH, Days(_monday(back(17)), is_open=True)),
        awaiting_approval(stage, STUART, Days(_monday(back(31)), is_open=True)),
        awaiting_signature(stage, GARETH, CALENDAR.last_working(back(3))),
        about_the_people_director(stage, Days(CALENDAR.last_working(back(8)), is_open=True)),
        emergency(stage, SIMON.respondent, CALENDAR.last_working(back(12))),
        the_directory(stage, Days(_monday(back(120)))),
        house_letters(stage, _monday(back(60))),
        measures_for_now(stage, Days(first_day(today))),
        watch_over(stage, Days(first_day(today))),
        check_ins_with(stage, ERIN_AND_MARTIN.respondent, Days(first_day(today)), 68),
        check_ins_with(stage, SIMON.respondent, Days(_monday(back(80))), BRISK.offer + 5),
        safeguards_and_return(stage, SIMON.respondent, Days(_monday(back(80))), BRISK.offer + 6, BRISK.offer + 32),
    ]


def erin_and_martin(stage: Stage, days: Days) -> Scene:
    """Play the main matter to its end: report, findings, agreement, completion, and the audit's export."""
    matter, table = ERIN_AND_MARTIN, GOLDEN
    case = yield from take_in(stage, matter, days, table)
    case = yield from staff(stage, case, days, table, refused_first=True)
    case = yield from put_to_respondent(stage, matter, case, days, table)
    yield from hear_witness(stage, case, days, table)
    case = yield from answer_and_report(stage, matter, case, days, table)
    case = yield from decide(stage, matter, case, days, table)
    case = yield from approve_and_tell(stage, matter, case, days, table)
    yield from warn(stage, case, days, table)
    agreement = yield from offer(stage, matter, case, days, table, SPAN)
    agreement = yield from sign(stage, matter, agreement, days.at(67, "17:35"))
    agreement = yield from countersign(stage, agreement, days.at(67, "18:05"))
    yield days.at(68, "09:30")
    case = monitor_case(case, actor=stage.cast.daniel, reason="The agreement is in force.")
    yield from keep_obligations(stage, matter, agreement, days)
    yield from finish(stage, case, agreement, days)
    yield from take_history_out(stage, case, days, LENGTH)


def keep_obligations(stage: Stage, matter: Matter, agreement: Agreement, days: Days) -> Scene:
    """The monitor accepts one obligation after the other, on the proof that the agreement names."""
    joan = stage.cast.joan
    tasks = matter.terms.tasks if matter.terms else ()
    duties = AgreementObligation.objects.filter(agreement=agreement).select_related("agreement__case").order_by("seq")
    for task, duty in zip(tasks, duties, strict=True):
        yield days.at(SPAN.starts + task.met_day, "14:10")
        viewed(duty, "duty.view", actor=joan)
        verify_duty(duty, actor=joan, reason="The proof that the agreement names was seen.", note=task.note)
        stage.say(f"Joan Mbeki accepts obligation {duty.seq}: {task.note}")


def finish(stage: Stage, case: Case, agreement: Agreement, days: Days) -> Scene:
    """The agreement reaches its end, and the case is closed."""
    ruth = stage.cast.ruth
    yield days.at(SPAN.ends, "10:00")
    agreement = complete_agreement(agreement, actor=ruth, reason="Every obligation was met.")
    what_was_learned(stage, case)
    case = close_case(case, actor=ruth, reason="Everything that was owed is done.")
    stage.say(f"{agreement.reference} is completed and {case.reference} is closed.")
    yield days.at(SPAN.ends, "20:10")
    read_own(case, agreement.person)


def declined(stage: Stage, matter: Matter, days: Days) -> Scene:
    """An offer that the employee declines."""
    agreement = yield from _up_to_offer(stage, matter, days, BRISK)
    yield from decline(stage, matter, agreement, days.at(BRISK.offer + 4, "16:30"))


def lapsed(stage: Stage, matter: Matter, days: Days) -> Scene:
    """An offer that nobody answers: the sweep notes that it lapsed."""
    agreement = yield from _up_to_offer(stage, matter, days, BRISK)
    yield days.at(BRISK.offer + 12, "08:00")
    agreement = Agreement.objects.get(pk=agreement.pk)
    stage.say(f"{agreement.reference} was not answered in time: {agreement.get_state_display().lower()}.")


def in_force(stage: Stage, matter: Matter, days: Days) -> Scene:
    """An agreement that is being kept."""
    agreement = yield from _up_to_offer(stage, matter, days, BRISK)
    agreement = yield from sign(stage, matter, agreement, days.at(BRISK.offer + 3, "12:40"))
    agreement = yield from countersign(stage, agreement, days.at(BRISK.offer + 4, "09:30"))
    yield days.at(BRISK.offer + 4, "10:00")
    monitor_case(agreement.case, actor=stage.cast.daniel, reason="The agreement is in force.")
    stage.say(f"{agreement.reference} is in force; Joan Mbeki checks what {agreement.person} agreed to do.")
    yield from refer(stage, agreement.case, stage.cast.simon, days, BRISK.offer + 8)


def awaiting_signature(stage: Stage, matter: Matter, offered_on: date) -> Scene:
    """An offer that can still be answered."""
    days = Days(_monday(offered_on - timedelta(days=BRISK.offer)), is_open=True)
    table = replace(BRISK, offer=(offered_on - days.first).days)
    agreement = yield from _up_to_offer(stage, matter, days, table)
    yield from appeal_waits(stage, agreement)
    if agreement.offer_expires_at:
        expires_on = day_words(agreement.offer_expires_at.astimezone(ZONE).date())
        stage.say(f"{agreement.reference} waits for {agreement.person} until {expires_on}.")


def awaiting_approval(stage: Stage, matter: Matter, days: Days) -> Scene:
    """An outcome that a second person has not approved yet."""
    case = yield from take_in(stage, matter, days, BRISK)
    case = yield from staff(stage, case, days, BRISK)
    case = yield from put_to_respondent(stage, matter, case, days, BRISK)
    case = yield from answer_and_report(stage, matter, case, days, BRISK)
    case = yield from decide(stage, matter, case, days, BRISK)
    stage.say(f"The outcome of {case.reference} waits for Clara Nwosu’s approval.")


def awaiting_examination(stage: Stage, matter: Matter, days: Days) -> Scene:
    """An investigation whose respondent has answered, so that the investigator goes on."""
    case = yield from take_in(stage, matter, days, BRISK)
    case = yield from staff(stage, case, days, BRISK)
    case = yield from put_to_respondent(stage, matter, case, days, BRISK)
    case = yield from answer(stage, matter, case, days, BRISK)
    yield from begin_hearing(stage, matter, case, days, BRISK.answer)
    yield from invite(stage, case, days, BRISK.answer)
    stage.say(f"{case.reference} waits for Inês Duarte to finish examining the allegation.")


def awaiting_answer(stage: Stage, matter: Matter, days: Days) -> Scene:
    """An investigation whose respondent has notice and has not answered yet."""
    table = replace(BRISK, answer=14)
    case = yield from take_in(stage, matter, days, table)
    case = yield from staff(stage, case, days, table)
    case = yield from put_to_respondent(stage, matter, case, days, table)
    stage.say(f"{case.reference} waits for the answer of {stage.cast.person(matter.respondent)}.")


def awaiting_second_person(stage: Stage, days: Days) -> Scene:
    """A report that one coordinator proposes to decline and another reviews."""
    omar = stage.cast.omar
    yield days.at(0, "12:30")
    report = send_report(stage, CANTEEN)
    yield days.at(1, "10:00")
    report = acknowledge_report(report, actor=omar, reason="Received.")
    report = triage_report(report, actor=omar, reason=CANTEEN.triage_note, priority="P4", note=CANTEEN.triage_note)
    report = propose_decline(
        report, actor=omar, reason="Not about conduct.", code="not_conduct", grounds=CANTEEN_GROUNDS
    )
    stage.say(f"Omar Haddad proposes to decline {report.reference}; Wanda Ilves is to review it.")


def awaiting_acknowledgement(stage: Stage, days: Days) -> Scene:
    """A report that came in yesterday."""
    yield days.at(0, "17:20")
    report = send_report(stage, STOCK_ROOM)
    stage.say(f"Bridget Sloane reports {report.reference}, which waits to be acknowledged.")


def is_played() -> bool:
    """Tell whether the database holds the story to its end: the audit's export, and the report that came in last."""
    return (
        len(exports_of_the_story()) == STORY_EXPORTS and Report.objects.filter(narrative=STOCK_ROOM.narrative).exists()
    )


def _up_to_offer(stage: Stage, matter: Matter, days: Days, table: Timetable) -> Offered:
    case = yield from take_in(stage, matter, days, table)
    case = yield from staff(stage, case, days, table)
    case = yield from put_to_respondent(stage, matter, case, days, table)
    case = yield from answer_and_report(stage, matter, case, days, table)
    case = yield from decide(stage, matter, case, days, table)
    case = yield from approve_and_tell(stage, matter, case, days, table)
    span = Span(starts=table.offer + 6, review=table.offer + 120, ends=table.offer + 280)
    return (yield from offer(stage, matter, case, days, table, span))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
