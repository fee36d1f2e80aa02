"""The rhythm of check-ins, the questions of the form and what earns easing, as data: read from check_ins.toml."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from dateutil.relativedelta import relativedelta

from backend.deadlines.calendars import WorkingCalendar
from backend.deadlines.rules import Rule, Unit

PACKAGE: Final = "backend.monitoring"
MOST: Final = 200  # check-ins of one agreement; more than any term holds


@dataclass(frozen=True)
class Stage:
    """One stretch of the rhythm; the last has no number and goes on to the end."""

    every: Rule
    times: int = MOST


@dataclass(frozen=True)
class Rhythm:
    """How often somebody meets the employee, stage by stage, and when misses are passed on."""

    version: str
    words: str
    stages: tuple[Stage, ...]
    escalate_after_misses: int

    def days(self, start: date, end: date, calendar: WorkingCalendar) -> list[date]:
        """List the days of the check-ins after a start and before an end, each moved to the next working day."""
        return list(_days(self.stages, start, end, calendar))


@dataclass(frozen=True)
class Question:
    """One question with its coded answers."""

    name: str
    label: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class QuestionSet:
    """The questions of the form in one version; beside each answer stands a short line at most."""

    version: str
    line: int
    asked: tuple[Question, ...]


@dataclass(frozen=True)
class Earning:
    """What earns a proposal of easing: so many kept, one after the other, over so long."""

    kept: int
    over: Rule
    steps: tuple[Rule, ...]


@cache
def rhythm() -> Rhythm:
    """Give the rhythm of check-ins."""
    raw = _read()["rhythm"]
    stages = tuple(Stage(Rule.parse(each["every"]), each.get("times", MOST)) for each in raw["stages"])
    return Rhythm(raw["version"], raw["words"], stages, raw["escalate_after_misses"])


@cache
def earning() -> Earning:
    """Give what earns a proposal of easing."""
    raw = _read()["easing"]
    return Earning(raw["kept"], Rule.parse(raw["over"]), tuple(Rule.parse(step) for step in raw["steps"]))


@cache
def question_set(version: str = "") -> QuestionSet:
    """Give the questions of a version, or the newest; raise LookupError for an unknown one."""
    known = {each["version"]: _questions(each) for each in _read()["questions"]}
    if version and version not in known:
        raise LookupError(f"There is no version {version} of the questions.")
    return known[version] if version else known[list(known)[-1]]


def often(rule: Rule) -> str:
    """Say how often: “every 2 weeks”."""
    return f"every {rule.unit}" if rule.amount == 1 else f"every {rule.length}"


def is_rarer(one: Rule, other: Rule) -> bool:
    """Tell whether one rhythm meets less often than another."""
    start = date(2027, 1, 1)
    return start + step_of(one) > start + step_of(other)


def step_of(rule: Rule) -> relativedelta:
    """Give the distance between two check-ins."""
    match rule.unit:
        case Unit.WEEK:
            return relativedelta(weeks=rule.amount)
        case Unit.MONTH:
            return relativedelta(months=rule.amount)
        case Unit.DAY:
            return relativedelta(days=rule.amount)
    raise ValueError(f"A rhythm counts days, weeks or months, not {rule}.")


def days_every(rule: Rule, start: date, end: date, calendar: WorkingCalendar) -> list[date]:
    """List the days of check-ins that follow a day at one distance, up to an end."""
    return list(_days((Stage(rule),), start, end, calendar))


def _days(stages: Sequence[Stage], start: date, end: date, calendar: WorkingCalendar) -> Iterator[date]:
    begun, told = start, 0
    for stage in stages:
        day = begun
        for number in range(1, stage.times + 1):
            day = begun + number * step_of(stage.every)
            if day > end or told == MOST:
                return
            working, told = calendar.next_working(day), told + 1
            yield min(working, end)
        begun = day


def _questions(raw: Mapping[str, Any]) -> QuestionSet:
    asked = tuple(
        Question(each["name"], each["label"], {answer["code"]: answer["label"] for answer in each["answers"]})
        for each in raw["asked"]
    )
    return QuestionSet(raw["version"], raw["line"], asked)


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((files(PACKAGE) / "check_ins.toml").read_text(encoding="utf-8"))
