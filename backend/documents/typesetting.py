"""WeasyPrint at work. Imported only when a letter is really printed: the import takes a second."""

import logging
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from weasyprint import CSS, HTML, Attachment
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from backend.documents.assets import read_asset
from backend.documents.fetcher import AssetFetcher
from backend.documents.finishing import ends_cleanly, finish, finish_archival
from backend.documents.wording import Edition
from backend.kernel.errors import Problem

# A weight that is cut out of a variable font is stamped with the time, unless a time is given: the same letter is the same bytes.
os.environ["SOURCE_DATE_EPOCH"] = "0"
ATTEMPTS: Final = 8  # one in sixty files needs a second


class Unprintable(Problem):
    """The letter cannot be printed as it stands; a letter with a hole in it is never issued."""

    status = 500
    code = "letter-unprintable"
    title = "The letter could not be printed"


@dataclass(frozen=True)
class Printed:
    """The bytes of a PDF and the number of its pages."""

    content: bytes
    pages: int


@dataclass(frozen=True)
class Attached:
    """A file inside a letter's file."""

    name: str
    content: bytes
    description: str


@dataclass(frozen=True)
class Order:
    """Everything that shapes the bytes of one letter."""

    html: str
    edition: Edition
    sheets: tuple[str, ...]
    identifier: bytes
    dated: date
    attached: tuple[Attached, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


class Typesetter:
    """Fonts and parsed style sheets, kept for one thread: Pango's font maps must never be shared between threads."""

    def __init__(self) -> None:
        """Start with no fonts loaded; the first style sheet brings them."""
        self.fonts = FontConfiguration()
        self.fetcher = AssetFetcher()
        self.fetcher.fonts = more_fonts()
        self.sheets: dict[str, CSS] = {}

    def typeset(self, order: Order) -> Printed:
        """Print one page flow as tagged PDF, always with the same bytes for the same order."""
        self.fetcher.pictures = order.pictures
        with _no_complaints():
            page = HTML(string=order.html, url_fetcher=self.fetcher)
            sheets = [self._sheet(name) for name in order.sheets]
            variant = order.edition.variant
            laid_out = page.render(font_config=self.fonts, stylesheets=sheets, pdf_variant=variant)
            for attempt in range(ATTEMPTS):
                content: bytes = laid_out.write_pdf(
                    pdf_identifier=order.identifier, pdf_variant=variant, **self._archival(order, attempt)
                )
                if order.edition.number == 1 or ends_cleanly(content):
                    break
        return Printed(content, len(laid_out.pages))

    def _archival(self, order: Order, attempt: int) -> dict[str, Any]:
        """Choose the last touches: what was issued before letters were made for archives is printed as it was then."""
        if order.edition.number == 1:
            return {"finisher": finish}
        at = datetime.combine(order.dated, time(), UTC)
        attachments = [
            Attachment(
                string=each.content,
                name=each.name,
                description=each.description,
                created=at,
                modified=at,
                relationship="Data",
            )
            for each in order.attached
        ]
        return {"finisher": partial(finish_archival, attempt=attempt), "attachments": attachments}

    def _sheet(self, name: str) -> CSS:
        if name not in self.sheets:
            text = read_asset(f"css/{name}").decode() + _added_faces()
            self.sheets[name] = CSS(string=text, font_config=self.fonts, url_fetcher=self.fetcher)
        return self.sheets[name]


@cache
def more_fonts() -> dict[str, bytes]:
    """Read the fonts that the organisation added, for writing systems beside those of the packaged ones."""
    return {f"fonts/more-{at}": Path(path).read_bytes() for at, path in enumerate(settings.LETTER_FONTS)}


def _added_faces() -> str:
    return "".join(f'@font-face {{ font-family: "Letter More"; src: url("asset:{name}") }}\n' for name in more_fonts())


_thread = threading.local()


def typesetter() -> Typesetter:
    """Give the calling thread its own typesetter."""
    if not hasattr(_thread, "typesetter"):
        _thread.typesetter = Typesetter()
    own: Typesetter = _thread.typesetter
    return own


class _Complaints(logging.Handler):
    """Collect what WeasyPrint only mutters about while this thread prints."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.heard.append(record.getMessage())


@contextmanager
def _no_complaints() -> Iterator[None]:
    """Turn a refused address and every warning of WeasyPrint into a refusal to print."""
    complaints = _Complaints()
    LOGGER.setLevel(logging.WARNING)
    LOGGER.addHandler(complaints)
    try:
        yield
    except (
        FatalURLFetchingError
    ) as fatal:  # derives from BaseException: `except Exception` would let it end the process
        raise Unprintable(str(fatal)) from fatal
    finally:
        LOGGER.removeHandler(complaints)
    if complaints.heard:
        raise Unprintable("; ".join(complaints.heard))
