"""A party's own side of a decision: what they were told, what is put right for them, and their appeal or their word on the other's."""

from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import scope, scope_own
from backend.audit.reads import listed, viewed
from backend.cases.models import Case
from backend.decisions.actions.appeal_files import UNDECIDED
from backend.decisions.actions.appeals import appealable_findings, comment_on_appeal, file_appeal, is_late, keep_draft
from backend.decisions.letters import OutcomeToComplainant, OutcomeToRespondent
from backend.decisions.models import Appeal, AppealComment, AppealDraft, Outcome, Remedy
from backend.decisions.queries.told import appealable, open_windows, outcome_letters
from backend.decisions.vocabulary import AppealState
from backend.documents.actions.standing import open_document
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.documents.vocabulary import STANDS
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.web.acts import renaming
from backend.web.amends.links import accountability_of
from backend.web.decisions.appeal_files import attach, files_of, own_file
from backend.web.decisions.appeals import answers_of
from backend.web.forms.appeals import CLAIMED_AS, AppealForm, CommentForm
from backend.web.forms.moves import unjudged
from backend.web.pages import PersonRequest, attempt, must, page, signed_in

FOLLOWED = Appeal.objects.select_related("case", "reviewer__person", "outcome")


@require_safe
@never_cache
@signed_in
def decisions(request: PersonRequest) -> HttpResponse:
    """List the decisions that the person was told of."""
    letters: dict[str, Document] = {}
    for letter in outcome_letters(request.user):
        letters.setdefault(letter.matter, letter)
    rows = list(letters.values())
    listed(rows, "document.list", actor=request.user)
    until = {window.case.reference: window.until for window in open_windows(request.user)}
    items = [
        {
            "title": letter.title,
            "url": reverse("my-decision", args=[letter.matter]),
            "reference": letter.matter,
            "on": letter.issued_at,
            "until": until.get(letter.matter),
            "stands": letter.state in STANDS,
        }
        for letter in rows
    ]
    return render(request, "web/mine/decisions.html", {"decisions": items})


@require_safe
@never_cache
@signed_in
def decision(request: PersonRequest, reference: str) -> HttpResponse:
    """Show a decision as its letter told it, what is put right for the person, and how appeals stand."""
    letter = _letter(request.user, reference)
    case = Case.objects.get(reference=reference)
    open_document(letter, actor=request.user)
    told = cast("OutcomeToComplainant | OutcomeToRespondent", letter_of(letter))
    remedies = list(scope_own(request.user, "remedy.view", Remedy.objects.filter(case=case)).order_by("due_on", "pk"))
    for remedy in remedies:
        viewed(remedy, "remedy.view", actor=request.user)
    followed = list(scope(request.user, "appeal.follow", FOLLOWED.filter(case=case)).order_by("pk"))
    outcome = appealable(request.user, case)
    shown = {
        "document": letter,
        "letter": told,
        "stands": letter.state in STANDS,
        "about_me": isinstance(told, OutcomeToRespondent),
        "remedies": remedies,
        "appeals": followed,
        "can_appeal": outcome is not None and not _has_open_appeal(request.user, case),
        "late": outcome is not None and is_late(case),
        "accountability": accountability_of(request.user, case),
    }
    return render(request, "web/mine/decision.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def appeal(request: PersonRequest, reference: str) -> HttpResponse:
    """Appeal in two steps, say it and check it; what was written is kept, also when the person goes on later."""
    _letter(request.user, reference)
    case = Case.objects.get(reference=reference)
    outcome = appealable(request.user, case)
    if outcome is None or _has_open_appeal(request.user, case):
        messages.info(request, _("There is nothing to appeal against now, or your appeal is being looked at."))
        return redirect("my-decision", reference)
    draft = AppealDraft.objects.filter(outcome=outcome, person=request.user.person).first()
    if request.method != "POST":
        return _form(request, outcome, _made(request.user, outcome, initial=draft.given if draft else None))
    form, step = _made(request.user, outcome, data=request.POST), request.POST.get("step")
    keep_draft(outcome, _typed(form), actor=request.user)
    if step == "later":
        messages.success(request, _("What you wrote is kept. Only you can read it."))
        return redirect("my-decision", reference)
    if not form.is_valid() or step == "change":
        return _form(request, outcome, unjudged(form) if step == "change" else form)
    if step != "confirm":
        return _check(request, outcome, form)
    send = renaming(
        lambda: file_appeal(outcome, form.claim, actor=request.user, reason="The party’s own appeal."), CLAIMED_AS
    )
    sent = attempt(form, send)
    if sent is None:
        return _form(request, outcome, form)
    messages.success(request, _("Your appeal was sent. We tell you within three working days who looks at it."))
    return redirect("my-appeal", cast("Appeal", sent).reference)


@require_safe
@never_cache
@page(FOLLOWED, "appeal.follow")
def own_appeal(request: PersonRequest, appeal: Appeal) -> HttpResponse:
    """Show an appeal to one of the two sides: the whole of one's own, and of the other's what is new and how it stands."""
    mine = appeal.appellant_id == request.user.person_id
    viewed(appeal, "appeal.follow", actor=request.user)
    shown = {
        "appeal": appeal,
        "mine": mine,
        "answers": answers_of(appeal) if mine and appeal.state in {AppealState.COMMUNICATED, AppealState.FINAL} else [],
        "comments": list(AppealComment.objects.filter(appeal=appeal, person=request.user.person).order_by("pk")),
        "files": files_of(appeal, request.user, listed_as="my-appeal-file"),
        "can_attach": mine and appeal.state in UNDECIDED,
        "can_comment": not mine and appeal.state in {AppealState.ADMISSIBLE, AppealState.UNDER_REVIEW},
    }
    return render(request, "web/mine/appeal.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(FOLLOWED, "appeal.follow")
def comment(request: PersonRequest, appeal: Appeal) -> HttpResponse:
    """Comment, as the other side, on an appeal and on what is new in it."""
    must(request.user, "appeal.comment", appeal)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = attempt(form, comment_on_appeal, appeal, actor=request.user, **form.cleaned_data)
        if said is not None:
            messages.success(request, _("Your comment was sent to the reviewer."))
            return redirect("my-appeal", appeal.reference)
    return render(request, "web/mine/comment.html", {"appeal": appeal, "form": form})


def _letter(person: User, reference: str) -> Document:
    found = next((letter for letter in outcome_letters(person) if letter.matter == reference), None)
    if found is None:
        raise NotVisible
    return found


def _has_open_appeal(person: User, case: Case) -> bool:
    return Appeal.objects.filter(case=case, appellant=person.person_id).exclude(state=AppealState.FINAL).exists()


def _made(person: User, outcome: Outcome, *, data: Any = None, initial: Any = None) -> AppealForm:
    findings = [(row.seq, _("The finding on A%(seq)s") % {"seq": row.seq}) for row in appealable_findings(outcome.case)]
    about_me = outcome.respondent_id == person.person_id
    return AppealForm(data, initial=initial, findings=findings, about_me=about_me, late=is_late(outcome.case))


def _typed(form: AppealForm) -> dict[str, Any]:
    """Give what stands in a form as it was typed, complete or not."""
    several = ("against", "grounds")
    return {name: _sent(form, name) if name in several else "".join(_sent(form, name)[:1]) for name in form.fields}


def _form(request: PersonRequest, outcome: Outcome, form: Form) -> HttpResponse:
    return render(request, "web/mine/appeal_form.html", {"case": outcome.case, "form": form})


def _check(request: PersonRequest, outcome: Outcome, form: AppealForm) -> HttpResponse:
    said = []
    for name in form.fields:
        value = form.cleaned_data.get(name)
        if isinstance(value, list):
            names = dict(form.fields[name].choices)  # type: ignore[attr-defined]
            value = "\n".join(str(names[each]) for each in value)
        if value:
            said.append({"key": form.fields[name].label, "value": value, "lines": True})
    carried = [(name, value) for name in form.fields for value in _sent(form, name)]
    return render(request, "web/mine/appeal_check.html", {"case": outcome.case, "said": said, "carried": carried})


def _sent(form: AppealForm, name: str) -> list[str]:
    given = cast("QueryDict", form.data)
    return [value for value in given.getlist(name) if value]


urlpatterns = [
    path("decisions/", decisions, name="my-decisions"),
    path("decisions/<str:reference>/", decision, name="my-decision"),
    path("decisions/<str:reference>/appeal/", appeal, name="my-decision-appeal"),
    path("appeals/<str:reference>/", own_appeal, name="my-appeal"),
    path("appeals/<str:reference>/files/add/", attach, name="my-appeal-attach"),
    path("appeals/<str:reference>/files/<int:number>/", own_file, name="my-appeal-file"),
    path("appeals/<str:reference>/comment/", comment, name="my-appeal-comment"),
]
