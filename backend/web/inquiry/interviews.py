"""Interviews of a case: planned, held, noted down; and whom the case asked to keep something to themselves."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import permitted, scope
from backend.audit.reads import listed, viewed
from backend.cases.models import Case
from backend.investigation.actions.confidentiality import ask_confidentiality, end_confidentiality
from backend.investigation.actions.interviewing import (
    INTERVIEWED,
    change_interview,
    hold_interview,
    plan_interview,
)
from backend.investigation.actions.interviewing import lifecycle as interviews_moves
from backend.investigation.actions.noting import note_draft_of
from backend.investigation.inquiry_vocabulary import Advisory, InterviewState
from backend.investigation.models import ConfidentialityRequest, Interview
from backend.investigation.prompting import open_questions
from backend.investigation.queries.inquiry import interviews_of, requests_in
from backend.kernel import clock
from backend.kernel.errors import NotVisible
from backend.people.models import Person
from backend.web.acts import act_page, done_words, renaming, too_late
from backend.web.cases.shell import CASES, HEAR, frame, opened
from backend.web.forms.inquiry import DiscretionForm
from backend.web.forms.interviews import ArrangementForm, HeldForm, NewInterviewForm, arranged
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page

FOLLOWS: dict[str, Promise] = {
    "cancel": lazy("The interview will not be held as planned. Plan another one, or say here why not."),
    "miss": lazy("Nothing follows from it by itself. Ask the person why before anything is made of it."),
}


def heard(request: PersonRequest, case: Case, reference: str) -> Interview:
    """Find an interview of a case for somebody who may hear of it; for others it does not exist."""
    rows = Interview.objects.filter(case=case, reference=reference)
    found = (
        scope(request.user, "interview.view", rows).select_related("case", "party__person", "saved_by__person").first()
    )
    if found is None:
        raise NotVisible
    return found


@require_safe
@page(CASES, "case.view")
def interviews(request: PersonRequest, case: Case) -> HttpResponse:
    """List the interviews of a case, and the requests for confidentiality in it."""
    if HEAR not in permitted(request.user, [HEAR], case):
        raise NotVisible
    may = opened(case, request.user, part="interviews")
    rows = interviews_of(request.user, case)
    listed(rows, "interview.list", actor=request.user)
    can_do = permitted(request.user, ["interview.plan", "confidentiality.ask"], case)
    shown = {
        "interviews": rows,
        "requests": requests_in(case),
        "can_plan": "interview.plan" in can_do and case.is_open,
        "can_ask": "confidentiality.ask" in can_do and case.is_open,
    }
    return render(request, "web/inquiry/interviews.html", {**frame(case, may, section="case-interviews"), **shown})


@require_safe
@never_cache
@page(CASES, "case.view")
def interview(request: PersonRequest, case: Case, interview: str) -> HttpResponse:
    """Show one interview: what is planned, what was said beforehand, the notes, and where its record stands."""
    row = heard(request, case, interview)
    viewed(row, "interview.view", actor=request.user)
    acts = [
        "interview.change",
        "interview.note",
        "interview.hold",
        "interview.cancel",
        "interview.miss",
        "statement.write",
    ]
    shown = {
        "interview": row,
        "statement": getattr(row, "statement", None),
        "advisories": [str(Advisory(code).label) for code in row.advisories],
        "draft": note_draft_of(row, request.user),
        "actions": _actions(row, permitted(request.user, acts, row)),
        "crumbs": [*frame(case, set())["crumbs"], (_("Interviews"), reverse("case-interviews", args=[case.reference]))],
        "here": row.party.person.name,
    }
    return render(request, "web/inquiry/interview.html", {**frame(case, set()), **shown})


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def plan_new(request: PersonRequest, case: Case) -> HttpResponse:
    """Plan an interview."""
    must(request.user, "interview.plan", case)
    begun = {"prompts": "\n".join(open_questions()), "person": request.GET.get("person", "")}
    form = NewInterviewForm(request.POST or None, people=_people(case), initial=begun)
    shown = {
        **frame(case, set()),
        "heading": _("Plan an interview"),
        "consequence": _("Nobody is invited by this. Write the invitation under Documents; it takes these facts over."),
        "submit": _("Plan the interview"),
        "cancel_url": reverse("case-interviews", args=[case.reference]),
    }

    def act() -> Interview:
        given = form.cleaned_data
        return plan_interview(case, given["person"], form.arrangement(), actor=request.user, reason=given["reason"])

    def back(made: Interview) -> str:
        return reverse("interview", args=[case.reference, made.reference])

    done = _("The interview is planned.")
    return act_page(request, form, renaming(act, ArrangementForm.renamed), back=back, done=done, shown=shown)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def change(request: PersonRequest, case: Case, interview: str) -> HttpResponse:
    """Change what is planned."""
    row = heard(request, case, interview)
    must(request.user, "interview.change", row)
    back = page_of(row)
    if request.method != "POST" and row.state != InterviewState.PLANNED:
        return too_late(request, _("Change the interview"), row.get_state_display(), back)
    form = ArrangementForm(request.POST or None, initial=arranged(row))
    shown = {**frame(case, set()), "heading": _("Change the interview"), "submit": _("Save"), "consequence": ""}

    def act() -> Interview:
        return change_interview(row, form.arrangement(), actor=request.user, reason=form.cleaned_data["reason"])

    done = _("The interview was changed.")
    return act_page(request, form, renaming(act, ArrangementForm.renamed), back=back, done=done, shown=shown)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def held(request: PersonRequest, case: Case, interview: str) -> HttpResponse:
    """Record that an interview was held, and what was said before the first question."""
    row = heard(request, case, interview)
    must(request.user, "interview.hold", row)
    back = page_of(row)
    if request.method != "POST" and row.state != InterviewState.PLANNED:
        return too_late(request, _("Record that it was held"), row.get_state_display(), back)
    begun = {
        "held_on": arranged(row)["planned_on"],
        "held_time": arranged(row)["planned_time"],
        "present": f"{request.user.name}: asked the questions\n{row.party.person.name}: was heard",
    }
    form = HeldForm(request.POST or None, initial=begun)
    shown = {
        **frame(case, set()),
        "heading": _("Record that it was held"),
        "consequence": _(
            "Write the notes and the record afterwards. The person checks the record, corrects it and signs it."
        ),
        "submit": _("Record the interview"),
    }
    act = renaming(lambda: hold_interview(row, actor=request.user, **form.inputs()), HeldForm.renamed)
    return act_page(request, form, act, back=back, done=_("It was recorded."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def move(request: PersonRequest, case: Case, interview: str, verb: str) -> HttpResponse:
    """Cancel an interview, or note that the person did not come."""
    row, known = heard(request, case, interview), interviews_moves.moves.get(verb)
    if known is None or verb not in FOLLOWS:
        return absent(request)
    must(request.user, known.action, row)
    back = page_of(row)
    if request.method != "POST" and row.state not in known.sources:
        return too_late(request, known.label, row.get_state_display(), back)
    form = ReasonForm(request.POST or None)
    shown = {**frame(case, set()), "heading": known.label, "consequence": FOLLOWS[verb], "submit": known.label}
    return act_page(
        request,
        form,
        lambda: interviews_moves.functions[verb](row, actor=request.user, **form.cleaned_data),
        back=back,
        done=done_words(known),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def discretion_ask(request: PersonRequest, case: Case) -> HttpResponse:
    """Ask one person to keep something narrow to themselves."""
    must(request.user, "confidentiality.ask", case)
    form = DiscretionForm(request.POST or None, people=_people(case))
    shown = {
        **frame(case, set()),
        "heading": _("Ask somebody to keep something to themselves"),
        "consequence": _(
            "It ends with the case at the latest. It never covers authorities, courts, counsel, a union, a doctor or the family."
        ),
        "submit": _("Record the request"),
    }

    def act() -> object:
        given = dict(form.cleaned_data)
        return ask_confidentiality(case, given.pop("person"), actor=request.user, **given)

    back = reverse("case-interviews", args=[case.reference])
    return act_page(request, form, act, back=back, done=_("The request is on record."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def discretion_end(request: PersonRequest, case: Case, uid: UUID) -> HttpResponse:
    """End a request for confidentiality."""
    rows = ConfidentialityRequest.objects.filter(case=case, uid=uid).select_related("case", "party__person")
    found = scope(request.user, "confidentiality.view", rows).first()
    if found is None:
        return absent(request)
    must(request.user, "confidentiality.end", found)
    form = ReasonForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("End the request to %(name)s") % {"name": found.party.person.name},
        "consequence": _("The person is free to speak of it."),
        "submit": _("End the request"),
    }
    return act_page(
        request,
        form,
        lambda: end_confidentiality(found, actor=request.user, **form.cleaned_data),
        back=reverse("case-interviews", args=[case.reference]),
        done=_("The request has ended."),
        shown=shown,
    )


def _people(case: Case) -> QuerySet[Person]:
    mine = case.parties.filter(role__in=INTERVIEWED).values("person_id")
    return Person.objects.filter(pk__in=mine).order_by("name")


def page_of(row: Interview) -> str:
    """Give the address of an interview."""
    return reverse("interview", args=[row.case.reference, row.reference])


def _actions(row: Interview, may: set[str]) -> list[dict[str, Any]]:
    at = [row.case.reference, row.reference]
    planned = row.state == InterviewState.PLANNED
    recordable, missed = (
        row.state == InterviewState.HELD and _is_unwritten(row),
        planned and row.planned_at < clock.now(),
    )
    offered = [
        ("interview.hold", _("Record that it was held"), reverse("interview-held", args=at), planned),
        ("interview.note", _("Write notes"), reverse("interview-notes", args=at), True),
        ("statement.write", _("Write the record"), reverse("statement-write", args=at), recordable),
        ("interview.change", _("Change"), reverse("interview-change", args=at), planned),
        ("interview.miss", _("The person did not come"), reverse("interview-move", args=[*at, "miss"]), missed),
        ("interview.cancel", _("Cancel"), reverse("interview-move", args=[*at, "cancel"]), planned),
    ]  # fmt: skip
    shown = [{"label": label, "url": url} for action, label, url, fits in offered if fits and action in may]
    return [{**each, "primary": number == 0} for number, each in enumerate(shown)]


def _is_unwritten(row: Interview) -> bool:
    statement = getattr(row, "statement", None)
    return statement is None or statement.state == "draft"
