"""What the letters to someone who made a report say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from backend.documents.letters import Contact, Letter
from backend.documents.phrasing import day_in, say
from backend.documents.queries import frame, support_for
from backend.intake.models import Report
from backend.people.models import Person, User

HOW_TO_ADD: Final = "Sign in and open {reference}, or write to {email}."
HOW_TO_ASK: Final = "You can ask how it goes on, or tell us more: sign in and open {reference}, or write to {email}."


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One thing that happens next, and by when."""

    what: str
    by_when: str


@dataclass(frozen=True, kw_only=True)
class Acknowledgement(Letter):
    """D1: tells the reporter that the report arrived. It takes no view and promises no secrecy."""

    kind: ClassVar[str] = "D1"
    template: ClassVar[str] = "intake/acknowledgement/v2"
    earlier: ClassVar[tuple[str, ...]] = ("intake/acknowledgement/v1",)
    titles: ClassVar[Mapping[str, str]] = {"de": "Eingangsbestätigung zu Ihrer Meldung"}

    title: str = "Acknowledgement of your report"
    received_on: date
    channel: str = ""
    steps: tuple[NextStep, ...]
    how_to_add: str
    transcript: str = ""
    support: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PointWeighed:
    """One thing that counts when it is decided whether to act against a wish, and what is known about it."""

    what: str
    known: str


@dataclass(frozen=True, kw_only=True)
class EmployerDutyNotice(Letter):
    """D2: tells the complainant what follows from the wish that nothing be done. It presses neither way."""

    kind: ClassVar[str] = "D2"
    template: ClassVar[str] = "intake/employer_duty_notice/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Ihr Wunsch, nichts zu unternehmen"}

    title: str = "Your wish that we take no action"
    wish: str
    wished_on: date
    points: tuple[PointWeighed, ...]
    can_keep: tuple[str, ...]
    cannot_keep: tuple[str, ...]
    contact_choices: tuple[str, ...]
    decided_by: Contact
    decided_until: date
    support: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Feedback(Letter):
    """D1b: confirms to the reporter what was done or is planned, and why; never what followed for anybody else."""

    kind: ClassVar[str] = "D1b"
    template: ClassVar[str] = "intake/feedback/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Was aus Ihrer Meldung folgt"}

    title: str = "What follows from your report"
    received_on: date
    told_on: date
    done: str
    grounds: str = ""
    how_to_ask: str
    support: tuple[Contact, ...] = ()


def acknowledgement_letter(report: Report, *, to: Person, by: User, feedback_by: date) -> Acknowledgement:
    """Write the acknowledgement (D1): the report arrived, and what happens next by when."""
    framed = frame(Acknowledgement, to=to, by=by)
    language = framed["language"]
    steps = (
        ("We assess how soon the situation needs attention.", say("within five working days at most", language)),
        ("We tell you whether a case is opened, and why.", say("as soon as it is decided", language)),
        ("We tell you what was done about your report.", say("by {day}", language, day=day_in(feedback_by, language))),
    )
    return Acknowledgement(
        **framed,
        matter=report.reference,
        received_on=report.received_at.astimezone(ZoneInfo(to.zone)).date(),
        channel=say(report.get_channel_display(), language),
        steps=tuple(NextStep(what=say(what, language), by_when=by_when) for what, by_when in steps),
        how_to_add=say(HOW_TO_ADD, language, reference=report.reference, email=by.email),
        support=support_for(Acknowledgement, to),
    )


def acknowledgement_message(feedback_by: datetime) -> str:
    """Say in the mailbox what an acknowledgement says: the report arrived, and what happens next by when."""
    day = day_in(feedback_by.astimezone(ZoneInfo(settings.TIME_ZONE)).date(), "en")
    return (
        "We have your report, and somebody reads it. We assess within five working days how soon the situation needs attention."
        f" We tell you here whether a case is opened, and why. We tell you what was done by {day}."
        " Come back with your code to read our messages, to answer, and to add what you like."
    )
