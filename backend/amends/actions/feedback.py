"""Feedback in rounds: the employee asks one person about one version, and that person answers in words; nobody grades anything."""

from typing import Final

from django.db import transaction

from backend.amends.actions.writing import locked_open, refuse_unadvised
from backend.amends.models import AccountabilityRound, AccountabilityStatement, AccountabilityVersion
from backend.amends.queries import readers_for
from backend.amends.sealing import closed
from backend.amends.vocabulary import RoundState
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

LONGEST: Final = 10_000

declare("accountability.ask_feedback", "asked for feedback on their statement", kind="change", compartment="private")
declare("accountability_round.view", "read a statement for feedback", kind="read", compartment="private")
declare("accountability_round.list", "listed rounds of feedback", kind="read", compartment="private")

rounds = Lifecycle(AccountabilityRound, "accountability_round")


def ask_accountability_feedback(
    statement: AccountabilityStatement, *, reviewer: User, actor: User, advised: bool = False
) -> AccountabilityRound:
    """Let one person read the latest version and say what they think of its words; until they answer, it can be taken back."""
    with transaction.atomic():
        row = locked_open(statement, "accountability.ask_feedback", actor)
        refuse_unadvised(row, advised=advised)
        version = AccountabilityVersion.objects.filter(statement=row).order_by("-number").first()
        if version is None:
            raise Refused("Save a version first: feedback is given on saved words.", code="accountability-unwritten")
        if reviewer not in readers_for(row.case):
            raise Invalid(
                {"reviewer": ["Choose somebody from the list. Nobody who decides in your matter can be asked."]}
            )
        earlier = AccountabilityRound.objects.filter(statement=row).order_by("-number")
        if earlier.filter(state=RoundState.ASKED).exists():
            raise Refused("You are waiting for feedback already. Take it back first, or wait.", code="feedback-open")
        last = earlier.first()
        made = AccountabilityRound(
            statement=row,
            number=last.number + 1 if last else 1,
            version=version,
            reviewer=reviewer,
            asked_at=clock.now(),
        )
        return keep(made, "accountability.ask_feedback", actor=actor, ctx={"number": made.number})


@rounds.move(
    "answer",
    {RoundState.ASKED},
    RoundState.ANSWERED,
    past="gave feedback on a statement",
    label="Give feedback",
    because="Asked by the employee.",
    compartment="private",
)
def answer_accountability_round(round: AccountabilityRound, *, actor: User, feedback: str) -> None:
    """Say in words what is clear and what is not. Whoever answers no longer reads the statement afterwards."""
    said = feedback.replace("\r\n", "\n").strip()
    if not said or len(said) > LONGEST:
        raise Invalid({"feedback": ["Write your feedback, in at most 10,000 characters."]})
    round.sealed, round.answered_at = closed(said, round.statement), clock.now()


@rounds.move(
    "take_back",
    {RoundState.ASKED},
    RoundState.TAKEN_BACK,
    past="took back a request for feedback",
    label="Take it back",
    because="The employee’s own decision.",
    compartment="private",
)
def take_back_accountability_round(round: AccountabilityRound, *, actor: User) -> None:
    """Take a request for feedback back: whoever was asked no longer reads the statement."""
