"""Cases as a program looks for them: by any state, kind, priority, unit and day of opening."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, TextChoices

from backend.access.policy import ALL
from backend.cases.vocabulary import ENDED, ONGOING, CaseKind, CaseState
from backend.intake.vocabulary import Priority
from backend.kernel.errors import Invalid

ORDERINGS = ("-opened_at", "opened_at", "reference", "-reference", "priority", "-priority")
USUAL_ORDER = "-opened_at"
WORDS: dict[str, type[TextChoices]] = {"state": CaseState, "kind": CaseKind, "priority": Priority}
MEANINGS = {
    "q": "The beginning of a reference, or words of the title.",
    "state": "Where the case stands; several separated by commas.",
    "kind": "What it is about; several separated by commas.",
    "priority": "How soon it needs attention; several separated by commas.",
    "unit": "The code of the unit.",
    "since": "Opened on this day or later, in your time zone.",
    "until": "Opened on this day or earlier.",
    "open": "“yes” for cases that work goes on, “no” for ended ones.",
}


@dataclass(frozen=True, kw_only=True)
class CaseSearch:
    """What is looked for; empty means every case that somebody may see. Days are in the reader's zone, both inclusive.

    `state`, `kind` and `priority` may name several values, separated by commas; `open` is yes or no.
    """

    q: str = ""
    state: str = ""
    kind: str = ""
    priority: str = ""
    unit: str = ""
    since: str = ""
    until: str = ""
    open: str = ""
    zone: str = "UTC"

    @classmethod
    def read(cls, given: Mapping[str, str], *, zone: str) -> "CaseSearch":
        """Read a search from a query string; what is malformed says how to mend it."""
        values = {name: (given.get(name) or "").strip() for name in MEANINGS}
        problems = {name: _strange(values[name], vocabulary) for name, vocabulary in WORDS.items()}
        problems |= {name: _not_a_day(values[name]) for name in ("since", "until")}
        if values["open"] not in {"", "yes", "no"}:
            problems["open"] = ["Enter yes or no."]
        if any(problems.values()):
            raise Invalid({name: told for name, told in problems.items() if told})
        return cls(zone=zone, **values)

    @property
    def given(self) -> dict[str, str]:
        """Give what was asked for, without what was left empty."""
        return {name: value for name, value in asdict(self).items() if value and name != "zone"}


def matching(wanted: CaseSearch) -> Q:
    """Give the condition for the cases that a search asks for; whoever uses it still scopes them."""
    condition = ALL
    for name in WORDS:
        if value := getattr(wanted, name):
            condition &= Q(**{f"{name}__in": _listed(value)})
    if wanted.open:
        condition &= Q(state__in=ONGOING if wanted.open == "yes" else ENDED)
    if wanted.unit:
        condition &= Q(unit__code=wanted.unit)
    if wanted.since:
        condition &= Q(opened_at__gte=_start(wanted.since, wanted.zone))
    if wanted.until:
        condition &= Q(opened_at__lt=_start(wanted.until, wanted.zone, later=1))
    if wanted.q:
        condition &= Q(reference__istartswith=wanted.q) | Q(title__icontains=wanted.q)
    return condition


def _listed(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def _strange(value: str, vocabulary: type[TextChoices]) -> list[str]:
    strange = [word for word in _listed(value) if word not in vocabulary.values]
    return [f"“{strange[0]}” is not among: {', '.join(vocabulary.values)}."] if strange else []


def _not_a_day(value: str) -> list[str]:
    try:
        plausible = not value or 1900 <= date.fromisoformat(value).year <= 2200
    except ValueError:
        plausible = False
    return [] if plausible else ["Enter the day as year-month-day, for example 2026-03-09."]


def _start(day: str, zone: str, *, later: int = 0) -> datetime:
    midnight = datetime.combine(date.fromisoformat(day) + timedelta(days=later), time.min, tzinfo=ZoneInfo(zone))
    return midnight.astimezone(UTC)
