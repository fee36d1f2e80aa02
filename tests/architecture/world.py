"""What the route matrix is written in: its form, and the one played matter whose records the routes name."""

from collections.abc import Callable
from dataclasses import dataclass, field

from backend.agreements.models import Agreement
from backend.cases.models import Case
from backend.demo.cast import Cast

Expected = tuple[int, ...]
Matrix = dict[tuple[str, str], Expected]

# ines investigates the case, tomas investigates others, erin reported it, martin is its respondent, noor has nothing to do with it.
PEOPLE = ("ines", "tomas", "erin", "martin", "noor", "lena", "sam", "nobody")

API_ROOT = "api/v1/"


@dataclass(frozen=True)
class World:
    """One played matter whose records the routes name."""

    cast: Cast
    a_case: Callable[..., Case]
    agreement: Agreement
    names: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """Give the case that the matrix is about."""
        return self.agreement.case

    def add(self, names: dict[str, dict[str, str]]) -> None:
        """Take an area's names in, none of them twice."""
        for start, values in names.items():
            known = self.names.setdefault(start, {})
            assert not known.keys() & values.keys(), (
                f"Two areas name {sorted(known.keys() & values.keys())} of “{start}”."
            )
            known.update(values)

    def fill(self, route: str) -> str:
        """Put the records' references into a route; the longest start that names a placeholder wins."""
        fitting = [start for start in self.names if route.startswith((start, API_ROOT + start))]
        chosen: dict[str, str] = {}
        for start in sorted(fitting, key=lambda start: len(start.removeprefix(API_ROOT))):
            chosen.update(self.names[start])
        return route.format(**chosen)


def both(expected: Expected, *routes: str) -> Matrix:
    """Name pages that are read and sent."""
    return {(method, route): expected for route in routes for method in ("get", "post")}
