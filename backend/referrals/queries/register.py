"""Reads of the two registers: which grade counts today, and who could be offered."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from backend.cases.models import Case
from backend.documents.guard.reading import found_in
from backend.referrals.models import EvidenceGrade, Intervention, Licence, Provider, ProviderTie
from backend.referrals.vocabulary import WEAK, ProviderState


def current_grade(intervention: Intervention, track: str) -> EvidenceGrade | None:
    """Find the latest grade of an intervention for a track of conduct."""
    return EvidenceGrade.objects.filter(intervention=intervention, track=track).order_by("-number").first()


def is_weak(grade: EvidenceGrade) -> bool:
    """Tell whether so little is known that the service may not be the only control."""
    return grade.certainty in WEAK


def is_stale(grade: EvidenceGrade, on: date) -> bool:
    """Tell whether the grade should have been reviewed by now."""
    return grade.review_due < on


def licensed_on(day: date) -> Q:
    """Filter for licences that were verified and hold on a day."""
    return Q(expires_on__gte=day, verified_on__isnull=False) & (Q(ended_on=None) | Q(ended_on__gt=day))


def valid_licences(provider: Provider, on: date) -> QuerySet[Licence]:
    """List the licences of a provider for clinical work that hold on a day."""
    return Licence.objects.filter(licensed_on(on), provider=provider, clinical=True).order_by("expires_on")


def could_be_offered(intervention: Intervention, on: date) -> QuerySet[Provider]:
    """List the providers that offer an intervention, with a licence that holds where the act is clinical."""
    rows = Provider.objects.filter(state=ProviderState.LISTED, services__intervention=intervention)
    if intervention.clinical:
        holding = Licence.objects.filter(licensed_on(on), clinical=True)
        rows = rows.filter(pk__in=holding.values("provider"))
    return rows.order_by("waiting_days", "name")


def can_take(provider: Provider, intervention: Intervention, on: date) -> bool:
    """Tell whether a provider could be offered a service on a day: listed, offering it, and licensed where the act is clinical."""
    return could_be_offered(intervention, on).filter(pk=provider.pk).exists()


def has_to_do_with(provider: Provider, case: Case) -> bool:
    """Tell whether a provider told of something that binds it to somebody in a case: a party, by name, and in whatever part."""
    if not provider.conflicts.strip():
        return False
    parties = list(case.parties.values_list("person__name", flat=True))
    return any(
        found_in(provider.conflicts, language=language, categories=frozenset(), unnamed=parties)
        for language in ("en", "de")
    )


def ties_among(providers: Iterable[Provider], others: Iterable[Provider]) -> list[ProviderTie]:
    """List the financial ties between two groups of providers."""
    one, two = [row.pk for row in providers], [row.pk for row in others]
    either = Q(provider__in=one, other__in=two) | Q(provider__in=two, other__in=one)
    return list(ProviderTie.objects.filter(either, ended_on=None).select_related("provider", "other"))
