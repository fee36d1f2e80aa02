"""Words of a clause: written, compared, handed in, approved and taken out of use."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can
from backend.clauses.actions.writing import faults_of, lifecycle, remarks_of, save_clause_version
from backend.clauses.models import ClauseVersion
from backend.clauses.vocabulary import SETTLED, VersionState
from backend.kernel import clock
from backend.web.acts import act_page, done_words, too_late
from backend.web.clauses.shell import VERSIONS, crumbs, language_name, version_facts, way_to
from backend.web.differences import word_differences
from backend.web.forms.clauses import ApproveClauseForm, ClauseWordsForm, LibraryReasonForm
from backend.web.pages import PersonRequest, absent, attempt, must, page

FOLLOWS: dict[str, Promise] = {
    "submit": lazy("The words can’t be changed while they wait for approval."),
    "approve": lazy(
        "From their day on, agreements are drawn up with these words. They can never be changed after this."
    ),
    "return": lazy("The writer can change the words again. Say what should be different."),
    "reject": lazy("The words are turned down for good. They stay in the history."),
    "discard": lazy("You give the draft up. Its words stay in the history."),
    "retire": lazy("No agreement is drawn up with these words any more. Agreements that hold them keep them."),
}
BUTTONS: dict[str, Promise] = {
    "submit": lazy("Hand in for approval"),
    "approve": lazy("Approve these words"),
    "return": lazy("Return to the writer"),
    "reject": lazy("Reject these words"),
    "discard": lazy("Give up this draft"),
    "retire": lazy("Take out of use"),
}


@require_safe
@page(VERSIONS, "clause_version.view")
def version(request: PersonRequest, version: ClauseVersion) -> HttpResponse:
    """Show words of a clause: where they stand, what is in the way, and what can be done with them."""
    moves = [move.name for move in lifecycle.open_to(version, request.user) if move.name in BUTTONS]
    actions = [_button(version, verb, is_first=not at) for at, verb in enumerate(moves)]
    if version.state == VersionState.DRAFT and can(request.user, "clause_version.revise", version):
        url = reverse("clause-version-edit", args=[version.reference])
        actions.insert(0, {"label": _("Change the words"), "url": url, "icon": "pencil-square"})
    shown = {
        **_frame(version),
        "faults": [] if version.state in SETTLED else faults_of(version),
        "remarks": remarks_of(version),
        "actions": actions,
        "told": version_facts(version),
        "waits_for_another": version.state == VersionState.IN_REVIEW and version.written_by_id == request.user.pk,
        "crumbs": crumbs(way_to(version.clause)),
        "here": version.name,
    }
    return render(request, "web/clauses/version.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(VERSIONS, "clause_version.view")
def edit(request: PersonRequest, version: ClauseVersion) -> HttpResponse:
    """Change the words of a draft; whatever was typed is kept, and what stands in its way is told."""
    must(request.user, "clause_version.revise", version)
    back = reverse("clause-version", args=[version.reference])
    if version.state != VersionState.DRAFT:
        return too_late(request, _("Change the words"), version.get_state_display(), back)
    names = ("change", "part", "heading", "text", "note")
    form = ClauseWordsForm(request.POST or None, initial={name: getattr(version, name) for name in names})
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, save_clause_version, version, actor=request.user, reason=_("Saved."), **form.cleaned_data)
        if saved:
            messages.success(request, _("Saved."))
            return redirect("clause-version-edit", version.reference)
    shown = {**_frame(version), "form": form, "faults": faults_of(version), "remarks": remarks_of(version)}
    return render(request, "web/clauses/edit.html", {**shown, "here": _("Change the words")})


@require_safe
@page(VERSIONS, "clause_version.view")
def compare(request: PersonRequest, version: ClauseVersion) -> HttpResponse:
    """Compare words of a clause with those they began from, or with any others in the language."""
    rows = VERSIONS.filter(clause=version.clause_id, language=version.language).exclude(pk=version.pk)
    others = {row.name: row for row in rows.order_by("-number")}
    first = version.based_on.name if version.based_on else next(iter(others), "")
    asked = request.GET.get("with", "")
    other = others.get(asked) or others.get(first) or next(iter(others.values()), None)
    pieces = word_differences(_whole(other) if other else "", _whole(version))
    shown = {
        **_frame(version),
        "pieces": pieces,
        "is_same": all(not piece.kind for piece in pieces),
        "other": other.name if other else _("nothing"),
        "others": [(name, f"{name}: {row.get_state_display()}") for name, row in others.items()],
        "here": _("Differences"),
    }
    return render(request, "web/clauses/differences.html", shown)


@require_http_methods(["GET", "POST"])
@page(VERSIONS, "clause_version.view")
def move(request: PersonRequest, version: ClauseVersion, verb: str) -> HttpResponse:
    """Make one move of a version, with its reason; the page says what follows."""
    known = lifecycle.moves.get(verb)
    if known is None:
        return absent(request)
    must(request.user, known.action, version)
    back = reverse("clause-version", args=[version.reference])
    if request.method != "POST" and version.state not in known.sources:
        return too_late(request, known.label, version.get_state_display(), back)
    today = {"effective_from": clock.today()}
    form = (
        ApproveClauseForm(request.POST or None, initial=today)
        if verb == "approve"
        else LibraryReasonForm(request.POST or None)
    )
    shown = {
        **_frame(version),
        "heading": known.label,
        "consequence": FOLLOWS[verb],
        "submit": BUTTONS[verb],
        "facts": version_facts(version),
        "cancel_url": back,
    }
    act: Callable[..., ClauseVersion] = lifecycle.functions[verb]
    make = lambda: act(version, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, make, back=back, done=done_words(known), shown=shown)


def _frame(version: ClauseVersion) -> dict[str, Any]:
    here = (version.name, reverse("clause-version", args=[version.reference]))
    return {
        "row": version,
        "language_name": language_name(version.language),
        "reference": version.reference,
        "crumbs": crumbs(way_to(version.clause), here),
    }


def _whole(version: ClauseVersion) -> str:
    return f"{version.part}\n{version.heading}\n\n{version.text}\n{version.note}\n"


def _button(version: ClauseVersion, verb: str, *, is_first: bool) -> dict[str, Any]:
    return {
        "label": BUTTONS[verb],
        "url": reverse("clause-version-move", args=[version.reference, verb]),
        "primary": is_first,
    }
