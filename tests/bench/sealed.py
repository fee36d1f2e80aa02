"""The sealed history measured on one database system: what recording costs, how fast it is sealed, exported and verified."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.bench.databases import Worker
from tests.bench.measuring import Measured, interleaved


@dataclass
class SealedResults:
    """What was measured."""

    inserts: Measured | None = None
    costs: Measured | None = None
    filled: Mapping[str, Any] = field(default_factory=dict)
    sealed: Mapping[str, Any] = field(default_factory=dict)
    proof: Mapping[str, Any] = field(default_factory=dict)


def measure_sealed(worker: Worker, *, events: int, rounds: int) -> SealedResults:
    """Measure on a furnished database: the costs of recording first, then a log of so many more events."""
    results = SealedResults()
    results.inserts = _in_turn(worker, rounds, "insert_event", "insert_plain")
    worker.ask("sealed_tasks.seal_all")  # or else the next change would seal them inline
    results.costs = _in_turn(worker, rounds, "read_case", "read_case_unrecorded", "change", "change_unrecorded")
    worker.ask("sealed_tasks.seal_all")
    results.filled = worker.ask("sealed_tasks.fill", number=events)
    results.sealed = worker.ask("sealed_tasks.seal_all")
    results.proof = worker.ask("sealed_tasks.prove")
    return results


def _in_turn(worker: Worker, rounds: int, *samples: str) -> Measured:
    return interleaved({name: partial(worker.ask, f"sealed_tasks.{name}") for name in samples}, rounds=rounds)
