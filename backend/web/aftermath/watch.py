"""The watch for retaliation, for whoever watches and for intake: the people protected, the check-ins and the concerns."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.models import Role
from backend.access.policy import can, permitted, scope
from backend.access.roles import users_with
from backend.audit.reads import listed, viewed
from backend.cases.actions.check_ins import lifecycle as check_in_lifecycle
from backend.cases.actions.concerns import open_retaliation_case, settle_concern
from backend.cases.actions.watch import end_watch, hand_over_watch, note_wish, start_watch, tell_watch
from backend.cases.aftermath_vocabulary import Level
from backend.cases.models import Case, CheckIn, Concern, RetaliationWatch, WatchedPerson
from backend.documents.queries import day_words
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.web.acts import act_page, done_words, too_late
from backend.web.aftermath.links import after_opening
from backend.web.cases.shell import CASES, frame
from backend.web.forms.aftermath import (
    HoldForm,
    RescheduleForm,
    RetaliationForm,
    SettleForm,
    StaffWishForm,
    StartWatchForm,
    WatcherForm,
)
from backend.web.forms.moves import PlainForm, ReasonForm
from backend.web.pages import PersonRequest, absent, must, page, signed_in

WATCHES = RetaliationWatch.objects.select_related("case", "watcher__person", "reviewer__person")
CHECK_INS = CheckIn.objects.select_related("watch__case", "person__party__person", "held_by__person")
CONCERNS = Concern.objects.select_related("watch__case", "person__party__person", "raised_by__person", "led_to")
ACTS = ("watch.tell", "watch.hand_over", "watch.end")
FORMS: Mapping[str, type[PlainForm]] = {"hold": HoldForm, "reschedule": RescheduleForm}
FOLLOWS: Mapping[str, Promise] = {
    "hold": lazy(
        "Anything that changed for the worse goes to intake as a concern. Nobody in the line of the person reads this."
    ),
    "miss": lazy("Within two working days it is planned again, or passed to intake."),
    "reschedule": lazy("The check-in is planned for the new day."),
    "escalate": lazy("Intake sees to it that somebody reaches the person."),
}
QUESTIONS: Mapping[str, Promise] = {
    "schedule": lazy("Working times or place"),
    "pay": lazy("Pay"),
    "rating": lazy("Ratings"),
    "exclusion": lazy("Meetings, projects, training"),
    "contact": lazy("Contact"),
    "comments": lazy("Remarks"),
}


@require_safe
@never_cache
@signed_in
def watches(request: PersonRequest) -> HttpResponse:
    """List the watches that the person keeps, or that intake and counsel follow."""
    rows = list(scope(request.user, "watch.view", WATCHES.all()).order_by("state", "-pk")[:100])
    if not rows:
        raise NotVisible
    listed(rows, "watch.list", actor=request.user)
    return render(request, "web/aftermath/watches.html", {"watches": rows})


@require_safe
@never_cache
@page(WATCHES, "watch.view")
def watch(request: PersonRequest, watch: RetaliationWatch) -> HttpResponse:
    """Show a watch: who is protected until when, the check-ins with them, and their concerns."""
    viewed(watch, "watch.view", actor=request.user)
    may = permitted(request.user, ACTS, watch)
    shown = {
        "watch": watch,
        "people": watch.people.select_related("party__person").order_by("pk"),
        "check_ins": watch.check_ins.select_related("person__party__person").order_by("due_on", "pk"),
        "concerns": watch.concerns.select_related("person__party__person").order_by("-pk"),
        "is_on": watch.state == "watching",
        "may": {**{action.partition(".")[2]: action in may for action in ACTS}, "note_wish": "watch.tell" in may},
        "sees_case": can(request.user, "case.view", watch.case),
        "notes_wishes": can(request.user, "accountability_wish.record", watch.case),
    }
    return render(request, "web/aftermath/watch.html", shown)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def start(request: PersonRequest, case: Case) -> HttpResponse:
    """Start the watch over the people of a case."""
    must(request.user, "watch.start", case)
    form = StartWatchForm(request.POST or None, people=_watchers())
    shown = {
        **frame(case, set()),
        "heading": _("Start the watch for retaliation"),
        "consequence": _(
            "For twelve months somebody outside both lines asks how things are. They see the watch, and not the case."
        ),
        "submit": _("Start the watch"),
        "cancel_url": reverse("case", args=[case.reference]),
    }

    def back(made: RetaliationWatch) -> str:
        return reverse("watch", args=[made.reference])

    act = lambda: start_watch(case, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("The watch was started."), shown=shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(WATCHES, "watch.view")
def tell(request: PersonRequest, watch: RetaliationWatch) -> HttpResponse:
    """Issue the letters of the watch."""
    must(request.user, "watch.tell", watch)
    words = _(
        "Each protected person gets a plan. Their managers learn which decisions a second person looks at first, and no more."
    )
    form = ReasonForm(request.POST or None)
    return _act(request, watch, tell_watch, _("Send the letters of the watch"), words, form, "watch.tell")


@require_http_methods(["GET", "POST"])
@never_cache
@page(WATCHES, "watch.view")
def hand_over(request: PersonRequest, watch: RetaliationWatch) -> HttpResponse:
    """Give the watch to somebody else."""
    must(request.user, "watch.hand_over", watch)
    words = _("The new watcher sees the watch from now on. The access of the earlier one ends at once.")
    form = WatcherForm(request.POST or None, people=_watchers())
    return _act(request, watch, hand_over_watch, _("Hand the watch over"), words, form, "watch.hand_over")


@require_http_methods(["GET", "POST"])
@never_cache
@page(WATCHES, "watch.view")
def end(request: PersonRequest, watch: RetaliationWatch) -> HttpResponse:
    """End a watch whose time is over."""
    must(request.user, "watch.end", watch)
    words = _("Nobody asks any more. Whoever wants to tell something sends a new report.")
    form = ReasonForm(request.POST or None)
    return _act(request, watch, end_watch, _("End the watch"), words, form, "watch.end")


@require_http_methods(["GET", "POST"])
@never_cache
@page(WATCHES, "watch.view")
def wish(request: PersonRequest, watch: RetaliationWatch, uid: UUID) -> HttpResponse:
    """Note what a protected person said about being asked."""
    watched = watch.people.select_related("watch__case", "party__person").filter(uid=uid).first()
    if watched is None:
        return absent(request)
    must(request.user, "watch.note_wish", watched)
    heading = _("The wish of %(name)s") % {"name": watched.party.person.name}
    words = _("With “no contact” nobody asks them any more. Decisions about them are still looked at first.")
    form = StaffWishForm(request.POST or None, initial={"no_contact": "1" if watched.no_contact else ""})

    def act(_watch: RetaliationWatch, **given: Any) -> WatchedPerson:
        return note_wish(watched, **given)

    return _act(request, watch, act, heading, words, form, "watch.note_wish")


@require_safe
@never_cache
@page(CHECK_INS, "check_in.view")
def check_in(request: PersonRequest, check_in: CheckIn) -> HttpResponse:
    """Show one check-in to whoever watches, to intake and to counsel."""
    _not_their_own(request, check_in.watch)
    viewed(check_in, "check_in.view", actor=request.user)
    moves = [
        {"label": move.label, "url": reverse("check-in-move", args=[check_in.reference, move.name])}
        for move in check_in_lifecycle.open_to(check_in, request.user)
        if move.name in FOLLOWS
    ]
    shown = {"here": check_in.reference, "check_in": check_in, "answers": told_answers(check_in), "moves": moves}
    return render(request, "web/aftermath/check_in.html", {**_head(check_in.watch), **shown})


@require_http_methods(["GET", "POST"])
@never_cache
@page(CHECK_INS, "check_in.view")
def check_in_move(request: PersonRequest, check_in: CheckIn, verb: str) -> HttpResponse:
    """Hold a check-in, note that it was missed, plan it again or pass it on."""
    known = check_in_lifecycle.moves.get(verb)
    if known is None or verb not in FOLLOWS:
        return absent(request)
    must(request.user, known.action, check_in)
    back = reverse("check-in", args=[check_in.reference])
    if request.method != "POST" and check_in.state not in known.sources:
        return too_late(request, known.label, check_in.get_state_display(), back)
    form = FORMS.get(verb, ReasonForm)(request.POST or None)
    shown = {
        **_head(check_in.watch),
        "heading": known.label,
        "consequence": FOLLOWS[verb],
        "submit": known.label,
        "facts": [
            {"key": _("With"), "value": check_in.person.party.person.name},
            {"key": _("Day"), "value": day_words(check_in.due_on)},
        ],
    }
    act = lambda: check_in_lifecycle.functions[verb](check_in, actor=request.user, **form.cleaned_data)  # noqa: E731
    return act_page(request, form, act, back=back, done=done_words(known), shown=shown)


@require_safe
@never_cache
@page(CONCERNS, "concern.view")
def concern(request: PersonRequest, concern: Concern) -> HttpResponse:
    """Show one concern: what was told, and what became of it."""
    _not_their_own(request, concern.watch)
    viewed(concern, "concern.view", actor=request.user)
    shown = {
        "here": concern.reference,
        "concern": concern,
        "can_settle": concern.state == "open" and can(request.user, "concern.settle", concern),
        "sees_case": concern.led_to is not None and can(request.user, "case.view", concern.led_to),
    }
    return render(request, "web/aftermath/concern.html", {**_head(concern.watch), **shown})


@require_http_methods(["GET", "POST"])
@never_cache
@page(CONCERNS, "concern.view")
def settle(request: PersonRequest, concern: Concern) -> HttpResponse:
    """Settle a concern without a case."""
    must(request.user, "concern.settle", concern)
    form = SettleForm(request.POST or None)
    shown = {
        **_head(concern.watch),
        "heading": _("Settle without a case"),
        "consequence": _("The person reads your answer. The watch goes on."),
        "submit": _("Settle the concern"),
        "facts": [{"key": _("What was told"), "value": concern.told}],
    }
    act = lambda: settle_concern(concern, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    back = reverse("concern", args=[concern.reference])
    return act_page(request, form, act, back=back, done=_("The concern was settled."), shown=shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(CONCERNS, "concern.view")
def open_case(request: PersonRequest, concern: Concern) -> HttpResponse:
    """Open a case about retaliation from a concern."""
    must(request.user, "concern.open_case", concern)
    form = RetaliationForm(request.POST or None)
    shown = {
        **_head(concern.watch),
        "heading": _("Open a case about retaliation"),
        "consequence": _(
            "A new case begins. Somebody who took no part in the earlier one investigates, and nobody is assumed to have acted."
        ),
        "submit": _("Open the case"),
        "facts": [{"key": _("What was told"), "value": concern.told}],
        "cancel_url": reverse("concern", args=[concern.reference]),
    }

    def back(made: Case) -> str:
        return after_opening(request, made, reverse("concern", args=[concern.reference]))

    act = lambda: open_retaliation_case(concern, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best so
    return act_page(request, form, act, back=back, done=_("The case was opened."), shown=shown)


def told_answers(check_in: CheckIn) -> list[dict[str, str]]:
    """Give the coded answers of a check-in in words."""
    return [{"key": str(QUESTIONS[name]), "value": str(Level(value).label)} for name, value in check_in.answers.items()]


def _not_their_own(request: PersonRequest, watch: RetaliationWatch) -> None:
    """A protected person has a page of their own."""
    if not can(request.user, "watch.view", watch):
        raise NotVisible


def _act(
    request: PersonRequest,
    watch: RetaliationWatch,
    act: Callable[..., Any],
    heading: str,
    consequence: str,
    form: PlainForm,
    action: str,
) -> HttpResponse:
    shown = {**_head(watch), "heading": heading, "consequence": consequence, "submit": heading}
    return act_page(
        request,
        form,
        lambda: act(watch, actor=request.user, **form.cleaned_data),
        back=reverse("watch", args=[watch.reference]),
        done=done_words(action),
        shown=shown,
    )


def _head(watch: RetaliationWatch) -> dict[str, Any]:
    crumbs = [(_("Watches"), reverse("watches")), (watch.reference, reverse("watch", args=[watch.reference]))]
    return {"reference": watch.reference, "crumbs": crumbs}


def _watchers() -> "QuerySet[User]":
    users = {user.pk for role in (Role.HR_PARTNER, Role.INTAKE, Role.COUNSEL) for user in users_with(role)}
    return User.objects.filter(pk__in=users).select_related("person").order_by("person__name")


urlpatterns = [
    path("watches/", watches, name="watches"),
    path("watches/<str:reference>/", watch, name="watch"),
    path("watches/<str:reference>/people/<uuid:uid>/wish/", wish, name="watch-wish"),
    path("watches/<str:reference>/tell/", tell, name="watch-tell"),
    path("watches/<str:reference>/hand-over/", hand_over, name="watch-hand-over"),
    path("watches/<str:reference>/end/", end, name="watch-end"),
    path("check-ins/<str:reference>/", check_in, name="check-in"),
    path("check-ins/<str:reference>/moves/<slug:verb>/", check_in_move, name="check-in-move"),
    path("concerns/<str:reference>/", concern, name="concern"),
    path("concerns/<str:reference>/settle/", settle, name="concern-settle"),
    path("concerns/<str:reference>/open-case/", open_case, name="concern-open-case"),
]
