"""Suspected breaches and easing for those who notice and decide: the list, one of them, and the acts on it."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.dateformat import format as date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import scope
from backend.agreements.languages import letter_language
from backend.agreements.letters.breach import BreachDetermination, BreachNotice
from backend.agreements.models import Agreement
from backend.audit.reads import listed, viewed
from backend.deadlines.actions import least_after
from backend.decisions.own_appeals import ground_words
from backend.documents.letters import Letter
from backend.documents.wording import ENGLISH
from backend.kernel import clock
from backend.kernel.errors import NotVisible
from backend.monitoring.actions.breaches import RESPONSE, lifecycle
from backend.monitoring.actions.easing import lifecycle as easing_lifecycle
from backend.monitoring.actions.easing import steps_from
from backend.monitoring.letters import step_words
from backend.monitoring.models import Breach, Easing
from backend.monitoring.queries.kept import kept_in
from backend.monitoring.queries.ladder import ladder_of, next_step
from backend.monitoring.queries.reach import (
    BREACHES,
    EASINGS,
    breaches_in_reach,
    check_ins_of,
    easings_of,
    easings_to_decide,
)
from backend.monitoring.vocabulary import BreachAppealState
from backend.web.acts import act_page, done_words, renaming, too_late
from backend.web.forms.monitoring import (
    AppealAnswerForm,
    ConsequenceForm,
    DetermineForm,
    EaseForm,
    ExtendForm,
    NoticeForm,
    NotNowForm,
    steps_told,
)
from backend.web.forms.moves import ReasonForm
from backend.web.letters.drafts import language_name
from backend.web.pages import PersonRequest, absent, must, page, signed_in

PER_PAGE = 25
LETTERS: dict[str, type[Letter]] = {
    "notice": BreachNotice,
    "determine": BreachDetermination,
}  # to the employee, by the act
FOLLOWS: dict[str, Promise] = {
    "notice": lazy("The employee gets the facts in writing, with time to answer and the right to bring a companion. Nothing is decided."),
    "extend": lazy("The employee has until the new day to answer."),
    "drop": lazy("It counts for nothing. An employee who was given notice reads that it was not followed up."),
    "determine": lazy(
        "The employee gets a letter with your reasons and the way to appeal. Decide on this obligation alone: new conduct against a "
        "person is a new report, and never decided here."
    ),
    "decide_consequence": lazy("It takes effect now. The time to appeal is over, or the appeal was answered."),
    "close": lazy("Nothing more is done about it."),
    "decide_appeal": lazy("The employee reads your answer and your reasons. An appeal never makes it worse."),
}  # fmt: skip


@require_safe
@never_cache
@signed_in
def breaches(request: PersonRequest) -> HttpResponse:
    """List the suspected breaches on which the person works, and the stretches kept that wait for a decision."""
    found = Paginator(breaches_in_reach(request.user), PER_PAGE).get_page(request.GET.get("page"))
    eased = list(easings_to_decide(request.user)[:PER_PAGE])
    listed(found.object_list, "agreement_breach.list", actor=request.user)
    if eased:
        listed(eased, "agreement_easing.list", actor=request.user)
    return render(request, "web/monitoring/breaches.html", {"page": found, "easings": eased})


@require_safe
@never_cache
@page(BREACHES, "agreement_breach.view")
def breach(request: PersonRequest, breach: Breach) -> HttpResponse:
    """Show one suspected breach with its facts, the answer, the decision, and what can be done now."""
    _not_ones_own(request, breach.agreement)
    viewed(breach, "agreement_breach.view", actor=request.user)
    moves = [
        {"label": move.label, "url": reverse("breach-move", args=[breach.reference, move.name])}
        for move in lifecycle.open_to(breach, request.user)
        if move.name in FOLLOWS and _can_be_now(breach, move.name)
    ]
    shown = {
        **_head(breach),
        "moves": moves,
        "step": step_words(breach),
        "is_reporter": breach.reported_by_id == request.user.pk,
    }
    return render(request, "web/monitoring/breach.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(BREACHES, "agreement_breach.view")
def move(request: PersonRequest, breach: Breach, verb: str) -> HttpResponse:
    """Give notice, decide, or do what comes next."""
    _not_ones_own(request, breach.agreement)
    known = lifecycle.moves.get(verb)
    if known is None or verb not in FOLLOWS:
        return absent(request)
    must(request.user, known.action, breach)
    back = reverse("breach", args=[breach.reference])
    if request.method != "POST" and (breach.state not in known.sources or not _can_be_now(breach, verb)):
        return too_late(request, known.label, breach.get_state_display(), back)
    form = _form(verb, breach, request.POST or None)
    shown = {**_head(breach), "heading": known.label, "consequence": _follows(verb, breach), "submit": known.label}

    def act() -> object:
        given = dict(form.cleaned_data)
        if verb == "notice":
            given["seen"] = given.pop("facts")
        return lifecycle.functions[verb](breach, actor=request.user, **given)

    template = "web/monitoring/act.html"
    return act_page(
        request,
        form,
        renaming(act, {"seen": "facts"}),
        back=back,
        done=done_words(known),
        shown=shown,
        template=template,
    )


@require_safe
@never_cache
@signed_in
def followed(request: PersonRequest, reference: str) -> HttpResponse:
    """Show what follows one agreement: its check-ins, what was reported, and what was eased."""
    rows = scope(request.user, "agreement.view", Agreement.objects.filter(reference=reference))
    agreement = rows.select_related("person", "monitor", "case").first()
    if agreement is None or agreement.person_id == request.user.person_id:
        raise NotVisible
    check_ins = check_ins_of(agreement, request.user)
    found = list(breaches_in_reach(request.user).filter(agreement=agreement))
    listed([*check_ins, *found], "agreement_check_in.list", actor=request.user)
    shown = {
        "agreement": agreement,
        "check_ins": check_ins,
        "breaches": found,
        "easings": easings_of(agreement, request.user),
        "kept": kept_in(agreement) if agreement.state == "active" else None,
        "undertakings": agreement.undertakings.select_related("monitor", "briefing").order_by("pk"),
    }
    return render(request, "web/monitoring/followed.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(EASINGS, "agreement_easing.view")
def easing(request: PersonRequest, easing: Easing, verb: str) -> HttpResponse:
    """Decide on a stretch that was kept: ease, or leave it as it is."""
    _not_ones_own(request, easing.agreement)
    known = easing_lifecycle.moves.get(verb)
    if known is None or verb not in {"grant", "refuse"}:
        return absent(request)
    must(request.user, known.action, easing)
    back = reverse("agreement-followed", args=[easing.agreement.reference])
    if request.method != "POST" and easing.state not in known.sources:
        return too_late(request, known.label, easing.get_state_display(), back)
    data = request.POST or None
    form = EaseForm(data, steps=steps_told(steps_from(easing.agreement))) if verb == "grant" else NotNowForm(data)
    shown = {
        "heading": known.label,
        "reference": easing.reference,
        "facts": [
            {"key": _("Employee"), "value": easing.agreement.person.name},
            {"key": _("Kept"), "value": kept_words(easing)},
        ],
        "consequence": _("It is recorded, and the employee reads it. Nothing is tightened this way."),
        "submit": known.label,
    }
    act = lambda: easing_lifecycle.functions[verb](easing, actor=request.user, **form.cleaned_data)  # noqa: E731
    return act_page(request, form, act, back=back, done=done_words(known), shown=shown)


def kept_words(easing: Easing) -> str:
    """Say what was kept, as a fact."""
    return _("%(kept)s of %(asked)s kept since %(day)s") % {
        "kept": easing.kept,
        "asked": easing.asked,
        "day": date_format(easing.since_on, "j F Y"),
    }


def _follows(verb: str, breach: Breach) -> str:
    """Say what follows, and in which language to write where a letter to the employee is in another one than English."""
    told, agreement = str(FOLLOWS[verb]), breach.agreement
    if verb not in LETTERS:
        return told
    language = letter_language(LETTERS[verb], agreement.person, agreement.language)
    if language.startswith(ENGLISH):
        return told
    name = language_name(language)
    return f"{told} {_('The letter is in %(name)s: write in it what the employee reads.') % {'name': name}}"


def _form(verb: str, breach: Breach, data: Any) -> ReasonForm:
    if verb == "notice":
        facts = "\n".join(f"{fact['when']} | {fact['what']}" for fact in breach.facts)
        return NoticeForm(data, initial={"facts": facts, "respond_by": least_after(breach, RESPONSE, clock.now()).on})
    if verb == "determine":
        return DetermineForm(data, steps=ladder_of(breach.agreement), usual=next_step(breach.agreement))
    if verb == "decide_appeal":
        return AppealAnswerForm(data, steps=ladder_of(breach.agreement), late=breach.appeal_is_late)
    others: dict[str, Callable[..., ReasonForm]] = {"extend": ExtendForm, "decide_consequence": ConsequenceForm}
    return others.get(verb, ReasonForm)(data)


def _can_be_now(breach: Breach, verb: str) -> bool:
    """Offer an act only when it can be; the act itself decides."""
    appealed = breach.appeal_state == BreachAppealState.FILED
    if verb == "decide_appeal":
        return appealed
    return not (appealed and verb in {"close", "decide_consequence"})


def _not_ones_own(request: PersonRequest, agreement: Agreement) -> None:
    if agreement.person_id == request.user.person_id:
        raise NotVisible


def _head(breach: Breach) -> dict[str, Any]:
    crumbs = [(_("Breaches"), reverse("breaches")), (breach.reference, reverse("breach", args=[breach.reference]))]
    grounds = ground_words(breach.appeal_grounds)
    return {"breach": breach, "reference": breach.reference, "crumbs": crumbs, "grounds": grounds}


urlpatterns = [
    path("breaches/", breaches, name="breaches"),
    path("breaches/<str:reference>/", breach, name="breach"),
    path("breaches/<str:reference>/<slug:verb>/", move, name="breach-move"),
    path("easings/<str:reference>/<slug:verb>/", easing, name="easing-move"),
    path("<str:reference>/followed/", followed, name="agreement-followed"),
]
