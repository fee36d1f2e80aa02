"""What was kept, as facts that anybody can count again: how many of how many, since when. It rates nobody."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from backend.agreements.models import Agreement, Occurrence
from backend.agreements.obligation_vocabulary import FORGIVEN, Bearer, OccurrenceState
from backend.monitoring.models import AgreementCheckIn, Breach, Easing
from backend.monitoring.vocabulary import BREACH_OPEN, COUNTS, BreachAppealState, CheckInState, EasingState

IN_ORDER: Final = (*FORGIVEN, OccurrenceState.VERIFIED, OccurrenceState.SUBMITTED, OccurrenceState.CANCELLED)


@dataclass(frozen=True)
class Kept:
    """How many check-ins and obligations were kept, of how many, since which day."""

    kept: int
    asked: int
    since: date

    @property
    def is_whole(self) -> bool:
        """Tell whether everything that was asked was kept."""
        return self.asked > 0 and self.kept == self.asked


def kept_in(agreement: Agreement) -> Kept:
    """Count since the last change of course: the begin, a breach that stands, or the last decision on easing."""
    since = _counted_from(agreement)
    held = AgreementCheckIn.objects.filter(agreement=agreement, due_on__gt=since)
    good = held.filter(state=CheckInState.HELD, times_missed=0).count()
    missed = held.filter(times_missed__gt=0).count()
    dates = Occurrence.objects.filter(agreement=agreement, duty__bearer=Bearer.EMPLOYEE)
    met = dates.filter(state=OccurrenceState.VERIFIED, closed_on__gt=since).count()
    late = dates.filter(due_on__gt=since, due_on__lt=agreement.today).exclude(state__in=IN_ORDER).count()
    return Kept(good + met, good + missed + met + late, since)


def has_open_breach(agreement: Agreement) -> bool:
    """Tell whether a suspected breach is not settled yet."""
    return Breach.objects.filter(agreement=agreement, state__in=BREACH_OPEN).exists()


def _counted_from(agreement: Agreement) -> date:
    first = AgreementCheckIn.objects.filter(agreement=agreement).order_by("number").first()
    days = [first.history.earliest().history_date.date() if first else agreement.starts_on, agreement.starts_on]
    breaches = Breach.objects.filter(agreement=agreement, result__in=COUNTS)
    standing = breaches.exclude(appeal_state=BreachAppealState.OVERTURNED).order_by("-determined_at").first()
    eased = Easing.objects.filter(agreement=agreement, state__in=[EasingState.GRANTED, EasingState.NOT_NOW])
    moments: list[datetime | None] = [
        standing.determined_at if standing else None,
        eased.order_by("-decided_at").values_list("decided_at", flat=True).first(),
    ]
    return max([*days, *(moment.date() for moment in moments if moment)])
