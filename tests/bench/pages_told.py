"""How long pages take on a whole register, how much they read and how much of them travels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any, Final

from tests.bench.databases import Worker

NAMES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Asked:
    """One page: in words, its address, who opens it, and its budget in milliseconds (95 of 100), reads and kilobytes."""

    words: str
    path: str
    who: str
    milliseconds: int
    reads: int
    kilobytes: int


PAGES: Final = (
    Asked("investigator: first page", "/", "investigator", 120, 35, 20),
    Asked("investigator: cases", "/cases/", "investigator", 120, 12, 20),
    Asked("investigator: cases, found by a word", "/cases/?q=harassment", "investigator", 120, 12, 20),
    Asked("investigator: one case", "/cases/<case>/", "investigator", 150, 25, 20),
    Asked("investigator: evidence of a case", "/cases/<case>/evidence/", "investigator", 150, 25, 20),
    Asked("intake: reports to triage", "/reports/", "intake", 120, 12, 20),
    Asked("intake: first page", "/", "intake", 120, 35, 20),
    Asked("auditor: cases, all of the register", "/cases/", "auditor-0", 120, 12, 20),
    Asked("employee: first page", "/", "employee", 80, 8, 12),
    Asked("employee: own letters", "/documents/", "employee", 80, 8, 12),
)
HISTORY: Final = Asked("auditor: a page of the history", "/audit/history/", "auditor-0", 200, 12, 20)


@dataclass
class PageResults:
    """What was measured, page by page."""

    pages: dict[str, Mapping[str, Any]] = field(default_factory=dict)


def measure_pages(worker: Worker, results: PageResults, *pages: Asked) -> None:
    """Open every page as the person whom it is for."""
    for one in pages:
        results.pages[one.words] = worker.ask("page_tasks.page", path=one.path, name=one.who)


def told(results: Mapping[str, PageResults]) -> Iterator[str]:
    """Write the table: milliseconds on the server of a person who is signed in, from the request to the last byte."""
    heads = " | ".join(f"{NAMES[vendor]}: median, 95 of 100 | reads" for vendor in results)
    yield f"| milliseconds | aim | {heads} | reads, aim | kB packed (aim) |"
    yield "|---|---|" + "---|---|" * len(results) + "---|---|"
    for page in (*PAGES, HISTORY):
        measured = [one.pages[page.words] for one in results.values()]
        figures = " | ".join(f"{_spread(one['milliseconds'])} | {one['reads']}" for one in measured)
        size = max(one["bytes"] for one in measured) / 1000
        yield f"| {page.words} | {page.milliseconds} | {figures} | {page.reads} | {size:.1f} ({page.kilobytes}) |"
    yield ""


def _spread(milliseconds: list[float]) -> str:
    return f"{median(milliseconds):.0f}, {quantiles(milliseconds, n=20)[-1]:.0f}"
