"""From a letter to HTML and PDF: one text for one letter, in any process, on any day."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC
from functools import cache, lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from django.template import Template
from django.template.context import make_context
from django.utils import timezone, translation

from backend.documents.assets import read_asset
from backend.documents.characters import CUT, check_characters
from backend.documents.engine import letter_engine
from backend.documents.inputs import to_inputs
from backend.documents.letters import Letter
from backend.documents.wording import Wording, built_in, words, words_source
from backend.kernel.canonical import Json, canonical
from backend.kernel.errors import Invalid
from backend.kernel.references import ALPHABET

if TYPE_CHECKING:
    from backend.documents.typesetting import Printed

MOST_CHARACTERS: Final = 4_000_000  # of HTML: some 700 pages

_PARTS: Final = re.compile(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""")
_ENDLESS: Final = re.compile(r"[^\s<>&;]{150,}")
_PIECES: Final = re.compile(r".{1,50}")
_TAGS: Final = re.compile(r"(<[^>]*>)")
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:https?://|www\.)[^\s<>&]*[\w/]")
_CONTROLS: Final = {code: None for code in range(32) if code not in (9, 10)} | {127: None}


@dataclass(frozen=True)
class Enclosed:
    """Bytes that a letter needs beside its facts: the picture of its letterhead, and a file to attach unchanged."""

    logo: bytes = b""
    attached_name: str = ""
    attached: bytes = b""


NOTHING: Final = Enclosed()


def render(letter: Letter, wording: Wording | None = None, enclosed: Enclosed = NOTHING) -> bytes:
    """Print a letter as an accessible PDF."""
    return print_letter(letter, wording, enclosed).content


def print_letter(letter: Letter, wording: Wording | None = None, enclosed: Enclosed = NOTHING) -> "Printed":
    """Print a letter and count its pages; its built-in words are used unless others are given.

    Raises Invalid, by field, for characters that no font of letters has or that would turn the reading order, and for a
    text that is too long.
    """
    # WeasyPrint takes a second to import: only those who print pay for it
    from backend.documents.typesetting import Attached, Order, typesetter

    chosen = wording or built_in(letter)
    check_characters(letter)
    html = render_html(letter, chosen)
    if len(html) > MOST_CHARACTERS:
        raise Invalid({"": ["The text is too long for one letter. Split it, or attach parts of it."]})
    facts = Attached("facts.json", canonical(facts_of(letter, chosen)).encode(), "The facts of this document as data")
    others = (Attached(enclosed.attached_name, enclosed.attached, "The document as it was offered"),)
    return typesetter().typeset(
        Order(
            html=html,
            edition=chosen.edition,
            sheets=(chosen.edition.sheet, *letter.more_styles),
            identifier=bytes.fromhex(content_digest(letter, chosen))[:16],
            dated=letter.dated,
            attached=(facts, *(others if enclosed.attached else ())),
            pictures={f"logo/{letter.organisation.logo}": enclosed.logo} if enclosed.logo else {},
        )
    )


def render_html(letter: Letter, wording: Wording | None = None) -> str:
    """Write a letter as HTML: what a preview shows, and what the PDF is made from."""
    chosen = wording or built_in(letter)
    given: dict[str, Any] = {
        "letter": letter,
        "code": check_code(letter, chosen),
        "version": chosen.template,
        "words": words(chosen.language) if chosen.edition.has_words else {},
    }
    with translation.override(letter.language), timezone.override(UTC):
        html: str = _template(chosen).render(make_context(given))
    if letter.removed:
        html = CUT.sub(r'<span class="cut">\1</span>', html)
    html = html.translate(_CONTROLS)
    return with_whole_addresses(with_breaks(html)) if chosen.edition.has_words else html


def with_whole_addresses(html: str) -> str:
    """Mark addresses as words of no language: hyphenated at the end of a line, they would be typed with the hyphen."""
    head, body, rest = html.partition("<body")
    if "@" not in rest and "://" not in rest and "www." not in rest:
        return html
    parts = (
        part if part.startswith("<") else _ADDRESS.sub(r'<span lang="zxx">\g<0></span>', part)
        for part in _TAGS.split(body + rest)
    )
    return head + "".join(parts)


def with_breaks(html: str) -> str:
    """Give a word without an end places where a line may break: to search for them takes the typesetter a quarter of a minute."""
    if not _ENDLESS.search(html):
        return html
    parts = _TAGS.split(html)
    return "".join(
        part if part.startswith("<") else _ENDLESS.sub(lambda word: "<wbr>".join(_PIECES.findall(word[0])), part)
        for part in parts
    )


@cache
def renderer() -> str:
    """Name the programs that shape the bytes, so that a later difference can be explained."""
    programs = ("weasyprint", "pydyf", "font-source-sans-pro", "justmytype-intl-rtl")
    return ", ".join(f"{name} {version(name)}" for name in programs)


def template_sha256(wording: Wording, cls: type[Letter]) -> str:
    """Give the digest of all that shapes a letter beside its facts: template, layouts, shared words, style sheets."""
    return _shape_sha256(wording, (wording.edition.sheet, *cls.more_styles))


def content_digest(letter: Letter, wording: Wording | None = None) -> str:
    """Give the digest of what a letter says, by its facts and its template: a file cannot hold its own digest."""
    chosen = wording or built_in(letter)
    said: dict[str, Json] = {
        "inputs": to_inputs(letter),
        "sha256": template_sha256(chosen, type(letter)),
        "template": chosen.template,
    }
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def check_code(letter: Letter, wording: Wording | None = None) -> str:
    """Give the short form of the content digest, as it stands on every page, in groups that can be read out."""
    number = int(content_digest(letter, wording), 16) >> (256 - 80)
    digits = [ALPHABET[(number >> shift) & 31] for shift in range(75, -1, -5)]
    return "-".join("".join(digits[start : start + 4]) for start in range(0, 16, 4))


def facts_of(letter: Letter, wording: Wording) -> dict[str, Json]:
    """Give what is attached to the file for machines: the very facts it was printed from, and nothing else."""
    return {
        "check_code": check_code(letter, wording),
        "facts": to_inputs(letter),
        "kind": letter.kind,
        "template": wording.template,
        "template_sha256": template_sha256(wording, type(letter)),
    }


@lru_cache(maxsize=256)  # bodies that somebody is still writing come and go
def _template(wording: Wording) -> Template:
    return Template(wording.source, engine=letter_engine().engine)


@lru_cache(maxsize=256)
def _shape_sha256(wording: Wording, stylesheets: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for stylesheet in stylesheets:
        digest.update(read_asset(f"css/{stylesheet}"))
    if wording.edition.has_words:
        digest.update(words_source(wording.language).encode())
    digest.update(wording.body.encode())
    for source in _sources(wording.name):
        digest.update(source.encode())
    for part in _PARTS.findall(wording.body):  # a part that only the organisation's own words bring in
        for source in _sources(part):
            digest.update(source.encode())
    return digest.hexdigest()


def _sources(name: str) -> list[str]:
    source: str = letter_engine().get_template(name).template.source
    return [source, *(text for part in _PARTS.findall(source) for text in _sources(part))]
