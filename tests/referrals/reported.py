"""Plain functions that give a referral a report of its provider, with or without a file."""

from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from backend.audit.recorded import keep
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.kernel.references import new_reference
from backend.referrals.actions.quarantine import receive_file
from backend.referrals.compartment import closed
from backend.referrals.models import ProviderContact, ProviderFile, ProviderReport, Referral
from backend.referrals.reportable import Codes
from tests.referrals.referring import helena

CLINICAL: Final = "spoke at length about a childhood illness"  # what must be found nowhere in the open
PDF: Final = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n"


def a_report(referral: Referral, cast: Cast, kind: str = "non_participation", **told: Any) -> ProviderReport:
    """Let the provider report on a referral that was sent."""
    today = clock.today()
    missed = Codes(first_day=today, last_day=today, barrier="no_show", missed_on=(today,))
    kept = Codes(first_day=today, last_day=today, kept=1, planned=3, complying="partly")
    contact = ProviderContact.objects.get(user=helena(cast))
    report = ProviderReport(
        reference=new_reference("REP", clock.today()),
        referral=referral,
        release=referral.releases.get(state="active"),
        author=contact,
        kind=kind,
        sealed=closed(kept if kind == "status" else missed, referral),
        sent_at=clock.now(),
        **told,
    )
    return keep(report, "referral.disclose", actor=helena(cast))


def upload(words: str = CLINICAL, name: str = "note.pdf", *, content: bytes | None = None) -> SimpleUploadedFile:
    """Hold a file as a form hands it over."""
    return SimpleUploadedFile(name, PDF + words.encode() if content is None else content)


def a_file(
    referral: Referral, cast: Cast, words: str = CLINICAL, *, name: str = "note.pdf", **told: Any
) -> ProviderFile:
    """Let the provider hand a file in with a report."""
    return receive_file(a_report(referral, cast, "status"), upload(words, name), actor=helena(cast), **told)


def joined(blocks: Any) -> bytes:
    """Put the blocks of a file together."""
    whole = BytesIO()
    for block in blocks:
        whole.write(block)
    return whole.getvalue()
