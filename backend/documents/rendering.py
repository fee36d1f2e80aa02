"""From a letter to HTML and PDF: one text for one letter, in any process, on any day."""

import hashlib
import re
from datetime import UTC
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from django.template.backends.django import DjangoTemplates
from django.utils import timezone, translation

from backend.documents.assets import read_asset
from backend.documents.inputs import to_inputs
from backend.documents.letters import Letter
from backend.kernel.canonical import Json, canonical
from backend.kernel.references import ALPHABET

if TYPE_CHECKING:
    from backend.documents.typesetting import Printed

_PARTS: Final = re.compile(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""")
_CONTROLS: Final = {code: None for code in range(32) if code not in (9, 10)} | {127: None}


def render(letter: Letter) -> bytes:
    """Print a letter as an accessible PDF."""
    return print_letter(letter).content


def print_letter(letter: Letter) -> "Printed":
    """Print a letter and count its pages."""
    # WeasyPrint takes a second to import: only those who print pay for it
    from backend.documents.typesetting import typesetter

    return typesetter().typeset(
        render_html(letter),
        stylesheet=letter.stylesheet,
        more=letter.more_styles,
        identifier=bytes.fromhex(content_digest(letter))[:16],
    )


def render_html(letter: Letter) -> str:
    """Write a letter as HTML: what a preview shows, and what the PDF is made from."""
    with translation.override(letter.language), timezone.override(UTC):
        template = _engine().get_template(template_name(letter.template))
        html: str = template.render({"letter": letter, "code": check_code(letter), "version": letter.template})
    return html.translate(_CONTROLS)


@cache
def renderer() -> str:
    """Name the programs that shape the bytes, so that a later difference can be explained."""
    return ", ".join(f"{name} {version(name)}" for name in ("weasyprint", "pydyf", "font-source-sans-pro"))


def template_name(template: str) -> str:
    """Find the file of a letter template: cases/notice_of_allegations/v1 lies in that app's letters folder."""
    app, kind, version = template.split("/")
    return f"{app}/letters/{kind}/{version}.html"


def template_sha256(cls: type[Letter]) -> str:
    """Give the digest of all that shapes a letter beside its facts: template, the layouts it builds on, style sheet."""
    return _shape_sha256(cls.template, (cls.stylesheet, *cls.more_styles))


def content_digest(letter: Letter) -> str:
    """Give the digest of what a letter says, by its facts and its template: a file cannot hold its own digest."""
    said: dict[str, Json] = {
        "inputs": to_inputs(letter),
        "sha256": template_sha256(type(letter)),
        "template": letter.template,
    }
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def check_code(letter: Letter) -> str:
    """Give the short form of the content digest, as it stands on every page, in groups that can be read out."""
    number = int(content_digest(letter), 16) >> (256 - 80)
    digits = [ALPHABET[(number >> shift) & 31] for shift in range(75, -1, -5)]
    return "-".join("".join(digits[start : start + 4]) for start in range(0, 16, 4))


class _Missing(str):
    """What Django puts where a variable is unknown: for a letter that is an error, not a gap."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        raise LookupError(f"The letter has no {name}.")


@cache
def _engine() -> DjangoTemplates:
    options = {"builtins": ["backend.documents.prose"], "string_if_invalid": _Missing("missing"), "autoescape": True}
    return DjangoTemplates({"NAME": "letters", "DIRS": [], "APP_DIRS": True, "OPTIONS": options})


@cache
def _shape_sha256(template: str, stylesheets: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for stylesheet in stylesheets:
        digest.update(read_asset(f"css/{stylesheet}"))
    for source in _sources(template_name(template)):
        digest.update(source.encode())
    return digest.hexdigest()


def _sources(name: str) -> list[str]:
    source: str = _engine().get_template(name).template.source
    return [source, *(text for part in _PARTS.findall(source) for text in _sources(part))]
