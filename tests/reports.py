"""The report of an investigation, as the investigator writes it and a second person lets it go."""

from typing import Final

from backend.cases.models import Case
from backend.decisions.report import REPORT
from backend.demo.cast import Cast
from backend.documents.actions.drafting import approve_draft, issue_draft, review_draft, write_draft
from backend.documents.models import Document, LetterDraft

WHY: Final = "For this test."


def report_words(**told: str) -> dict[str, str]:
    """Say what the investigator adds to a report that is put together from the case."""
    usual = {
        "summary": "One allegation about one evening was examined.",
        "mandate": "To find out what happened that evening, with evidence from every side.",
        "method": "Both sides were heard. Open questions came first.",
        "steps": "9 March 2026 | Notice of the allegations",
        "chapters": "The evening | She describes three times.\nThe evening | He describes one.",
        "established": "Hands on the shoulders, three times. | Two accounts",
    }
    return {**usual, **told}


def begin_report(case: Case, cast: Cast, **told: str) -> LetterDraft:
    """Write the report of an investigation."""
    [decider, *_others] = REPORT.recipients(case)
    return write_draft(REPORT, case, to=decider, given=report_words(**told), actor=cast.ines)


def issue_report(case: Case, cast: Cast, **told: str) -> Document:
    """Write the report of an investigation, have a second person approve it, and issue it to the decision maker."""
    draft = begin_report(case, cast, **told)
    draft = approve_draft(review_draft(draft, actor=cast.ines, reason=WHY), actor=cast.hugo, reason=WHY)
    document = issue_draft(draft, actor=cast.ines, reason=WHY).document
    assert document is not None
    return document
