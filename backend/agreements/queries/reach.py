"""The agreements and obligations in a person's reach: on the staff's side, as a monitor, and as the employee."""

from django.db.models import F, QuerySet

from backend.access.policy import scope
from backend.agreements.models import ALTERNATIVE_OWED, Agreement, AgreementObligation, AgreementState, ObligationState
from backend.agreements.queries.answers import UNANSWERED
from backend.cases.models import Obligation
from backend.cases.queries import Step
from backend.deadlines.models import Deadline
from backend.people.models import User
from backend.referrals.models import Referral
from backend.referrals.queries.extract import Extract, extracts_in_agreements


def agreements_in_reach(person: User) -> QuerySet[Agreement]:
    """Give the agreements that a person works on (never their own), those that wait first."""
    rows = scope(person, "agreement.view", Agreement.objects.all())
    if person.person_id:
        rows = rows.exclude(person=person.person_id)
    return rows.select_related("case", "person", "officer__person", "monitor").order_by(
        F("offer_expires_at").desc(nulls_first=True), "-pk"
    )


def agreements_to_countersign(person: User) -> list[Agreement]:
    """List the signed agreements that wait for this person's signature for the organisation."""
    waiting = Agreement.objects.filter(state=AgreementState.SIGNED).select_related("case", "person", "officer__person")
    return list(scope(person, "agreement.countersign", waiting).order_by("pk")[:20])


def waits_for_alternative(agreement: Agreement) -> bool:
    """Tell whether the offer was not accepted, and what it names instead was not decided yet."""
    return (
        agreement.state in UNANSWERED
        and Obligation.objects.filter(case=agreement.case_id, kind=ALTERNATIVE_OWED, discharged_at=None).exists()
    )


def duties_to_check(person: User) -> QuerySet[AgreementObligation]:
    """Give the obligations in force that this person checks, the soonest due first."""
    running = AgreementObligation.objects.filter(state=ObligationState.SCHEDULED)
    return (
        scope(person, "duty.verify", running)
        .select_related("agreement__person", "agreement__monitor", "verifier")
        .order_by("due_on", "seq")
    )


def duty_steps(person: User, most: int) -> list[Step]:
    """Tell which obligations a monitor checks next, with two queries."""
    rows = list(duties_to_check(person)[:most])
    running = Deadline.objects.unfinished().filter(subject__in=[row.key for row in rows], kind="duty.due")
    due = {deadline.subject: deadline.due_at for deadline in running}
    return [Step("duty.verify", "monitor", row, due=due.get(row.key)) for row in rows]


def duties_seen(person: User) -> QuerySet[AgreementObligation]:
    """Give every obligation of the agreements that this person monitors, without the reasons behind them."""
    rows = scope(person, "duty.view", AgreementObligation.objects.filter(agreement__monitor=person.person_id))
    return (
        rows.exclude(agreement__person=person.person_id)
        .select_related("agreement__person", "verifier")
        .order_by("due_on", "seq")
    )


def referrals_monitored(person: User) -> list[tuple[Referral, Extract]]:
    """Tell a monitor of each referral beside an agreement in force whether it is kept to, and which limits on work apply."""
    if person.person_id is None:
        return []
    running = Agreement.objects.filter(monitor=person.person_id, state=AgreementState.ACTIVE)
    return extracts_in_agreements(person, list(running.values_list("case", flat=True)))


def own_offers(person: User) -> list[Agreement]:
    """List the agreements that wait for this person's own answer."""
    if person.person_id is None:
        return []
    waiting = Agreement.objects.filter(state=AgreementState.OFFERED, person=person.person_id)
    return list(scope(person, "agreement.view", waiting).order_by("offer_expires_at")[:20])
