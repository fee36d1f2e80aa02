"""Plain functions that write letters through the product's own actions, up to a wanted state."""

from datetime import timedelta
from typing import Any, Final

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.drafting import approve_draft, issue_draft, review_draft, write_draft
from backend.documents.composing import COMPOSERS
from backend.documents.models import Document, LetterDraft
from backend.kernel import clock

WHY: Final = "For this test."


def warning_words(**told: Any) -> dict[str, Any]:
    """Say what Daniel writes in a warning to Martin; anything may be told otherwise."""
    usual: dict[str, Any] = {
        "conduct": "A1: You placed your hands on a colleague’s shoulders three times.",
        "changes": "You keep your hands to yourself: from today",
        "consequence": "If it happens again, dismissal may follow.",
        "help": "",
        "review_on": "",
        "removal": "It is taken out of your file on that day.",
        "appeal_until": (clock.today() + timedelta(days=10)).isoformat(),
        "appeal_to": "Helen Marsh, managing director",
    }
    return {**usual, **told}


def written(case: Case, cast: Cast, **told: Any) -> LetterDraft:
    """Write the warning of a case as Daniel, its HR partner."""
    words = warning_words(**told)
    return write_draft(COMPOSERS["warning"], case, to=cast.person("martin"), given=words, actor=cast.daniel)


def approved(case: Case, cast: Cast, **told: Any) -> LetterDraft:
    """Write a warning, and have Clara review and approve it."""
    draft = review_draft(written(case, cast, **told), actor=cast.clara, reason=WHY)
    return approve_draft(draft, actor=cast.clara, reason=WHY)


def issued_warning(case: Case, cast: Cast, *, channel: str = "page", **told: Any) -> Document:
    """Issue a warning that was approved."""
    draft = issue_draft(approved(case, cast, **told), actor=cast.daniel, reason=WHY, channel=channel)
    assert draft.document is not None
    return draft.document
