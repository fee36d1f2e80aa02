"""What an agreement begins with: values that follow from the case and the dates, and tested words for the rest."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from dateutil.relativedelta import relativedelta
from django.conf import settings

from backend.agreements.clauses import library
from backend.agreements.languages import ITS_OWN_NAME
from backend.agreements.queries.answers import considered_until, time_to_consider
from backend.cases.models import Case
from backend.clauses.library import LibraryClause
from backend.clauses.vocabulary import AgreementKind, Language
from backend.deadlines.profiles import place_of
from backend.decisions.models import Outcome
from backend.decisions.queries.standing import standing_findings
from backend.documents.phrasing import day_in, say
from backend.documents.wording import words
from backend.people.models import Person, User

# Values that nobody types: they follow from the case, the outcome, and the dates and people of the agreement.
DERIVED: Final = frozenset(
    {
        "organisation",
        "employee",
        "job_title",
        "officer",
        "officer_title",
        "decided_on",
        "case",
        "starts_on",
        "review_on",
        "ends_on",
    }
    | {"live_until", "monitor", "alternative", "offer_expires_on", "decision_maker"}
)
LISTS: Final = frozenset(
    {"expectations", "safeguards", "duties", "ladder", "access", "objectives", "whitelist", "steps", "past_claims"}
)
MAY_BE_EMPTY: Final = frozenset({"representation", "exceptions"})
USUAL: Final[Mapping[str, str]] = {
    "representation": "You were told that a trade union or a companion may represent you.",
    "expectations": "You do not touch colleagues, apart from an offered handshake.\nWhen someone says no, you do not ask again.",
    "duties": "We pay for what this agreement asks of you and give you working time for it.\n"
    "We hold every check-in that is planned, and tell you early if one must move.",
    "confirm_within": "ten working days",
    "response_time": "five working days",
    "appeal_time": "ten working days",
    "ladder": "A talk and a written clarification.\nA longer safeguard or an added check-in, agreed as a change of this agreement.\n"
    "A new decision on a warning, a change of role or dismissal, with notice, a hearing and an appeal.",
    "schedule": "every week for four weeks, every second week for eight weeks, and then once a month",
    "decider": "The decision maker",
}
ACCESS: Final = (
    "You see everything here, and who opened it.",
    "The monitor sees your obligations and their dates, and nothing else.",
    "{contact} and the decision maker see the whole agreement.",
    "Auditors see that it exists and whether its dates were kept.",
)
ONE_FINDING: Final = "the adopted finding on {points}"
FINDINGS: Final = "the adopted findings on {points}"
EMPLOYEE: Final = "employee"
OFFICER: Final = "authorised officer"
WHOEVER_DECIDES: Final = "The person who decides"
EXPIRES: Final = "the day that is named at the top of this agreement"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The dates and people of an agreement, from which its clauses take their values."""

    starts_on: date
    review_on: date
    ends_on: date
    monitor: Person
    officer: User
    alternative: str
    language: str = Language.ENGLISH


def asked_of(clause: LibraryClause) -> tuple[str, ...]:
    """Name the values of a clause that a person gives."""
    return tuple(name for name in clause.placeholders if name not in DERIVED)


def usual_dates(start: date) -> dict[str, date]:
    """Propose a year, with a review in the middle."""
    return {
        "starts_on": start,
        "review_on": start + relativedelta(months=6),
        "ends_on": start + relativedelta(years=1, days=-1),
    }


def consider_until(case: Case, codes: Collection[str] = ()) -> datetime:
    """Tell until when the employee could answer if an agreement with these clauses were offered now."""
    where = place_of(case)
    return considered_until(where, time_to_consider(where, codes))


def usual_codes(outcome: Outcome, kind: str = "") -> set[str]:
    """Name the clauses beside the mandatory ones that usually fit."""
    checked = set() if kind == AgreementKind.EXPECTATIONS else {"C28"}
    return checked | ({"C51"} if outcome.live_until else set())


def usual_words(case: Case, *, contact: str, ends_on: date, language: str) -> dict[str, str]:
    """Propose words for what a person gives, from the case, in the language of the agreement."""
    findings = standing_findings(case)
    numbers = [f"A{finding.allegation.seq}" for finding in findings]
    clauses = list(
        dict.fromkeys(finding.allegation.policy_clause for finding in findings if finding.allegation.policy_clause)
    )
    told = FINDINGS if len(numbers) > 1 else ONE_FINDING
    return {
        **{name: _each_said(text, language) for name, text in USUAL.items()},
        "language": ITS_OWN_NAME[Language(language)],
        "findings": say(told, language, points=_all_of(numbers, language)),
        "policy_clauses": _all_of(clauses, language),
        "contact": contact,
        "channel": contact,
        "access": "\n".join(say(line, language, contact=contact) for line in ACCESS),
        "retain_until": day_in(ends_on + relativedelta(years=6), language),
    }


def clause_values(
    codes: Collection[str],
    typed: Mapping[tuple[str, str], str],
    *,
    case: Case,
    outcome: Outcome,
    person: Person,
    terms: Terms,
) -> dict[str, dict[str, str]]:
    """Give every value of the chosen clauses: derived ones from the case and the terms, the others as they were typed."""
    known = _known(case, outcome, person, terms)
    clauses = library(terms.language).clauses
    return {
        code: {
            name: known[name] if name in DERIVED else _typed(name, typed.get((code, name), ""))
            for name in clauses[code].placeholders
        }
        for code in codes
    }


def _known(case: Case, outcome: Outcome, person: Person, terms: Terms) -> dict[str, str]:
    officer, decided, language = terms.officer, outcome.decided_at, terms.language
    title = officer.person.job_title if officer.person else ""
    return {
        "organisation": settings.ORGANISATION,
        "employee": person.name,
        "job_title": person.job_title or say(EMPLOYEE, language),
        "officer": officer.name,
        "officer_title": title or say(OFFICER, language),
        "decided_on": day_in(decided.date(), language) if decided else "",
        "case": case.reference,
        "starts_on": day_in(terms.starts_on, language),
        "review_on": day_in(terms.review_on, language),
        "ends_on": day_in(terms.ends_on, language),
        "live_until": day_in(outcome.live_until, language) if outcome.live_until else "",
        "monitor": terms.monitor.name,
        "alternative": terms.alternative.strip(),
        "offer_expires_on": say(EXPIRES, language),
        "decision_maker": outcome.decided_by.name if outcome.decided_by else say(WHOEVER_DECIDES, language),
    }


def _typed(name: str, text: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if name not in LISTS:
        return words
    return "\n".join(f"- {line.strip().removeprefix('- ')}" for line in words.splitlines() if line.strip())


def _each_said(text: str, language: str) -> str:
    return "\n".join(say(line, language) for line in text.splitlines())


def _all_of(told: list[str], language: str) -> str:
    joined = f" {words(language.partition('-')[0])['and']} "
    return f"{', '.join(told[:-1])}{joined}{told[-1]}" if len(told) > 1 else "".join(told)
