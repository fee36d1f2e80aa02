"""Deciding what follows when something was not taken up or not kept to, on the conduct alone."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.cases.models import Case
from backend.referrals.actions.following import FOLLOWED, follow_up
from backend.web.acts import act_page
from backend.web.cases.shell import CASES, frame
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, must, page


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def follow(request: PersonRequest, case: Case) -> HttpResponse:
    """Note what follows; where nothing waits, lead back to the case."""
    must(request.user, "outcome.follow_up", case)
    back = reverse("case", args=[case.reference])
    owed = list(case.obligations.filter(kind__in=FOLLOWED, discharged_at=None).order_by("pk"))
    if request.method != "POST" and not owed:
        return redirect(back)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    shown = {
        **frame(case, set()),
        "heading": _("Decide what follows"),
        "consequence": _(
            "Decide on the conduct that was found, and hear the employee first. Why something was not taken up or kept to is no part "
            "of it: you are not told, and it counts for nothing."
        ),
        "facts": [{"key": _("Still to be done"), "value": each.what} for each in owed],
        "submit": _("Note what follows"),
    }
    return act_page(
        request,
        form,
        lambda: follow_up(case, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("What follows was noted."),
        shown=shown,
    )


urlpatterns = [path("<str:reference>/follow-up/", follow, name="case-follow-up")]
