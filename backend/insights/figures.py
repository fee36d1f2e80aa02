"""Figures across matters: counted, never named, and kept back where a group is so small that it would point at somebody."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from backend.access.policy import scope
from backend.cases.models import Allegation, Case
from backend.insights.queries import RESULTS, result_of
from backend.intake.vocabulary import Conduct, PowerRelation, Setting
from backend.people.models import User

COLUMNS: Final = (
    "case_id", "state", "finding__factual", "finding__adopted_at", "settings", "conduct", "power_relation",
    "case__unit__name",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which matters are counted: opened from one day to another, in one unit or in all."""

    since: date
    until: date
    unit: str = ""


@dataclass(frozen=True)
class Facet:
    """Counts of one kind; the names of groups that are too small to be told stand apart, without a number."""

    name: str
    shown: tuple[tuple[str, int], ...]
    kept_back: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """The whole answer: how many cases and allegations, and the facets; nothing at all when there are too few."""

    cases: int
    allegations: int
    smallest: int
    facets: tuple[Facet, ...] = field(default=())

    @property
    def too_few(self) -> bool:
        """Tell that nothing can be told without pointing at somebody."""
        return self.cases < self.smallest


def figures(person: User, wanted: Wanted) -> Figures:
    """Count what was alleged and found, by result, setting, conduct, power and unit, among the matters that a person may count."""
    cases = scope(person, "insight.count", Case.objects.filter(_within(wanted)))
    rows = list(Allegation.objects.filter(case__in=cases.order_by().values("pk")).values_list(*COLUMNS))
    number = len({row[0] for row in rows})
    smallest = settings.SMALLEST_GROUP
    if number < smallest:
        return Figures(number, len(rows), smallest)
    return Figures(number, len(rows), smallest, tuple(_facets(rows, smallest, with_units=not wanted.unit)))


def _within(wanted: Wanted) -> Q:
    zone = ZoneInfo(settings.TIME_ZONE)
    first, last = datetime.combine(wanted.since, time.min, zone), datetime.combine(wanted.until, time.max, zone)
    within = Q(opened_at__gte=first, opened_at__lte=last)
    return within & Q(unit__code=wanted.unit) if wanted.unit else within


def _facets(rows: list[tuple[Any, ...]], smallest: int, *, with_units: bool) -> Iterable[Facet]:
    parts: list[tuple[str, Callable[[tuple[Any, ...]], Iterable[str]], Mapping[str, str], bool]] = [
        ("result", lambda row: (result_of(row[1], row[2], row[3]),), RESULTS, True),
        ("setting", lambda row: row[4], dict(Setting.choices), False),
        ("conduct", lambda row: row[5], dict(Conduct.choices), False),
        ("power_relation", lambda row: (row[6],) if row[6] else (), dict(PowerRelation.choices), True),
    ]
    if with_units:
        parts.append(("unit", lambda row: (row[7],) if row[7] else (), {}, True))
    for name, codes, labels, is_partition in parts:
        seen: dict[str, set[int]] = {}
        counts: Counter[str] = Counter()
        for row in rows:
            for code in codes(row):
                counts[code] += 1
                seen.setdefault(code, set()).add(row[0])
        yield _told(name, counts, {code: len(found) for code, found in seen.items()}, labels, smallest, is_partition)


def _told(
    name: str,
    counts: Counter[str],
    cases: Mapping[str, int],
    labels: Mapping[str, str],
    smallest: int,
    is_partition: bool,  # noqa: FBT001
) -> Facet:
    """Keep small groups back; of groups that add up to the whole never one alone, since subtracting would tell it."""
    order = [code for code, _number in counts.most_common()]
    small = [code for code in order if cases[code] < smallest]
    large = [code for code in order if cases[code] >= smallest]
    if is_partition and len(small) == 1 and large:
        small.insert(0, large.pop())
    shown = tuple((str(labels.get(code, code)), counts[code]) for code in large)
    return Facet(name, shown, tuple(sorted(str(labels.get(code, code)) for code in small)))
