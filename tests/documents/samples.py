"""The sample letters of the product, under the names that tests use."""

from backend.agreements.letter_samples import VALUES, agreement, completion
from backend.cases.letter_samples import notice
from backend.decisions.letter_samples import outcome_complainant, outcome_respondent
from backend.documents.letters import Letter
from backend.documents.samples import all_samples, registered_samples
from backend.intake.letter_samples import acknowledgement
from backend.records.letter_samples import audit_certificate, audit_report

__all__ = [
    "EVERY_SAMPLE",
    "SAMPLES",
    "VALUES",
    "acknowledgement",
    "agreement",
    "audit_certificate",
    "audit_report",
    "completion",
    "named",
    "notice",
    "outcome_complainant",
    "outcome_respondent",
]

SAMPLES: tuple[Letter, ...] = all_samples()
EVERY_SAMPLE: tuple[Letter, ...] = tuple(make() for make in registered_samples().values())


def named(letter: Letter) -> str:
    """Name a sample in the list of tests: its kind, its template and its language."""
    return f"{letter.kind}-{letter.template.split('/')[1]}-{letter.language}"
