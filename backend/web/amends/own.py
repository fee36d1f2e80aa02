"""An employee’s own accountability statement: begun or not, written with a guide, shown to somebody or to nobody, and deleted at will."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import date as formatted
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.amends.actions.writing import (
    begin_accountability_statement,
    drop_accountability_draft,
    keep_accountability_draft,
    save_accountability_version,
)
from backend.amends.guide.reading import marks
from backend.amends.models import AccountabilityDraft, AccountabilityShare, AccountabilityStatement
from backend.amends.queries import (
    has_open_appeal,
    is_open,
    outcome_to_write_about,
    own_statement,
    rounds_of,
    versions_of,
    wishes_for,
)
from backend.amends.sealing import words_of
from backend.amends.vocabulary import RoundState, ShareState
from backend.audit.reads import viewed
from backend.cases.models import Case
from backend.kernel.errors import NotVisible
from backend.web.acts import act_page
from backend.web.amends.links import agreement_of
from backend.web.forms.amends import AdvisedForm, StatementForm
from backend.web.forms.moves import unjudged
from backend.web.pages import PersonRequest, attempt, page, signed_in

STATEMENTS = AccountabilityStatement.objects.select_related("case", "person")
ACT: Final = "web/mine/act.html"


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def begin(request: PersonRequest, reference: str) -> HttpResponse:
    """Say what a statement is and is not, and begin one; who has one goes on with it."""
    case = Case.objects.filter(reference=reference).first()
    if case is None:
        raise NotVisible
    known = own_statement(request.user, case)
    if known is not None and is_open(known):
        return redirect("my-accountability", known.reference)
    outcome = outcome_to_write_about(request.user, case)
    if outcome is None:
        raise NotVisible
    form = AdvisedForm(request.POST or None, needs_advice=has_open_appeal(case))
    if request.method == "POST" and (not form.fields or form.is_valid()):
        advised = "advised" in form.fields
        statement = attempt(form, begin_accountability_statement, outcome, actor=request.user, advised=advised)
        if statement is not None:
            return redirect("my-accountability-write", statement.reference)
    return render(request, "web/amends/begin.html", {"case": case, "form": form})


@require_safe
@never_cache
@page(STATEMENTS, "accountability.view")
def statement(request: PersonRequest, statement: AccountabilityStatement) -> HttpResponse:
    """Show a statement to its owner: the latest words, what the guide points out, feedback, and who reads it."""
    viewed(statement, "accountability.view", actor=request.user)
    versions = versions_of(statement)
    latest = versions[0] if versions else None
    text = words_of(latest) if latest else ""
    rounds = rounds_of(statement)
    shown = {
        **_frame(statement),
        "agreement": agreement_of(request.user, statement),
        "latest": latest,
        "text": text,
        "marks": marks(text),
        "versions": versions,
        "rounds": [{"round": each, "words": words_of(each)} for each in rounds],
        "waiting": next((each for each in rounds if each.state == RoundState.ASKED), None),
        "shared": list(_shared(statement)),
        "is_wanted": is_open(statement) and wishes_for(statement).exists(),
        "has_draft": AccountabilityDraft.objects.filter(statement=statement).exists(),
    }
    return render(request, "web/amends/statement.html", shown)


@require_safe
@never_cache
@page(STATEMENTS, "accountability.view")
def version(request: PersonRequest, statement: AccountabilityStatement, number: int) -> HttpResponse:
    """Show one saved version, as it was, with what the guide points out in it."""
    found = statement.versions.select_related("statement").filter(number=number).first()
    if found is None:
        raise NotVisible
    viewed(statement, "accountability.view", actor=request.user, ctx={"number": number})
    text = words_of(found)
    shown = {**_frame(statement), "version": found, "text": text, "marks": marks(text)}
    return render(request, "web/amends/version.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(STATEMENTS, "accountability.save")
def write(request: PersonRequest, statement: AccountabilityStatement) -> HttpResponse:
    """Write, look at the words with the guide, and save them as a version; the guide never keeps anybody from saving."""
    if not is_open(statement):
        messages.info(request, _("The decision behind this statement no longer holds. You can read it and delete it."))
        return redirect("my-accountability", statement.reference)
    if request.method != "POST":
        viewed(statement, "accountability.view", actor=request.user, ctx={"part": "writing"})
        return _writing(request, statement, StatementForm(initial={"text": _begun(statement)}))
    form = StatementForm(request.POST)
    if "discard" in request.POST:
        drop_accountability_draft(statement, actor=request.user)
        messages.success(request, _("Your draft was discarded. Your saved versions are as they were."))
        return redirect("my-accountability", statement.reference)
    if "look" in request.POST:
        text = request.POST.get("text", "")
        keep_accountability_draft(statement, text=text, actor=request.user)
        return _writing(request, statement, unjudged(form), looked_at=text)
    if form.is_valid():
        saved = attempt(form, save_accountability_version, statement, actor=request.user, **form.cleaned_data)
        if saved is not None:
            messages.success(
                request, _("Version %(number)s is saved. Earlier versions stay.") % {"number": saved.number}
            )
            return redirect("my-accountability", statement.reference)
    return _writing(request, statement, form)


@require_POST
@never_cache
@page(STATEMENTS, "accountability.save")
def write_save(request: PersonRequest, statement: AccountabilityStatement) -> HttpResponse:
    """Keep the words while they are being written, and say when they were kept."""
    draft = keep_accountability_draft(statement, text=request.POST.get("text", ""), actor=request.user)
    kept = _("Draft saved at %(time)s. Only you can read it.") % {
        "time": formatted(timezone.localtime(draft.saved_at), "H:i T")
    }
    return HttpResponse(kept, content_type="text/plain; charset=utf-8")


def own_act(
    request: PersonRequest, statement: AccountabilityStatement, form: AdvisedForm, act: Any, done: str, **shown: Any
) -> HttpResponse:
    """Show the page of one of the owner’s decisions, and carry it out."""
    back = reverse("my-accountability", args=[statement.reference])
    return act_page(
        request, form, act, back=shown.pop("back", back), done=done, shown={**_frame(statement), **shown}, template=ACT
    )


def _writing(
    request: PersonRequest, statement: AccountabilityStatement, form: Any, *, looked_at: str | None = None
) -> HttpResponse:
    shown = {
        **_frame(statement),
        "form": form,
        "looked": looked_at is not None,
        "marks": marks(looked_at or ""),
        "save_url": reverse("my-accountability-write-save", args=[statement.reference]),
    }
    return render(request, "web/amends/write.html", shown)


def _begun(statement: AccountabilityStatement) -> str:
    """Go on from the draft, where there is one, and else from the latest version."""
    draft = AccountabilityDraft.objects.filter(statement=statement).select_related("statement").first()
    if draft is not None:
        return words_of(draft)
    versions = versions_of(statement)
    return words_of(versions[0]) if versions else ""


def _frame(statement: AccountabilityStatement) -> dict[str, Any]:
    return {"statement": statement, "is_open": is_open(statement), "reference": statement.reference}


def _shared(statement: AccountabilityStatement) -> Any:
    rows = AccountabilityShare.objects.filter(statement=statement, state=ShareState.SHARED)
    return rows.select_related("version").order_by("pk")


urlpatterns = [
    path("about/<str:reference>/", begin, name="my-accountability-begin"),
    path("<str:reference>/", statement, name="my-accountability"),
    path("<str:reference>/write/", write, name="my-accountability-write"),
    path("<str:reference>/write/save/", write_save, name="my-accountability-write-save"),
    path("<str:reference>/versions/<int:number>/", version, name="my-accountability-version"),
]
