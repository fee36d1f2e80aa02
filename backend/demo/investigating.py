"""The work between the notice and the report: a plan, its tasks, people who are heard, and what their accounts weigh."""

from datetime import timedelta
from typing import Final

from backend.cases.actions.opening import add_party
from backend.cases.models import Allegation, Case
from backend.cases.vocabulary import PartyRole
from backend.decisions.models import STANDS
from backend.demo.matters import Charge, Matter, Timetable
from backend.demo.stage import Days, Scene, Stage
from backend.investigation.actions.confidentiality import ask_confidentiality
from backend.investigation.actions.credibility import Weighed, assess_credibility
from backend.investigation.actions.interviewing import (
    Arrangement,
    Attendee,
    hold_interview,
    plan_interview,
    save_notes,
)
from backend.investigation.actions.planning import PlanWords, approve_plan, submit_plan, write_plan
from backend.investigation.actions.statements import (
    Asked,
    Said,
    correct_statement,
    offer_statement,
    sign_statement,
    write_statement,
)
from backend.investigation.actions.tasks import finish_task, take_list
from backend.investigation.actions.updates import update_parties
from backend.investigation.inquiry_vocabulary import Advisory
from backend.investigation.models import Interview, Statement, Task
from backend.investigation.prompting import open_questions
from backend.kernel import clock
from backend.people.models import Person

SAID_FIRST: Final = (Advisory.ROLE, Advisory.NO_RETALIATION, Advisory.LIMITS, Advisory.COMPANION)
AT_THE_TABLE: Final = (
    Said(speaker="Inês Duarte", words="Where did you sit in the bar that evening, and until when?"),
    Said(
        speaker="Neil Ashworth",
        words="At the table by the window, two places from Erin. I left at about half past ten. I had driven, so I drank water.",
    ),
    Said(speaker="Inês Duarte", words="Please tell me what you noticed."),
    Said(
        speaker="Neil Ashworth",
        words="Martin stood behind Erin’s chair with his hands on her shoulders. She leaned forward. I heard her say “please don’t”.",
    ),
)  # fmt: skip
NOTES: Final = """Calm, in his own words; drew the table.
Second time: sure. Third time: was at the bar by then, did not see it.
Names of the two from Hull: Priya and Dan."""


def plan_out(stage: Stage, matter: Matter, case: Case, table: Timetable) -> None:
    """The investigator writes the plan and its tasks, and the intake lead approves it."""
    cast, today = stage.cast, clock.today()
    told = PlanWords(
        scope="What is alleged, and the messages and meetings of the weeks around it. Nothing else of the people’s lives.",
        issues="\n".join(f"A{number}: what happened, where, and who could see or hear it?" for number, _ in enumerate(matter.charges, 1)),
        sources="Both sides\nThose whom either side names\nMessages, rotas and calendars of the period",
        sequence="The person affected first, then those who were there, then the respondent, so that he can answer everything.",
        interviews_until=today + timedelta(days=max(table.review - table.notice - 2, 3)),
        report_by=today + timedelta(days=table.report - table.notice),
    )  # fmt: skip
    plan = submit_plan(
        write_plan(case, told, actor=cast.ines, reason="First version."), actor=cast.ines, reason="Ready to be read."
    )
    approve_plan(plan, actor=cast.omar, reason="Narrow enough, and in a fair order.")
    take_list(case, owner=cast.ines, actor=cast.ines, reason="The usual list.")


def hear_witness(stage: Stage, case: Case, days: Days, table: Timetable) -> Scene:
    """Somebody who was there is heard, checks the record, corrects a word and signs it."""
    cast, neil = stage.cast, stage.cast.person("neil")
    yield days.at(table.notice + 1, "09:30")
    add_party(case, neil, PartyRole.WITNESS, actor=cast.ines, reason="Named by the person affected.")
    interview = _planned(stage, case, neil, "The evening in the hotel bar in Harrogate", hours=26)
    ask_confidentiality(
        case,
        neil,
        about="That evening in the hotel bar",
        why="Two people from Hull will be asked about it, and each should speak from memory.",
        ends_on=clock.today() + timedelta(days=21),
        actor=cast.ines,
        reason="Asked when he was invited.",
    )
    yield days.at(table.notice + 2, "14:10")
    interview = _held(stage, interview, NOTES)
    statement = write_statement(interview, passages=AT_THE_TABLE, actor=cast.ines, reason="From the notes.")
    statement = offer_statement(statement, actor=cast.ines, reason="To be checked.")
    stage.say(f"Neil Ashworth is heard as a witness, and gets the record {statement.reference} to check.")
    yield days.at(table.notice + 3, "17:20")
    wrong = Asked(passage=2, before="half past ten", after="a quarter past ten")
    statement = correct_statement(statement, actor=cast.neil, reason="My correction.", corrections=[wrong])
    yield days.at(table.notice + 4, "08:50")
    statement = offer_statement(statement, actor=cast.ines, reason="With his correction.")
    yield days.at(table.notice + 4, "12:30")
    _sign(statement, stage)
    stage.say("He corrects a time of day, and confirms the record.")


def begin_hearing(stage: Stage, matter: Matter, case: Case, days: Days, number: int) -> Scene:
    """The person affected was heard and the record is being written; the plan’s first tasks are done."""
    cast, told = stage.cast, stage.cast.person(matter.complainant)
    yield days.at(number, "10:20")
    interview = _planned(stage, case, told, "What you reported", hours=1)
    yield days.at(number, "11:40")
    interview = _held(stage, interview, "Told it from the beginning to the end. Will send the messages.")
    passages = (
        Said(speaker="Inês Duarte", words="Please tell me what you remember of that day, from the beginning."),
        Said(speaker=told.name, words=matter.narrative.partition("\n")[0]),
    )
    write_statement(interview, passages=passages, actor=cast.ines, reason="From the notes.")
    for task in Task.objects.filter(case=case).select_related("case").order_by("due_on", "pk")[:2]:
        finish_task(task, actor=cast.ines, reason="Done.")
    stage.say(f"{told} is heard in {case.reference}; the record is being written.")


def weigh(stage: Stage, charge: Charge, allegation: Allegation) -> None:
    """Where the accounts differ, the investigator says what speaks for which."""
    if charge.response not in {"deny", "part"}:
        return
    for factor in ("corroboration", "consistency"):
        told = Weighed(
            fact=f"Whether it happened as A{allegation.seq} says",
            factor=factor,
            bearing="supports" if charge.factual in STANDS else "against",
            text=charge.reasons[:400] or "See the reasons of the finding.",
        )
        assess_credibility(allegation, told, actor=stage.cast.ines, reason="The accounts differ.")


def end_tasks(stage: Stage, case: Case) -> None:
    """The tasks of the plan are done."""
    cast = stage.cast
    for task in Task.objects.filter(case=case, done_at=None).select_related("case").order_by("pk"):
        finish_task(task, actor=cast.ines, reason="Done.")


def keep_told(stage: Stage, case: Case) -> None:
    """Both sides hear how the matter goes on."""
    text = "The interviews are over. The evidence is now put together, and a report follows within two weeks. Nothing has been decided."
    update_parties(case, text=text, actor=stage.cast.ines, reason="A month has passed.")


def _planned(stage: Stage, case: Case, person: Person, topic: str, *, hours: int) -> Interview:
    told = Arrangement(
        planned_at=clock.now() + timedelta(hours=hours),
        place="Room Aire, Leeds",
        topics=[topic],
        prompts=open_questions(),
    )
    return plan_interview(case, person, told, actor=stage.cast.ines, reason="In the order of the plan.")


def _held(stage: Stage, interview: Interview, notes: str) -> Interview:
    ines, person = stage.cast.ines, interview.party.person
    interview = hold_interview(
        interview,
        actor=ines,
        reason="Heard.",
        held_at=clock.now() - timedelta(minutes=50),
        advisories=SAID_FIRST,
        present=[Attendee(name=ines.name, role="asked the questions"), Attendee(name=person.name, role="was heard")],
    )
    return save_notes(interview, notes=notes, actor=ines, seen=interview.edition)


def _sign(statement: Statement, stage: Stage) -> Statement:
    neil = stage.cast.neil
    return sign_statement(
        statement,
        actor=neil,
        reason="My confirmation.",
        sha256=statement.text_sha256,
        typed_name=neil.name,
        meaning="as_corrected",
    )
