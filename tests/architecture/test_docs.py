"""The documentation does not fall behind the code."""

import re
from functools import cache
from pathlib import Path

from backend.access.policy import Policy
from backend.audit.actions import ACTIONS
from backend.config.environment import READ
from backend.config.reference import pages, stale
from backend.workflow.lifecycle import Lifecycle

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
written = cache(pages)


def reference(name: str) -> str:
    return (DOCS / "reference" / name).read_text()


def test_the_reference_says_what_the_code_says():
    assert stale() == [], "Run: manage.py reference"


def test_every_move_event_setting_and_problem_code_is_listed():
    moves = {move.action for lifecycle in Lifecycle.registry.values() for move in lifecycle}
    assert moves
    assert {name for name in moves if f"`{name}`" not in reference("states.md")} == set()
    assert {name for name in ACTIONS if f"`{name}`" not in reference("events.md")} == set()
    assert {name for name in READ if f"`{name}`" not in reference("settings.md")} == set()
    rules = {action for policy in Policy.registry.values() for action in policy.actions}
    assert {name for name in rules if f"`{name}`" not in reference("permissions.md")} == set()
    sources = [
        path for path in (ROOT / "backend").rglob("*.py") if "letter_samples" not in path.name
    ]  # codes of reports
    codes = set(re.findall(r'code="([a-z-]+)"', "".join(path.read_text() for path in sources)))
    assert {code for code in codes if f"`{code}`" not in reference("problems.md")} == set()


def test_every_reference_page_has_something_to_say():
    assert [name for name, text in written().items() if len(text) <= 500] == []


def test_links_between_pages_lead_somewhere():
    pages_of_words = [ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")]
    links = [
        (path, target)
        for path in pages_of_words
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text())
    ]
    inside = [(path, target) for path, target in links if not target.startswith(("http", "mailto:"))]
    broken = [f"{path.relative_to(ROOT)} -> {target}" for path, target in inside if not (path.parent / target).exists()]
    assert broken == []


def test_decisions_are_numbered_without_a_gap_and_fit_on_a_page():
    files = sorted((DOCS / "adr").glob("*.md"))
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    assert [path.name for path in files if len(path.read_text().splitlines()) > 60] == []
