"""What the facts of a letter are: which names its words may use, of which type each is, and how each is best written."""

import difflib
import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from backend.documents.letters import Letter
from backend.documents.wording import words

ANYTHING: Final = object()  # the type of what a filter made: nothing is known about it
COUNTERS: Final = {"counter": int, "counter0": int, "revcounter": int, "revcounter0": int, "first": bool, "last": bool}
KINDS: Final[Mapping[Any, str]] = {str: "text", int: "number", bool: "yes or no", date: "day", datetime: "moment"}


class Unknown(LookupError):
    """A name that the facts do not have, with the one that was probably meant."""

    def __init__(self, name: str, known: list[str], *, owner: str) -> None:
        """Say which name is unknown, and where."""
        near = difflib.get_close_matches(name.rpartition(".")[2], known, n=1)
        self.suggestion = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(known)}."
        super().__init__(f"{owner} has no “{name.rpartition('.')[2]}”.")


@dataclass(frozen=True)
class Fact:
    """One fact that the words of a letter may use, as the editor offers it."""

    path: str
    kind: str
    write: str
    depth: int = 0
    is_optional: bool = False
    sample: str = ""


def names_of(cls: type[Letter], language: str) -> dict[str, Any]:
    """List the names with which a template begins, each with its type."""
    return {"letter": cls, "code": str, "version": str, "words": words(language)}


def step(owner: Any, name: str, *, called: str) -> Any:
    """Follow one name from a type; raise Unknown where it leads nowhere."""
    if owner is ANYTHING:
        return ANYTHING
    if isinstance(owner, Mapping):
        if name in owner:
            found = owner[name]  # a word of the layout, or the type of what a loop counts
            return found if isinstance(found, Mapping | type) else type(found)
        raise Unknown(name, sorted(owner), owner=f"“{called}”")
    owner = without_none(owner)
    if get_origin(owner) is tuple:
        if name.isdecimal():
            return get_args(owner)[0]
        raise Unknown(name, ["a list: go through it with {% for %}"], owner=f"“{called}” is a list; it")
    if not (isinstance(owner, type) and is_dataclass(owner)):
        raise Unknown(name, ["nothing more"], owner=f"“{called}” is {kind_words(owner)}; it")
    known = members(owner)
    if name not in known:
        raise Unknown(name, sorted(known), owner=f"“{called}”")
    return known[name]


@cache
def members(owner: type) -> Mapping[str, Any]:
    """Give the fields of a group of facts and what it works out from them, each with its type."""
    hints = get_type_hints(owner)
    known = {field.name: hints[field.name] for field in fields(owner)}
    for base in reversed(owner.__mro__):
        for name, value in vars(base).items():
            if isinstance(value, property) and value.fget is not None and not name.startswith("_"):
                known[name] = get_type_hints(value.fget).get("return", ANYTHING)
    return known


def without_none(hint: Any) -> Any:
    """Give the type of what is there, of something that may be missing."""
    if get_origin(hint) in (Union, types.UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not types.NoneType]
        return kinds[0] if len(kinds) == 1 else ANYTHING
    return hint


def kind_words(hint: Any) -> str:
    """Name a type in words."""
    hint = without_none(hint)
    if get_origin(hint) is tuple:
        inner = without_none(get_args(hint)[0])
        return "list of groups" if is_dataclass(inner) else f"list of {KINDS.get(inner, 'facts')}s"
    if isinstance(hint, Mapping) or (isinstance(hint, type) and is_dataclass(hint)):
        return "group"
    return KINDS.get(hint, "something else") if isinstance(hint, type) else "something else"


def palette(cls: type[Letter], sample: Letter | None = None) -> list[Fact]:
    """List every fact that the words of a letter may use, with how to write it and what the sample says there."""
    found: list[Fact] = []
    _offer(cls, "letter", sample, 0, found)
    return found


def _offer(owner: type, path: str, sample: Any, depth: int, found: list[Fact]) -> None:
    optional = {field.name for field in fields(owner) if _has_default(field)}
    for name, hint in members(owner).items():
        if owner is not Letter and name in _HOUSE:
            continue
        value = getattr(sample, name, None) if sample is not None else None
        inner, here = without_none(hint), f"{path}.{name}"
        told = Fact(here, kind_words(hint), _write(here, hint), depth, name in optional, _shown(value))
        found.append(told)
        if get_origin(inner) is tuple and is_dataclass(get_args(inner)[0]):
            _offer(get_args(inner)[0], _single(name), value[0] if value else None, depth + 1, found)
        elif isinstance(inner, type) and is_dataclass(inner):
            _offer(inner, here, value, depth + 1, found)


# What the layout prints by itself is not offered; a template may still use it.
_HOUSE: Final = frozenset({"evidence", "removed", "legal_lines", "verify_at", "classification", "mark", "language"})


def _single(name: str) -> str:
    for ending, instead in (("ies", "y"), ("s", "")):
        if name.endswith(ending) and len(name) > len(ending) + 2:
            return name.removesuffix(ending) + instead
    return "each"


def _write(path: str, hint: Any) -> str:
    inner = without_none(hint)
    if get_origin(inner) is tuple:
        item = get_args(inner)[0]
        name = _single(path.rpartition(".")[2])
        one = "…" if is_dataclass(item) else f"{{{{ {name} }}}}"
        return f"{{% for {name} in {path} %}}{one}{{% endfor %}}"
    if inner is bool or (isinstance(inner, type) and is_dataclass(inner)):
        return f"{{% if {path} %}}…{{% endif %}}"
    return f"{{{{ {path}{'|day' if inner in (date, datetime) else ''} }}}}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, str | int):
        text = " ".join(str(value).split())
        return text if len(text) <= 80 else f"{text[:79]}…"
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return _shown(", ".join(value))
    return ""


def _has_default(field: Any) -> bool:
    return "MISSING" not in repr(field.default) or "MISSING" not in repr(field.default_factory)
