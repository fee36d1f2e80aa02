"""What somebody still sees to under an agreement, and could be given to somebody else: safeguards, obligations, and the monitoring."""

from dataclasses import dataclass

from django.db.models import Q

from backend.access.policy import scope
from backend.agreements.actions.amending import OPEN
from backend.agreements.models import Agreement, AgreementObligation, AgreementState
from backend.cases.models import Case
from backend.people.models import Person, User
from backend.safeguards.models import SettingSafeguard
from backend.safeguards.queries.standing import ROWS
from backend.safeguards.vocabulary import LIVE


@dataclass(frozen=True)
class Left:
    """What one person still sees to: safeguards by their reference, obligations by their number, and whether they monitor."""

    safeguards: dict[str, SettingSafeguard]
    obligations: dict[int, AgreementObligation]
    monitors: bool

    def __bool__(self) -> bool:
        """Tell whether anything is left with them."""
        return bool(self.safeguards or self.obligations or self.monitors)


def left_with(agreement: Agreement, holder: Person, *, asked_by: User) -> Left:
    """Find what somebody still sees to under an agreement, as far as whoever asks may give it to somebody else."""
    rows = ROWS.filter(_around(agreement), owner=holder, state__in=LIVE)
    held = scope(asked_by, "safeguard.hand_over", rows).order_by("pk")
    duties = agreement.obligations.filter(Q(verifier=holder) | Q(owed_by=holder), state__in=OPEN)
    return Left(
        {row.reference: row for row in held},
        {duty.seq: duty for duty in duties.select_related("agreement", "verifier", "owed_by").order_by("seq")},
        agreement.monitor_id == holder.pk,
    )


def running(case: Case, person: User) -> list[Agreement]:
    """List the agreements in force of a case under which somebody may let others see to things."""
    rows = case.agreements.filter(state=AgreementState.ACTIVE)
    return list(scope(person, "agreement.hand_over", rows).order_by("pk"))


def holders_in(agreement: Agreement) -> list[Person]:
    """List everybody who still sees to something under an agreement, whoever monitors it last."""
    owners = SettingSafeguard.objects.filter(_around(agreement), state__in=LIVE).values("owner")
    duties = agreement.obligations.filter(state__in=OPEN)
    named = Q(pk__in=owners) | Q(pk__in=duties.values("verifier")) | Q(pk__in=duties.values("owed_by"))
    found = list(Person.objects.filter(named).exclude(pk=agreement.monitor_id).order_by("name", "pk"))
    return [*found, agreement.monitor]


def _around(agreement: Agreement) -> Q:
    return Q(case=agreement.case_id) & (Q(person=agreement.person_id) | Q(agreement=agreement) | Q(person=None))
