"""What is said to the person who follows an agreement without knowing why there is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Contact, Letter


@dataclass(frozen=True, kw_only=True)
class Watched:
    """One obligation as a monitor follows it: what is owed, by when, and what can be seen of it."""

    what: str
    due: str
    observe: str


@dataclass(frozen=True, kw_only=True)
class MonitorBriefing(Letter):
    """D14: tells a monitor what to watch and how to report, and takes the undertaking to keep it confidential.

    It holds no finding, no reason for the agreement and nothing about health: the monitor knows obligations and dates only.
    `matter` is the agreement, never the case. The names in `keep_apart` are said without a word about why.
    """

    kind: ClassVar[str] = "D14"
    template: ClassVar[str] = "agreements/monitor_briefing/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Einweisung in die Begleitung einer Vereinbarung"}

    title: str = "Briefing for a monitor"
    classification: str = "private_employee"
    employee: str
    starts_on: date
    ends_on: date
    obligations: tuple[Watched, ...]
    check_ins: str  # how often, as a phrase: "every second week"
    first_check_in_on: date | None = None
    keep_apart: tuple[str, ...] = ()
    report_to: Contact
    report_within: str  # "two working days"
    return_by: date
