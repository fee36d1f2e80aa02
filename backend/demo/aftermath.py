"""What protects people in the main story: measures while the facts are established, and the watch after the decision."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from backend.audit.reads import viewed
from backend.cases.actions.check_ins import answer_check_in, hold_check_in
from backend.cases.actions.closing import record_closure
from backend.cases.actions.concerns import settle_concern
from backend.cases.actions.watch import start_watch, tell_watch
from backend.cases.models import Case, CheckIn, Concern
from backend.demo.stage import Days, Scene, Stage
from backend.demo.words import DECLARES
from backend.investigation.actions.measures import (
    Proposal,
    approve_measure,
    end_measures,
    propose_measure,
    review_measure,
)
from backend.investigation.measure_tables import InterimMeasure
from backend.kernel import clock

WELL: Final = dict.fromkeys(("schedule", "pay", "rating", "exclusion", "contact", "comments"), "none")
WATCH_FROM: Final = 61  # the day after the letters
LOOKED_AGAIN: Final = (14, 27, 40, 53)


@dataclass(frozen=True)
class Held:
    """A check-in of the story: on which day, and what it brings up."""

    day: int
    exclusion: str = "none"
    note: str = ""
    by_herself: bool = False


CHECK_INS: Final = (
    Held(69),
    Held(92, by_herself=True),
    Held(121, exclusion="some", note="I was not asked to the planning meeting of the northern service twice."),
    Held(152),
    Held(242, by_herself=True),
)


def measures_for_now(stage: Stage, days: Days) -> Scene:
    """On the day after the report people are kept apart, and the complainant gets support; it ends with the outcome."""
    cast = stage.cast
    yield days.at(1, "15:40")
    case = _case(stage)
    apart = Proposal(
        kind="no_contact",
        on_whom=cast.person("martin"),
        affects=cast.person("erin"),
        purpose="keep_apart",
        means="You and Erin Lindqvist do not contact each other at work. What the project needs goes through Ruth Adeyemi.",
        told_affected="The other person was asked not to contact you. What the project needs goes through Ruth Adeyemi.",
        grounds="They meet every week, and he decides on her projects.",
        alternatives_considered="A talk with both; separate rooms alone. Neither keeps his decisions away from her.",
        least_restrictive="He keeps his post, his team, his pay and his place of work.",
        still_allowed="Lead your region.\nMeet your team, except as stated above.",
        necessary_contact="Questions on the service contract go through Ruth Adeyemi.",
        starts_on=clock.today(),
        requested_by=cast.person("erin"),
        instructed=cast.person("neil"),
        instruction="Until further notice Erin Lindqvist’s projects are planned with Ruth Adeyemi.",
    )
    support = Proposal(
        kind="support_schedule",
        on_whom=cast.person("erin"),
        purpose="support",
        means="You choose on which days you work from home.",
        grounds="She asked not to be alone with him.",
        alternatives_considered="Leave, which she did not want.",
        least_restrictive="She chose it herself.",
        starts_on=clock.today(),
        requested_by=cast.person("erin"),
    )
    for proposal in (apart, support):
        measure = propose_measure(case, proposal, actor=cast.omar, reason="Asked for in the report.")
        approve_measure(measure, actor=cast.omar, reason="Nothing milder keeps them apart.")
    stage.say("For now Martin Hale and Erin Lindqvist are kept apart; she chooses her days at home.")
    for day in LOOKED_AGAIN:
        yield days.at(day, "09:50")
        for measure in InterimMeasure.objects.filter(case=case, ended_at=None):
            review_measure(measure, actor=cast.omar, reason="Still needed, and still the least that helps.")
    yield days.at(60, "15:30")
    ended = end_measures(
        Case.objects.get(pk=case.pk), actor=cast.ruth, reason="The outcome takes their place.", keep_supportive=False
    )
    stage.say(f"{len(ended)} temporary measures end: the outcome takes their place.")


def watch_over(stage: Stage, days: Days) -> Scene:
    """From the decision on Daniel Price asks how things are; what went wrong once is mended by the organisation."""
    cast = stage.cast
    yield days.at(WATCH_FROM, "10:20")
    case = _case(stage)
    watch = start_watch(
        case, actor=cast.omar, reason="The outcome is told to both sides.", watcher=cast.daniel, declaration=DECLARES
    )
    letters = tell_watch(watch, actor=cast.omar, reason="They know whom to turn to.")
    stage.say(f"{watch.reference}: Daniel Price watches for retaliation ({len(letters)} letters).")
    for held, check_in in zip(CHECK_INS, CheckIn.objects.filter(watch=watch).order_by("due_on"), strict=False):
        yield days.at(held.day, "13:20")
        said = {**WELL, "exclusion": held.exclusion, "note": held.note}
        if held.by_herself:
            answer_check_in(check_in, actor=cast.erin, reason="Answered by the person protected.", **said)
        else:
            viewed(check_in, "check_in.view", actor=cast.daniel)
            hold_check_in(check_in, actor=cast.daniel, reason="By phone.", **said)
        if held.exclusion != "none":
            yield days.at(held.day + 1, "11:10")
            _mend(stage, check_in)


def _mend(stage: Stage, check_in: CheckIn) -> None:
    concern = Concern.objects.get(check_in=check_in)
    settle_concern(
        concern,
        actor=stage.cast.omar,
        reason="An old list was used; nobody left her out on purpose.",
        answer="The invitations were sent to an old list. The list is mended, and the notes of both meetings are with you.",
    )
    stage.say("Erin Lindqvist was left off a list of meetings; the list is mended, and she is told.")


def what_was_learned(stage: Stage, case: Case) -> None:
    """Record causes and lessons before the main case closes."""
    record_closure(
        case,
        actor=stage.cast.ruth,
        reason="Before the case closes.",
        root_cause="No host was named for the evenings of conferences: three conferences in two years had none\n"
        "Projects and appraisals lay in one hand: nobody else could decide",
        lessons="A host is named for each evening. A second director decides where somebody reports about a superior.",
        org_remedies=f"Guide for hosts, Oliver Grant, by {clock.today() + timedelta(days=60):%d %B %Y}",
        retention_class="agreement",
    )


def _case(stage: Stage) -> Case:
    found: Case = Case.objects.get(parties__person=stage.cast.person("martin"), parties__role="respondent")
    return found
