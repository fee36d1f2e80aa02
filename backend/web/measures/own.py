"""What a person reads of temporary measures: those that bind or support them, those that protect them, what they are to arrange."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.audit.reads import listed, viewed
from backend.investigation.actions.measures import challenge_measure
from backend.investigation.measure_tables import InterimMeasure, MeasureState
from backend.investigation.queries.measures import own_instructions, own_measures, protecting_measures
from backend.web.acts import act_page
from backend.web.forms.measures import ChallengeForm
from backend.web.pages import PersonRequest, page, signed_in

OWN = InterimMeasure.objects.select_related("case", "on_whom__person")


@require_safe
@never_cache
@signed_in
def measures(request: PersonRequest) -> HttpResponse:
    """List the measures that bind, support or protect the person."""
    mine, protecting = list(own_measures(request.user)), list(protecting_measures(request.user))
    listed([*mine, *protecting], "measure.list", actor=request.user)
    return render(request, "web/measures/mine.html", {"measures": mine, "protecting": protecting})


@require_safe
@never_cache
@page(OWN, "measure.challenge")
def measure(request: PersonRequest, measure: InterimMeasure) -> HttpResponse:
    """Show the person one measure on them: what it asks, until when, and how to have it looked at."""
    viewed(measure, "measure.view", actor=request.user)
    shown = {
        "measure": measure,
        "challenges": measure.challenges.order_by("-pk"),
        "can_challenge": measure.state == MeasureState.IN_FORCE and not measure.is_supportive,
    }
    return render(request, "web/measures/own.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(OWN, "measure.challenge")
def challenge(request: PersonRequest, measure: InterimMeasure) -> HttpResponse:
    """Ask that somebody who took no part looks at the measure."""
    back = reverse("my-measure", args=[measure.reference])
    if request.method != "POST" and measure.state != MeasureState.IN_FORCE:
        messages.info(request, _("A challenge is not possible now. Below you see where the measure stands."))
        return redirect(back)
    form = ChallengeForm(request.POST or None)
    act = lambda: challenge_measure(  # noqa: E731 - reads best in one line
        measure, actor=request.user, reason="Challenged by the person bound.", **form.cleaned_data
    )
    shown = {
        "heading": _("Challenge this measure"),
        "consequence": _("Somebody who took no part in it looks at it and answers you. It holds until then."),
        "submit": _("Send the challenge"),
    }
    return act_page(
        request, form, act, back=back, done=_("Your challenge was sent."), shown=shown, template="web/mine/act.html"
    )


@require_safe
@never_cache
@signed_in
def instructions(request: PersonRequest) -> HttpResponse:
    """List what the person is to arrange for somebody they lead; there is no reason in it."""
    rows = list(own_instructions(request.user))
    listed(rows, "measure.read_instruction", actor=request.user)
    return render(request, "web/measures/instructions.html", {"instructions": rows})


urlpatterns = [
    path("measures/", measures, name="my-measures"),
    path("measures/<str:reference>/", measure, name="my-measure"),
    path("measures/<str:reference>/challenge/", challenge, name="my-measure-challenge"),
    path("instructions/", instructions, name="my-instructions"),
]
