"""How an offer was answered, and until when the answer can be taken back."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.agreements.models import (
    Agreement,
    AgreementAmendment,
    AgreementClause,
    AgreementComment,
    AgreementState,
    AgreementTranslation,
    ChangeRequest,
    PaperRecord,
)
from backend.agreements.obligation_vocabulary import RequestState
from backend.deadlines.models import Deadline
from backend.deadlines.profiles import Place, place_of
from backend.deadlines.reckoning import due_after
from backend.kernel import clock

RELEASES: Final = frozenset({"C43"})  # clauses that give up past claims
VOLUNTARY: Final = "C27"  # the employee's own statement: never a duty, so nothing of it is ever due
REVOKE: Final = "agreement.revoke"
CONSIDER: Final = "agreement.consider"
CONSIDER_RELEASE: Final = "agreement.consider_release"
UNANSWERED: Final = frozenset({AgreementState.DECLINED, AgreementState.EXPIRED, AgreementState.REVOKED})
OVER: Final = frozenset(
    {
        AgreementState.DECLINED,
        AgreementState.EXPIRED,
        AgreementState.REVOKED,
        AgreementState.COMPLETED,
        AgreementState.VOIDED,
        AgreementState.SUPERSEDED,
    }
)


def knowing_what_is_beside(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Learn with an agreement what stands beside it, so that nobody asks for what is not there."""
    here = {"agreement": OuterRef("pk")}
    return rows.annotate(
        has_comments=Exists(AgreementComment.objects.filter(**here)),
        has_paper=Exists(PaperRecord.objects.filter(**here)),
        has_release=Exists(AgreementClause.objects.filter(code__in=RELEASES, **here)),
        has_own_words=Exists(AgreementClause.objects.filter(code=VOLUNTARY, **here)),
        has_translations=Exists(AgreementTranslation.objects.filter(**here)),
        has_change=Exists(AgreementAmendment.objects.filter(**here)),
        has_requests=Exists(ChangeRequest.objects.filter(**here)),
        has_later=Exists(AgreementAmendment.objects.filter(earlier=OuterRef("pk"))),
    )


def releases_claims(agreement: Agreement) -> bool:
    """Tell whether the agreement gives up claims, for which some laws let a signature be taken back."""
    return AgreementClause.objects.filter(agreement=agreement, code__in=RELEASES).exists()


def time_to_consider(where: Place, codes: Collection[str]) -> str:
    """Name the timer that says how long an offer with these clauses is open.

    Whoever is asked to give up past claims has at least 21 days (29 U.S.C. 626(f)(1)(F)(i)), or the usual time where that is longer.
    """
    names = [CONSIDER, CONSIDER_RELEASE] if RELEASES & set(codes) else [CONSIDER]
    return max(names, key=lambda name: considered_until(where, name))


def offering_own_words(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Keep the agreements that came into force and say that the employee may write a statement of their own; the latest first."""
    came_into_force = [
        AgreementState.ACTIVE,
        AgreementState.SUSPENDED,
        AgreementState.COMPLETED,
        AgreementState.SUPERSEDED,
    ]
    return rows.filter(clauses__code=VOLUNTARY, state__in=came_into_force).order_by("-pk")


def timer_of_offer(agreement: Agreement) -> str:
    """Name the timer that says how long the offer of an agreement is open, the first version's or a changed one's."""
    return time_to_consider(place_of(agreement), codes_of(agreement))


def codes_of(agreement: Agreement) -> set[str]:
    """Name the clauses of an agreement."""
    return set(AgreementClause.objects.filter(agreement=agreement).values_list("code", flat=True))


def considered_until(where: Place, name: str) -> datetime:
    """Tell until when a timer would run if it began now."""
    return due_after(where.held.timer(name).rule, clock.now(), zone=where.clock, calendar=where.working_days).at


def days_to_consider(agreement: Agreement) -> int:
    """Tell how many days the employee was given to think: the number that its timer counts, after the day of the offer."""
    offered, expires, zone = agreement.offered_at, agreement.offer_expires_at, ZoneInfo(agreement.person.zone)
    return (expires.astimezone(zone).date() - offered.astimezone(zone).date()).days if offered and expires else 0


def revocable_until(agreement: Agreement) -> datetime | None:
    """Tell until when the employee can take the signature back; None where no such time was given."""
    given = Deadline.objects.about(agreement).filter(kind=REVOKE, met_at=None, cancelled_at=None)
    found = given.order_by("-pk").values_list("due_at", flat=True).first()
    return found if isinstance(found, datetime) else None


def times_to_think_again() -> QuerySet[Deadline]:
    """Give the times that still run in which an employee may take a signature back."""
    return Deadline.objects.pending().filter(kind=REVOKE, due_at__gte=clock.now())


def held_until(agreements: Collection[Agreement]) -> dict[int, datetime]:
    """Tell of signed agreements until when each signature can be taken back, with one question: none is countersigned before."""
    keys = {agreement.key: agreement.pk for agreement in agreements}
    running = times_to_think_again().filter(subject__in=keys).order_by("pk") if keys else ()
    return {keys[deadline.subject]: deadline.due_at for deadline in running}


def paper_record_of(agreement: Agreement) -> PaperRecord | None:
    """Give the answer on paper that counts, if there is one."""
    kept = PaperRecord.objects.filter(agreement=agreement, taken_back_at=None)
    return kept.select_related("recorded_by__person", "scan", "agreement__person").first()


def translations_of(agreement: Agreement) -> QuerySet[AgreementTranslation]:
    """Give the translations of the document that is offered now."""
    return AgreementTranslation.objects.filter(agreement=agreement, document=agreement.document).select_related(
        "copy", "recorded_by__person"
    )


def pending_amendment(agreement: Agreement) -> Agreement | None:
    """Give the changed version that is being prepared, offered or waits for its day, if there is one."""
    open_ones = Agreement.objects.filter(amendment__earlier=agreement).exclude(Q(state__in=OVER))
    return open_ones.order_by("-pk").first()


def offered_change(agreement: Agreement) -> Agreement | None:
    """Give the changed version that the employee knows of: one that is only being prepared is not there for them."""
    change = pending_amendment(agreement)
    return change if change and change.offered_at else None


def open_request(agreement: Agreement) -> ChangeRequest | None:
    """Give the change for which the employee asks, while nobody answered."""
    return ChangeRequest.objects.filter(agreement=agreement, state=RequestState.ASKED).first()


def waits_for_its_day(agreement: Agreement) -> bool:
    """Tell whether an agreement is a changed version that both may have signed, and that has not taken effect yet."""
    return AgreementAmendment.objects.filter(agreement=agreement, took_effect_at=None).exists()
