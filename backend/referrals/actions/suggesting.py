"""Pointing out help: voluntary, reported by nobody, followed by nothing. Only whom it was pointed out to can read of it."""

from datetime import timedelta

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.models import Person, User
from backend.referrals.models import Provider, SupportSuggestion
from backend.referrals.policy.examinations import may_suggest
from backend.referrals.vocabulary import ProviderState

NOT_AGAIN = timedelta(days=90)

declare("support.suggest", "pointed help out to somebody", kind="change", compartment="medical")
declare("support.see", "noted that they know of help pointed out to them", kind="change", compartment="medical")
declare("support.list", "listed the help that was pointed out", kind="read", compartment="medical")


def suggest_support(person: Person, provider: Provider, *, actor: User) -> SupportSuggestion:
    """Point a provider out to somebody who may want it; whether they go is nobody's business but theirs."""
    if not may_suggest(actor):
        raise Forbidden
    if person.pk == actor.person_id:
        raise Invalid({"person": ["Name somebody else: you know of it already."]})
    if not User.objects.filter(person=person, is_active=True).exists():
        raise Invalid({"person": ["This person cannot sign in and would not read it. Tell them in person."]})
    if provider.state != ProviderState.LISTED:
        raise Refused("This provider is not offered now.", code="provider-not-listed", field="provider")
    if provider.faith_based and provider.secular_alternative_id is None:
        raise Refused(
            "Name a secular alternative for this provider first: nobody is led to a religious programme alone.",
            code="secular-missing",
        )
    lately = SupportSuggestion.objects.filter(person=person, suggested_at__gt=clock.now() - NOT_AGAIN)
    if lately.filter(provider=provider).exists():
        raise Refused(
            "This was pointed out to the person lately. Once is a suggestion, twice is pressure.",
            code="suggested-lately",
            field="person",
        )
    suggestion = SupportSuggestion(person=person, provider=provider, suggested_by=actor, suggested_at=clock.now())
    return keep(suggestion, "support.suggest", actor=actor)


def see_support(suggestion: SupportSuggestion, *, actor: User) -> SupportSuggestion:
    """Note for the person alone that they have read it, so that it no longer waits on their first page."""
    require(actor, "support.see", suggestion)
    if suggestion.seen_at is None:
        suggestion.seen_at = clock.now()
    return keep(suggestion, "support.see", actor=actor)
