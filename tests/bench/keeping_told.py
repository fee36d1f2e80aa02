"""What is due when, measured on one database system at two sizes, and the part of the page that tells of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median

from tests.bench.databases import Worker
from tests.bench.sealed import NAMES

SIZES = (2_000, 10_000)
ROUNDS = 3
HEADING = "## What is due when"


@dataclass
class KeepingResults:
    """What was measured, round by round, for each number of obligations."""

    rounds: dict[int, list[dict[str, float]]] = field(default_factory=dict)

    def typical(self, size: int, name: str) -> float:
        """Give the median of one figure."""
        return median(one[name] for one in self.rounds[size])

    def growth(self, name: str) -> float:
        """Tell how many times as long one obligation takes among many as among few."""
        few, many = SIZES
        pairs = zip(self.rounds[few], self.rounds[many], strict=True)
        return median((large[name] / many) / (small[name] / few) for small, large in pairs)


def measure_keeping(worker: Worker, results: KeepingResults) -> None:
    """Plan and sweep at both sizes, in turn."""
    for _ in range(ROUNDS):
        for size in SIZES:
            results.rounds.setdefault(size, []).append(worker.ask("keeping.sweep_dates", obligations=size))


def told(results: Mapping[str, KeepingResults]) -> Iterator[str]:
    """Write the part of the page."""
    yield HEADING
    yield ""
    yield f"| | aim | {' | '.join(NAMES[vendor] for vendor in results)} |"
    yield "|---|---|" + "---|" * len(results)
    for what, aim, tell in _rows():
        yield f"| {what} | {aim} | {' | '.join(tell(one) for one in results.values())} |"
    yield ""
    yield (
        "Obligations that come back every two weeks for 300 days, ten to an agreement. The sweep of a fortnight opens each one’s first"
        " dates, notes what is late, ends the days of grace and asks the employee, every row with its history and an event a case."
    )
    yield ""


def _rows() -> Iterator[tuple[str, str, Callable[[KeepingResults], str]]]:
    few, many = SIZES
    yield f"Dates of {many:,} obligations", "", lambda one: f"{one.typical(many, 'dates'):,.0f}"
    yield "Planning them, seconds", "", lambda one: f"{one.typical(many, 'planned'):.1f}"
    yield "Moves of a fortnight that nobody swept", "", lambda one: f"{one.typical(many, 'moved'):,.0f}"
    yield "That sweep, seconds", "under 30", lambda one: f"{one.typical(many, 'fortnight'):.1f}"
    yield "The sweep of one day more, seconds", "under 5", lambda one: f"{one.typical(many, 'day'):.1f}"
    yield (
        f"The fortnight for one obligation among {many:,}, to one among {few:,}",
        "at most 1.3",
        lambda one: f"{one.growth('fortnight'):.2f}",
    )
