"""The coordinator's word at the end of a referral: complied with, or not."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.people.models import User
from backend.referrals.actions.concluding import conclude_complied, conclude_unmet
from backend.referrals.models import Referral
from backend.web.acts import act_page
from backend.web.forms.moves import PlainForm
from backend.web.pages import PersonRequest, must, page

REFERRALS = Referral.objects.select_related("person", "intervention", "case")


@require_http_methods(["GET", "POST"])
@never_cache
@page(REFERRALS, "referral.view")
def complied(request: PersonRequest, referral: Referral) -> HttpResponse:
    """Note that a referral was complied with."""
    must(request.user, "referral.conclude", referral)
    return _word(
        request,
        referral,
        act=conclude_complied,
        heading=_("Note that it was complied with"),
        consequence=_("It lifts no sanction, no restriction and no finding. A return to work is decided on its own."),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(REFERRALS, "referral.view")
def unmet(request: PersonRequest, referral: Referral) -> HttpResponse:
    """Note that a referral was not complied with."""
    must(request.user, "referral.conclude_unmet", referral)
    return _word(
        request,
        referral,
        act=conclude_unmet,
        heading=_("Note that it was not complied with"),
        consequence=_("Whoever decides learns this one fact, and hears the employee before anything follows."),
    )


def _word(
    request: PersonRequest, referral: Referral, *, act: Callable[..., Referral], heading: str, consequence: str
) -> HttpResponse:
    person: User = request.user
    form = PlainForm(request.POST if request.method == "POST" else None)
    shown = {"heading": heading, "reference": referral.reference, "consequence": consequence, "submit": heading}
    return act_page(
        request,
        form,
        lambda: act(referral, actor=person),
        back=reverse("referral", args=[referral.reference]),
        done=_("It is noted."),
        shown=shown,
        template="web/mine/act.html",
    )


urlpatterns = [
    path("<str:reference>/conclude/", complied, name="referral-conclude"),
    path("<str:reference>/conclude-unmet/", unmet, name="referral-conclude-unmet"),
]
