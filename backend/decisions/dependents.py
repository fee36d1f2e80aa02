"""What depends on a decision, as the apps above know it: each names how its own is taken down when the decision is set aside."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final, TypeAlias

from backend.cases.models import Case
from backend.people.models import User

TakeDown: TypeAlias = "Callable[[SetAside], int]"  # how many records were ended
DEPENDENTS: Final[dict[str, TakeDown]] = {}


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """A decision that no longer holds: in which case, by whom, why, and which kinds of outcome stay all the same."""

    case: Case
    actor: User
    reason: str
    keeping: Collection[str] = ()


def depends_on_decision(name: str) -> Callable[[TakeDown], TakeDown]:
    """Let an app above take its own records down together with the decision that they rest on."""

    def register(take_down: TakeDown) -> TakeDown:
        if DEPENDENTS.setdefault(name, take_down) is not take_down:
            raise ValueError(f"{name} is taken down already.")
        return take_down

    return register
