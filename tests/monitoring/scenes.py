"""What tests of monitoring start from: a breach reported, noticed, answered or decided on an agreement in force."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from backend.agreements.models import Agreement, AgreementObligation
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.monitoring.actions.breaches import (
    Exhibit,
    Facts,
    Seen,
    notice_breach,
    respond_to_breach,
    suspect_breach,
)
from backend.monitoring.actions.check_ins import hold_agreement_check_in
from backend.monitoring.actions.determining import determine_breach
from backend.monitoring.models import AgreementCheckIn, Breach

WHY: Final = "For this test."
GOOD: Final[Mapping[str, str]] = {"barriers": "nothing", "obligations": "done", "support": "nothing"}
DAY: Final = timedelta(days=1)


def at_day(day: date) -> Any:
    """Let it be noon on a day."""
    return clock.at(clock.now().replace(year=day.year, month=day.month, day=day.day, hour=12))


def first_check_in(agreement: Agreement) -> AgreementCheckIn:
    """Give the first check-in of an agreement."""
    return AgreementCheckIn.objects.select_related("agreement__case").filter(agreement=agreement).earliest("number")


def held(check_in: AgreementCheckIn, cast: Cast, **told: Any) -> AgreementCheckIn:
    """Hold a check-in on its day."""
    with at_day(check_in.due_on):
        return hold_agreement_check_in(check_in, actor=cast.joan, reason=WHY, **{"answers": GOOD, **told})


def the_duty(agreement: Agreement) -> AgreementObligation:
    """Give the first obligation of an agreement."""
    return AgreementObligation.objects.select_related("agreement__case").filter(agreement=agreement).earliest("seq")


def facts(**told: Any) -> Facts:
    """Say what was seen, after the question what got in the way went unanswered for two weeks."""
    usual: dict[str, Any] = {
        "seen": [Seen(when="Monday, 9:00", what="The list of those who attended does not hold the entry.")],
        "asked_on": clock.today() - timedelta(days=14),
        "exhibits": [Exhibit(reference="E-1", what="List of those who attended", where="Attached to your letter box")],
    }
    return Facts(**{**usual, **told})


def suspected(agreement: Agreement, cast: Cast, **told: Any) -> Breach:
    """Let Joan report an obligation; it is the day after it was due."""
    usual: dict[str, Any] = {"due_on": clock.today() - DAY, "facts": facts(), "actor": cast.joan, "reason": WHY}
    return suspect_breach(the_duty(agreement), **{**usual, **told})


def noticed(agreement: Agreement, cast: Cast) -> Breach:
    """Let Daniel give notice."""
    until = clock.today() + timedelta(days=14)
    return notice_breach(suspected(agreement, cast), actor=cast.daniel, reason=WHY, respond_by=until)


def answered(agreement: Agreement, cast: Cast) -> Breach:
    """Let Martin answer."""
    return respond_to_breach(noticed(agreement, cast), actor=cast.martin, words="The train did not run that day.")


def determined(agreement: Agreement, cast: Cast, **told: Any) -> Breach:
    """Let Ruth decide."""
    usual: dict[str, Any] = {
        "result": "minor",
        "weighed": "You said that no train ran. The timetable shows a later one.",
        "reasons": "The obligation was not kept, and nobody was told.",
        "appeal_to": "Helen Marsh, Managing director",
        "step": 1,
    }
    return determine_breach(answered(agreement, cast), actor=cast.ruth, reason=WHY, **{**usual, **told})
