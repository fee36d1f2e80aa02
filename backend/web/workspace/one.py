"""One page of a private workspace: write it, read it, change it, share it, take it back, delete it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.access.policy import scope
from backend.kernel.errors import NotVisible
from backend.web.forms.workspace import DeleteForm, PageForm, ShareForm
from backend.web.pages import PersonRequest
from backend.web.workspace.doors import keep_open, key_at_hand, known, private, quietly, sent, to_open
from backend.workspace.actions.opening import open_workspace
from backend.workspace.actions.pages import delete_page, read_page, revise_page, write_page
from backend.workspace.actions.sharing import share_page, withdraw_page
from backend.workspace.lock import Key
from backend.workspace.models import PrivatePage, SharedPage, Workspace
from backend.workspace.queries import copies_of, receivers_for
from backend.workspace.sheets import SHEETS, Written, written

ACT = "web/mine/act.html"


@require_http_methods(["GET", "POST"])
@private
def new(request: PersonRequest, kind: str) -> HttpResponse:
    """Write a new page."""
    workspace, sheet = known(request), SHEETS.get(kind)
    if sheet is None:
        raise NotVisible()
    key = key_at_hand(request, workspace)
    if key is None and request.method != "POST":
        return to_open(request)
    form = PageForm(sent(request), sheet=sheet, is_closed=key is None)

    def save(key: Key, told: Written) -> PrivatePage:
        return write_page(workspace, key, told, actor=request.user)

    return _write(request, form, workspace, key, save, back=reverse("my-workspace"))


@require_http_methods(["GET", "POST"])
@private
def revise(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Change a page."""
    page = _own(request, uid, "workspace.revise")
    key = key_at_hand(request, page.workspace)
    if key is None and request.method != "POST":
        return to_open(request)
    # The kind of a page stands in its ciphertext; after a pause, without the key, the form says which it was.
    told = read_page(page, key, actor=request.user) if key else None
    sheet = told.sheet if told else SHEETS.get(request.POST.get("kind", ""))
    if sheet is None:
        return to_open(request)
    filled = PageForm.filled(told, page.version) if told else None
    form = PageForm(sent(request), sheet=sheet, is_closed=key is None, initial=filled)

    def save(key: Key, told: Written) -> PrivatePage:
        return revise_page(page, key, told, version=form.cleaned_data["version"] or 0, actor=request.user)

    return _write(request, form, page.workspace, key, save, back=reverse("my-workspace-page", args=[page.uid]))


@require_safe
@private
def page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show a page to its owner."""
    row = _own(request, uid, "workspace.read")
    key = key_at_hand(request, row.workspace)
    if key is None:
        return to_open(request)
    told = read_page(row, key, actor=request.user)
    shown = {"row": row, "told": told, "copies": copies_of([row], request.user)[row.pk]}
    return keep_open(request, render(request, "web/workspace/page.html", shown), key)


@require_http_methods(["GET", "POST"])
@private
def share(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Share a page with one person."""
    row = _own(request, uid, "workspace.share")
    key = key_at_hand(request, row.workspace)
    if key is None:
        return to_open(request)
    back = reverse("my-workspace-page", args=[row.uid])
    receivers = receivers_for(request.user)
    if not receivers:
        return keep_open(request, render(request, "web/workspace/nobody.html", {"back": back}), key)
    form = ShareForm(sent(request), receivers=receivers)
    if request.method == "POST" and form.is_valid():
        person = form.chosen.user
        if quietly(form, lambda: share_page(row, key, person, actor=request.user)):
            told = _(
                "%(name)s can read this page now, under Profile, “Shared with you”. Tell them yourself: no message is sent."
            )
            messages.success(request, told % {"name": person.name})
            return keep_open(request, redirect(back), key)
    shown = {
        "form": form,
        "heading": _("Share this page"),
        "consequence": _(
            "They read the page as it stands now, until you withdraw it. This copy is kept with the product’s own keys, and no longer "
            "under your passphrase alone. What they read, they know: withdrawing takes the page from them, and not what they remember."
        ),
        "submit": _("Share it"),
        "cancel_url": back,
    }
    return keep_open(request, render(request, ACT, shown), key)


@require_POST
@private
def withdraw(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take a shared page back."""
    rows = SharedPage.objects.select_related("page__workspace", "receiver__person")
    copy = scope(request.user, "workspace.withdraw", rows).filter(uid=uid).first()
    if copy is None:
        raise NotVisible()
    withdraw_page(copy, actor=request.user)
    messages.success(request, _("Withdrawn. %(name)s does not find the page any more.") % {"name": copy.receiver.name})
    return redirect("my-workspace-page", copy.page.uid)


@require_http_methods(["GET", "POST"])
@private
def delete(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Delete a page for good."""
    row = _own(request, uid, "workspace.delete")
    if key_at_hand(request, row.workspace) is None:
        return to_open(request)
    form = DeleteForm(sent(request), label=_("Delete this page, and every copy of it that I shared, for good"))
    if request.method == "POST" and form.is_valid():
        delete_page(row, actor=request.user)
        messages.success(request, _("The page is deleted."))
        return redirect("my-workspace")
    shown = {
        "form": form,
        "heading": _("Delete this page"),
        "consequence": _("It cannot be brought back, by you or by anybody else."),
        "submit": _("Delete it"),
        "cancel_url": reverse("my-workspace-page", args=[row.uid]),
    }
    return render(request, ACT, shown)


def _own(request: PersonRequest, uid: UUID, action: str) -> PrivatePage:
    rows = PrivatePage.objects.select_related("workspace__owner")
    found: PrivatePage | None = scope(request.user, action, rows).filter(uid=uid).first()
    if found is None:
        raise NotVisible()
    return found


def _write(
    request: PersonRequest,
    form: PageForm,
    workspace: Workspace,
    key: Key | None,
    save: Callable[[Key, Written], PrivatePage],
    *,
    back: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        told = quietly(form, lambda: written(form.sheet.kind, form.cleaned_data["title"], form.texts))
        given = form.cleaned_data.get("passphrase", "")
        key = key or quietly(form, lambda: open_workspace(workspace, given, actor=request.user))
        kept = quietly(form, lambda: save(key, told)) if key and told else None
        if key and kept:
            messages.success(request, _("Saved."))
            return keep_open(request, redirect("my-workspace-page", kept.uid), key)
    response = render(request, "web/workspace/write.html", {"form": form, "sheet": form.sheet, "back": back})
    return keep_open(request, response, key) if key else response
