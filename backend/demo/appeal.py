"""An appeal in the demonstration: an employee with an offer disagrees, and somebody who took no part is to look at it."""

from datetime import timedelta

from backend.agreements.models import Agreement
from backend.cases.actions.appointments import appoint
from backend.decisions.actions.appeals import Claim, file_appeal
from backend.decisions.actions.remedies import decide_remedy
from backend.demo.stage import Scene, Stage
from backend.demo.words import DECLARES
from backend.kernel import clock


def appeal_waits(stage: Stage, agreement: Agreement) -> Scene:
    """The employee appeals against the outcome; the complainant's leave is to be given back meanwhile."""
    cast, case = stage.cast, agreement.case
    yield clock.now() + timedelta(hours=3)
    [complainant] = [party.person for party in case.parties.filter(role="complainant")]
    decide_remedy(
        case,
        actor=cast.ruth,
        reason="She took leave to keep out of his way.",
        person=complainant,
        kind="restore_leave",
        what="Three days of leave are given back.",
        due_on=stage.today + timedelta(days=14),
    )
    claim = Claim(
        grounds=["disproportionate"],
        text="I have kept away since the talk in spring. Coaching would have been enough.",
        against_outcome=True,
    )
    appeal = file_appeal(agreement.outcome, claim, actor=agreement.person.user, reason="The party’s own appeal.")
    appoint(case, cast.ian, "appeal_reviewer", declaration=DECLARES, actor=cast.omar, reason="To review the appeal.")
    stage.say(f"{agreement.person} appeals against the outcome ({appeal.reference}); Ian Cole is to look at it.")
