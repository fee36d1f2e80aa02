"""Reads for those who keep the two registers: what stands today, what is due for review, which licence ends soon."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from backend.access.policy import scope
from backend.people.models import User
from backend.referrals.models import EvidenceGrade, Intervention, Licence, Provider, ProviderService, ProviderTie
from backend.referrals.queries.register import licensed_on
from backend.referrals.vocabulary import WEAK, ProviderState

ENDS_SOON: Final = timedelta(days=60)
REVIEW_SOON: Final = timedelta(days=30)
ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name", "pk"),
    "waiting": ("waiting_days", "name", "pk"),
    "licence": ("licensed_until", "name", "pk"),
}


@dataclass(frozen=True, kw_only=True)
class ProviderFilter:
    """What the directory is cut down to."""

    q: str = ""
    state: str = ""
    service: str = ""  # the code of an intervention
    modality: str = ""
    language: str = ""
    view: str = ""  # “licences”: those whose licence ends soon or does not hold
    sort: str = ""


def current_grades() -> QuerySet[EvidenceGrade]:
    """List the latest grade of every intervention for every track."""
    same = EvidenceGrade.objects.filter(intervention=OuterRef("intervention"), track=OuterRef("track"))
    return EvidenceGrade.objects.filter(number=Subquery(same.order_by("-number").values("number")[:1]))


def interventions_for(person: User) -> QuerySet[Intervention]:
    """List the interventions that somebody may read of, each with its current grades in `current`."""
    rows = scope(person, "intervention.view", Intervention.objects.all())
    return rows.prefetch_related(Prefetch("grades", current_grades(), to_attr="current")).order_by("name", "pk")


def for_view(rows: QuerySet[Intervention], view: str, on: date) -> QuerySet[Intervention]:
    """Cut interventions down to one view: those due for review, those of which little is known, those given up, or those in use."""
    if view == "retired":
        return rows.filter(retired_on__isnull=False)
    rows = rows.filter(retired_on=None)
    if view == "due":
        return rows.filter(pk__in=reviews_due(on).values("intervention"))
    if view == "weak":
        return rows.filter(pk__in=current_grades().filter(certainty__in=WEAK).values("intervention"))
    return rows


def reviews_due(on: date) -> QuerySet[EvidenceGrade]:
    """List the current grades whose review is due within a month, or overdue; interventions given up need none."""
    rows = current_grades().filter(review_due__lte=on + REVIEW_SOON, intervention__retired_on=None)
    return rows.select_related("intervention").order_by("review_due", "pk")


def providers_for(person: User, wanted: ProviderFilter, on: date) -> QuerySet[Provider]:
    """List the providers that somebody may see, cut down and put in order, with the last day of their longest licence."""
    rows = scope(person, "provider.view", Provider.objects.all())
    holding = Licence.objects.filter(licensed_on(on), provider=OuterRef("pk"), clinical=True)
    rows = rows.annotate(licensed_until=Subquery(holding.order_by("-expires_on").values("expires_on")[:1]))
    rows = _matching(rows, wanted, on)
    listed = Prefetch("services", ProviderService.objects.select_related("intervention").order_by("intervention__name"))
    return rows.prefetch_related(listed).order_by(*ORDERS.get(wanted.sort, ORDERS["name"]))


def _matching(rows: QuerySet[Provider], wanted: ProviderFilter, on: date) -> QuerySet[Provider]:
    if wanted.q:
        words = wanted.q.strip()
        rows = rows.filter(Q(name__icontains=words) | Q(service__icontains=words) | Q(reference__iexact=words))
    if wanted.view == "licences":
        rows = rows.filter(pk__in=licences_to_check(on).values("provider"))
    rows = rows.filter(state=wanted.state) if wanted.state else rows.exclude(state=ProviderState.REMOVED)
    if wanted.service:
        rows = rows.filter(pk__in=ProviderService.objects.filter(intervention__code=wanted.service).values("provider"))
    for column, value in (("modalities", wanted.modality), ("languages", wanted.language)):
        if value:
            rows = rows.annotate(**{f"{column}_told": Cast(column, TextField())})
            rows = rows.filter(**{f"{column}_told__contains": f'"{value}"'})
    return rows


def licences_to_check(on: date) -> QuerySet[Licence]:
    """List the licences that end within sixty days, ended by their day, or were never verified, of providers that are not removed."""
    rows = Licence.objects.filter(ended_on=None).exclude(provider__state=ProviderState.REMOVED)
    rows = rows.filter(Q(expires_on__lte=on + ENDS_SOON) | Q(verified_on=None))
    return rows.select_related("provider").order_by("expires_on", "pk")


def standing_of(licence: Licence, on: date) -> str:
    """Tell where a licence stands on a day: ended, expired, not_verified, ends_soon or holds."""
    if licence.ended_on is not None and licence.ended_on <= on:
        return "ended"
    if licence.expires_on < on:
        return "expired"
    if licence.verified_on is None:
        return "not_verified"
    return "ends_soon" if licence.expires_on <= on + ENDS_SOON else "holds"


def licences_of(provider: Provider) -> QuerySet[Licence]:
    """List the licences of a provider, those that run the longest first."""
    rows = Licence.objects.filter(provider=provider).select_related("verified_by__person", "provider")
    return rows.order_by("-expires_on", "pk")


def ties_of(provider: Provider) -> QuerySet[ProviderTie]:
    """List the financial ties of a provider, whichever of the two they were entered for."""
    rows = ProviderTie.objects.filter(Q(provider=provider) | Q(other=provider))
    return rows.select_related("provider", "other").order_by("ended_on", "pk")


def spoken_languages() -> list[str]:
    """List the languages that listed providers work in."""
    rows: Iterable[Any] = Provider.objects.exclude(state=ProviderState.REMOVED).values_list("languages", flat=True)
    return sorted({code for codes in rows for code in codes})
