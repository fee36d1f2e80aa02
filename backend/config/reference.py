"""The reference pages, made from the code itself, so that they cannot fall behind it."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from backend.access.policy import Policy
from backend.api.errors import TITLES
from backend.api.schema import openapi_yaml
from backend.audit.actions import ACTIONS
from backend.audit.sealed.findings import KINDS
from backend.config import settings as product_settings
from backend.config.environment import READ
from backend.config.letter_words import letter_words
from backend.workflow.lifecycle import Lifecycle, Move

BACKEND = Path(product_settings.__file__).resolve().parent.parent
REFERENCE = BACKEND.parent / "docs" / "reference"
MADE = "<!-- Made from the code by `manage.py reference`; changes here are overwritten. -->\n\n"
PROBLEMS = {"Refused": 409, "WordsRefused": 409, "EditConflict": 409, "Forbidden": 403, "Invalid": 400}


def pages() -> dict[str, str]:
    """Write every reference page: its file name and its text."""
    makers: dict[str, Callable[[], str]] = {
        "states.md": states,
        "events.md": events,
        "permissions.md": permissions,
        "settings.md": settings,
        "problems.md": problems,
        "findings.md": findings,
        "letter-words.md": letter_words,
    }
    made = {name: MADE + make().rstrip() + "\n" for name, make in makers.items()}
    return {**made, "openapi.yaml": openapi_yaml()}


def stale() -> list[str]:
    """Name the pages that no longer say what the code says."""
    return [
        name
        for name, text in pages().items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text() != text
    ]


def states() -> str:
    """Draw each lifecycle, and list its moves with who may make them."""
    parts = [
        "# States and moves\n\nEach move is one function, one permission and one event of the same name. Every move needs a reason.\n"
    ]
    for noun, lifecycle in sorted(Lifecycle.registry.items()):
        parts.append(f"## {noun.capitalize()}\n\n{_diagram(lifecycle)}\n")
        parts.append(
            _table(("Move", "From", "To", "What it does", "Who"), (_move_row(lifecycle, move) for move in lifecycle))
        )
    return "\n".join(parts)


def events() -> str:
    """List everything that may stand in the history."""
    rows = (
        (f"`{action.name}`", action.kind.replace("_", " "), f"*Somebody* {action.past}.")
        for _, action in sorted(ACTIONS.items())
    )
    return "# Events\n\nOne name is the move, the permission and the event.\n\n" + _table(
        ("Event", "Kind", "What the history says"), rows
    )


def permissions() -> str:
    """List who may do what to each kind of record, as the rules are called in the code."""
    parts = [
        "# Permissions\n\nA bar cuts every staff right; what somebody may do as a party stands apart."
        " A superuser has no right to any record.\n"
    ]
    for policy in sorted(Policy.registry.values(), key=lambda policy: policy.model.__name__):
        barred = ", ".join(_rule(rule) for rule in policy.barred) or "nobody"
        parts.append(f"## {str(policy.model._meta.verbose_name).capitalize()}\n\nBarred: {barred}.\n")
        rows = (
            (f"`{name}`", _rules(policy.allow.get(name, [])), _rules(policy.own.get(name, [])))
            for name in sorted(policy.actions)
        )
        parts.append(_table(("Action", "Staff", "As a party"), rows))
    return "\n".join(parts)


def settings() -> str:
    """List every environment variable that is read."""
    root = str(BACKEND.parent)
    rows = (
        (
            f"`{setting.name}`",
            f"`{setting.default.replace(root, '.')}`".replace("\n", " / ") if setting.default else "none",
            setting.meaning,
        )
        for _, setting in sorted(READ.items())
    )
    return "# Settings\n\nRead from the environment by `backend/config/settings.py`.\n\n" + _table(
        ("Variable", "Default", "What it does"), rows
    )


def problems() -> str:
    """List every problem code with its status and sentence."""
    found: dict[tuple[str, int], set[str]] = {(code, status): {f"{title}."} for status, (code, title) in TITLES.items()}
    for path in sorted(BACKEND.rglob("*.py")):
        for code, status, sentence in _refusals(ast.parse(path.read_text())):
            found.setdefault((code, status), set()).add(sentence)
    rows = (
        (f"`{code}`", str(status), " ".join(sorted(sentences))) for (code, status), sentences in sorted(found.items())
    )
    lead = "# Problems\n\nThe `type` of a problem (RFC 9457) is `/problems/<code>`. A value in braces depends on the case.\n\n"
    return lead + _table(("Code", "Status", "What it says"), rows)


def findings() -> str:
    """List everything that a check of the whole history can find."""
    lead = (
        "# What a check of the history finds\n\n`manage.py audit_verify` recomputes the whole history from its contents, every night and"
        " whenever it is called. It leaves with 0 when nothing was found but notices, with 1 when something was found (with `--strict`:"
        " notices as well), and with 2 when it was not understood. Findings stand in the order in which they are told: causes before what"
        " follows from them. The result is the event `log.verify`; damage is an alarm in the log, by mail to `EVENHAND_ALARM_MAIL`, and at"
        " `/healthz/history`.\n\n"
    )
    rows = (
        (f"`{kind.code}`", "notice" if kind.is_notice else "damage", f"{kind.says}.", kind.means)
        for kind in KINDS.values()
    )
    return lead + _table(("Code", "", "What it says", "What may have happened"), rows)


def _refusals(tree: ast.AST) -> Iterator[tuple[str, int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PROBLEMS:
            named = {word.arg: word.value for word in node.keywords}
            code = named.get("code")
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield code.value, PROBLEMS[node.func.id], _sentence(node.args[0] if node.args else named.get("detail"))


def _sentence(node: ast.expr | None) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "{…}" for part in node.values)
        case _:
            return "{…}"


def _diagram(lifecycle: Lifecycle[Any]) -> str:
    lines = [f"    {source} --> {move.target}: {move.action}" for move in lifecycle for source in sorted(move.sources)]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def _move_row(lifecycle: Lifecycle[Any], move: Move) -> tuple[str, ...]:
    policy = Policy.registry[lifecycle.model]
    who = _rules(policy.rules(move.action)) if move.action in policy.actions else "nobody"
    return (
        f"`{move.action}`",
        ", ".join(sorted(move.sources)).replace("_", " "),
        move.target.replace("_", " "),
        move.summary,
        who,
    )


def _rules(rules: list[Any]) -> str:
    return ", ".join(_rule(rule) for rule in rules)


def _rule(rule: Any) -> str:
    return str(rule.__name__).replace("_", " ")


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"
