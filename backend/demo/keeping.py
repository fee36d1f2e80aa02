"""What follows an agreement in the story: the monitor's undertaking, check-ins on their days, and what is earned by keeping it."""

from datetime import datetime, time
from typing import Final

from backend.agreements.models import Agreement, AgreementState
from backend.audit.reads import viewed
from backend.demo.stage import ZONE, Days, Scene, Stage
from backend.monitoring.actions.briefing import give_undertaking
from backend.monitoring.actions.check_ins import hold_agreement_check_in, write_own_words
from backend.monitoring.models import AgreementCheckIn, MonitorUndertaking
from backend.monitoring.vocabulary import CheckInState

MEETS_AT: Final = time(15, 30)
GOES_WELL: Final = {"barriers": "nothing", "obligations": "done", "support": "nothing"}
SOMETHING: Final = {"barriers": "our_side", "obligations": "some", "support": "time"}


def check_ins_with(stage: Stage, respondent: str, days: Days, first_day: int) -> Scene:
    """Joan Mbeki meets the employee on each day that is planned, for as long as the agreement is in force."""
    joan = stage.cast.joan
    yield days.at(first_day, "10:15")
    agreement = Agreement.objects.get(person=stage.cast.person(respondent), state=AgreementState.ACTIVE)
    give_undertaking(MonitorUndertaking.objects.get(agreement=agreement), actor=joan)
    stage.say(f"Joan Mbeki is briefed on {agreement.reference} and undertakes to tell nobody what she learns.")
    while check_in := _next(agreement):
        moment = datetime.combine(check_in.due_on, MEETS_AT, tzinfo=ZONE)
        if moment > stage.now:
            return
        yield moment
        if Agreement.objects.get(pk=agreement.pk).state != AgreementState.ACTIVE:
            return
        _meet(stage, respondent, check_in)


def _meet(stage: Stage, respondent: str, check_in: AgreementCheckIn) -> None:
    joan, second = stage.cast.joan, check_in.number == 2
    if second:
        words = "The course is on Fridays. I need the morning for it."
        check_in = write_own_words(check_in, actor=getattr(stage.cast, respondent), words=words)
    viewed(check_in, "agreement_check_in.view", actor=joan)
    hold_agreement_check_in(
        check_in,
        actor=joan,
        reason="They met.",
        answers=SOMETHING if second else GOES_WELL,
        lines={"support": "Friday mornings for the course."} if second else {},
    )
    if second:
        stage.say(
            f"At a check-in {check_in.agreement.person} says what is needed from the company: time for the course."
        )


def _next(agreement: Agreement) -> AgreementCheckIn | None:
    planned = AgreementCheckIn.objects.filter(agreement=agreement, state=CheckInState.PLANNED)
    found: AgreementCheckIn | None = (
        planned.select_related("agreement__case", "agreement__person").order_by("due_on").first()
    )
    return found
