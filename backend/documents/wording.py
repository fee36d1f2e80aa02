"""Which words a letter is printed with: a template version in one language, built in or an organisation's own."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from django.template import TemplateDoesNotExist

from backend.documents.engine import letter_engine
from backend.documents.letters import Letter

ENGLISH: Final = "en"


@dataclass(frozen=True)
class Edition:
    """One generation of the house's layout and engine; a letter is printed again by the one it was issued with."""

    number: int
    sheet: str
    variant: str
    has_words: bool  # the shared words of its layout lie in words/*.toml


EDITIONS: Final = {
    1: Edition(1, "letter-v1.css", "pdf/ua-1", has_words=False),
    2: Edition(2, "letter-v2.css", "pdf/a-3a", has_words=True),
}


@dataclass(frozen=True)
class Wording:
    """A template version in one language; `body` replaces the built-in words where an organisation wrote its own."""

    template: str
    language: str = ENGLISH
    body: str = ""

    @property
    def edition(self) -> Edition:
        """Tell by which generation of the layout the words are printed: the number after the v, 2 at most for now."""
        return EDITIONS[1 if self.built_in.endswith("/v1") else 2]

    @property
    def built_in(self) -> str:
        """Name the version that came with the product: v2 for an organisation's v2.3."""
        kind, _, version = self.template.rpartition("/")
        return f"{kind}/{version.partition('.')[0]}"

    @property
    def name(self) -> str:
        """Find the built-in file: cases/notice_of_allegations/v2 in German is that app's letters/…/v2.de.html."""
        app, kind, version = self.built_in.split("/")
        return file_name(app, kind, version, self.language)

    @property
    def source(self) -> str:
        """Give the template to compile: the built-in file, or an extension of it by the organisation's own body."""
        if not self.body:
            return f'{{% extends "{self.name}" %}}'
        return f'{{% extends "{self.name}" %}}{{% block body %}}{self.body}{{% endblock %}}'


def file_name(app: str, kind: str, version: str, language: str) -> str:
    """Name the file of a built-in version in a language."""
    tag = "" if language == ENGLISH else f".{language}"
    return f"{app}/letters/{kind}/{version}{tag}.html"


def built_in(letter: Letter, template: str = "") -> Wording:
    """Choose the built-in words of a letter in its own language; raise LookupError where there are none."""
    wording = Wording(template or letter.template, language=letter.language.partition("-")[0])
    if not is_written(wording):
        raise LookupError(f"{wording.template} has no words in “{wording.language}”.")
    return wording


def languages_of(cls: type[Letter]) -> tuple[str, ...]:
    """List the languages in which a kind of letter has built-in words, English first."""
    return tuple(language for language in languages() if is_written(Wording(cls.template, language=language)))


@cache
def languages() -> tuple[str, ...]:
    """List the languages in which the layout itself speaks, English first."""
    found = (path.name.removesuffix(".toml") for path in (files("backend.documents") / "words").iterdir())
    return tuple(sorted(found, key=lambda language: (language != ENGLISH, language)))


@cache
def words(language: str) -> dict[str, Any]:
    """Read the words that every letter of a language shares; LookupError for a language that the layout lacks."""
    return tomllib.loads(words_source(language))


@cache
def words_source(language: str) -> str:
    """Read the file of a language's shared words, as it is hashed with a template."""
    path = files("backend.documents") / "words" / f"{language}.toml"
    if not path.is_file():
        raise LookupError(f"The letterhead has no words in “{language}”.")
    return path.read_text("utf-8")


@cache
def is_written(wording: Wording) -> bool:
    """Tell whether the built-in words exist in that language."""
    try:
        letter_engine().get_template(wording.name)
    except TemplateDoesNotExist:
        return False
    return True
