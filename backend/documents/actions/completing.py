"""The signed copy: the document as it was offered, with a page of evidence, sealed once when everybody has signed."""

from collections.abc import Sequence
from dataclasses import replace

from backend.audit.recorded import Recorded
from backend.documents.actions.issuing import Ties, issue
from backend.documents.letters import Evidence, SignedLine
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.kernel.errors import Refused
from backend.people.models import User


def issue_signed_copy(
    offered: Document, lines: Sequence[SignedLine], *, about: Recorded, actor: User, reason: str
) -> Document:
    """Issue the copy that shows who signed what, when and with which meaning; the offered file is attached to it unchanged.

    Raises Refused when a signature does not stand over the very bytes that were offered.
    """
    if not lines or any(line.sha256 != offered.sha256 for line in lines):
        raise Refused("A signature does not stand under the bytes that were offered.", code="signature-missing")
    evidence = Evidence(reference=offered.reference, sha256=offered.sha256, size=offered.size, lines=tuple(lines))
    letter = replace(letter_of(offered), evidence=evidence)
    return issue(
        letter, about=about, recipient=offered.recipient, actor=actor, reason=reason, ties=Ties(completes=offered)
    )
