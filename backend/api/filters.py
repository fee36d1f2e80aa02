"""Filters of lists: each is declared, described and checked; a name that is no filter is told, not ignored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, TextChoices

from backend.access.policy import ALL
from backend.kernel.errors import Invalid

PAGING = frozenset({"limit", "cursor", "count", "ordering", "format"})


@dataclass(frozen=True)
class Filter:
    """One filter: what it means, which words it takes (several separated by commas), and the condition it makes."""

    meaning: str
    where: Callable[[Any], Q]
    vocabulary: type[TextChoices] | None = None

    def read(self, given: str) -> Q:
        """Make the condition; raises Invalid for a word that is not in the vocabulary."""
        if self.vocabulary is None:
            return self.where(given)
        wanted = [value.strip() for value in given.split(",") if value.strip()]
        strange = [value for value in wanted if value not in self.vocabulary.values]
        if strange:
            raise ValueError(f"“{strange[0]}” is not among: {', '.join(self.vocabulary.values)}.")
        return self.where(wanted)

    def parameter(self, name: str) -> dict[str, Any]:
        """Describe the filter for the schema."""
        form: dict[str, Any] = {"type": "string"}
        if self.vocabulary is not None:
            form = {"type": "array", "items": {"type": "string", "enum": list(self.vocabulary.values)}}
        told = {"name": name, "in": "query", "required": False, "schema": form, "description": self.meaning}
        return told | ({"style": "form", "explode": False} if self.vocabulary is not None else {})


def one_of(column: str, vocabulary: type[TextChoices], meaning: str) -> Filter:
    """Declare a filter by words of a vocabulary."""
    return Filter(meaning, lambda values: Q(**{f"{column}__in": values}), vocabulary)


def equals(column: str, meaning: str) -> Filter:
    """Declare a filter by one exact value."""
    return Filter(meaning, lambda value: Q(**{column: value}))


def matching(filters: Mapping[str, Filter], query: Mapping[str, str], *, also: Sequence[str] = ()) -> Q:
    """Make one condition from a query string; raises Invalid with what is wrong with each name."""
    condition, problems = ALL, {}
    for name, value in query.items():
        if name in PAGING or name in also:
            continue
        if name not in filters:
            problems[name] = ["There is no such filter here."]
            continue
        try:
            condition &= filters[name].read(value.strip()) if value.strip() else ALL
        except ValueError as error:
            problems[name] = [str(error)]
    if problems:
        raise Invalid(problems)
    return condition
