"""Examinations of fitness for duty as those see them who ask, approve and keep them: the list, one request, and the acts on it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.models import Role
from backend.access.policy import can, scope
from backend.access.roles import users_with
from backend.audit.reads import listed, viewed
from backend.documents.queries import day_words
from backend.kernel import clock
from backend.kernel.errors import Forbidden
from backend.referrals.actions.fitness import ask_for_examination, lifecycle
from backend.referrals.fitness_papers import asked_in
from backend.referrals.models import FitnessRequest, Licence, Provider
from backend.referrals.policy.examinations import KNOW_OF_EXAMINATIONS, may_ask_for_examination
from backend.referrals.queries.register import licensed_on
from backend.referrals.vocabulary import FitnessState, ProviderState, Restriction
from backend.web.acts import act_page, done_words, too_late
from backend.web.forms.fitness import AnswerForm, AskForm, NothingForm
from backend.web.pages import PersonRequest, absent, must, page
from backend.web.registers.shell import PER_PAGE, only_for, sections
from backend.web.states import tone_of

REQUESTS = FitnessRequest.objects.select_related(
    "person", "provider", "asked_by__person", "decided_by__person", "coordinator__person", "letter"
)
FOLLOWS: dict[str, Promise] = {
    "approve": lazy(
        "You confirm that it is related to the job and necessary, and that it asks for no cause of health."
    ),
    "refuse": lazy("Nothing is asked of the employee, and they are not told."),
    "offer": lazy("The employee gets a letter: what was observed, which tasks, who examines, and the three answers."),
    "answer": lazy("Only a word of function comes into the record. The letter or opinion of the examiner does not."),
    "withdraw": lazy("It is no longer asked for. This says nothing about the person."),
}


@require_safe
@never_cache
@only_for(*KNOW_OF_EXAMINATIONS)
def fitness_requests(request: PersonRequest) -> HttpResponse:
    """List the examinations that the person asked for, advises on or keeps, the latest first."""
    rows = scope(request.user, "fitness.view", REQUESTS.all()).exclude(person=request.user.person_id)
    found = Paginator(rows.order_by("-asked_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    listed(found.object_list, "fitness.list", actor=request.user)
    heads = (_("Request"), _("Where it stands"), _("Examiner"), _("Asked on"))
    shown = {
        "rows": [{"cells": _cells(row)} for row in found],
        "page": found,
        "columns": [{"label": label} for label in heads],
        "sections": sections(request.user, "fitness-requests"),
        "may_ask": may_ask_for_examination(request.user),
    }
    return render(request, "web/registers/fitness_requests.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@only_for(*KNOW_OF_EXAMINATIONS)
def ask(request: PersonRequest) -> HttpResponse:
    """Ask for an examination; counsel decides before the employee hears of it."""
    if not may_ask_for_examination(request.user):
        raise Forbidden
    holding = Licence.objects.filter(licensed_on(clock.today()), clinical=True)
    examiners = Provider.objects.filter(state=ProviderState.LISTED, pk__in=holding.values("provider")).order_by("name")
    form = AskForm(request.POST or None, examiners=examiners, coordinators=users_with(Role.REFERRAL_COORDINATOR))

    def act() -> FitnessRequest:
        given = form.cleaned_data
        return ask_for_examination(
            given["person"],
            provider=given["provider"],
            coordinator=given["coordinator"],
            examined=form.examined(),
            actor=request.user,
        )

    shown = {
        "heading": _("Ask for an examination of fitness for duty"),
        "consequence": _(
            "It is no referral and no part of a case. Counsel decides first. The employee may decline, and that is no "
            "misconduct."
        ),
        "submit": _("Ask counsel"),
        "crumbs": [(_("Examinations"), reverse("fitness-requests"))],
        "cancel_url": reverse("fitness-requests"),
    }
    return act_page(request, form, act, back=_at, done=_("The request waits for counsel."), shown=shown)


@require_safe
@never_cache
@page(REQUESTS, "fitness.view")
def fitness_request(request: PersonRequest, row: FitnessRequest) -> HttpResponse:
    """Show a request to those who work on it; the employee has a page of their own."""
    if row.person_id == request.user.person_id:
        return redirect("my-examination", row.reference)
    viewed(row, "fitness.view", actor=request.user)
    shown = {
        "row": row,
        "facts": _facts(row),
        "answer": answer_facts(row),
        "moves": [
            {"label": move.label, "url": reverse("fitness-move", args=[row.reference, move.name])}
            for move in lifecycle.open_to(row, request.user)
        ],
        "letter": row.letter if row.letter and can(request.user, "document.view", row.letter) else None,
        "crumbs": [(_("Examinations"), reverse("fitness-requests"))],
        "here": row.reference,
    }
    return render(request, "web/registers/fitness_request.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(REQUESTS, "fitness.view")
def move(request: PersonRequest, row: FitnessRequest, verb: str) -> HttpResponse:
    """Make one move of a request; it asks for no reason, because what people write of it is kept apart."""
    known = lifecycle.moves.get(verb)
    if known is None:
        return absent(request)
    must(request.user, known.action, row)
    back = _at(row)
    if request.method != "POST" and row.state not in known.sources:
        return too_late(request, known.label, row.get_state_display(), back)
    form = (AnswerForm if verb == "answer" else NothingForm)(request.POST if request.method == "POST" else None)
    shown = {
        "heading": known.label,
        "reference": row.reference,
        "consequence": FOLLOWS[verb],
        "submit": known.label,
        "facts": _facts(row),
        "crumbs": [(_("Examinations"), reverse("fitness-requests")), (row.reference, back)],
    }
    return act_page(
        request,
        form,
        lambda: lifecycle.functions[verb](row, actor=request.user, **form.cleaned_data),
        back=back,
        done=done_words(known),
        shown=shown,
    )


def question_facts(row: FitnessRequest) -> list[dict[str, Any]]:
    """Give what an examination is about, as the employee and those who keep it both read it."""
    said = asked_in(row)
    return [
        {"key": _("What was observed at work"), "value": "\n".join(said.facts), "lines": True},
        {"key": _("Tasks of the job"), "value": "\n".join(said.tasks), "lines": True},
        {"key": _("Examiner"), "value": row.provider.name, "note": row.provider.service},
        {"key": _("Who pays"), "value": said.payer},
    ]


def answer_facts(row: FitnessRequest) -> list[dict[str, Any]]:
    """Give the examiner's answer in words of function, once there is one."""
    if row.state != FitnessState.ANSWERED or row.answered_on is None:
        return []
    said = asked_in(row)
    facts: list[dict[str, Any]] = [
        {"key": _("Answer"), "value": row.get_answer_display(), "note": day_words(row.answered_on)}
    ]
    if said.restrictions and said.until:
        limits = "\n".join(str(Restriction(code).label) for code in said.restrictions)
        note = _("until %(day)s") % {"day": day_words(said.until)}
        facts.append({"key": _("Limits on tasks"), "value": limits, "lines": True, "note": note})
    return facts


def _at(row: FitnessRequest) -> str:
    return reverse("fitness-request", args=[row.reference])


def _facts(row: FitnessRequest) -> list[dict[str, Any]]:
    facts = [{"key": _("Who"), "value": row.person.name}, *question_facts(row)]
    asked = {"key": _("Asked by"), "value": row.asked_by.name, "note": day_words(row.asked_at.date())}
    kept = {"key": _("Kept by"), "value": row.coordinator.name}
    facts += [asked, kept]
    if row.decided_by and row.decided_at:
        decided = {"key": _("Counsel"), "value": row.decided_by.name, "note": day_words(row.decided_at.date())}
        facts.append(decided)
    return facts


def _cells(row: FitnessRequest) -> list[dict[str, Any]]:
    return [
        {
            "text": row.person.name,
            "url": reverse("fitness-request", args=[row.reference]),
            "main": True,
            "reference": row.reference,
        },
        {"tag": {"label": row.get_state_display(), "tone": tone_of(row.state)}},
        {"text": row.provider.name, "label": _("Examiner")},
        {"day": row.asked_at, "label": _("Asked on")},
    ]
