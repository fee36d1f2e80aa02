"""Barriers first: before anything late may be passed on, the employee is asked what stood in the way, and has time to say it."""

from typing import Final

from backend.agreements.models import AgreementState, Obstacle
from backend.agreements.obligation_vocabulary import ObstacleState
from backend.audit.actions import declare
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

LONGEST: Final = 4000

obstacles = Lifecycle(Obstacle, "obstacle")

declare("obstacle.ask", "asked what stood in the way", kind="system")
declare("obstacle.view", "read what stood in the way", kind="read")
declare("obstacle.list", "listed what stood in the way", kind="read")


@obstacles.move(
    "answer",
    {ObstacleState.ASKED, ObstacleState.UNANSWERED},
    ObstacleState.ANSWERED,
    past="answered what stood in the way",
    label="Send the answer",
    because="The employee answered.",
)
def answer_obstacle(obstacle: Obstacle, *, actor: User, words: str) -> None:
    """Answer, as the employee, in their own words. An answer that comes late still counts."""
    if obstacle.occurrence.agreement.state != AgreementState.ACTIVE:
        raise Refused("The agreement is not in force.", code="wrong-state")
    said = words.strip()
    if not said:
        raise Invalid({"words": ["Write in a sentence what stood in the way. You need not say anything about health."]})
    if len(said) > LONGEST:
        raise Invalid({"words": [f"Write at most {LONGEST:,} characters."]})
    obstacle.words, obstacle.answered_at = said, clock.now()


@obstacles.move(
    "lapse",
    {ObstacleState.ASKED},
    ObstacleState.UNANSWERED,
    past="noted that the question was not answered",
    because="The time to answer passed.",
)
def lapse_obstacle(obstacle: Obstacle, *, actor: User) -> None:
    """Note that the time to answer passed. Silence is no confession; an answer can still come."""
    if clock.now() <= obstacle.answer_by:
        raise Refused("The time to answer has not passed yet.", code="answer-open")


@obstacles.move(
    "drop",
    {ObstacleState.ASKED},
    ObstacleState.DROPPED,
    past="asked no longer what stood in the way",
    because="It is no longer asked.",
)
def drop_obstacle(obstacle: Obstacle, *, actor: User) -> None:
    """Ask no longer: what it was about is closed."""
