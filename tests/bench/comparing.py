"""Every comparison on one database system."""

import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.databases import Imported, Worker, bring_in, homes, workers
from tests.bench.keeping_told import KeepingResults, measure_keeping
from tests.bench.letters_told import LetterResults, measure_letters
from tests.bench.measuring import Measured, interleaved
from tests.bench.pages_told import HISTORY, PAGES, PageResults, measure_pages
from tests.bench.sealed import SealedResults, measure_costs, measure_log

SIZES: dict[str, int | None] = {"small": 1_000, "middle": 10_000, "whole": None}
BATCH = 200
WHO = ("investigator", "employee", "auditor-0")


@dataclass
class Results:
    """What was measured on one database system."""

    imports: dict[str, Imported] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, Measured] = field(default_factory=dict)
    growth: dict[str, Measured] = field(default_factory=dict)
    filing: Measured | None = None
    keeping: KeepingResults = field(default_factory=KeepingResults)
    letters: LetterResults = field(default_factory=LetterResults)
    sealed: SealedResults = field(default_factory=SealedResults)
    pages: PageResults = field(default_factory=PageResults)


def measure(vendor: str, register: Path, folder: Path, *, rounds: int, events: int) -> Results:
    """Import, furnish and measure."""
    results = Results()
    with homes(vendor, list(SIZES)) as urls:
        for name, limit in SIZES.items():
            _say(f"{vendor}: importing {f'{limit:,} complaints' if limit else 'everything'}")
            results.imports[name] = bring_in(urls[name], register, folder, limit)
        with workers(urls, folder) as serving:
            for worker in serving.values():
                results.facts |= worker.ask("furnish", first=min(one.complaints for one in results.imports.values()))
            _measure(serving, results, rounds, vendor)
            _say(f"{vendor}: pages")
            measure_pages(serving["whole"], results.pages, *PAGES)
            _say(f"{vendor}: what is due when")
            measure_keeping(serving["small"], results.keeping)
            _say(f"{vendor}: letters")
            measure_letters(serving["whole"], urls["whole"], folder, results.letters, rounds=rounds, letters=BATCH)
            _say(f"{vendor}: what recording costs")
            measure_costs(serving["whole"], results.sealed, rounds=rounds)
        with workers({"whole": urls["whole"]}, folder) as serving:  # a fresh process, so that its memory is the log's
            _say(f"{vendor}: a log of {events:,} events more")
            measure_log(serving["whole"], results.sealed, events=events)
            measure_pages(serving["whole"], results.pages, HISTORY)
    return results


def measure_pages_alone(vendor: str, register: Path, folder: Path) -> Results:
    """Import everything, furnish, and open the pages: minutes instead of an hour."""
    results = Results()
    with homes(vendor, ["whole"]) as urls:
        _say(f"{vendor}: importing everything")
        results.imports["whole"] = bring_in(urls["whole"], register, folder, None)
        with workers(urls, folder) as serving:
            whole = serving["whole"]
            results.facts |= {**whole.ask("furnish", first=SIZES["small"]), **whole.ask("versions")}
            _say(f"{vendor}: pages")
            measure_pages(whole, results.pages, *PAGES, HISTORY)
    return results


def measure_dates_alone(vendor: str, register: Path, folder: Path) -> KeepingResults:
    """Import a little, and measure what is due when: a minute or two."""
    results = KeepingResults()
    with homes(vendor, ["small"]) as urls:
        bring_in(urls["small"], register, folder, SIZES["small"])
        with workers(urls, folder) as serving:
            serving["small"].ask("furnish", first=SIZES["small"])
            measure_keeping(serving["small"], results)
    return results


def _measure(serving: dict[str, Worker], results: Results, rounds: int, vendor: str) -> None:
    whole = serving["whole"]
    results.facts |= whole.ask("versions")
    for who in WHO[:2]:
        if not whole.ask("same_rows", name=who):
            raise RuntimeError(f"{who} sees different pages by different ways: nothing to compare.")
        _say(f"{vendor}: lists of the {who}")
        ways = {
            way: partial(whole.ask, way, name=who)
            for way in ("api_list", "hand_list", "sql_list", "scoped_list", "guardian_list")
        }
        results.lists[who] = interleaved(ways, rounds=rounds)
    for who in WHO:
        _say(f"{vendor}: lists at three sizes, {who}")
        sizes = {name: partial(worker.ask, "api_list", name=who) for name, worker in serving.items()}
        results.growth[who] = interleaved(sizes, rounds=rounds)
    _say(f"{vendor}: filing")
    results.filing = interleaved(
        {way: partial(whole.ask, way) for way in ("file_report", "file_untimed", "create_row")}, rounds=rounds
    )


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
