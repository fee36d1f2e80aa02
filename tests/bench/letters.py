"""One letter, issued by the product and printed by WeasyPrint alone. Apart from the other tasks: the import costs memory."""

from functools import cache

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from backend.cases.models import Case
from backend.documents.actions import issue
from backend.documents.assets import read_asset
from backend.documents.fetcher import AssetFetcher
from backend.documents.letters import Letter
from backend.documents.rendering import print_letter, render_html
from backend.people.actions import system_user
from tests.bench.measuring import timed
from tests.documents.samples import notice


def issue_letter() -> float:
    """Issue one letter: print it, keep it with its inputs, history and event."""
    case = _a_case()
    return timed(lambda: issue(_letter(), about=case, recipient=None, actor=system_user(), reason="Measured."))


def weasyprint_alone() -> float:
    """Print the same HTML with WeasyPrint, fonts and style sheet ready."""
    html = _html()
    return timed(lambda: HTML(string=html, url_fetcher=AssetFetcher()).render(
        font_config=_fonts(), stylesheets=[_sheet()], pdf_variant="pdf/ua-1").write_pdf(pdf_variant="pdf/ua-1"))  # fmt: skip


def letter_pages() -> int:
    """Tell how many pages the measured letter has."""
    return print_letter(_letter()).pages


@cache
def _a_case() -> Case:
    return Case.objects.filter(parties__isnull=False).order_by("pk")[0]


@cache
def _letter() -> Letter:
    return notice()


@cache
def _html() -> str:
    return render_html(_letter())


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _sheet() -> CSS:
    return CSS(string=read_asset("css/letter-v1.css").decode(), font_config=_fonts(), url_fetcher=AssetFetcher())
