"""Letters: each step of making one beside WeasyPrint alone, a batch on one core and on two, and what a long day costs in memory.

Apart from the other tasks: the imports cost memory.
"""

import hashlib
import os
import time
from functools import cache
from importlib import import_module

from django.test import override_settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from backend.audit.bulk import Bundle, keep_many
from backend.cases.models import Case
from backend.documents.actions.batching import issue_batch
from backend.documents.actions.issuing import issue, number
from backend.documents.assets import read_asset
from backend.documents.fetcher import AssetFetcher
from backend.documents.inputs import to_inputs
from backend.documents.letters import Letter
from backend.documents.making import make
from backend.documents.models import Batch, BatchItem, DraftText, LetterDraft
from backend.documents.queries import content_of, wording_for
from backend.documents.rendering import Enclosed, print_letter, render_html
from backend.documents.sealing.pades import seal
from backend.documents.validation import validate
from backend.documents.wording import built_in
from backend.kernel import clock
from backend.kernel.canonical import canonical
from backend.kernel.references import new_reference
from backend.people.actions import system_user
from backend.people.models import User
from tests.bench.measuring import own_memory, timed
from tests.documents.samples import notice

TWO_MEGABYTES = 2_000_000


def print_one() -> float:
    """Print one letter as the product does: its words, the tag tree put in order, its facts attached; not checked, not sealed."""
    return timed(lambda: print_letter(_letter()))


def weasyprint_alone() -> float:
    """Print the same HTML with WeasyPrint, fonts and style sheet ready."""
    html, variant = _html(), built_in(_letter()).edition.variant
    return timed(lambda: HTML(string=html, url_fetcher=AssetFetcher()).render(
        font_config=_fonts(), stylesheets=[_sheet()], pdf_variant=variant).write_pdf(pdf_variant=variant))  # fmt: skip


def validate_one() -> float:
    """Check a printed letter against both standards."""
    return timed(lambda: validate(_printed()))


def seal_one() -> float:
    """Seal a printed letter."""
    return timed(lambda: seal(_printed()))


def issue_one() -> float:
    """Issue one letter with everything: printed, checked, sealed, kept with its inputs, history and events."""
    case = _a_case()
    return timed(lambda: issue(_letter(), about=case, recipient=None, actor=system_user(), reason="Measured."))


def check_two_megabytes() -> list[float] | None:
    """Check a file of two megabytes as anybody can: the one that was issued, and one with a byte changed. None: no such check."""
    try:
        verdict_on = import_module("backend.documents.verification").verdict_on
    except ModuleNotFoundError:
        return None
    enclosed = Enclosed(attached_name="offered.pdf", attached=os.urandom(TWO_MEGABYTES))
    document = issue(
        _letter(), about=_a_case(), recipient=None, actor=system_user(), reason="Measured.", enclosed=enclosed
    )
    content = content_of(document)
    changed = content[:-TWO_MEGABYTES] + bytes([content[-TWO_MEGABYTES] ^ 1]) + content[1 - TWO_MEGABYTES :]
    return [timed(lambda copy=copy: verdict_on(copy), times=5) for copy in (content, changed)]


def letter_pages() -> int:
    """Tell how many pages the measured letter has."""
    return print_letter(_letter()).pages


def issue_together(letters: int, printers: int) -> float:
    """Issue a batch, all imports and new processes included; asked of a fresh process, it tells what people wait for."""
    batch = _batch(letters)
    started = time.perf_counter()
    with override_settings(PRINTERS=printers):
        issue_batch(batch, lambda done, total: None)
    took = time.perf_counter() - started
    if BatchItem.objects.filter(batch=batch, state="issued").count() != letters:
        raise RuntimeError("Not every letter was issued.")
    return took


def memory_of_a_long_day(letters: int) -> list[float]:
    """Make many letters in one process, and tell its memory after the first tenth, after half, and at the end."""
    marks = (letters // 10, letters // 2, letters)
    told = []
    for done in range(1, letters + 1):
        numbered = number(_letter())
        make(numbered.letter, numbered.wording, numbered.enclosed)
        if done in marks:
            told.append(own_memory())
    return told


def _batch(letters: int) -> Batch:
    """Write down approved letters and a batch of them, as if people had written, approved and chosen them."""
    case, now, system = _a_case(), clock.now(), system_user()
    other = User.objects.exclude(pk=system.pk).order_by("pk")[0]
    inputs = to_inputs(_letter())
    digest = hashlib.sha256(canonical(inputs).encode()).hexdigest()
    drafts = [
        LetterDraft(
            reference=new_reference("LTR", clock.today()), state="approved", kind="D3", template=_letter().template,
            title=_letter().title, language=_letter().language, matter=case.reference, matter_stream=case.stream,
            about=case.key, inputs_sha256=digest, written_by=other, written_at=now, approved_by=system, approved_sha256=digest,
            approved_words=wording_for(_letter()).template,
        )
        for _ in range(letters)
    ]  # fmt: skip
    batch = Batch(
        reference=new_reference("BAT", clock.today()), channel="hand", reason="Measured.", size=letters, started_by=system,
        started_at=now,
    )  # fmt: skip
    items = [BatchItem(batch=batch, draft=draft, number=at) for at, draft in enumerate(drafts, start=1)]
    keep_many([Bundle(batch, [batch, *drafts, *items])], "batch.start", actor=system, reason="Measured.")
    DraftText.objects.bulk_create(
        DraftText(draft_uid=draft.uid, version=1, inputs=inputs, saved_at=now) for draft in drafts
    )
    return Batch.objects.select_related("started_by").get(pk=batch.pk)


@cache
def _a_case() -> Case:
    return Case.objects.filter(parties__isnull=False).order_by("pk")[0]


@cache
def _letter() -> Letter:
    return notice()


@cache
def _printed() -> bytes:
    return print_letter(_letter()).content


@cache
def _html() -> str:
    return render_html(_letter())


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _sheet() -> CSS:
    name = built_in(_letter()).edition.sheet
    return CSS(string=read_asset(f"css/{name}").decode(), font_config=_fonts(), url_fetcher=AssetFetcher())
