"""The workspace as a whole: begin it, open and close it, list its pages, take them home, change the passphrase, delete everything."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from backend.kernel import clock
from backend.web.forms.workspace import BeginForm, ChangeForm, DeleteForm, OpenForm
from backend.web.pages import PersonRequest
from backend.web.workspace.doors import keep_open, key_at_hand, known, leads_back, private, quietly, sent, shut
from backend.workspace.actions.opening import begin_workspace, change_passphrase, end_workspace, open_workspace
from backend.workspace.actions.pages import read_pages
from backend.workspace.lock import Key
from backend.workspace.models import Workspace
from backend.workspace.queries import copies_of, workspace_of
from backend.workspace.sheets import SHEETS

ACT = "web/mine/act.html"


@require_http_methods(["GET", "POST"])
@private
def workspace(request: PersonRequest) -> HttpResponse:
    """Show the pages of the person's own workspace; before that, open it, and before that, begin it."""
    found = workspace_of(request.user)
    if found is None:
        return _begin(request)
    key = key_at_hand(request, found)
    if request.method == "POST" or key is None:
        return _open(request, found)
    return _list(request, found, key)


@require_POST
@private
def close(request: PersonRequest) -> HttpResponse:
    """Close the workspace now."""
    known(request)
    messages.success(request, _("Your workspace is closed."))
    return shut(request, redirect("my-workspace"))


@require_POST
@private
def take_home(request: PersonRequest) -> HttpResponse:
    """Give every page in plain text, as a file of the owner's own."""
    found = known(request)
    key = key_at_hand(request, found)
    if key is None:
        return redirect("my-workspace")
    response = HttpResponse(_as_text(request, found, key), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-workspace.txt"'
    return keep_open(request, response, key)


@require_http_methods(["GET", "POST"])
@private
def passphrase(request: PersonRequest) -> HttpResponse:
    """Change the passphrase; every page is closed anew with it."""
    found = known(request)
    form = ChangeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        present, new = form.cleaned_data["passphrase"], form.cleaned_data["new"]
        key = quietly(form, lambda: change_passphrase(found, present, new, actor=request.user))
        if key is not None:
            messages.success(request, _("Your passphrase is changed, and every page is closed with the new one."))
            return keep_open(request, redirect("my-workspace"), key)
    shown = {
        "form": form,
        "heading": _("Change the passphrase"),
        "consequence": _(
            "Every page is closed anew with it. Nobody can recover a lost passphrase, so keep the new one where you find it again."
        ),
        "submit": _("Change the passphrase"),
        "cancel_url": reverse("my-workspace"),
    }
    return render(request, ACT, shown)


@require_http_methods(["GET", "POST"])
@private
def delete(request: PersonRequest) -> HttpResponse:
    """Delete the whole workspace; whoever lost the passphrase can begin anew after this."""
    found = known(request)
    form = DeleteForm(
        request.POST or None, label=_("Delete the workspace, with every page and every shared copy, for good")
    )
    if request.method == "POST" and form.is_valid():
        end_workspace(found, actor=request.user)
        messages.success(request, _("Your workspace is deleted."))
        return shut(request, redirect("my-workspace"))
    shown = {
        "form": form,
        "heading": _("Delete your workspace"),
        "consequence": _(
            "Nothing of it can be brought back, by you or by anybody else. You need no passphrase for this: if you lost yours, "
            "this is how you begin anew."
        ),
        "submit": _("Delete everything"),
        "cancel_url": reverse("my-workspace"),
    }
    return render(request, ACT, shown)


def _begin(request: PersonRequest) -> HttpResponse:
    form = BeginForm(sent(request))
    if request.method == "POST" and form.is_valid():
        key = quietly(form, lambda: begin_workspace(form.cleaned_data["new"], actor=request.user))
        if key is not None:
            messages.success(
                request, _("Your workspace is open. It closes itself after twenty minutes without a click.")
            )
            return keep_open(request, redirect("my-workspace"), key)
    return render(request, "web/workspace/begin.html", {"form": form, "sheets": SHEETS.values()})


def _open(request: PersonRequest, found: Workspace) -> HttpResponse:
    form = OpenForm(sent(request))
    target = leads_back(request.POST.get("next") or request.GET.get("next") or "")
    if request.method == "POST" and form.is_valid():
        key = quietly(form, lambda: open_workspace(found, form.cleaned_data["passphrase"], actor=request.user))
        if key is not None:
            return keep_open(request, redirect(target), key)
    return render(request, "web/workspace/open.html", {"form": form, "next": target})


def _list(request: PersonRequest, found: Workspace, key: Key) -> HttpResponse:
    read = read_pages(found, key, actor=request.user)
    copies = copies_of([row for row, _told in read], request.user)
    pages = [{"row": row, "told": told, "copies": copies[row.pk]} for row, told in read]
    shown = {"pages": pages, "sheets": SHEETS.values()}
    return keep_open(request, render(request, "web/workspace/list.html", shown), key)


def _as_text(request: PersonRequest, found: Workspace, key: Key) -> str:
    lines = [_("Your private workspace"), timezone.localtime(clock.now()).strftime("%-d %B %Y, %H:%M %Z"), ""]
    for page, told in read_pages(found, key, actor=request.user):
        saved = timezone.localtime(page.saved_at).strftime("%-d %B %Y, %H:%M %Z")
        if told is None:
            lines += ["=" * 60, _("A page saved on %(when)s was damaged and does not open.") % {"when": saved}, ""]
            continue
        lines += ["=" * 60, told.title, f"{told.sheet.label}, {saved}", ""]
        for asked, text in told.answered:
            lines += [asked, text, ""]
    return "\n".join(lines)
