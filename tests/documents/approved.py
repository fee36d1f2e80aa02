"""Approved letters that wait to be issued, and people who may issue them."""

from dataclasses import replace

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.drafting import Text, approve_draft, review_draft, start_draft
from backend.documents.letters import Letter
from backend.documents.models import LetterDraft
from backend.documents.queries import addressee
from tests.documents.samples import acknowledgement

WHY = "For this test."


def approved_letters(cast: Cast, case: Case, count: int = 1, letter: Letter | None = None) -> list[LetterDraft]:
    """Write letters to Martin as Ines, and have them approved by Ruth."""
    return [an_approved_letter(cast, case, letter) for _ in range(count)]


def an_approved_letter(cast: Cast, case: Case, letter: Letter | None = None) -> LetterDraft:
    to = cast.person("martin")
    whole = replace(letter or acknowledgement(), matter=case.reference, recipient=addressee(to))
    draft = start_draft(Text({}, whole), case, to=to, actor=cast.ines)
    draft = review_draft(draft, actor=cast.ines, reason=WHY)
    return approve_draft(draft, actor=cast.ruth, reason=WHY)
