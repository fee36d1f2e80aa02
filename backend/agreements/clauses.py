"""The clause library as agreements use it: the approved words in force, with the values that a person must give."""

from collections.abc import Mapping
from datetime import date

from backend.clauses.library import Library
from backend.clauses.queries import libraries_in_force, library_in_force
from backend.clauses.vocabulary import Language


def library(language: str = Language.ENGLISH, on: date | None = None) -> Library:
    """Read the clause library of a language as it counts on a day, today unless told."""
    return library_in_force(language, on)


def libraries(on: date | None = None) -> Mapping[str, Library]:
    """Read the clause library of every language."""
    return libraries_in_force(on)
