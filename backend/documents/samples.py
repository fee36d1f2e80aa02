"""Sample letters: one realistic letter of every kind and language, to preview and to try templates with."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, Final, TypeVar

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from backend.documents.letters import Letter
from backend.documents.wording import ENGLISH
from backend.kernel.app import DomainApp

L = TypeVar("L", bound=Letter)
MODULE: Final = "letter_samples"
_samples: dict[tuple[str, str], Callable[[], Letter]] = {}


def sample(cls: type[L], language: str = ENGLISH) -> Callable[[Callable[..., L]], Callable[..., L]]:
    """Register the sample letter of a class in a language; its facts are made up and in that language."""

    def registered(make: Callable[..., L]) -> Callable[..., L]:
        _samples[cls.template, language] = make
        return make

    return registered


def sample_letter(cls: type[Letter], language: str = ENGLISH) -> Letter:
    """Make the sample of a class in a language; LookupError where there is none."""
    try:
        make = registered_samples()[cls.template, language]
    except KeyError:
        raise LookupError(f"{cls.template} has no sample in “{language}”.") from None
    letter: Letter = make()
    return letter


def all_samples(language: str = ENGLISH) -> tuple[Letter, ...]:
    """Make the samples of every kind of letter in a language, in the order of the kinds."""
    made = [make() for (_, spoken), make in registered_samples().items() if spoken == language]
    return tuple(sorted(made, key=lambda letter: (int("".join(filter(str.isdigit, letter.kind))), letter.kind)))


@cache
def registered_samples() -> dict[tuple[str, str], Callable[[], Any]]:
    """Load the samples of every app; they are read only where somebody previews or tries a template."""
    for app in apps.get_app_configs():
        if isinstance(app, DomainApp) and app.module and module_has_submodule(app.module, MODULE):
            import_module(f"{app.name}.{MODULE}")
    return _samples
