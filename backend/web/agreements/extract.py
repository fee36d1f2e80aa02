"""An agreement as its monitor knows it: who, until when, what is owed and how it is shown; no reason, finding or anybody else (I21)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from backend.agreements.letters.agreement import ObligationLine
from backend.agreements.letters.monitoring import Watched
from backend.agreements.models import Agreement
from backend.agreements.obligation_vocabulary import Bearer

CHECK_INS = "C28"


@dataclass(frozen=True)
class MonitorExtract:
    """All that a monitor is shown of an agreement."""

    employee: str
    starts_on: date
    ends_on: date
    obligations: tuple[Watched, ...]
    check_ins: str


def extract_of(
    employee: str,
    starts_on: date,
    ends_on: date,
    obligations: Iterable[ObligationLine],
    values: Mapping[str, Mapping[str, str]],
) -> MonitorExtract:
    """Take from a draft what its monitor will know, and nothing else."""
    lines = tuple(Watched(what=line.what, due=line.due, observe=line.evidence) for line in obligations)
    return MonitorExtract(employee, starts_on, ends_on, lines, values.get(CHECK_INS, {}).get("schedule", ""))


def extract_of_agreement(agreement: Agreement) -> MonitorExtract:
    """Take from an agreement what its monitor will know."""
    duties = agreement.obligations.filter(bearer=Bearer.EMPLOYEE).order_by("seq")
    met = agreement.clauses.filter(code=CHECK_INS).first()
    lines = tuple(Watched(what=duty.what, due=duty.due, observe=duty.proof) for duty in duties)
    schedule = str(met.given.get("schedule", "")) if met else ""
    if met and schedule not in met.text:  # a change put the clause into other words; its days stand among the check-ins
        schedule = ""
    return MonitorExtract(agreement.person.name, agreement.starts_on, agreement.ends_on, lines, schedule)
