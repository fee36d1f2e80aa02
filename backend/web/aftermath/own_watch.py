"""A protected person's own page: who asks when, how to answer, how to say that something happened, and how not to be asked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import scope
from backend.audit.reads import listed, viewed
from backend.cases.actions.check_ins import EARLY, STILL_OPEN, answer_check_in
from backend.cases.actions.concerns import raise_concern
from backend.cases.actions.watch import note_wish
from backend.cases.models import CheckIn, Concern, WatchedPerson
from backend.cases.watching import own_check_ins, own_watches
from backend.kernel import clock
from backend.web.acts import act_page
from backend.web.aftermath.watch import told_answers
from backend.web.forms.aftermath import CheckInForm, ConcernForm, WishForm
from backend.web.pages import PersonRequest, page, signed_in

WATCHED = WatchedPerson.objects.select_related("watch__case", "watch__watcher__person", "party__person")
CHECK_INS = CheckIn.objects.select_related("watch__case", "person__party__person")
ACT = "web/mine/act.html"


@require_safe
@never_cache
@signed_in
def watches(request: PersonRequest) -> HttpResponse:
    """Show what protects the person from retaliation, and ask whether anything bad has happened since."""
    people = list(own_watches(request.user))
    listed(people, "watch.see_own", actor=request.user)
    concerns = scope(request.user, "concern.view", Concern.objects.filter(person__in=people)).order_by("-pk")
    rows = [_row(check_in) for check_in in own_check_ins(people)]
    shown = {"people": people, "check_ins": rows, "concerns": concerns}
    return render(request, "web/aftermath/mine.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(CHECK_INS, "check_in.answer")
def answer(request: PersonRequest, check_in: CheckIn) -> HttpResponse:
    """Answer a check-in oneself, or read what one answered."""
    if check_in.state not in STILL_OPEN:
        viewed(check_in, "check_in.view", actor=request.user)
        return render(request, "web/aftermath/answered.html", {"check_in": check_in, "answers": told_answers(check_in)})
    if request.method != "POST" and not _is_near(check_in):
        messages.info(request, _("This check-in is still to come. You can raise a concern at any time."))
        return redirect("my-watch")
    form = CheckInForm(request.POST or None)
    shown = {
        "heading": _("How are things?"),
        "consequence": _(
            "The watcher, the intake office and counsel read your answers. Your manager and the other side do not."
        ),
        "submit": _("Send your answers"),
    }
    act = lambda: answer_check_in(  # noqa: E731 - reads best in one line
        check_in, actor=request.user, reason="Answered by the person protected.", **form.cleaned_data
    )
    return act_page(
        request,
        form,
        act,
        back=reverse("my-watch"),
        done=_("Your answers were sent. Thank you."),
        shown=shown,
        template=ACT,
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(WATCHED, "watch.raise_concern", by="watch__reference")
def concern(request: PersonRequest, watched: WatchedPerson) -> HttpResponse:
    """Tell that something bad happened since."""
    form = ConcernForm(request.POST or None)
    shown = {
        "heading": _("Tell us what happened"),
        "consequence": _("The intake office looks at it within two working days. Nobody is taken to have done it."),
        "submit": _("Send it"),
    }
    act = lambda: raise_concern(watched, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    done = _("It was sent to the intake office.")
    return act_page(request, form, act, back=reverse("my-watch"), done=done, shown=shown, template=ACT)


@require_http_methods(["GET", "POST"])
@never_cache
@page(WATCHED, "watch.see_own", by="watch__reference")
def wish(request: PersonRequest, watched: WatchedPerson) -> HttpResponse:
    """Say whether one wants to be asked."""
    form = WishForm(request.POST or None, initial={"no_contact": "1" if watched.no_contact else ""})
    shown = {
        "heading": _("Whether we ask you"),
        "consequence": _("Decisions about you are looked at by a second person either way."),
        "submit": _("Save your wish"),
    }
    act = lambda: note_wish(  # noqa: E731 - reads best in one line
        watched, actor=request.user, reason="Wished by the person protected.", **form.cleaned_data
    )
    done = _("Your wish was noted.")
    return act_page(request, form, act, back=reverse("my-watch"), done=done, shown=shown, template=ACT)


def _row(check_in: CheckIn) -> dict[str, Any]:
    open_now = check_in.state in STILL_OPEN and _is_near(check_in)
    return {"row": check_in, "can_answer": open_now, "is_told": check_in.state == "held"}


def _is_near(check_in: CheckIn) -> bool:
    return clock.today() >= check_in.due_on - EARLY


urlpatterns = [
    path("watch/", watches, name="my-watch"),
    path("watch/check-ins/<str:reference>/", answer, name="my-check-in"),
    path("watch/<str:reference>/concern/", concern, name="my-concern"),
    path("watch/<str:reference>/wish/", wish, name="my-wish"),
]
