"""The template engine of letters: everything is escaped, and a gap is an error."""

from functools import cache

from django.template.backends.django import DjangoTemplates


class _Missing(str):
    """What Django puts where a variable is unknown: for a letter that is an error, not a gap."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        raise LookupError(f"The letter has no {name}.")


@cache
def letter_engine() -> DjangoTemplates:
    """Set up the template engine of letters: everything is escaped, and a gap is an error."""
    options = {"builtins": ["backend.documents.prose"], "string_if_invalid": _Missing("missing"), "autoescape": True}
    return DjangoTemplates({"NAME": "letters", "DIRS": [], "APP_DIRS": True, "OPTIONS": options})
