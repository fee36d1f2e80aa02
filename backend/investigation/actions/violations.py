"""A temporary measure that somebody did not keep: a new allegation, put and answered like any other, and no finding."""

from datetime import date

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.events import record
from backend.cases.actions.opening import Particulars, frame_allegation
from backend.cases.models import Allegation
from backend.intake.vocabulary import Conduct
from backend.investigation.measure_tables import InterimMeasure
from backend.kernel.errors import Refused
from backend.people.models import User

declare("measure.report_violation", "noted that a temporary measure may not have been kept", kind="change")


def report_violation(
    measure: InterimMeasure, *, actor: User, reason: str, particulars: str, occurred_on: date | None = None
) -> Allegation:
    """Frame a new allegation that a measure was not kept; it needs its own notice and its own answer."""
    require(actor, "measure.report_violation", measure)
    if measure.approved_at is None:
        raise Refused("The measure was not in force.", code="measure-not-in-force")
    told = Particulars(
        particulars=particulars, conduct=[Conduct.AGREEMENT_BREACH], occurred_from=occurred_on, occurred_to=occurred_on
    )
    with transaction.atomic():
        allegation = frame_allegation(measure.case, told, actor=actor, reason=reason)
        record("measure.report_violation", measure, actor=actor, reason=reason, ctx={"allegation": allegation.seq})
    return allegation
