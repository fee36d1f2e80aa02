"""What an investigation of one kind usually needs, as data: the lists of tasks that a plan begins with."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

PACKAGE: Final = "backend.investigation"
COMMON: Final = "common"


@dataclass(frozen=True)
class Usual:
    """One task of a list: its key, what is done, and on which day after the start at the latest."""

    key: str
    what: str
    days: int


@cache
def usual_tasks(kind: str) -> tuple[Usual, ...]:
    """Give the usual tasks of a kind of case, those of every kind among them, in the order of their days."""
    own = _read(kind)
    return tuple(sorted((*_read(COMMON), *own), key=lambda task: task.days))


def _read(name: str) -> tuple[Usual, ...]:
    place = files(PACKAGE) / "task_templates" / f"{name}.toml"
    if not place.is_file():
        return ()
    rows = tomllib.loads(place.read_text(encoding="utf-8"))["task"]
    return tuple(Usual(f"{name}.{row['key']}", row["what"], row["days"]) for row in rows)
