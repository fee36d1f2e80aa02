"""WeasyPrint at work. Imported only when a letter is really printed: the import takes a second."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from weasyprint import CSS, HTML
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from backend.documents.assets import read_asset
from backend.documents.fetcher import AssetFetcher
from backend.documents.finishing import finish
from backend.kernel.errors import Problem

VARIANT = "pdf/ua-1"


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


class Typesetter:
    """Fonts and parsed style sheets, kept for one thread: Pango's font maps must never be shared between threads."""

    def __init__(self) -> None:
        """Start with no fonts loaded; the first style sheet brings them."""
        self.fonts = FontConfiguration()
        self.fetcher = AssetFetcher()
        self.sheets: dict[str, CSS] = {}

    def typeset(self, html: str, *, stylesheet: str, identifier: bytes, more: Sequence[str] = ()) -> Printed:
        """Print one page flow as tagged PDF, always with the same bytes for the same text."""
        with _no_complaints():
            page = HTML(string=html, url_fetcher=self.fetcher)
            sheets = [self._sheet(name) for name in (stylesheet, *more)]
            laid_out = page.render(font_config=self.fonts, stylesheets=sheets, pdf_variant=VARIANT)
            content = laid_out.write_pdf(finisher=finish, pdf_identifier=identifier, pdf_variant=VARIANT)
        return Printed(content, len(laid_out.pages))

    def _sheet(self, name: str) -> CSS:
        if name not in self.sheets:
            text = read_asset(f"css/{name}").decode()
            self.sheets[name] = CSS(string=text, font_config=self.fonts, url_fetcher=self.fetcher)
        return self.sheets[name]


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
