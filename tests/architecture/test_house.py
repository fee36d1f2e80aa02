"""The rules of the house, held by reading the code and the models."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.utils import DatabaseError

from backend.access.policy import Policy
from backend.audit.recorded import Recorded
from backend.workflow.lifecycle import Lifecycle

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for path in (ROOT / "backend").rglob("*.py") if "migrations" not in path.parts)
RECORDED = [model for model in apps.get_models() if issubclass(model, Recorded)]

# domain/records 3c: what must not exist. Words are matched as parts of a field's name.
NEVER = (
    "diagnos", "icd", "dsm", "medication", "therapist", "mood", "sincer", "remorse", "empathy", "personality", "risk_score", "reoffend",
    "orientation", "sexual_history", "appearance", "credibility_score", "polygraph", "photo", "ranking", "humbled", "deemed",
)  # fmt: skip


def trees() -> Iterator[tuple[Path, ast.AST]]:
    for path in SOURCES:
        yield path.relative_to(ROOT), ast.parse(path.read_text())


def lines_of(node: ast.AST) -> int:
    return (getattr(node, "end_lineno", 0) or 0) - getattr(node, "lineno", 0) + 1


# The verifier goes into every export as one file that an outsider reads and runs: it cannot be split.
ONE_FILE = {"backend/records/bundle/verify_audit.py": 1450}


def test_no_module_is_longer_than_the_cap():
    counted = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in SOURCES}
    assert {path: count for path, count in counted.items() if count > ONE_FILE.get(path, 400)} == {}


def test_no_function_is_longer_than_the_cap():
    functions = [
        (str(path), node.name, lines_of(node))
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and lines_of(node) > 60
    ]
    assert functions == []


def test_no_module_has_a_name_that_says_nothing():
    empty = re.compile(r"^(utils?|helpers?|common|misc|managers?)\.py$")
    assert [str(path) for path in SOURCES if empty.match(path.name)] == []


def test_nothing_but_the_lifecycle_assigns_a_state():
    """Trap 4: `row.state = ...` would walk around guard, permission, history and event."""
    allowed = {
        "backend/workflow/lifecycle.py",
        "backend/jobs",
    }
    strays = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign)
        for target in ast.walk(node)
        if isinstance(target, ast.Attribute) and target.attr == "state" and isinstance(target.ctx, ast.Store)
        if not any(str(path).startswith(place) for place in allowed)
    ]
    assert strays == []


def test_nothing_writes_recorded_rows_in_bulk_outside_the_audit_app():
    banned = {"bulk_create", "bulk_update", "update_or_create", "get_or_create"}
    allowed = ("backend/audit/", "backend/jobs/", "backend/documents/actions.py", "backend/api/")
    strays = [
        f"{path}:{node.lineno} {node.func.attr}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in banned
        if not str(path).startswith(allowed)
    ]
    assert strays == []


def test_no_filter_is_empty():
    """Trap 1: an empty Q() disappears in an OR."""
    strays = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Q"
        and not node.args
        and not node.keywords
    ]
    assert strays == []


def test_no_domain_app_takes_time_from_elsewhere_than_the_clock():
    allowed = {"backend/kernel/clock.py"}
    strays = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "today", "utcnow"}
        if isinstance(node.func.value, ast.Name) and node.func.value.id in {"datetime", "date", "timezone"}
        if str(path) not in allowed
    ]
    assert strays == []


def test_every_move_has_a_rule():
    without = [
        move.action
        for lifecycle in Lifecycle.registry.values()
        for move in lifecycle
        if move.action not in Policy.registry[lifecycle.model].actions
    ]
    assert without == []


def test_every_move_says_what_it_does():
    silent = [
        move.action
        for lifecycle in Lifecycle.registry.values()
        for move in lifecycle
        if len(move.summary) < 15 or not move.past
    ]
    assert silent == []


def test_every_state_can_be_reached_and_is_spelt_once():
    for lifecycle in Lifecycle.registry.values():
        field = lifecycle.model._meta.get_field(lifecycle.field)
        known = {value for value, _ in field.choices}
        named = {state for move in lifecycle for state in {*move.sources, move.target}}
        assert named <= known, lifecycle.noun


@pytest.mark.parametrize("model", RECORDED, ids=lambda model: model._meta.label)
def test_a_recorded_row_is_never_taken_along_by_another(model):
    """Deleting by cascade would take history's subject away without an event."""
    loose = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
        if field.name not in {"permission", "user"}  # the grants' own keys come from the permission library
    ]
    assert loose == []


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_models() if model.__module__.startswith("backend.")],
    ids=lambda m: m._meta.label,
)
def test_no_field_profiles_a_person(model):
    names = [field.name.lower() for field in model._meta.get_fields()]
    assert [name for name in names for word in NEVER if word in name] == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDED, ids=lambda model: model._meta.label)
def test_history_refuses_to_be_changed(model):
    table = model.history.model._meta.db_table
    names = _triggers(table)
    verbs = {"update", "delete"} | ({"truncate"} if connection.vendor == "postgresql" else set())
    assert verbs <= {name.removeprefix(f"{table}_no_") for name in names}


@pytest.mark.django_db
def test_events_refuse_to_be_changed(cast):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event")
        assert cursor.fetchone()[0] > 0
    for statement in ("UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"):
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            _inside_a_savepoint(cursor, statement)


def _inside_a_savepoint(cursor, statement):
    cursor.execute("SAVEPOINT attempt")
    try:
        cursor.execute(statement)
    finally:
        cursor.execute("ROLLBACK TO SAVEPOINT attempt")


def _triggers(table):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        return [row[0] for row in cursor.fetchall()]


def test_pages_hold_no_script_style_or_unescaped_text():
    """The content security policy forbids them; the two exceptions print HTML that the framework itself made."""
    made_by_the_framework = {"django/forms/field.html", "mfa/totp/activate_form.html"}
    strays = []
    for path in sorted((ROOT / "backend" / "web").rglob("*.html")):
        text = path.read_text()
        if str(path).endswith(tuple(made_by_the_framework)):
            text = text.replace("|safe", "")
        if re.search(r"<style|\sstyle=|\son[a-z]+=|\|safe\b|javascript:", text) or re.search(
            r"<script(?![^>]*\bsrc=)", text
        ):
            strays.append(str(path.relative_to(ROOT)))
    assert strays == []
