"""A report that waits to be decided: told through a manager who kept it for weeks, about somebody known by half a name."""

from datetime import timedelta
from typing import Final

from backend.demo.stage import Days, Scene, Stage
from backend.intake.account import Account
from backend.intake.actions.assessing import triage_report
from backend.intake.actions.reporting import acknowledge_report, submit_report
from backend.kernel import clock

LOADING_BAY: Final = (
    "On the late shift he stands so close behind me at the packing table that I can't turn round. I asked him twice to stop. "
    "I told the shift lead in the summer and nothing came of it. The camera over the loading bay keeps its pictures for a month."
)
NOTE: Final = "The camera's pictures are overwritten after thirty days. They are on different shifts until Monday week."


def awaiting_decision(stage: Stage, days: Days) -> Scene:
    """A report that is assessed, and waits for somebody to say who is meant and what becomes of it."""
    cast = stage.cast
    yield days.at(0, "11:15")
    told = Account(
        narrative=LOADING_BAY,
        channel="manager",
        reporter=cast.person("bridget"),
        respondent_as_told="Hamish from Calibration",
        conduct=("noncontact.proximity",),
        settings=("night_shift",),
        power_relation="peer",
        first_known_on=clock.today() - timedelta(days=50),
    )
    report = submit_report(told, actor=cast.omar)
    yield days.at(0, "13:40")
    report = acknowledge_report(report, actor=cast.omar, reason="Received through the shift lead.")
    yield days.at(0, "14:05")
    report = triage_report(
        report,
        actor=cast.omar,
        reason="Read with the shift plan.",
        priority="P3",
        flags=("evidence_loss",),
        note=NOTE,
        nexus=("place", "time", "colleagues"),
        nexus_note="On shift, at the packing table.",
        category="harassment",
    )
    stage.say(f"Omar Haddad assesses {report.reference}, which somebody in charge had known of for fifty days.")
