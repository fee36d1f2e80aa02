"""An employee's own dates: hand one in, and say what stood in the way."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.access.policy import scope_own
from backend.agreements.actions.obstacles import answer_obstacle, obstacles
from backend.agreements.actions.occurrences import TO_HAND_IN
from backend.agreements.models import AgreementState, Obstacle, Occurrence
from backend.agreements.obligation_vocabulary import Bearer
from backend.agreements.queries.keeping import WITH_ALL
from backend.audit.reads import viewed
from backend.kernel.errors import NotVisible
from backend.web.acts import act_page, too_late
from backend.web.agreements.proof import files_of, hand_in, hand_in_form, own_file, remove_own
from backend.web.forms.keeping import BarrierForm
from backend.web.pages import PersonRequest, signed_in


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def date(request: PersonRequest, reference: str, seq: int, number: int) -> HttpResponse:
    """Show one date of the person's own agreement, and let them hand it in."""
    row = _found(request, reference, seq, number)
    viewed(row, "occurrence.view", actor=request.user)
    can = (
        row.state in TO_HAND_IN and row.duty.bearer == Bearer.EMPLOYEE and row.agreement.state == AgreementState.ACTIVE
    )
    form = hand_in_form(request, row, can=can)
    shown: dict[str, Any] = {
        "row": row,
        "files": files_of(row, request.user, own=True),
        "question": getattr(row, "obstacle", None),
        "can_hand_in": can,
        "heading": row.duty.what,
        "reference": row.reference,
        "submit": _("Hand it in"),
    }
    return act_page(
        request,
        form,
        lambda: hand_in(form, row, actor=request.user),
        back=reverse("my-agreement", args=[reference]),
        done=_("Thank you, it is handed in. %(name)s looks at it.") % {"name": row.duty.verifier.name},
        shown=shown,
        template="web/mine/date.html",
    )


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def barrier(request: PersonRequest, reference: str, seq: int, number: int) -> HttpResponse:
    """Let the person say what stood in the way, in their own words."""
    row = _found(request, reference, seq, number)
    question = Obstacle.objects.filter(occurrence=row).first()
    if question is None:
        return redirect("my-date", reference, seq, number)
    viewed(question, "obstacle.view", actor=request.user)
    heading = _("What stood in the way?")
    back = reverse("my-agreement", args=[reference])
    running = row.agreement.state == AgreementState.ACTIVE
    if request.method != "POST" and not (running and question.state in obstacles.moves["answer"].sources):
        return too_late(request, heading, question.get_state_display(), back)
    form = BarrierForm(request.POST or None)
    shown = {
        "heading": heading,
        "sub": row.duty.what,
        "reference": row.reference,
        "consequence": _(
            "Illness, leave, a provider without a date, something that we did not do: say it here. "
            "It is read before anything else is decided."
        ),
        "submit": _("Send this answer"),
    }
    return act_page(
        request,
        form,
        lambda: answer_obstacle(question, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("Thank you. Your answer is kept and will be read."),
        shown=shown,
        template="web/mine/act.html",
    )


def _found(request: PersonRequest, reference: str, seq: int, number: int) -> Occurrence:
    rows = Occurrence.objects.filter(agreement__reference=reference, duty__seq=seq, number=number)
    row = scope_own(request.user, "occurrence.view", rows).select_related(*WITH_ALL).first()
    if row is None:
        raise NotVisible
    return row


urlpatterns = [
    path("agreements/<str:reference>/duties/<int:seq>/<int:number>/", date, name="my-date"),
    path("agreements/<str:reference>/duties/<int:seq>/<int:number>/barrier/", barrier, name="my-barrier"),
    path("agreements/<str:reference>/duties/<int:seq>/<int:number>/files/<int:file>/", own_file, name="my-date-file"),
    path(
        "agreements/<str:reference>/duties/<int:seq>/<int:number>/files/<int:file>/remove/",
        remove_own,
        name="my-date-file-remove",
    ),
]
