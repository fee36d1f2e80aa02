"""What changes around somebody in the story, and how he comes back to his place after leave: decided on its own, outside his line."""

from datetime import timedelta
from typing import Final

from backend.agreements.models import Agreement, AgreementState
from backend.demo.stage import Days, Scene, Stage
from backend.returns.actions.checking import check_return, notify_affected, schedule_return
from backend.returns.actions.deciding import PlannedStep, approve_return
from backend.returns.actions.following import hold_step, note_arrival
from backend.returns.models import FollowUpStep, ReturnToWork
from backend.returns.queries.plans import usual_steps
from backend.safeguards.actions.proposing import Control, confirm_safeguard, propose_safeguard

PLACE: Final = "Purchasing, second floor"
PROTECTIONS: Final = (
    "Your desk and your office days stay as they are.",
    "The other person may not contact you. Necessary messages go through Daniel Price.",
)
CONTROLS: Final = (
    (
        "shared_office",
        "The desk is in the purchasing office on the second floor. Seats are not swapped without Daniel Price.",
        "employee",
    ),
    (
        "supervision_gap",
        "Somebody who leads a team is in the office on every day on which both teams are in.",
        "organisation",
    ),
)


def safeguards_and_return(stage: Stage, respondent: str, days: Days, first_day: int, back_day: int) -> Scene:
    """Two safeguards are confirmed by their owner; later the employee comes back from leave, after whoever was affected was told."""
    cast = stage.cast
    yield days.at(first_day, "11:00")
    agreement = Agreement.objects.get(person=cast.person(respondent), state=AgreementState.ACTIVE)
    for situation, control, falls_on in CONTROLS:
        wanted = Control(
            situation=situation,
            control=control,
            falls_on=falls_on,
            person=agreement.person if falls_on == "employee" else None,
            owner=cast.person("joan"),
            starts_on=stage.today,
            review_on=stage.today + timedelta(days=90),
        )
        safeguard = propose_safeguard(agreement.case, wanted, actor=cast.daniel, reason="It changes the setting.")
        confirm_safeguard(safeguard, actor=cast.joan, reason="It is in place.")
    stage.say(f"Joan Mbeki confirms two safeguards around {agreement.person}, and learns no reasons.")
    yield days.at(back_day - 6, "10:00")
    rtw = schedule_return(agreement.case, actor=cast.daniel, reason="His leave ends.")
    returns_on = days.day(back_day)
    rtw = check_return(rtw, actor=cast.daniel, reason="His leave ends.", returns_on=returns_on, place=PLACE)
    notify_affected(rtw, actor=cast.daniel, reason="Whoever was affected is told first.", protections=PROTECTIONS)
    yield days.at(back_day - 3, "15:00")
    steps = [PlannedStep(on=day, what=what, holder=cast.person("joan")) for day, what in usual_steps(returns_on)]
    rtw = approve_return(
        ReturnToWork.objects.get(pk=rtw.pk),
        actor=cast.ruth,
        reason="Nothing is missing.",
        reasons="What was due is done, the safeguards are in place, and nothing speaks against the day.",
        steps=steps,
        plan_ends_on=returns_on + timedelta(days=180),
        appeal_to="Helen Marsh, Managing director",
        despite="Taking part is one matter, and the return another; nothing at work speaks against it.",
    )
    stage.say(f"Ruth Adeyemi approves the return of {agreement.person}, with a plan of six talks.")
    yield days.at(back_day, "09:30")
    note_arrival(rtw, actor=cast.daniel, reason="He is back.")
    first = FollowUpStep.objects.select_related("rtw__case").filter(rtw=rtw).earliest("due_on")
    yield days.at(back_day + 4, "14:00")
    hold_step(first, actor=cast.joan, reason="They talked.", note="The seat works. Nothing stood in the way.")
    stage.say(f"Joan Mbeki holds the first talk after the return of {agreement.person}.")
