"""What Inês writes to the person bound by a temporary measure."""

from datetime import timedelta
from typing import Any

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.drafting import write_draft
from backend.documents.composing import COMPOSERS
from backend.documents.models import LetterDraft
from backend.kernel import clock


def measure_words(**told: Any) -> dict[str, Any]:
    """Say what the letter asks for; anything may be told otherwise."""
    today = clock.today()
    usual: dict[str, Any] = {
        "measures": "Separate travel | You plan your trips apart from the other person. | the case closes",
        "reason": "keeping people apart while the facts are established",
        "pay": "Your pay and your post stay exactly as they are.",
        "starts_on": today.isoformat(),
        "review_on": (today + timedelta(days=14)).isoformat(),
        "ends": "They end when the case closes, at the latest.",
        "still_allowed": "Lead your region.",
        "necessary_contact": "",
        "challenge_to": "Clara Nwosu, director of quality",
        "answered_within": "within three working days",
    }
    return {**usual, **told}


def a_measure(case: Case, cast: Cast, **told: Any) -> LetterDraft:
    """Write the notice of a temporary measure to Martin, as Inês."""
    composer = COMPOSERS["interim_measure"]
    return write_draft(composer, case, to=cast.person("martin"), given=measure_words(**told), actor=cast.ines)
