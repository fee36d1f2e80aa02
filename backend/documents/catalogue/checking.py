"""Looking an own body through before anybody approves it: tags, names, markup, characters, and a trial on the sample letters."""

import re
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

from backend.documents.catalogue.expressions import PARTS, check_expressions, check_tags
from backend.documents.catalogue.facts import names_of
from backend.documents.catalogue.markup import MARKS, check_delimiters, check_markup
from backend.documents.characters import TURNING, missing_characters
from backend.documents.guard.reading import remarks
from backend.documents.letters import Letter
from backend.documents.rendering import print_letter, render_html
from backend.documents.samples import sample_letter
from backend.documents.wording import EDITIONS, ENGLISH, Wording
from backend.kernel.errors import Problem

LONGEST: Final = 60_000
MOST: Final = 50  # faults that are told at once
TRIAL: Final = 0  # the line of a fault that has none: found by trying the whole


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that stands in the way of a body: where, what, and how to put it right."""

    line: int
    message: str
    suggestion: str = ""


@dataclass(frozen=True)
class Remarked:
    """What the words themselves give cause to remark, as the language guard says it."""

    found: str
    sentence: str
    why: str
    instead: str
    blocks: bool


def check_body(cls: type[Letter], body: str, language: str, *, printed: bool = True) -> list[Fault]:
    """List what stands in the way of a body, by line; a sound one is then tried on the sample letters.

    `printed` tries the file too, with both standards; without it the trial ends at the text, which takes milliseconds.
    """
    found: set[Fault] = set()

    def tell(line: int, message: str, suggestion: str) -> None:
        found.add(Fault(line, message, suggestion))

    _check_text(body, tell)
    check_delimiters(body, tell)
    if not found:
        check_tags(body, tell)
    if not found:
        check_expressions(body, names_of(cls, language), parts_of(cls.template, language), tell)
        check_markup(body, (EDITIONS[2].sheet, *cls.more_styles), tell)
        if "<h1" not in body:
            tell(1, "The letter has no title.", "Begin with <h1>…</h1>.")
    if not found:
        found.update(_try_out(cls, Wording(f"{cls.template}.0", language, body), printed=printed))
    return sorted(found)[:MOST]


def remarks_on(cls: type[Letter], body: str, language: str) -> list[Remarked]:
    """Say what the language guard remarks on the words of a body, as they read on the sample letter."""
    wording = Wording(f"{cls.template}.0", language, body)
    try:
        letter = sample_for(cls, language)
        html = render_html(letter, wording)
    except Exception:  # noqa: BLE001 - a body that can't be written has faults, which are told elsewhere
        return []
    told = [each for each in remarks(letter, html=html) if not each.field]
    return [
        Remarked(each.found, each.sentence, each.why, each.instead, blocks=each.weight == "blocks") for each in told
    ]


def sample_for(cls: type[Letter], language: str) -> Letter:
    """Give the sample of a letter in a language, or the English one where nobody wrote any; a preview, never an issued letter."""
    try:
        letter = sample_letter(cls, language)
    except LookupError:
        letter = replace(sample_letter(cls, ENGLISH), language=language)
    return replace(letter, reference="", verify_at="", evidence=None, removed=())


@cache
def parts_of(template: str, language: str) -> frozenset[str]:
    """List the parts that the words of a letter may include: the house's own, and those of the letter's app."""
    app = template.partition("/")[0]
    folders = {PARTS: "backend.documents", f"{app}/letters/": f"backend.{app}"}
    found: set[str] = set()
    wanted = re.compile(rf"^(?!base-).*-v\d+(\.{language})?\.html$")
    for folder, module in folders.items():
        place = files(module) / "templates" / folder
        names = [each.name for each in place.iterdir() if each.is_file()] if place.is_dir() else []
        found.update(folder + name for name in names if wanted.match(name))
    return frozenset(found)


def _check_text(body: str, tell: Any) -> None:
    if not body.strip():
        tell(1, "The letter has no words yet.", "Write them, or start from the version in force.")
    if len(body) > LONGEST:
        tell(1, f"The text is longer than {LONGEST:,} characters.", "Make it shorter.")
    for number, line in enumerate(body.splitlines(), start=1):
        if line.isascii():
            continue
        turning = {ord(each) for each in line} & TURNING
        private = {each for each in line if "\ue000" <= each <= "\uf8ff"} | (MARKS & set(line))
        if turning or private or missing_characters(line):
            tell(number, "The line holds characters that can’t be printed.", "Write them another way.")


def _try_out(cls: type[Letter], wording: Wording, *, printed: bool) -> Iterator[Fault]:
    """Write the letter from its sample, with every optional part and without, and print it."""
    # the check of files takes a while to import: only those who print pay for it
    from backend.documents.validation import validate

    try:
        sample = sample_for(cls, wording.language)
    except LookupError:
        yield Fault(TRIAL, "There is no sample letter to try the words on.", "Ask for one before you go on.")
        return
    for letter, told in ((sample, "the sample letter"), (_bare(sample), "a letter without its optional parts")):
        try:
            render_html(letter, wording)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is told to the writer
            yield Fault(TRIAL, f"Trying {told}: {_said(error)}", "Ask with {% if %} for what may be missing.")
            return
    if printed:
        try:
            validate(print_letter(sample, wording).content)
        except Problem as problem:
            yield Fault(TRIAL, f"Printing the sample letter: {_said(problem)}", "Look at what is new in this version.")


def _bare(letter: Letter) -> Letter:
    """Give the letter with every optional part of its own left out."""
    house = {field.name for field in fields(Letter)}
    blank = {
        field.name: field.default
        for field in fields(letter)
        if field.name not in house and field.default is not MISSING
    }
    for name, default in blank.items():
        try:
            letter = replace(letter, **{name: default})
        except (Problem, ValueError):
            continue  # the letter itself insists on one of its optional parts
    return letter


def _said(error: Exception) -> str:
    text = getattr(error, "detail", "") or str(error) or type(error).__name__
    errors = getattr(error, "errors", None)
    return " ".join([text, *(told for each in (errors or {}).values() for told in each)])
