"""That the employee signed what was offered, and the copy that shows it."""

from typing import Final
from zoneinfo import ZoneInfo

from backend.agreements.letters.agreement import signed_lines
from backend.agreements.letters.offering import paper_lines
from backend.agreements.models import (
    Agreement,
    AgreementAmendment,
    AgreementTranslation,
    Meaning,
    PaperRecord,
    Signature,
)
from backend.agreements.queries.answers import revocable_until
from backend.agreements.signing_tables import SIGNED_ON_PAPER
from backend.documents.actions.completing import issue_signed_copy
from backend.documents.models import Document
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import User

SIGNED: Final = (Meaning.AGREE, Meaning.AGREE_UNDER_PROTEST)


def must_leave_time(agreement: Agreement) -> None:
    """Refuse to offer a change that would take effect while the employee may still think about it."""
    change = AgreementAmendment.objects.filter(agreement=agreement).first()
    expires = agreement.offer_expires_at
    if change and expires and change.effective_on < expires.astimezone(ZoneInfo(agreement.person.zone)).date():
        raise Refused(
            "The change would take effect before the time to consider is over. Propose it with a later day.",
            code="amendment-too-soon",
        )


def must_be_understood(agreement: Agreement) -> None:
    """Ask for the language first, where the offer was translated and the employee has not said in which one they read it."""
    if AgreementTranslation.objects.filter(document=agreement.document, confirmed_at=None).exists():
        raise Refused("Say first in which language you read it.", code="language-open")


def must_be_signed(agreement: Agreement) -> None:
    """I8: nothing is in force without the employee's signature over the very bytes that were offered, on screen or on paper."""
    until = revocable_until(agreement)
    if until and clock.now() <= until:
        raise Refused(
            "The employee may still take the signature back. Countersign when that time is over.",
            code="revocation-open",
        )
    paper = PaperRecord.objects.filter(agreement=agreement, taken_back_at=None)
    if paper.filter(objected_at__isnull=False).exists():
        raise Refused(
            "The employee objected to what was recorded from paper. Settle that first.", code="paper-contested"
        )
    on_screen = Signature.objects.filter(
        agreement=agreement, signer__person=agreement.person, meaning__in=SIGNED, sha256=agreement.offered_sha256
    )
    on_paper = paper.filter(answer__in=SIGNED_ON_PAPER, sha256=agreement.offered_sha256)
    if not (on_screen.exists() or on_paper.exists()):
        raise Refused(
            "The employee’s signature does not stand under the bytes that were offered.", code="signature-missing"
        )


def give_signed_copy(agreement: Agreement, offered: Document, *, actor: User) -> Document:
    """Issue the copy that shows who signed, on screen or on paper, with the file as it was offered attached unchanged."""
    signatures = Signature.objects.filter(agreement=agreement, document=offered)
    paper = PaperRecord.objects.filter(agreement=agreement, answer__in=SIGNED_ON_PAPER, taken_back_at=None)
    told = (
        *paper_lines(paper.select_related("agreement__person", "recorded_by__person"), agreement.language),
        *signed_lines(signatures.select_related("signer__person").order_by("signed_at", "pk"), agreement.language),
    )
    return issue_signed_copy(offered, told, about=agreement, actor=actor, reason="Both sides have signed.")
