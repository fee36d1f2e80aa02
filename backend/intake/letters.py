"""What the letters to someone who made a report say."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from backend.documents.letters import Contact, Letter
from backend.documents.queries import addressee, contact, day_words, letterhead, support
from backend.intake.models import Report
from backend.kernel import clock
from backend.people.models import Person, User


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One thing that happens next, and by when."""

    what: str
    by_when: str


@dataclass(frozen=True, kw_only=True)
class Acknowledgement(Letter):
    """D1: tells the reporter that the report arrived. It takes no view and promises no secrecy."""

    kind: ClassVar[str] = "D1"
    template: ClassVar[str] = "intake/acknowledgement/v1"

    title: str = "Acknowledgement of your report"
    received_on: date
    channel: str = ""
    steps: tuple[NextStep, ...]
    how_to_add: str
    transcript: str = ""
    support: tuple[Contact, ...] = ()


def acknowledgement_letter(report: Report, *, to: Person, by: User, feedback_by: date) -> Acknowledgement:
    """Write the acknowledgement (D1): the report arrived, and what happens next by when."""
    return Acknowledgement(
        matter=report.reference,
        dated=clock.today(to.zone),
        organisation=letterhead(),
        recipient=addressee(to),
        contact=contact(by),
        signatory=contact(by),
        received_on=report.received_at.astimezone(ZoneInfo(to.zone)).date(),
        channel=report.get_channel_display(),
        steps=(
            NextStep(
                what="We assess how soon the situation needs attention.", by_when="within five working days at most"
            ),
            NextStep(what="We tell you whether a case is opened, and why.", by_when="as soon as it is decided"),
            NextStep(what="We tell you what was done about your report.", by_when=f"by {day_words(feedback_by)}"),
        ),
        how_to_add=f"Sign in and open {report.reference}, or write to {by.email}.",
        support=support(),
    )
