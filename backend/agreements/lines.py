"""One obligation as one line: what the tracker shows and what the agreement prints are held against each other by its digest."""

import hashlib
from typing import Final

from backend.agreements.letters.agreement import AccountabilityAgreement, ObligationLine
from backend.agreements.models import Agreement, AgreementObligation
from backend.agreements.obligation_vocabulary import Bearer
from backend.documents.models import Document
from backend.documents.phrasing import say
from backend.documents.queries import letter_of
from backend.kernel.canonical import canonical

OWN_DUTIES: Final = "C15"  # the clause in which the organisation says what it does
PROMISED: Final = "{what} ({due}; shown by: {evidence}; checked by {verifier})."


def line_sha256(line: ObligationLine) -> str:
    """Give the digest of an obligation's line as it is printed."""
    words = [" ".join(part.split()) for part in (line.what, line.due, line.evidence, line.verifier)]
    return hashlib.sha256(canonical([*words]).encode()).hexdigest()


def line_of(duty: AgreementObligation) -> ObligationLine:
    """Write an obligation of the tracker as the agreement prints it."""
    return ObligationLine(what=duty.what, due=duty.due, evidence=duty.proof, verifier=duty.verifier.name)


def promise_line(line: ObligationLine, language: str) -> str:
    """Write a duty of the organisation as its clause prints it in the agreement's language."""
    return f"- {say(PROMISED, language, **vars(line) | {'what': line.what.rstrip('.')})}"


def differing(agreement: Agreement, document: Document) -> list[AgreementObligation]:
    """Find the obligations whose line in the tracker is not the one that the document prints; there should be none."""
    letter = letter_of(document)
    if not isinstance(letter, AccountabilityAgreement):
        raise TypeError(f"{document.reference} is no agreement.")
    printed = {line_sha256(line) for line in letter.obligations}
    promised = {line for clause in letter.clauses for line in clause.text.splitlines()}
    duties = agreement.obligations.select_related("verifier").order_by("seq")
    return [duty for duty in duties if not _stands(duty, printed, promised, agreement.language)]


def _stands(duty: AgreementObligation, printed: set[str], promised: set[str], language: str) -> bool:
    line = line_of(duty)
    digest = line_sha256(line)
    is_there = digest in printed if duty.bearer == Bearer.EMPLOYEE else promise_line(line, language) in promised
    return is_there and digest == (duty.sha256 or digest)
