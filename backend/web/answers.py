"""What is alleged against the person, once notice was given, and their answer. Late answers are taken, and marked."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import scope
from backend.audit.reads import listed, viewed
from backend.cases.actions.allegations import answer_allegation
from backend.cases.letters import period
from backend.cases.models import Allegation
from backend.cases.vocabulary import AllegationState, Response
from backend.documents.models import Document
from backend.intake.vocabulary import Setting
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.web.forms.answers import AnswerCheckForm, AnswerForm
from backend.web.pages import PersonRequest, attempt, signed_in

ANSWERABLE = (AllegationState.NOTICED, AllegationState.NO_ANSWER)
BEING_DECIDED = (AllegationState.EXAMINED, AllegationState.PROPOSED, AllegationState.ADOPTED)
DECIDED = (
    AllegationState.ADOPTED,
    AllegationState.APPEALED,
    AllegationState.AFFIRMED,
    AllegationState.VARIED,
    AllegationState.FINAL,
)
NOTICE, OUTCOME = "D3", "D9"


@require_safe
@signed_in
def allegations(request: PersonRequest) -> HttpResponse:
    """List what the person was given notice of, the next answer first."""
    rows = list(_own(request.user).order_by("answered_at", "answer_due_at", "seq"))
    listed(rows, "allegation.list", actor=request.user)
    _say_where_they_stand(rows, request.user)
    return render(request, "web/mine/allegations.html", {"allegations": rows, "answerable": ANSWERABLE})


@require_safe
@never_cache
@signed_in
def allegation(request: PersonRequest, reference: str) -> HttpResponse:
    """Show one allegation with its notice, the person's rights, and their answer so far."""
    row = _found(request.user, reference)
    viewed(row, "allegation.view", actor=request.user)
    _say_where_they_stand([row], request.user)
    return render(request, "web/mine/allegation.html", {**_facts(row), "notices": _notices(request.user, row)})


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def answer(request: PersonRequest, reference: str) -> HttpResponse:
    """Answer an allegation in two steps: say it, check it."""
    row = _found(request.user, reference)
    if row.state not in ANSWERABLE:
        messages.info(request, _("This allegation does not wait for your answer any more."))
        return redirect("my-allegation", row.reference)
    if request.method != "POST":
        return _form(request, row, AnswerForm())
    form, step = AnswerForm(request.POST), request.POST.get("step")
    if not form.is_valid() or step == "change":
        return _form(request, row, form)
    if step != "confirm":
        return _check(request, row, AnswerCheckForm(initial=form.cleaned_data))
    check = AnswerCheckForm(request.POST)
    if not (check.is_valid() and _send(request, row, check)):
        return _check(request, row, check)
    messages.success(
        request, _("Your answer was sent to the investigator. It cannot be changed, but you can write to them.")
    )
    return redirect("my-allegation", row.reference)


def _send(request: PersonRequest, row: Allegation, check: AnswerCheckForm) -> Allegation | None:
    told = "Answered by the respondent."
    return attempt(check, answer_allegation, row, actor=request.user, reason=told, **check.cleaned_data)


def _own(person: User) -> QuerySet[Allegation]:
    return scope(person, "allegation.answer", Allegation.objects.select_related("case"))


def _found(person: User, reference: str) -> Allegation:
    """Find an allegation of the person by its name within its case (CASE-2026-7KQ4MZ-A1)."""
    case, _dash, number = reference.rpartition("-A")
    row: Allegation | None = (
        _own(person).filter(case__reference=case, seq=int(number)).first() if number.isdecimal() else None
    )
    if row is None:
        raise NotVisible()
    return row


def _notices(person: User, row: Allegation) -> list[Document]:
    """List the notices of the case that were sent to the person, the newest first."""
    rows = Document.objects.filter(matter_stream=row.case.key, kind=NOTICE, recipient=person.person_id)
    return list(scope(person, "document.open", rows).select_related("issued_by__person").order_by("-issued_at"))


def _say_where_they_stand(rows: list[Allegation], person: User) -> None:
    """Tell the person where each stands: that a finding is made they learn from the letter, never from a state before it."""
    keys = [row.case.key for row in rows]
    letters = Document.objects.filter(matter_stream__in=keys, kind=OUTCOME, recipient=person.person_id)
    told = set(letters.values_list("matter_stream", flat=True))
    for row in rows:
        state, words, is_told = row.state, row.get_state_display(), row.case.key in told
        if state in BEING_DECIDED:
            state = AllegationState.ADOPTED if is_told else AllegationState.EXAMINED
            words = _("Decided") if is_told else _("Being looked into")
        row.__dict__["stands"] = {"state": state, "words": words, "is_decided": is_told and state in DECIDED}


def _facts(row: Allegation) -> dict[str, object]:
    return {
        "allegation": row,
        "when": period(row.occurred_from, row.occurred_to),
        "where": ", ".join(str(Setting(code).label) for code in row.settings),
        "can_answer": row.state in ANSWERABLE,
        "is_late": bool(row.answered_at and row.answer_due_at and row.answered_at > row.answer_due_at),
    }


def _form(request: PersonRequest, row: Allegation, form: AnswerForm) -> HttpResponse:
    return render(request, "web/mine/answer.html", {**_facts(row), "form": form})


def _check(request: PersonRequest, row: Allegation, check: AnswerCheckForm) -> HttpResponse:
    said = check.data if check.is_bound else check.initial
    response = Response(said["response"]).label if said.get("response") in Response.values else ""
    shown = {"form": check, "said": response, "text": said.get("text", "")}
    return render(request, "web/mine/answer_check.html", {**_facts(row), **shown})


urlpatterns = [
    path("allegations/", allegations, name="my-allegations"),
    path("allegations/<str:reference>/", allegation, name="my-allegation"),
    path("allegations/<str:reference>/answer/", answer, name="my-allegation-answer"),
]
