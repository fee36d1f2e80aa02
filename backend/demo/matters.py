"""What a matter of the demonstration consists of, before anybody plays it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Charge:
    """One allegation with everything that becomes of it; days count from the day of the report."""

    particulars: str
    conduct: tuple[str, ...]
    settings: tuple[str, ...]
    policy_clause: str
    from_day: int
    to_day: int | None = None
    response: str = "deny"
    answer: str = ""
    factual: str = "substantiated"
    policy: str = "breach"
    reasons: str = ""
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class Matter:
    """Who tells what of whom, and what is decided."""

    complainant: str
    respondent: str
    title: str
    nexus: str
    narrative: str
    conduct: tuple[str, ...]
    settings: tuple[str, ...]
    power_relation: str
    wishes: str = ""
    kind: str = "harassment"
    priority: str = "P3"
    flags: tuple[str, ...] = ()
    triage_note: str = ""
    charges: Sequence[Charge] = ()
    outcome: tuple[str, ...] = ("written_warning", "accountability_agreement")
    outcome_reasons: str = ""
    factors: str = ""
    comparators: str = ""
    terms: "Terms | None" = None


@dataclass(frozen=True, kw_only=True)
class Task:
    """One obligation; `due_day` and `met_day` count from the start of the agreement."""

    kind: str
    what: str
    due_day: int
    proof: str
    met_day: int = 0
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is particular to one agreement; the rest of its words comes from the clause library."""

    findings: str
    policy_clauses: str
    expectations: tuple[str, ...]
    safeguards: tuple[str, ...]
    no_contact: str
    exceptions: str
    decider: str
    alternative: str
    schedule: str
    our_duties: tuple[str, ...]
    ladder: tuple[str, ...]
    tasks: tuple[Task, ...]
    months: int = 10
    representation: str = (
        "You were told that a trade union or a companion may represent you. You chose to act for yourself."
    )


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """On which day after the report each step is taken."""

    acknowledge: int = 1
    accept: int = 1
    clear: int = 2
    assign: int = 4
    notice: int = 7
    answer: int = 14
    review: int = 33
    report: int = 45
    findings: int = 52
    outcome: int = 58
    approve: int = 59
    letters: int = 60
    offer: int = 62


BRISK = Timetable(
    assign=3, notice=4, answer=10, review=15, report=21, findings=24, outcome=28, approve=29, letters=30, offer=32
)
