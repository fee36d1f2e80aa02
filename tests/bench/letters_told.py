"""Letters measured on one database system, and the part of the page that tells of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.databases import Worker, workers
from tests.bench.measuring import Measured, interleaved
from tests.bench.sealed import NAMES

STEPS = {
    "print_one": "printing a letter of two pages (words, tag tree, facts attached)",
    "weasyprint_alone": "WeasyPrint alone, on the same HTML",
    "validate_one": "checking the file against PDF/A-3a and PDF/UA-1",
    "seal_one": "sealing it",
    "issue_one": "issuing it: all of these, kept with history and events",
}


@dataclass
class LetterResults:
    """What was measured."""

    pages: int = 0
    steps: Measured | None = None
    together: Measured | None = None
    letters: int = 0
    memory: list[float] = field(default_factory=list)
    check: list[float] | None = None


def measure_letters(
    worker: Worker, url: str, folder: Path, results: LetterResults, *, rounds: int, letters: int
) -> None:
    """Measure the steps on a furnished database, then batches and memory, each in a process of its own."""
    results.pages, results.letters = worker.ask("letters.letter_pages"), letters
    results.steps = interleaved({name: partial(worker.ask, f"letters.{name}") for name in STEPS}, rounds=rounds)
    results.check = worker.ask("letters.check_two_megabytes")
    ways = {
        str(printers): partial(_fresh, url, folder, "issue_together", letters=letters, printers=printers)
        for printers in (1, 2)
    }
    results.together = interleaved(ways, rounds=3, warm=0)
    results.memory = _fresh(url, folder, "memory_of_a_long_day", letters=500)


def told(results: Mapping[str, LetterResults]) -> Iterator[str]:
    """Write the part of the page."""
    yield "## Letters"
    yield ""
    yield f"| | aim | {' | '.join(NAMES[vendor] for vendor in results)} |"
    yield "|---|---|" + "---|" * len(results)
    for what, aim, tell in _rows(next(iter(results.values()))):
        yield f"| {what} | {aim} | {' | '.join(tell(one) for one in results.values())} |"
    yield ""
    yield (
        "Bare WeasyPrint writes the same variant from the same HTML, with fonts and style sheet ready. Ours adds the letter’s words,"
        " the check of its characters, the finished tag tree and the attached facts; checking and sealing are told apart."
        " A batch is timed in a fresh process, with every import and the start of the printing processes."
    )
    yield ""


def _rows(first: LetterResults) -> Iterator[tuple[str, str, Callable[[LetterResults], str]]]:
    yield (
        f"Printing one letter of {first.pages} pages, to WeasyPrint alone",
        "at most 1.15",
        lambda one: f"{one.steps.ratio('print_one', 'weasyprint_alone'):.2f}" if one.steps else "",
    )
    yield (
        "Issuing it with everything, to WeasyPrint alone",
        "",
        lambda one: f"{one.steps.ratio('issue_one', 'weasyprint_alone'):.2f}" if one.steps else "",
    )
    yield (
        f"Issuing {first.letters} letters together: one process to two",
        "at least 1.7",
        lambda one: f"{one.together.ratio('1', '2'):.2f}" if one.together else "",
    )
    yield (
        "Letters a second with two processes",
        "",
        lambda one: f"{one.letters / one.together.typical('2'):.1f}" if one.together else "",
    )
    yield (
        "Memory of a process that makes 500 letters, MB: after 50, after 250, at the end",
        "no growth",
        lambda one: ", ".join(f"{mark:.0f}" for mark in one.memory),
    )
    yield (
        "Checking a file of 2 MB, milliseconds: as it was issued, and with a byte changed",
        "under 100",
        lambda one: ", ".join(f"{1000 * took:.1f}" for took in one.check) if one.check else "–",
    )
    for name, words in STEPS.items():
        yield f"Median milliseconds: {words}", "", _typical(name)


def _typical(name: str) -> Callable[[LetterResults], str]:
    return lambda one: f"{1000 * one.steps.typical(name):.0f}" if one.steps else ""


def _fresh(url: str, folder: Path, task: str, **arguments: Any) -> Any:
    with workers({"one": url}, folder) as serving:
        return serving["one"].ask(f"letters.{task}", **arguments)
