"""What Inês collects as evidence."""

from io import BytesIO
from typing import Any, Final

from backend.cases.models import Case
from backend.files.uploads import Upload
from backend.investigation.actions.evidence import Obtained, add_evidence, hand_in_evidence
from backend.investigation.models import EvidenceItem
from backend.people.models import User

WHY: Final = "For this test."


def sent(content: bytes = b"Messages of 26 February.", name: str = "messages.txt") -> Upload:
    """Send a file."""
    return Upload(BytesIO(content), name)


def an_exhibit(case: Case, actor: User, **told: Any) -> EvidenceItem:
    """Add messages to the evidence of a case."""
    usual: dict[str, Any] = {"description": "Messages of 26 February.", "source": "The phone of a colleague"}
    return add_evidence(case, Obtained(**{**usual, **told}), actor=actor, reason=WHY, upload=sent())


def hand_in(case: Case, party: User) -> EvidenceItem:
    """Hand in messages as a party."""
    return hand_in_evidence(case, actor=party, description="My own messages.", upload=sent(b"Mine."))
