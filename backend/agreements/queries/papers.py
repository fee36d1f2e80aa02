"""Answers recorded from paper that wait for somebody: for the employee's look, and, once contested, for the HR partner's."""

from datetime import timedelta
from typing import Final

from django.db.models import QuerySet

from backend.access.policy import scope, scope_own
from backend.agreements.models import Agreement, AgreementState, PaperRecord
from backend.kernel import clock
from backend.people.models import User

LOOKED_AT_FOR: Final = timedelta(days=14)
UNSETTLED: Final = (AgreementState.SIGNED, AgreementState.DECLINED)


def just_recorded() -> QuerySet[PaperRecord]:
    """Give what was recorded from paper in the last two weeks and nobody contests."""
    since = clock.now() - LOOKED_AT_FOR
    rows: QuerySet[PaperRecord] = PaperRecord.objects.filter(
        taken_back_at=None, objected_at=None, recorded_at__gte=since
    )
    return rows


def contested() -> QuerySet[PaperRecord]:
    """Give what was recorded from paper and the employee contests, until it is settled."""
    rows: QuerySet[PaperRecord] = PaperRecord.objects.filter(
        taken_back_at=None, objected_at__isnull=False, agreement__state__in=UNSETTLED
    )
    return rows


def own_to_look_at(person: User) -> list[Agreement]:
    """List the agreements of somebody for which an answer on paper was recorded of late: they say when it is wrong."""
    mine = Agreement.objects.filter(pk__in=just_recorded().values("agreement_id"))
    return list(scope_own(person, "agreement.object_to_record", mine).order_by("pk")[:12])


def to_settle(person: User) -> list[Agreement]:
    """List the agreements whose record from paper is contested, for whoever may take it back."""
    rows = Agreement.objects.filter(pk__in=contested().values("agreement_id")).select_related("case", "person")
    return list(scope(person, "agreement.take_back_record", rows).order_by("pk")[:12])
