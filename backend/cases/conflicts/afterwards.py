"""Which cases still go on as far as conflicts of interest matter: open ones, and closed ones of which something is still running."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from django.db.models import Q, QuerySet

from backend.cases.aftermath_vocabulary import ConcernState, WatchState
from backend.cases.models import Case, Concern, RetaliationWatch
from backend.cases.vocabulary import ENDED

Running: TypeAlias = "Callable[[], QuerySet[Any, Any]]"  # the keys of the cases
RUNNING: Final[dict[str, Running]] = {}


def runs_on(name: str) -> Callable[[Running], Running]:
    """Let an app above name the cases of which something runs on although they are closed: an appeal, a measure."""

    def register(running: Running) -> Running:
        if RUNNING.setdefault(name, running) is not running:
            raise ValueError(f"{name} runs on already.")
        return running

    return register


def going_on() -> QuerySet[Case]:
    """Give the cases that are open, and the closed ones whose aftermath is."""
    found = ~Q(state__in=ENDED)
    for running in RUNNING.values():
        found |= Q(pk__in=running())
    return Case.objects.filter(found)


@runs_on("watch")
def watched() -> "QuerySet[Any, Any]":
    """Name the cases with a watch for retaliation that runs."""
    keys: QuerySet[Any, Any] = RetaliationWatch.objects.filter(state=WatchState.WATCHING).values("case_id")
    return keys


@runs_on("concern")
def concerned() -> "QuerySet[Any, Any]":
    """Name the cases in whose watch a concern is open."""
    keys: QuerySet[Any, Any] = Concern.objects.filter(state=ConcernState.OPEN).values("watch__case_id")
    return keys
