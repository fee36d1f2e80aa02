"""The clause values of an agreement, from what is particular to it and its dates."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from backend.demo.matters import Terms
from backend.documents.queries import day_words
from backend.people.models import Person, User

Values = dict[str, dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The days of one agreement."""

    decided_on: date
    offer_expires_on: date
    starts_on: date
    review_on: date
    ends_on: date
    live_until: date
    retain_until: date


def clause_values(
    terms: Terms, dates: Dates, *, case: str, employee: Person, officer: User, partner: User, monitor: Person
) -> Values:
    """Fill the clauses C01 to C16 and those that the finding calls for."""
    return {
        **_who(terms, dates, case=case, employee=employee, officer=officer),
        **_conduct(terms, dates, partner=partner),
        **_support(terms, partner=partner, monitor=monitor),
        **_course(terms, dates, officer=officer),
        **_records(dates, officer=officer, partner=partner, monitor=monitor),
    }


def _who(terms: Terms, dates: Dates, *, case: str, employee: Person, officer: User) -> Values:
    return {
        "C01": {
            "organisation": settings.ORGANISATION,
            "employee": employee.name,
            "job_title": employee.job_title,
            "officer": officer.name,
            "officer_title": officer.person.job_title if officer.person else "",
            "representation": terms.representation,
        },
        "C02": {
            "decided_on": day_words(dates.decided_on),
            "case": case,
            "findings": terms.findings,
            "policy_clauses": terms.policy_clauses,
        },
    }


def _conduct(terms: Terms, dates: Dates, *, partner: User) -> Values:
    return {
        "C03": {"expectations": _items(terms.expectations)},
        "C04": {},
        "C20": {
            "people": terms.no_contact,
            "exceptions": terms.exceptions,
            "channel": partner.name,
            "review_on": day_words(dates.review_on),
            "ends_on": day_words(dates.ends_on),
        },
        "C21": {"safeguards": _items(terms.safeguards)},
        "C22": {"people": terms.no_contact, "decider": terms.decider},
        "C06": {},
    }


def _support(terms: Terms, *, partner: User, monitor: Person) -> Values:
    return {
        "C28": {"monitor": monitor.name, "schedule": terms.schedule},
        "C15": {"duties": _items(terms.our_duties)},
        "C14": {"contact": partner.name},
    }


def _course(terms: Terms, dates: Dates, *, officer: User) -> Values:
    return {
        "C05": {
            "starts_on": day_words(dates.starts_on),
            "review_on": day_words(dates.review_on),
            "ends_on": day_words(dates.ends_on),
        },
        "C07": {"confirm_within": "ten working days"},
        "C08": {
            "response_time": "five working days",
            "decision_maker": officer.name,
            "appeal_time": "ten working days",
        },
        "C09": {"ladder": _items(terms.ladder)},
        "C51": {"live_until": day_words(dates.live_until)},
        "C10": {"offer_expires_on": day_words(dates.offer_expires_on), "alternative": terms.alternative},
        "C11": {},
    }


def _records(dates: Dates, *, officer: User, partner: User, monitor: Person) -> Values:
    access = (
        "You see everything here, and who opened it.",
        f"{monitor.name} sees your obligations and their dates, and nothing else.",
        f"{partner.name} and {officer.name} see the whole agreement.",
        "Auditors see that it exists and whether its dates were kept.",
    )
    return {
        "C13": {"access": _items(access), "retain_until": day_words(dates.retain_until)},
        "C12": {},
        "C16": {"language": "English"},
    }


def _items(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)
