"""The page that tells what was measured."""

import os
import platform
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench import keeping_told, letters_told, pages_told, sealed
from tests.bench.comparing import Results
from tests.bench.measuring import Measured

NAMES = sealed.NAMES


def page(results: Mapping[str, Results], *, made_up: bool) -> str:
    """Write the page."""
    return "\n".join(
        [
            *_opening("Performance", results, made_up=made_up),
            *_imports(results),
            *_targets(results),
            *keeping_told.told({vendor: one.keeping for vendor, one in results.items()}),
            *letters_told.told({vendor: one.letters for vendor, one in results.items()}),
            *sealed.told({vendor: one.sealed for vendor, one in results.items()}),
            *_times(results),
            "",
        ]
    )


def with_dates(page: str, results: Mapping[str, keeping_told.KeepingResults]) -> str:
    """Put the part about what is due when into a page that was written before."""
    part = "\n".join(keeping_told.told(results)) + "\n"
    start = page.find(f"{keeping_told.HEADING}\n")
    if start < 0:
        start = end = page.index("## Letters\n")
    else:
        end = page.index("## ", start + 3)
    return page[:start] + part + page[end:]


def pages(results: Mapping[str, Results], *, made_up: bool) -> str:
    """Write the page about pages."""
    told = pages_told.told({vendor: one.pages for vendor, one in results.items()})
    events = min(one.facts["events"] for one in results.values())
    what = f"Milliseconds on the server for somebody who is signed in; the history has {events:,} events or more."
    return "\n".join([*_opening("Speed of pages", results, made_up=made_up), what, "", *told])


def _opening(heading: str, results: Mapping[str, Results], *, made_up: bool) -> Iterator[str]:
    yield f"# {heading}"
    yield ""
    yield "Written by `make bench`. Whatever is compared is measured in turns within one run, and told as the median of the ratios."
    yield ""
    yield f"- Machine: {_processor()}, {os.cpu_count()} cores, {_memory()} GB of memory, {platform.system()} {platform.release()}"
    databases = ", ".join(_database(vendor, one) for vendor, one in results.items())
    libraries = ", ".join(f"{name} {version(name)}" for name in ("Django", "djangorestframework", "weasyprint"))
    yield f"- Python {platform.python_version()}, {libraries}; {databases}"
    yield f"- Load when the page was written (1, 5, 15 minutes): {', '.join(f'{one:.1f}' for one in os.getloadavg())}"
    yield f"- Day: {datetime.now(UTC).date()}"
    first = next(iter(results.values()))
    what = "A made-up register" if made_up else "The register"
    yield f"- {what} has {first.imports['whole'].complaints:,} complaints; {first.facts['users']} users with grants on top."
    yield ""
    yield "PostgreSQL runs without fsync here, which is the harder test: writes cost nothing but their work."
    yield ""


def _imports(results: Mapping[str, Results]) -> Iterator[str]:
    yield "## Importing a register"
    yield ""
    yield "| | complaints | seconds | peak memory, MB |"
    yield "|---|---|---|---|"
    for vendor, one in results.items():
        for done in one.imports.values():
            yield f"| {NAMES[vendor]} | {done.complaints:,} | {done.seconds:.0f} | {done.peak:.0f} |"
    yield ""
    yield "Aim for the whole register: under 240 s, under 500 MB."
    yield ""


def _targets(results: Mapping[str, Results]) -> Iterator[str]:
    yield "## Ratios"
    yield ""
    yield f"| | aim | {' | '.join(NAMES[vendor] for vendor in results)} |"
    yield "|---|---|" + "---|" * len(results)
    for what, aim, told in _rows():
        yield f"| {what} | {aim} | {' | '.join(told(one) for one in results.values())} |"
    yield ""


def _rows():
    def ratio(measured: Measured | None, name: str, other: str) -> str:
        return f"{measured.ratio(name, other):.2f}" if measured else ""

    yield (
        "Page one of an investigator with 500 cases through the API, to the same page by a hand-written view"
        " (token, SQL, the event of the reading)",
        "at most 3",
        lambda one: ratio(one.lists["investigator"], "api_list", "hand_list"),
    )
    yield (
        "The rows of that page as the policy finds them, to the hand-written statement alone",
        "at most 3",
        lambda one: ratio(one.lists["investigator"], "scoped_list", "sql_list"),
    )
    yield (
        "The whole API request, to the hand-written statement alone",
        "",
        lambda one: ratio(one.lists["investigator"], "api_list", "sql_list"),
    )
    yield (
        "Rows of page one by guardian's `get_objects_for_user`, to ours: employee with three grants",
        "at least 5 on PostgreSQL",
        lambda one: ratio(one.lists["employee"], "guardian_list", "scoped_list"),
    )
    yield (
        "The same, investigator with 500 cases",
        "",
        lambda one: ratio(one.lists["investigator"], "guardian_list", "scoped_list"),
    )
    for who, words in {
        "investigator": "an investigator",
        "employee": "an employee with three grants",
        "auditor-0": "an auditor",
    }.items():
        yield (
            f"Page one of {words} through the API, whole register to 1,000 cases",
            "at most 1.3",
            lambda one, who=who: ratio(one.growth[who], "whole", "small"),
        )
    yield (
        "Filing a report through the API (report, its history, the event), to one row by bare DRF",
        "at most 2.5",
        lambda one: ratio(one.filing, "file_untimed", "create_row"),
    )
    yield (
        "The same with the report's two timers, each with its history and event",
        "",
        lambda one: ratio(one.filing, "file_report", "create_row"),
    )


def _times(results: Mapping[str, Results]) -> Iterator[str]:
    yield "## Times"
    yield ""
    yield f"| median, milliseconds | {' | '.join(NAMES[vendor] for vendor in results)} |"
    yield "|---|" + "---|" * len(results)
    names = {
        "api_list": "page one through the API",
        "hand_list": "page one by a hand-written view",
        "sql_list": "the statement alone",
        "scoped_list": "the rows as the policy finds them",
        "guardian_list": "the rows by guardian",
    }
    for who in ("investigator", "employee"):
        for name, words in names.items():
            yield f"| {who}: {words} | {' | '.join(f'{1000 * one.lists[who].typical(name):.2f}' for one in results.values())} |"
    for size in ("small", "middle", "whole"):
        for who in ("investigator", "employee", "auditor-0"):
            told = " | ".join(f"{1000 * one.growth[who].typical(size):.2f}" for one in results.values())
            count = next(iter(results.values())).imports[size].complaints
            yield f"| {who.removesuffix('-0')}: page one through the API, {count:,} cases | {told} |"
    for name, words in {
        "file_report": "filing a report",
        "file_untimed": "filing a report without its timers",
        "create_row": "one row by bare DRF",
    }.items():
        yield f"| {words} | {' | '.join(f'{1000 * one.filing.typical(name):.2f}' for one in results.values() if one.filing)} |"


def _database(vendor: str, one: Results) -> str:
    words = str(one.facts["database"]).split()
    return f"{NAMES[vendor]} {words[1] if vendor == 'postgresql' else words[0]}"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f}"
