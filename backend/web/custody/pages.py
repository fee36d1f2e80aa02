"""The custodian's pages: what waits in quarantine, one file, one question, and what may be done about each."""

from collections.abc import Mapping
from typing import Any, cast

from django.forms import Form
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.models import Role
from backend.access.roles import has_role
from backend.audit.reads import listed, viewed
from backend.kernel.errors import NotVisible, Refused
from backend.referrals.actions import barriers, screening
from backend.referrals.models import BarrierQuery, ProviderFile
from backend.referrals.queries.custody import FILES, QUERIES, files_for, name_of, queries_for, words_of
from backend.web.acts import act_page, too_late
from backend.web.forms.custody import ExcuseForm, SureForm
from backend.web.pages import PersonRequest, must, page, signed_in
from backend.workflow.lifecycle import Move

ENDINGS: Mapping[str, str] = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
MOST = 100  # of each on one page; what waits stands first
FOLLOWS: Mapping[str, Promise] = {
    "clear": lazy("The file stays here, for you alone. Nobody else in the organisation opens it."),
    "seal": lazy(
        "Nobody opens the file again. The employee is told by letter, the disclosure is noted, and the provider is asked "
        "for a file that keeps to the release."
    ),
    "misdirect": lazy(
        "Nobody opens the file again. Tell the provider and your privacy officer: the person it is about must be told by "
        "the provider."
    ),
    "excuse": lazy("It is no breach. Which excuse it was stays here."),
    "not_excuse": lazy(
        "Whoever decides learns that the referral is not kept to, without a cause. The employee is heard before anything "
        "follows."
    ),
}
DONE: Mapping[str, Promise] = {
    "clear": lazy("The file is marked: it keeps to the list."),
    "seal": lazy("The file is sealed, and the employee is told."),
    "misdirect": lazy("The file is sealed: it is about somebody else."),
    "excuse": lazy("The absence is excused."),
    "not_excuse": lazy("It is noted that there was no excuse."),
}


@require_safe
@never_cache
@signed_in
def custody(request: PersonRequest) -> HttpResponse:
    """List what a custodian keeps: files, those in quarantine first, and questions, those to be weighed first."""
    if not has_role(request.user, Role.REFERRAL_COORDINATOR):
        raise NotVisible
    files, queries = list(files_for(request.user)[:MOST]), list(queries_for(request.user)[:MOST])
    listed(files, "provider_file.list", actor=request.user)
    listed(queries, "barrier.list", actor=request.user)
    return render(request, "web/custody/list.html", {"files": files, "queries": queries})


@require_safe
@never_cache
@page(FILES, "provider_file.view")
def provider_file(request: PersonRequest, file: ProviderFile) -> HttpResponse:
    """Show what is known of one file, and what may be done about it."""
    viewed(file, "provider_file.view", actor=request.user)
    shown = {
        "file": file,
        "name": name_of(file),
        "can_open": file.state in screening.OPENABLE,
        "moves": _moves(screening.lifecycle.open_to(file, request.user), "provider-file-move", file.reference),
    }
    return render(request, "web/custody/file.html", shown)


@require_safe
@never_cache
@page(FILES, "provider_file.view")
def open_file(request: PersonRequest, file: ProviderFile) -> HttpResponse:
    """Hand the file out as a download, under a name that tells nothing; that it is opened is recorded first."""
    try:
        blocks = screening.open_file(file, actor=request.user)
    except Refused as refusal:
        return render(request, "web/custody/file.html", {"file": file, "refusal": refusal.detail}, status=409)
    response = StreamingHttpResponse(blocks, content_type=file.mime)
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = f'attachment; filename="{file.reference}{ENDINGS.get(file.mime, "")}"'
    response["X-Content-Type-Options"], response["Cache-Control"] = "nosniff", "private, no-store"
    return cast("HttpResponse", response)


@require_http_methods(["GET", "POST"])
@never_cache
@page(FILES, "provider_file.view")
def move_file(request: PersonRequest, file: ProviderFile, verb: str) -> HttpResponse:
    """Say what a file is: it keeps to the list, it tells too much, or it is about somebody else."""
    move = screening.lifecycle.moves.get(verb)
    if move is None:
        raise NotVisible
    must(request.user, move.action, file)
    back = reverse("provider-file", args=[file.reference])
    if request.method != "POST" and file.state not in move.sources:
        return too_late(request, move.label, file.get_state_display(), back)
    form = SureForm(request.POST) if request.method == "POST" else SureForm()
    return _act(
        request,
        form,
        lambda: screening.lifecycle.functions[verb](file, actor=request.user),
        move,
        back,
        file.reference,
    )


@require_safe
@never_cache
@page(QUERIES, "barrier.excuse")
def query(request: PersonRequest, query: BarrierQuery) -> HttpResponse:
    """Show one question, what the employee answered, and how it may be weighed."""
    viewed(query, "barrier.view", actor=request.user)
    shown = {
        "query": query,
        "words": words_of(query),
        "moves": _moves(barriers.lifecycle.open_to(query, request.user), "barrier-query-move", query.reference),
    }
    return render(request, "web/custody/query.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(QUERIES, "barrier.excuse")
def move_query(request: PersonRequest, query: BarrierQuery, verb: str) -> HttpResponse:
    """Weigh what stood in the way, by the list of excuses alone."""
    move = barriers.lifecycle.moves.get(verb)
    if move is None:
        raise NotVisible
    must(request.user, move.action, query)
    back = reverse("barrier-query", args=[query.reference])
    if request.method != "POST" and query.state not in move.sources:
        return too_late(request, move.label, query.get_state_display(), back)
    kind = ExcuseForm if verb == "excuse" else SureForm
    form = kind(request.POST) if request.method == "POST" else kind()
    return _act(
        request,
        form,
        lambda: barriers.lifecycle.functions[verb](query, actor=request.user, **form.cleaned_data),
        move,
        back,
        query.reference,
    )


def _act(request: PersonRequest, form: Form, act: Any, move: Move, back: str, reference: str) -> HttpResponse:
    shown = {
        "heading": move.label,
        "consequence": FOLLOWS.get(move.name, ""),
        "submit": move.label,
        "crumbs": [(_("Custody"), reverse("custody")), (reference, back)],
    }
    return act_page(request, form, act, back=back, done=str(DONE.get(move.name, "")), shown=shown)


def _moves(moves: list[Move], name: str, reference: str) -> list[dict[str, str]]:
    return [{"label": move.label, "url": reverse(name, args=[reference, move.name])} for move in moves]
