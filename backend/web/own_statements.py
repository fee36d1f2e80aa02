"""What somebody said themselves: read, corrected, signed or not; what they were asked to keep to themselves, and how their matter goes on.

Everything comes from rights that the person has as whoever was heard, or as a side of the matter. No page names the case behind it.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.audit.reads import listed, viewed
from backend.investigation.actions.statements import Asked, correct_statement, decline_statement, sign_statement
from backend.investigation.models import Statement
from backend.investigation.queries.inquiry import own_requests, own_statements, own_updates
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.web.acts import act_page
from backend.web.forms.interviews import ConfirmWordsForm, CorrectionsForm, NotSignedForm
from backend.web.pages import PersonRequest, attempt, signed_in

ACT = "web/mine/statement_act.html"


@require_safe
@signed_in
def statements(request: PersonRequest) -> HttpResponse:
    """List the records of what the person said, and what they were asked to keep to themselves."""
    rows = list(own_statements(request.user)[:50])
    listed(rows, "statement.list", actor=request.user)
    shown = {"statements": rows, "requests": own_requests(request.user)}
    return render(request, "web/mine/statements.html", shown)


@require_safe
@never_cache
@signed_in
def statement(request: PersonRequest, reference: str) -> HttpResponse:
    """Show one record, word for word, and what can be done with it."""
    row = _found(request.user, reference)
    viewed(row, "statement.view", actor=request.user, ctx={"sha256": row.text_sha256})
    return render(request, "web/mine/statement.html", {"statement": row})


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def correct(request: PersonRequest, reference: str) -> HttpResponse:
    """Ask for corrections, passage by passage; nothing of what was typed is lost."""
    row = _found(request.user, reference)
    if not row.is_open:
        return _over(request, row)
    form = CorrectionsForm(request.POST or None, passages=row.passages)
    shown = {
        "statement": row,
        "heading": _("Correct the record"),
        "explained": _(
            "Change what is not right. What stood there stays on record beside your words, and you get the record anew."
        ),
        "submit": _("Send the corrections"),
    }
    if request.method == "POST" and form.is_valid():
        asked = [Asked(**each) for each in form.asked()]
        told = "The author's own corrections."
        if attempt(form, correct_statement, row, actor=request.user, reason=told, corrections=asked):
            messages.success(request, _("Your corrections were sent. You will get the record anew."))
            return redirect("my-statement", row.reference)
    return render(request, ACT, {**shown, "form": form})


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def sign(request: PersonRequest, reference: str) -> HttpResponse:
    """Confirm the words that were read."""
    row = _found(request.user, reference)
    if not row.is_open:
        return _over(request, row)
    form = ConfirmWordsForm(request.POST or None, initial={"sha256": row.text_sha256})
    shown = {
        "statement": row,
        "heading": _("Confirm the record"),
        "explained": _(
            "You confirm the words below, and nothing else. Your name, the time and the digest of the words are kept with them."
        ),
        "submit": _("Confirm the record"),
        "words": row.passages,
    }
    return act_page(
        request,
        form,
        lambda: sign_statement(row, actor=request.user, reason="The author's own signature.", **form.cleaned_data),
        back=_page_of(row),
        done=_("Your confirmation is on record."),
        shown=shown,
        template=ACT,
    )


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def decline(request: PersonRequest, reference: str) -> HttpResponse:
    """Decline to sign, with or without a reason."""
    row = _found(request.user, reference)
    if not row.is_open:
        return _over(request, row)
    form = NotSignedForm(request.POST or None)
    shown = {
        "statement": row,
        "heading": _("Leave the record unsigned"),
        "explained": _("The record stays as it is and says that you did not sign. That is no misconduct."),
        "submit": _("Leave it unsigned"),
    }
    return act_page(
        request,
        form,
        lambda: decline_statement(row, actor=request.user, reason="The author did not sign.", **form.cleaned_data),
        back=_page_of(row),
        done=_("It is on record that you did not sign."),
        shown=shown,
        template=ACT,
    )


@require_safe
@signed_in
def updates(request: PersonRequest) -> HttpResponse:
    """List what a side was told of the progress of their matters."""
    rows = own_updates(request.user)
    listed(rows, "update.list", actor=request.user)
    return render(request, "web/mine/updates.html", {"updates": rows})


def _found(person: User, reference: str) -> Statement:
    row: Statement | None = (
        own_statements(person).select_related("case", "interview__case").filter(reference=reference).first()
    )
    if row is None:
        raise NotVisible
    return row


def _over(request: PersonRequest, row: Statement) -> HttpResponse:
    messages.info(request, _("This record does not wait for your answer now. Below you see where it stands."))
    return redirect("my-statement", row.reference)


def _page_of(row: Statement) -> str:
    return reverse("my-statement", args=[row.reference])


urlpatterns = [
    path("statements/", statements, name="my-statements"),
    path("statements/<str:reference>/", statement, name="my-statement"),
    path("statements/<str:reference>/correct/", correct, name="my-statement-correct"),
    path("statements/<str:reference>/sign/", sign, name="my-statement-sign"),
    path("statements/<str:reference>/decline/", decline, name="my-statement-decline"),
    path("updates/", updates, name="my-updates"),
]
