"""What an agreement begins with: values that follow from the case and the dates, and tested words for the rest."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from dateutil.relativedelta import relativedelta
from django.conf import settings

from backend.agreements.clauses import library
from backend.cases.models import Case
from backend.deadlines.profiles import place_of
from backend.deadlines.reckoning import due_after
from backend.decisions.actions import standing_findings
from backend.decisions.models import Outcome
from backend.documents.queries import day_words
from backend.kernel import clock
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
LISTS: Final = frozenset({"expectations", "safeguards", "duties", "ladder", "access", "objectives", "whitelist"})
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
    "language": "English",
    "schedule": "every week for four weeks, every second week for eight weeks, and then once a month",
    "decider": "The decision maker",
}


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The dates and people of an agreement, from which its clauses take their values."""

    starts_on: date
    review_on: date
    ends_on: date
    monitor: Person
    officer: User
    alternative: str


def asked_of(code: str) -> tuple[str, ...]:
    """Name the values of a clause that a person gives."""
    return tuple(name for name in library().clauses[code].placeholders if name not in DERIVED)


def usual_dates(start: date) -> dict[str, date]:
    """Propose a year, with a review in the middle."""
    return {
        "starts_on": start,
        "review_on": start + relativedelta(months=6),
        "ends_on": start + relativedelta(years=1, days=-1),
    }


def consider_until(case: Case) -> datetime:
    """Tell until when the employee could answer if the agreement were offered now."""
    where = place_of(case)
    return due_after(
        where.held.timer("agreement.consider").rule, clock.now(), zone=where.clock, calendar=where.working_days
    ).at


def usual_codes(outcome: Outcome) -> set[str]:
    """Name the clauses beside the mandatory ones that usually fit."""
    return {"C28"} | ({"C51"} if outcome.live_until else set())


def usual_words(case: Case, *, contact: str, ends_on: date) -> dict[str, str]:
    """Propose words for what a person gives, from the case."""
    findings = standing_findings(case)
    numbers = [f"A{finding.allegation.seq}" for finding in findings]
    clauses = list(
        dict.fromkeys(finding.allegation.policy_clause for finding in findings if finding.allegation.policy_clause)
    )
    access = [
        "You see everything here, and who opened it.",
        "The monitor sees your obligations and their dates, and nothing else.",
    ]
    access += [
        f"{contact} and the decision maker see the whole agreement.",
        "Auditors see that it exists and whether its dates were kept.",
    ]
    return {
        **USUAL,
        "findings": f"the adopted {'findings' if len(numbers) > 1 else 'finding'} on {_all_of(numbers)}",
        "policy_clauses": _all_of(clauses),
        "contact": contact,
        "channel": contact,
        "access": "\n".join(access),
        "retain_until": day_words(ends_on + relativedelta(years=6)),
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
    clauses = library().clauses
    return {
        code: {
            name: known[name] if name in DERIVED else _typed(name, typed.get((code, name), ""))
            for name in clauses[code].placeholders
        }
        for code in codes
    }


def _known(case: Case, outcome: Outcome, person: Person, terms: Terms) -> dict[str, str]:
    officer, decided = terms.officer, outcome.decided_at
    return {
        "organisation": settings.ORGANISATION,
        "employee": person.name,
        "job_title": person.job_title or "employee",
        "officer": officer.name,
        "officer_title": officer.person.job_title
        if officer.person and officer.person.job_title
        else "authorised officer",
        "decided_on": day_words(decided.date()) if decided else "",
        "case": case.reference,
        "starts_on": day_words(terms.starts_on),
        "review_on": day_words(terms.review_on),
        "ends_on": day_words(terms.ends_on),
        "live_until": day_words(outcome.live_until) if outcome.live_until else "",
        "monitor": terms.monitor.name,
        "alternative": terms.alternative.strip(),
        "offer_expires_on": "the day that is named at the top of this agreement",
        "decision_maker": outcome.decided_by.name if outcome.decided_by else "The decision maker",
    }


def _typed(name: str, text: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if name not in LISTS:
        return words
    return "\n".join(f"- {line.strip().removeprefix('- ')}" for line in words.splitlines() if line.strip())


def _all_of(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
