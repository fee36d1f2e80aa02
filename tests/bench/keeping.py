"""What is due when: obligations planned to the end of their agreements, and the sweep of a fortnight after which every one is late.

Everything is taken back at the end, so that the database is as it was.
"""

from datetime import datetime, time, timedelta
from itertools import cycle, islice
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.db import transaction

from backend.agreements.actions import calendar_sweep
from backend.agreements.models import Agreement, AgreementObligation, AgreementState, ObligationState, Occurrence
from backend.audit.bulk import Bundle, keep_many
from backend.cases.models import Case
from backend.decisions.models import Outcome
from backend.kernel import clock
from backend.kernel.references import new_reference
from backend.people.actions import system_user
from backend.people.models import Person, User
from backend.safeguards.actions.travelling import settle_managers
from tests.bench.measuring import timed

EACH = 10  # obligations of one agreement
FORTNIGHT = "FREQ=WEEKLY;INTERVAL=2"
WHY = "Measured."


def sweep_dates(obligations: int) -> dict[str, float]:
    """Plan the dates of so many obligations, let a fortnight pass at once, then one day more."""
    with transaction.atomic():
        raise_agreements(obligations // EACH)
        today = clock.today()
        planned = timed(lambda: calendar_sweep.sweep_occurrences(as_of=_noon(0)))
        dates = Occurrence.objects.filter(agreement__starts_on=today, agreement__reference__startswith="BEN").count()
        led = timed(settle_managers)
        with patch.object(calendar_sweep, "submit"):  # nobody is written to
            with clock.at(_noon(20)):
                moved, fortnight = _swept(_noon(20))
            with clock.at(_noon(21)):
                _, day = _swept(_noon(21))
        transaction.set_rollback(True)
    return {"planned": planned, "dates": dates, "moved": moved, "fortnight": fortnight, "day": day, "led": led}


def _swept(moment: datetime) -> tuple[int, float]:
    told: list[calendar_sweep.Moved] = []
    took = timed(lambda: told.append(calendar_sweep.sweep_occurrences(as_of=moment)))
    [moved] = told
    return moved.opened + moved.overdue + moved.grace + moved.lapsed, took


def _noon(days: int) -> datetime:
    return datetime.combine(clock.today() + timedelta(days=days), time(12), tzinfo=ZoneInfo("Europe/London"))


def raise_agreements(count: int) -> None:
    """Make so many agreements in force, each with its obligations, on the cases that stand."""
    first, second = Person.objects.order_by("pk")[:2]
    officer = User.objects.filter(is_active=True).exclude(pk=system_user().pk).order_by("pk")[0]
    cases = islice(cycle(Case.objects.order_by("pk")[:1000]), count)
    bundles = [Bundle(case, _rows(case, first, second, officer, number)) for number, case in enumerate(cases)]
    for at in range(0, len(bundles), 200):
        keep_many(bundles[at : at + 200], "agreement.draft", actor=system_user(), reason=WHY)


def _rows(
    case: Case, person: Person, monitor: Person, officer: User, number: int
) -> list[Outcome | Agreement | AgreementObligation]:
    today = clock.today()
    outcome = Outcome(case=case, respondent=person, kinds=["accountability_agreement"], reasons=WHY)
    agreement = Agreement(
        reference=new_reference("BEN", today),
        case=case,
        outcome=outcome,
        person=person,
        state=AgreementState.ACTIVE,
        starts_on=today,
        review_on=today + timedelta(days=100),
        ends_on=today + timedelta(days=300),
        monitor=monitor,
        officer=officer,
        alternative=WHY,
        drafted_by=officer,
        offered_sha256="0" * 64,
    )
    duties = [
        AgreementObligation(
            agreement=agreement,
            seq=seq,
            state=ObligationState.SCHEDULED,
            kind="education",
            what="Take part.",
            due="every two weeks",
            due_on=today + timedelta(days=1 + (seq + number) % 14),
            recurrence=FORTNIGHT,
            grace_days=2,
            proof="Record",
            verifier=monitor,
        )
        for seq in range(1, EACH + 1)
    ]
    return [outcome, agreement, *duties]
