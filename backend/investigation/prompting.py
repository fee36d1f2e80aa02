"""The small library of open questions that an interview can begin with."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def open_questions() -> tuple[str, ...]:
    """Give the questions in the order in which they are asked."""
    raw = tomllib.loads((files("backend.investigation") / "prompts.toml").read_text(encoding="utf-8"))
    return (*raw["begin"], *raw["close"])
