"""What a provider may report: codes and days, a fixed set for each kind of report. What was said in a session has no field.

On the model of 49 CFR 40.301 and 40.311 (what an evaluator reports, and what not) and 40.305 (who decides on a return).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Final

from backend.documents.guard.reading import found_in
from backend.referrals.vocabulary import Barrier, Complying, Recommended, ReferralState, ReportKind, Restriction

LONGEST_DANGER: Final = 500
MOST_SESSIONS: Final = 200
A_YEAR: Final = timedelta(days=366)
FITNESS: Final = frozenset({"fitness"})
CLINICAL: Final = frozenset({"clinical", "diagnosis", "medical"})
MORE: Final = {  # beside what letters are checked for: a report is shorter, so a single word tells
    FITNESS: re.compile(
        r"\b(ready|able|safe|cleared) (to|for) (return|work|duty)|\breturn\w* to (work|duty)|\breinstat\w+"
        r"|\b(dienst|arbeits|einsatz)f[äa]hig\w*|\bR[üu]ckkehr\b",
        re.IGNORECASE,
    ),
    CLINICAL: re.compile(
        r"\bdiagnos\w+|\bth?erap\w+|\bsessions?\b|\bprescri\w+|\b\d+ ?mg\b|\bF\d{2}(\.\d{1,2})?\b|\bSitzung\w*",
        re.IGNORECASE,
    ),
}
FITNESS_RULE: Final = (
    "Whether somebody is fit for work or may return is the employer’s decision (49 CFR 40.305). Leave it out: report "
    "codes and days only."
)
CLINICAL_RULE: Final = (
    "Clinical words have no place in a report to an employer (29 CFR 1630.14, and the release itself). Leave them out: "
    "report codes and days only."
)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A limit on tasks at work, in functional words and until a day, without its cause."""

    restriction: str
    until: date


@dataclass(frozen=True, kw_only=True)
class Codes:
    """All that a report can hold. Each kind of report takes its own few of these, and no others."""

    first_day: date | None = None  # the days that the report is about, both counted
    last_day: date | None = None
    contacted_on: date | None = None
    first_appointment_on: date | None = None
    first_kept: bool | None = None
    evaluated_on: date | None = None
    recommended: str = ""
    agrees: bool | None = None  # to follow what was recommended
    kept: int | None = None
    planned: int | None = None
    missed_on: tuple[date, ...] = ()
    complying: str = ""
    barrier: str = ""
    completed_on: date | None = None
    ended_on: date | None = None
    limits: tuple[Limit, ...] = ()
    next_report_on: date | None = None
    danger: str = ""  # the one field with words: who is in danger, of what, when


@dataclass(frozen=True)
class Fields:
    """Which fields a kind of report must have, and which it may."""

    needs: tuple[str, ...]
    may: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """List both."""
        return (*self.needs, *self.may)


FIELDS: Final[Mapping[str, Fields]] = {
    ReportKind.RECEIPT: Fields(("contacted_on",), ("first_appointment_on", "first_kept")),
    ReportKind.INITIAL: Fields(("evaluated_on", "recommended", "agrees"), ("limits", "next_report_on")),
    ReportKind.STATUS: Fields(
        ("first_day", "last_day", "kept", "planned", "complying"),
        ("missed_on", "barrier", "limits", "next_report_on"),
    ),
    ReportKind.NON_PARTICIPATION: Fields(("first_day", "last_day", "barrier"), ("missed_on", "ended_on")),
    ReportKind.FOLLOW_UP: Fields(("evaluated_on", "complying"), ("limits",)),
    ReportKind.COMPLETION: Fields(("completed_on",), ("kept", "planned", "limits")),
    ReportKind.SAFETY: Fields(("danger",)),
}
WORDS: Final[Mapping[str, type[Recommended | Complying | Barrier]]] = {
    "recommended": Recommended,
    "complying": Complying,
    "barrier": Barrier,
}
PAST: Final = ("first_day", "last_day", "contacted_on", "evaluated_on", "completed_on", "ended_on")
LATER: Final = (ReportKind.STATUS, ReportKind.FOLLOW_UP, ReportKind.COMPLETION)
TAKEN: Final = (ReferralState.EVALUATED, ReferralState.PLANNED, ReferralState.IN_SERVICE)
STATES: Final[Mapping[str, tuple[str, ...]]] = {  # in which states a kind of report is taken
    ReportKind.RECEIPT: (ReferralState.RECEIVED,),
    ReportKind.INITIAL: (ReferralState.RECEIVED,),
    ReportKind.STATUS: (ReferralState.RECEIVED, *TAKEN),
    ReportKind.NON_PARTICIPATION: (ReferralState.RECEIVED, *TAKEN),
    ReportKind.FOLLOW_UP: (ReferralState.RECEIVED, *TAKEN),
    ReportKind.COMPLETION: (ReferralState.RECEIVED, *TAKEN, ReferralState.FOLLOWED_UP),
    ReportKind.SAFETY: (ReferralState.SENT, ReferralState.RECEIVED, *TAKEN, ReferralState.FOLLOWED_UP),
}


def kinds_open(state: str, *, clinical: bool) -> list[ReportKind]:
    """List the kinds of report that are taken in a state; a clinical service begins with its first evaluation."""
    early = clinical and state == ReferralState.RECEIVED
    return [kind for kind in ReportKind if state in STATES[kind] and not (early and kind in LATER)]


def problems_of(kind: str, codes: Codes, *, today: date, since: date | None = None) -> dict[str, list[str]]:
    """Say what is wrong with a report, by field, and how to mend it. `since` is the first day that it may tell of."""
    if kind not in FIELDS:
        return {"kind": [code_problem(kind, ReportKind)]}
    problems = _fields_wrong(FIELDS[kind], codes)
    _codes_wrong(kind, codes, problems)
    _days_wrong(codes, today, problems)
    _period_wrong(codes, problems)
    _years_wrong(codes, today, since, problems)
    _counts_wrong(codes, problems)
    _limits_wrong(codes, today, problems)
    told = _danger_wrong(codes.danger) if codes.danger.strip() else ""
    return problems | ({"danger": [told]} if told else {})


def code_problem(value: str, words: type[ReportKind | Recommended | Complying | Barrier | Restriction]) -> str:
    """Say why a word is no code, naming the rule where it says what no provider may report."""
    said = value.replace("_", " ")
    if _found(said, FITNESS):
        return FITNESS_RULE
    if _found(said, CLINICAL):
        return CLINICAL_RULE
    return f"This takes one of these codes: {', '.join(words.values)}."


def _fields_wrong(allowed: Fields, codes: Codes) -> dict[str, list[str]]:
    given = {field.name for field in fields(codes) if getattr(codes, field.name) not in (None, "", ())}
    problems = {name: ["Give this."] for name in allowed.needs if name not in given}
    problems |= {name: ["This kind of report does not hold this."] for name in given - set(allowed.all)}
    return problems


def _codes_wrong(kind: str, codes: Codes, problems: dict[str, list[str]]) -> None:
    for name, words in WORDS.items():
        value = getattr(codes, name)
        if value and value not in words.values:
            problems[name] = [code_problem(value, words)]
    if kind == ReportKind.FOLLOW_UP and codes.complying == Complying.PARTLY:
        problems["complying"] = ["A follow-up evaluation says yes or no."]


def _limits_wrong(codes: Codes, today: date, problems: dict[str, list[str]]) -> None:
    for limit in codes.limits:
        if limit.restriction not in Restriction.values:
            problems["limits"] = [code_problem(limit.restriction, Restriction)]
        elif limit.until <= today:
            problems["limits"] = ["A limit on tasks runs until a day after today."]


def _days_wrong(codes: Codes, today: date, problems: dict[str, list[str]]) -> None:
    for name in PAST:
        day = getattr(codes, name)
        if day is not None and day > today:
            problems[name] = ["This day has not come yet: report what has been."]
    if any(day > today for day in codes.missed_on):
        problems["missed_on"] = ["An appointment that is still to come can’t have been missed."]
    if codes.first_kept is not None and codes.first_appointment_on is None:
        problems["first_appointment_on"] = ["Say on which day the first appointment was."]
    if codes.first_kept is not None and codes.first_appointment_on and codes.first_appointment_on > today:
        problems["first_kept"] = [
            "An appointment that is still to come can’t have been kept or missed. Report it later."
        ]
    if codes.next_report_on and codes.next_report_on <= today:
        problems["next_report_on"] = ["The next report comes on a day after today."]


def _period_wrong(codes: Codes, problems: dict[str, list[str]]) -> None:
    first, last = codes.first_day, codes.last_day
    if first is None or last is None:
        return
    if first > last:
        problems["last_day"] = ["The last day comes before the first."]
    elif any(not first <= day <= last for day in codes.missed_on):
        problems.setdefault("missed_on", ["Name days within those that this report is about."])


def _years_wrong(codes: Codes, today: date, since: date | None, problems: dict[str, list[str]]) -> None:
    """Refuse a day before the referral came, or years from now: it was mistyped, or lies outside the release."""
    for name in (*PAST, "first_appointment_on"):
        day = getattr(codes, name)
        if since and day and day < since:
            problems.setdefault(
                name, ["This day comes before the referral was sent to you. Check the month and the year."]
            )
    if since and any(day < since for day in codes.missed_on):
        problems.setdefault(
            "missed_on", ["This day comes before the referral was sent to you. Check the month and the year."]
        )
    for name in ("first_appointment_on", "next_report_on"):
        day = getattr(codes, name)
        if day and day > today + A_YEAR:
            problems.setdefault(name, ["This day lies more than a year from now. Check the year."])
    if any(limit.until > today + 2 * A_YEAR for limit in codes.limits):
        problems.setdefault(
            "limits", ["A limit on tasks is reported for two years at most. Report it again if it still holds."]
        )


def _counts_wrong(codes: Codes, problems: dict[str, list[str]]) -> None:
    kept, planned = codes.kept, codes.planned
    if (kept is None) != (planned is None) and not {"kept", "planned"} & set(problems):
        problems["planned" if planned is None else "kept"] = ["Give both: how many were kept, and how many planned."]
    if kept is None or planned is None:
        return
    if not 0 <= planned <= MOST_SESSIONS:
        problems["planned"] = [f"Give a number from 0 to {MOST_SESSIONS}."]
    elif not 0 <= kept <= planned:
        problems["kept"] = [f"Of {planned} planned appointments, {kept} can’t have been kept. Give at most {planned}."]
    elif len(codes.missed_on) > planned - kept:
        problems["missed_on"] = ["More days are named than appointments were missed."]


def _danger_wrong(words: str) -> str:
    if len(words) > LONGEST_DANGER:
        return f"Write at most {LONGEST_DANGER} characters: who is in danger, of what, and when."
    found = _found(words, FITNESS)
    if found:
        return f"“{found}”: {FITNESS_RULE}"
    found = _found(words, CLINICAL)
    if found:
        return f"“{found}”: say only who is in danger, of what, and when. {CLINICAL_RULE}"
    return ""


def _found(words: str, categories: frozenset[str]) -> str:
    for language in ("en", "de"):
        found = found_in(words, language=language, categories=categories)
        if found:
            return found[0]
    more = MORE[categories].search(words)
    return more.group() if more else ""
