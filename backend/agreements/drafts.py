"""What an agreement is drawn up from, and what each obligation in it needs so that somebody can check it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from backend.agreements.letters.agreement import ObligationLine
from backend.agreements.obligation_vocabulary import ObligationKind
from backend.agreements.queries.answers import VOLUNTARY
from backend.agreements.recurrence import dates_of, words_for
from backend.people.models import Person, User

MOST_DAYS: Final = 60  # of grace, and to put something right


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing asked of the employee, or promised by the organisation; without a date, a proof and a verifier it is none.

    `recurrence` is a rule of RFC 5545 (FREQ=WEEKLY;INTERVAL=2); without one it is owed once. What the organisation promises is
    owed by a named person (`owed_by`) and stands in the clause of its own duties.
    """

    kind: str
    what: str
    due: str
    due_on: date
    proof: str
    verifier: Person
    clause: str = ""
    owed_by: Person | None = None
    recurrence: str = ""
    grace_days: int = 0
    cure_days: int = 0

    def due_words(self, language: str) -> str:
        """Say by when, and how often, as the agreement prints it in its language."""
        said = self.due.strip()
        if said or not self.recurrence:
            return said
        try:
            return words_for(self.recurrence, self.due_on, language)
        except ValueError:  # no rule: what is wrong with it is told apart
            return ""

    def line(self, language: str) -> ObligationLine:
        """Write it as the agreement prints it in its language."""
        due = self.due_words(language)
        return ObligationLine(what=self.what.strip(), due=due, evidence=self.proof.strip(), verifier=self.verifier.name)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an agreement is drawn up from: the values of its clauses by code, its obligations and its dates."""

    starts_on: date
    review_on: date
    ends_on: date
    monitor: Person
    officer: User
    alternative: str
    clauses: Mapping[str, Mapping[str, str]]
    duties: Sequence[Duty]
    kind: str = ""  # the usual one of the outcome, unless told
    language: str = ""  # en-GB or de-DE; it must be told where the employee's own language is another one than English
    longer_because: str = ""


def check_duties(draft: Draft, respondent: Person) -> dict[str, list[str]]:
    """Tell what is missing of each obligation: what, by when, the proof, and somebody else who checks it."""
    told = [
        problem
        for number, duty in enumerate(draft.duties, start=1)
        for problem in duty_problems(
            f"Obligation {number}", duty, draft.starts_on, draft.ends_on, language=draft.language
        )
    ]
    for number, duty in enumerate(draft.duties, start=1):
        if respondent in {duty.verifier, duty.owed_by}:
            told.append(f"Obligation {number} would be checked by the person who owes it.")
    return {"duties": told} if told else {}


def people_of(duties: Sequence[Duty], *, apart_from: Person) -> list[Person]:
    """List who would check something, or do it for the organisation, apart from the employee, of whom other rules speak."""
    named = [each for duty in duties for each in (duty.verifier, duty.owed_by) if each is not None]
    return [each for each in named if each.pk != apart_from.pk]


def duty_problems(
    which: str, duty: Duty, starts_on: date, ends_on: date, *, language: str, outside: str = "the agreement’s time"
) -> Iterator[str]:
    """Tell what is missing of one obligation, or wrong with it, between two days."""
    if missing := _unsaid(duty, ends_on, language):
        yield f"{which}{missing}"
    if duty.kind not in ObligationKind.values:
        yield f"{which} is of no known kind."
    if duty.clause == VOLUNTARY:
        yield f"{which} stands under {VOLUNTARY}, which is voluntary: nobody can owe it. Take it out."
    if not starts_on <= duty.due_on <= ends_on:
        yield f"{which} falls outside {outside}."
    elif problem := _about_dates(duty, ends_on):
        yield f"{which}: {problem}"
    if duty.verifier == duty.owed_by:
        yield f"{which} would be checked by the person who owes it."
    if not (0 <= duty.grace_days <= MOST_DAYS and 0 <= duty.cure_days <= MOST_DAYS):
        yield f"{which}: days of grace, and days to put it right, are at most {MOST_DAYS}."


def _unsaid(duty: Duty, ends_on: date, language: str) -> str:
    """Tell what an obligation does not say; a rule that says more than how often has to be put into words."""
    if duty.what.strip() and duty.due_words(language) and duty.proof.strip():
        return ""
    if duty.recurrence and not (duty.due_words(language) or _about_dates(duty, ends_on)):
        return ": say in words when it is owed. Its rule says more than how often, or a month can be too short for its day."
    return " needs what, by when, and how it is proved."


def _about_dates(duty: Duty, ends_on: date) -> str:
    try:
        dates_of(duty.due_on, duty.recurrence, until=ends_on)
    except ValueError as error:
        return str(error)
    return ""
