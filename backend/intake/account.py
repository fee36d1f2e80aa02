"""What a reporter tells, and what is asked of it before it is taken in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from backend.intake.safety import Answer, ReportPart, SafetyQuestion
from backend.intake.vocabulary import Certainty, Channel, Conduct, Mode, PowerRelation, Setting
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.people.models import Person
from backend.people.queries import person_named

LONGEST: Final = 100_000  # characters of a narrative: some forty pages
LINE: Final = 200
WISHES: Final = 20_000


@dataclass(frozen=True, kw_only=True)
class Account:
    """What a reporter tells; only what happened is required."""

    narrative: str
    channel: str = Channel.WEB
    mode: str = Mode.NAMED
    reporter: Person | None = None
    affected: Person | None = None
    respondent: Person | None = None
    respondent_as_told: str = ""
    conduct: Sequence[str] = ()
    settings: Sequence[str] = ()
    power_relation: str = ""
    occurred_on: date | None = None
    occurred_as_told: str = ""
    occurred_certainty: str = Certainty.NOT_SURE
    wishes: str = ""
    no_action_asked: bool = False
    first_known_on: date | None = None
    first_known_by: str = ""
    safety: Mapping[str, str] = field(default_factory=dict)
    not_sure: Sequence[str] = ()


def recognised(words: str) -> Person | None:
    """Know the respondent only when one person alone has this whole name: then that person can never read the report."""
    found = person_named(words)
    return found[0] if len(found) == 1 else None


def check_account(told: Account) -> None:
    """Raise Invalid with everything that is wrong, field by field, each with the way to mend it."""
    found = {name: message for name, message in _problems(told) if message}
    if found:
        raise Invalid({name: [message] for name, message in found.items()})


def _problems(told: Account) -> Iterable[tuple[str, str]]:
    yield "narrative", _of_narrative(told.narrative)
    yield "occurred_on", _of_day(told.occurred_on)
    yield "first_known_on", _of_day(told.first_known_on)
    yield "reporter", _of_reporter(told)
    if told.reporter is not None and told.reporter == told.respondent:
        yield "respondent", OF_ONESELF
    elif told.respondent is not None and told.respondent == told.affected:
        yield (
            "affected",
            "The report names this person as the one whom it is about. Name somebody else here, or leave it empty.",
        )
    yield "channel", _known([told.channel], Channel.values, "Choose how the report came in.")
    yield "mode", _known([told.mode], Mode.values, "Choose how the name is handled.")
    certainty = "Choose how sure the date is: exact, about, or not sure."
    yield "occurred_certainty", _known([told.occurred_certainty], Certainty.values, certainty)
    yield "conduct", _known(told.conduct, Conduct.values)
    yield "settings", _known(told.settings, Setting.values)
    yield "power_relation", _known([told.power_relation], ["", *PowerRelation.values])
    yield "safety", _known(told.safety, SafetyQuestion.values) or _known(told.safety.values(), Answer.values)
    yield "not_sure", _known(told.not_sure, ReportPart.values)
    for name in ("respondent_as_told", "occurred_as_told", "first_known_by"):
        yield name, f"Write at most {LINE} characters here." if len(getattr(told, name)) > LINE else ""
    yield "wishes", f"Write at most {WISHES:,} characters here." if len(told.wishes) > WISHES else ""


OF_ONESELF: Final = (
    "You are named as the person this is about. If somebody else did it, name them, or leave this empty."
    " If it is about something that you did yourself, talk to somebody first: the support line and the contact stand below each page."
)


def _of_narrative(words: str) -> str:
    if not words.strip():
        return "Write what happened, in your own words. This is the only part we need."
    if len(words) > LONGEST:
        return f"The text has {len(words):,} characters; we can take {LONGEST:,}. Shorten it, or send the rest as a message afterwards."
    return ""


def _of_day(day: date | None) -> str:
    late = day is not None and day > clock.today()
    return "The date lies in the future. Enter a day that has passed, or say that you are not sure." if late else ""


def _of_reporter(told: Account) -> str:
    if told.mode == Mode.ANONYMOUS and told.reporter is not None:
        return "A report without a name holds no reporter. Leave the name out, or choose another way to handle it."
    return ""


def _known(given: Iterable[str], known: Collection[str], message: str = "") -> str:
    strange = [value for value in given if value not in known]
    return message or f"“{strange[0]}” is not in the list." if strange else ""
