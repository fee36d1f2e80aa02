"""The sealed history measured on one database system: what recording costs, how fast it is sealed, exported and verified."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.bench.databases import Worker
from tests.bench.measuring import Measured, interleaved

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass
class SealedResults:
    """What was measured."""

    inserts: Measured | None = None
    costs: Measured | None = None
    sealed: Mapping[str, Any] = field(default_factory=dict)
    proof: Mapping[str, Any] = field(default_factory=dict)
    checked: Mapping[str, Any] = field(default_factory=dict)
    copied: Mapping[str, Any] = field(default_factory=dict)
    export: Mapping[str, Any] = field(default_factory=dict)
    verified: Mapping[str, Any] = field(default_factory=dict)


def measure_costs(worker: Worker, results: SealedResults, *, rounds: int) -> None:
    """Measure on a furnished database what recording costs."""
    worker.ask("sealed_tasks.seal_all")
    results.inserts = _in_turn(worker, rounds, "insert_event", "insert_plain")
    worker.ask("sealed_tasks.seal_all")  # or else the next change would seal them inline
    results.costs = _in_turn(worker, rounds, "read_case", "read_case_unrecorded", "change", "change_unrecorded")


def measure_log(worker: Worker, results: SealedResults, *, events: int) -> None:
    """Measure, in a fresh process, a log of so many events more: sealing, proving, checking, exporting, verifying."""
    worker.ask("sealed_tasks.fill", number=events)
    results.sealed = worker.ask("sealed_tasks.seal_all")
    results.proof = worker.ask("sealed_tasks.prove")
    results.copied = worker.ask("bundle_tasks.copy_lines")
    results.export = worker.ask("bundle_tasks.export_everything")
    results.verified = worker.ask("bundle_tasks.verify_export")
    results.checked = worker.ask("bundle_tasks.check_log")


def told(results: Mapping[str, SealedResults]) -> Iterator[str]:
    """Write the part of the page."""
    yield "## The sealed history"
    yield ""
    yield f"| | aim | {' | '.join(NAMES[vendor] for vendor in results)} |"
    yield "|---|---|" + "---|" * len(results)
    for what, aim, tell in _rows():
        yield f"| {what} | {aim} | {' | '.join(tell(one) for one in results.values())} |"
    yield ""


def _rows() -> Iterator[tuple[str, str, Any]]:
    def ratio(name: str, other: str) -> Any:
        return lambda one: f"{one.costs.ratio(name, other):.2f}"

    def rate(part: str) -> Any:
        return lambda one: f"{getattr(one, part)['events'] / getattr(one, part)['seconds']:,.0f}"

    yield (
        "Writing an event with queue, guards and two disclosures, to a plain insert of the same row (processor time of the database)",
        "at most 1.3",
        lambda one: f"{one.inserts.ratio('insert_event', 'insert_plain'):.2f}",
    )
    yield (
        "Opening a case through the API, to the same unrecorded",
        "at most 1.5",
        ratio("read_case", "read_case_unrecorded"),
    )
    yield (
        "Filing a report through the API, to the same without its event",
        "at most 1.25",
        ratio("change", "change_unrecorded"),
    )
    yield "Events in the log that follows", "1 million", lambda one: f"{one.proof['size']:,}"
    yield "Sealed and signed, events a second", "at least 25,000 on PostgreSQL", rate("sealed")
    yield (
        "Memory of the sealer, MB: after the first tenth, and at the end",
        "no growth",
        lambda one: "{:.0f}, {:.0f}".format(*one.sealed["memory"]),
    )
    yield (
        "A proof of inclusion: milliseconds with all its reading, bytes",
        "3 ms, under 1 kB",
        lambda one: f"{1000 * one.proof['seconds']:.1f} ms, {one.proof['bytes']} B",
    )
    yield (
        "Rate of writing the lines of an export, to `psql \\copy` of the same rows (SQLite: to Python's bare cursor)",
        "at least 0.75",
        lambda one: f"{one.copied['ratio']:.2f}",
    )
    yield "The whole bundle (lines, table, report, certificate, packed), events a second", "", rate("export")
    yield (
        "Most memory held by the process that exports, MB (before the export)",
        "under 80",
        lambda one: f"{one.export['peak']:.0f} ({one.export['before']:.0f})",
    )
    yield "Verifying that bundle offline, events a second, whole process", "at least 50,000", rate("verified")
    yield "Memory of the verifier, MB", "under 40", lambda one: f"{one.verified['memory']:.0f}"
    yield "The nightly check from the contents, events a second", "", rate("checked")


def _in_turn(worker: Worker, rounds: int, *samples: str) -> Measured:
    return interleaved({name: partial(worker.ask, f"sealed_tasks.{name}") for name in samples}, rounds=rounds)
