"""Who may do what to a report."""

from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import NONE, Policy
from backend.access.roles import holds
from backend.intake.models import Report
from backend.people.models import User

does_intake = holds(Role.INTAKE)


def is_named(person: User) -> Q:
    """The person is the respondent, or the person affected: no staff right on this report."""
    if person.person_id is None:
        return NONE
    return Q(respondent=person.person_id) | Q(affected=person.person_id) | Q(reporter=person.person_id)


def reported(person: User) -> Q:
    """The person made the report, or filed it for somebody."""
    return Q(filed_by=person) if person.person_id is None else Q(filed_by=person) | Q(reporter=person.person_id)


REPORTS = Policy(
    Report,
    barred=[is_named],
    allow={
        "report.view": [does_intake],
        "report.triage_view": [does_intake],
        "report.acknowledge": [does_intake],
        "report.triage": [does_intake],
        "report.accept": [does_intake],
        "report.propose_decline": [does_intake],
        "report.decline": [does_intake],
        "report.return_to_triage": [does_intake],
    },
    own={"report.view": [reported]},
)
