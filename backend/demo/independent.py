"""A report about the head of the people office: the independent channel takes it in, and nobody in that office learns of it."""

from typing import Final

from backend.demo.inquiry import send_report
from backend.demo.matters import Matter
from backend.demo.stage import Days, Scene, Stage
from backend.intake.actions.assessing import triage_report
from backend.intake.actions.reporting import acknowledge_report

PEOPLE_DIRECTOR: Final = Matter(
    complainant="mei",
    respondent="grace",
    title="",
    nexus="",
    narrative=(
        "In two appraisal talks this spring I was told that mothers on the assembly line should not expect the day shift. "
        "I wrote the words down each time."
    ),
    conduct=("verbal.private_life_question", "discrimination"),
    settings=("appraisal_interview", "one_to_one"),
    power_relation="senior_other",
    wishes="I want somebody to look at it who does not depend on her.",
)


def about_the_people_director(stage: Stage, days: Days) -> Scene:
    """The report never reaches intake: the chair of the audit committee acknowledges and assesses it."""
    vera = stage.cast.vera
    yield days.at(0, "19:40")
    report = send_report(stage, PEOPLE_DIRECTOR)
    yield days.at(1, "08:50")
    report = acknowledge_report(report, actor=vera, reason="Read by the independent channel.")
    yield days.at(1, "11:15")
    triage_report(
        report,
        actor=vera,
        reason="It can wait for somebody from outside.",
        priority="P3",
        note="Find an investigator outside the people office.",
    )
    stage.say(f"{report.reference} is about the people director: only the audit committee’s chair can read it.")
