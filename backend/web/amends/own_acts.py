"""What the owner of an accountability statement decides: to ask for feedback, to share it, to stop, to delete it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.amends.actions.feedback import ask_accountability_feedback, take_back_accountability_round
from backend.amends.actions.sharing import share_accountability_statement, unshare_accountability_statement
from backend.amends.actions.writing import discard_accountability_statement
from backend.amends.models import AccountabilityShare, AccountabilityStatement
from backend.amends.queries import SHARES, has_open_appeal, is_open, readers_for, rounds_of, versions_of, wishes_for
from backend.amends.sealing import words_of
from backend.amends.vocabulary import RoundState
from backend.audit.reads import viewed
from backend.web.amends.own import STATEMENTS, own_act
from backend.web.forms.amends import AdvisedForm, AskFeedbackForm, ShareForm
from backend.web.pages import PersonRequest, page


@require_http_methods(["GET", "POST"])
@never_cache
@page(STATEMENTS, "accountability.ask_feedback")
def feedback(request: PersonRequest, statement: AccountabilityStatement) -> HttpResponse:
    """Choose somebody who reads the latest version and says what they think of its words."""
    readers = readers_for(statement.case)
    versions = versions_of(statement)
    if not (is_open(statement) and versions and readers):
        return _not_now(
            request, statement, _("Feedback can be asked for once a version is saved, and somebody is free to read it.")
        )
    form = AskFeedbackForm(request.POST or None, readers=readers, needs_advice=has_open_appeal(statement.case))
    return own_act(
        request,
        statement,
        form,
        lambda: ask_accountability_feedback(statement, actor=request.user, **form.cleaned_data),
        _("Your request was sent. You can take it back until it is answered."),
        heading=_("Ask for feedback"),
        consequence=_(
            "They read version %(number)s and nothing else, until they answer or you take it back. They decide nothing about you."
        )
        % {"number": versions[0].number},
        submit=_("Ask for feedback"),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(STATEMENTS, "accountability.ask_feedback")
def take_back(request: PersonRequest, statement: AccountabilityStatement) -> HttpResponse:
    """Take a request for feedback back."""
    waiting = next((each for each in rounds_of(statement) if each.state == RoundState.ASKED), None)
    if waiting is None:
        return _not_now(request, statement, _("No request for feedback is waiting."))
    return own_act(
        request,
        statement,
        AdvisedForm(request.POST if request.method == "POST" else None),
        lambda: take_back_accountability_round(waiting, actor=request.user),
        _("Your request was taken back. Nobody else reads your statement now."),
        heading=_("Take the request back"),
        consequence=_("%(name)s no longer reads your statement. What they may have read already, they cannot unread.")
        % {"name": waiting.reviewer.name},
        submit=_("Take it back"),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(STATEMENTS, "accountability.share")
def share(request: PersonRequest, statement: AccountabilityStatement) -> HttpResponse:
    """Let whoever asked for it read one version."""
    count, versions = wishes_for(statement).count(), versions_of(statement)
    if not (is_open(statement) and count and versions):
        return _not_now(request, statement, _("Nobody who complained has asked to read a statement. It stays yours."))
    offered = [(each.number, _("Version %(number)s") % {"number": each.number}) for each in versions]
    form = ShareForm(request.POST or None, versions=offered, needs_advice=has_open_appeal(statement.case))
    return own_act(
        request,
        statement,
        form,
        lambda: share_accountability_statement(statement, actor=request.user, **form.cleaned_data),
        _("Your statement is shared. You can stop sharing it at any time."),
        heading=_("Share your statement"),
        consequence=ngettext(
            "Somebody who complained asked to read a statement. You need not share one, and nothing follows whether you do or not."
            " What they read, they cannot unread.",
            "%(count)s people who complained asked to read a statement. You need not share one, and nothing follows whether you do or"
            " not. What they read, they cannot unread.",
            count,
        )
        % {"count": count},
        submit=_("Share this version"),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(STATEMENTS, "accountability.unshare")
def unshare(request: PersonRequest, statement: AccountabilityStatement) -> HttpResponse:
    """Stop sharing."""
    return own_act(
        request,
        statement,
        AdvisedForm(request.POST if request.method == "POST" else None),
        lambda: unshare_accountability_statement(statement, actor=request.user),
        _("Your statement is no longer shared."),
        heading=_("Stop sharing your statement"),
        consequence=_("From now on nobody else reads it. What was read already cannot be unread."),
        submit=_("Stop sharing"),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(STATEMENTS, "accountability.discard")
def discard(request: PersonRequest, statement: AccountabilityStatement) -> HttpResponse:
    """Delete the statement with everything in it."""

    def act() -> bool:
        discard_accountability_statement(statement, actor=request.user)
        return True

    return own_act(
        request,
        statement,
        AdvisedForm(request.POST if request.method == "POST" else None),
        act,
        _("Your statement was deleted."),
        heading=_("Delete your statement"),
        consequence=_(
            "All versions, the feedback and the draft are deleted and cannot be brought back. Nobody asks you why."
        ),
        submit=_("Delete everything"),
        back=reverse("my-decisions"),
        cancel_url=reverse("my-accountability", args=[statement.reference]),
    )


@require_safe
@never_cache
@page(SHARES, "accountability_share.view", by="uid")
def shared(request: PersonRequest, share: AccountabilityShare) -> HttpResponse:
    """Show a statement to whoever asked for it, once its owner shared it."""
    viewed(share, "accountability_share.view", actor=request.user)
    return render(request, "web/amends/shared.html", {"share": share, "text": words_of(share.version)})


def _not_now(request: PersonRequest, statement: AccountabilityStatement, why: str) -> HttpResponse:
    messages.info(request, why)
    return redirect("my-accountability", statement.reference)


urlpatterns = [
    path("shared/<uuid:reference>/", shared, name="my-accountability-shared"),
    path("<str:reference>/feedback/", feedback, name="my-accountability-feedback"),
    path("<str:reference>/take-back/", take_back, name="my-accountability-take-back"),
    path("<str:reference>/share/", share, name="my-accountability-share"),
    path("<str:reference>/unshare/", unshare, name="my-accountability-unshare"),
    path("<str:reference>/delete/", discard, name="my-accountability-delete"),
]
