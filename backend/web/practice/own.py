"""Looking up what a provider may see: in scope, or ended and closed to them, or not there at all."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from backend.access.policy import scope
from backend.audit.reads import note_held_back
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.referrals.actions.reporting import ENDED
from backend.referrals.models import ProviderContact, Referral
from backend.referrals.policy.compartment import practice_of
from backend.referrals.queries.as_provider import contact_of
from backend.web.pages import PersonRequest, View, page, signed_in

REFERRALS = Referral.objects.select_related("person", "intervention", "provider", "coordinator__person", "case")


def practice(view: View) -> View:
    """Let only a provider's contact reach a page, and only with a second step; without one they are led to set it up."""

    @functools.wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        contact = known_contact(request.user)
        if practice_of(request.user) is None:
            return render(request, "web/practice/second_step.html", status=403)
        return view(request, contact, *args, **kwargs)

    return signed_in(guarded)


def known_contact(user: User) -> ProviderContact:
    """Find whose contact somebody is; for everybody else this door is not there."""
    contact = contact_of(user)
    if contact is None:
        raise NotVisible
    return contact


def own_referral(action: str) -> Callable[[View], View]:
    """Look a referral up as its provider; one whose release has ended is told as closed, and says nothing more."""

    def decorated(view: View) -> View:
        found = page(REFERRALS, action)(view)

        @functools.wraps(view)
        def guarded(request: PersonRequest, reference: str, *args: Any, **kwargs: Any) -> HttpResponse:
            ended = scope(request.user, "referral.see_ended", Referral.objects.filter(reference=reference)).first()
            if ended is not None:
                return closed_page(request, ended)
            return found(request, reference, *args, **kwargs)

        return signed_in(guarded)

    return decorated


def closed_page(request: PersonRequest, referral: Referral) -> HttpResponse:
    """Say that a referral is closed to the provider; a report that was on its way is refused in the same words."""
    if request.method == "POST":
        note_held_back("release-ended")
    shown = {"heading": _("This referral is closed to you"), "reference": referral.reference, "text": ENDED}
    return render(request, "web/practice/closed.html", shown, status=409 if request.method == "POST" else 200)


def back_to(referral: Referral) -> HttpResponse:
    """Lead back to a referral."""
    return redirect("practice-referral", referral.reference)
