"""Phrases that the records put into a letter (the name of a finding, a place, a step), in the language of the letter."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from django.utils import translation
from django.utils.formats import date_format

from backend.documents.wording import ENGLISH, words


def say(phrase: str, language: str, **values: str) -> str:
    """Put an English phrase into a language, and values into its places; a phrase without translation stays English."""
    spoken = phrases(language.partition("-")[0]).get(phrase, phrase)
    return spoken.format_map(values) if values else spoken


def day_in(day: date, language: str) -> str:
    """Write a day in words as a language does: 9 March 2026, 9. März 2026."""
    primary = language.partition("-")[0]
    with translation.override(primary):
        return date_format(day, words(primary)["day"])


@cache
def phrases(language: str) -> Mapping[str, str]:
    """Read the phrases of a language; English needs none."""
    path = files("backend.documents") / "phrases" / f"{language}.toml"
    if language == ENGLISH or not path.is_file():
        return {}
    return {entry["en"]: entry["is"] for entry in tomllib.loads(path.read_text("utf-8"))["phrase"]}
