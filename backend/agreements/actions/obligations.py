"""An obligation as a whole: put into force with its dates, accepted or excused where it is owed once, cancelled with its agreement."""

from collections.abc import Sequence

from django.db import transaction

from backend.access.policy import require
from backend.agreements.actions.dates import schedule_occurrences
from backend.agreements.actions.ends import duties
from backend.agreements.actions.occurrences import excuse_occurrence, verify_occurrence
from backend.agreements.models import Agreement, AgreementObligation, Occurrence
from backend.agreements.obligation_vocabulary import OPEN, ObligationState
from backend.agreements.recurrence import dates_of
from backend.audit.actions import declare
from backend.deadlines.actions import start_for
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("duty.view", "read an obligation", kind="read")
declare("duty.list", "listed obligations", kind="read")


def begin_duties(agreement: Agreement, *, actor: User) -> None:
    """Put every obligation of a signed agreement into force, with all its dates."""
    planned = AgreementObligation.objects.filter(agreement=agreement, state=ObligationState.PLANNED)
    begun = [
        begin_duty(duty, actor=actor, reason="The agreement is in force.")
        for duty in planned.select_related("agreement__case").order_by("seq")
    ]
    schedule_occurrences(agreement, begun, actor=actor)


@duties.move("begin", {ObligationState.PLANNED}, ObligationState.SCHEDULED, past="put an obligation into force")
def begin_duty(duty: AgreementObligation, *, actor: User) -> None:
    """Put an obligation of a signed agreement into force, with its first day that is still to come.

    What is late already, and goes on in a changed version, has none: its date stands among what is to be put right.
    """
    days = dates_of(duty.due_on, duty.recurrence, until=duty.agreement.ends_on)
    coming = [day for day in days if day >= duty.agreement.today]
    if coming:
        start_for(duty, "duty.due", actor=actor, due_on=coming[0])


def verify_duty(duty: AgreementObligation, *, actor: User, reason: str, note: str) -> AgreementObligation:
    """Accept an obligation that is owed once as met, on the proof that the agreement names; nobody checks their own."""
    if not note.strip():
        raise Invalid({"note": ["Say which proof you saw."]})
    with transaction.atomic():
        [one] = _its_one_date(duty, "duty.verify", actor=actor)
        verify_occurrence(one, actor=actor, reason=reason, note=note)
        return duties.locked(duty)


def excuse_duty(duty: AgreementObligation, *, actor: User, excuse: str, note: str = "") -> AgreementObligation:
    """Excuse an obligation that could not be met, by a code of the list. It is no breach."""
    with transaction.atomic():
        [one] = _its_one_date(duty, "duty.excuse", actor=actor)
        excuse_occurrence(one, actor=actor, excuse=excuse, note=note)
        return duties.locked(duty)


def _its_one_date(duty: AgreementObligation, action: str, *, actor: User) -> Sequence[Occurrence]:
    """Give the one open date of an obligation; where several are open, each is acted on by itself."""
    require(actor, action, duty)
    rows = list(Occurrence.objects.filter(duty=duty, state__in=OPEN).order_by("due_on")[:2])
    if not rows:
        raise Refused("Nothing of this obligation is open.", code="wrong-state")
    if len(rows) > 1:
        raise Refused("It is owed on several days: choose one of them.", code="several-dates")
    return rows
