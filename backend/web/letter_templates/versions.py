"""Own versions of a letter: begun, written, compared, handed in, approved and taken out of use."""

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

from backend.access.models import Role
from backend.access.policy import can
from backend.access.roles import has_role
from backend.documents.catalogue.actions import faults_of, lifecycle, save_version, write_version
from backend.documents.catalogue.checking import remarks_on
from backend.documents.catalogue.facts import palette
from backend.documents.catalogue.queries import body_called, body_in_force, differences, version_in_force, wording_in
from backend.documents.catalogue.states import SETTLED, VersionState
from backend.documents.letters import Letter, letter_class
from backend.documents.models import TemplateVersion
from backend.documents.wording import languages_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden
from backend.web.acts import act_page, done_words, too_late
from backend.web.forms.letter_templates import ApproveForm, BeginForm, KeeperReasonForm, WordsForm
from backend.web.letter_templates.catalogue import about
from backend.web.letter_templates.shell import (
    as_file,
    crumbs,
    found_letter,
    keepers_only,
    language_asked,
    language_name,
    numbered,
    sample_of,
)
from backend.web.pages import PersonRequest, absent, attempt, must, page
from backend.web.previews import letter_on_page

VERSIONS = TemplateVersion.objects.select_related("written_by__person", "approved_by__person")
FOLLOWS: dict[str, Promise] = {
    "submit": lazy("The words are tried and printed once more. You cannot change them while they wait for approval."),
    "approve": lazy(
        "From the first day on, letters are issued with these words. They can never be changed after this."
    ),
    "return": lazy("The writer can change the words again. Say what should be different."),
    "reject": lazy("The version is turned down for good. Its words stay in the history."),
    "discard": lazy("You give the draft up. Its words stay in the history."),
    "retire": lazy("No letter is issued with these words any more. What was issued stays, and can be printed again."),
}
BUTTONS: dict[str, Promise] = {
    "submit": lazy("Hand in for approval"),
    "approve": lazy("Approve these words"),
    "return": lazy("Return to the writer"),
    "reject": lazy("Reject this version"),
    "discard": lazy("Give up this draft"),
    "retire": lazy("Take out of use"),
}


@require_http_methods(["GET", "POST"])
@never_cache
@keepers_only
def new(request: PersonRequest, letter: str) -> HttpResponse:
    """Begin a version from the words in force, from the built-in ones, or from any older version."""
    cls = found_letter(letter)
    if not has_role(request.user, Role.ADMINISTRATOR):
        raise Forbidden()
    language = language_asked(request, cls)
    form = BeginForm(
        request.POST or None,
        languages=[(each, language_name(each)) for each in languages_of(cls)],
        versions=_beginnings(cls),
        initial={"language": language, "based_on": body_in_force(cls, language)[0].rpartition("/")[2]},
    )
    back = reverse("letter-template", args=[letter])
    shown = {
        "heading": _("Write a new version"),
        "consequence": _("You get a draft of your own. Letters do not change before somebody else approves it."),
        "submit": _("Begin the draft"),
        "crumbs": crumbs((cls.title_in("en"), back)),
        "cancel_url": back,
    }
    return act_page(
        request,
        form,
        lambda: write_version(letter, actor=request.user, **form.cleaned_data),
        back=lambda made: reverse("template-version-edit", args=[made.reference]),
        done=_("The draft was begun."),
        shown=shown,
    )


@require_safe
@never_cache
@page(VERSIONS, "template.view")
def version(request: PersonRequest, version: TemplateVersion) -> HttpResponse:
    """Show a version: where it stands, what is in the way, what it changes, and what can be done with it."""
    cls = letter_class(version.template)
    faults = faults_of(version) if version.state not in SETTLED else []
    moves = [move for move in lifecycle.open_to(version, request.user) if move.name in BUTTONS]
    actions = [_button(version, move.name, is_first=not at) for at, move in enumerate(moves)]
    if version.state == VersionState.DRAFT and can(request.user, "template.revise", version):
        edit_url = reverse("template-version-edit", args=[version.reference])
        actions.insert(0, {"label": _("Change the words"), "url": edit_url, "icon": "pencil-square"})
    shown = {
        **about(cls),
        **frame(version),
        "faults": faults,
        "lines": numbered(version.body, faults),
        "remarks": remarks_on(cls, version.body, version.language),
        "actions": actions[:3],
        "more": actions[3:],
        "told": _facts(version),
        "waits_for_another": version.state == VersionState.IN_REVIEW and version.written_by_id == request.user.pk,
        "is_in_force": version_in_force(version.template, version.language) == version,
        "crumbs": frame(version)["crumbs"][:-1],
        "here": version.short,
    }
    return render(request, "web/letter_templates/version.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(VERSIONS, "template.view")
def edit(request: PersonRequest, version: TemplateVersion) -> HttpResponse:
    """Change the words of a draft; whatever was typed is kept, and what stands in its way is told by line."""
    must(request.user, "template.revise", version)
    if version.state != VersionState.DRAFT:
        return too_late(
            request,
            _("Change the words"),
            version.get_state_display(),
            reverse("template-version", args=[version.reference]),
        )
    first = {"body": version.body, "note": version.note, "seen": version.sha256}
    form = WordsForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid() and _save(request, form, version):
        messages.success(request, _("Saved."))
        return redirect("template-version-edit", version.reference)
    return render(request, "web/letter_templates/edit.html", _editor(form, version))


@require_safe
@never_cache
@page(VERSIONS, "template.view")
def preview(request: PersonRequest, version: TemplateVersion) -> HttpResponse:
    """Show a version on the facts of the sample letter; what can't be shown yet says why."""
    sample, wording = sample_of(letter_class(version.template), version.language), wording_in(version)
    shown = {
        **frame(version),
        "version": version.name,
        "letter_language": version.language,
        "file_url": reverse("template-version-file", args=[version.reference]),
        "back": reverse("template-version", args=[version.reference]),
        "here": _("Preview"),
    }
    if faults := faults_of(version):
        return render(request, "web/letter_templates/preview.html", {**shown, "faults": faults})
    return render(request, "web/letter_templates/preview.html", {**shown, "letter": letter_on_page(sample, wording)})


@require_safe
@never_cache
@page(VERSIONS, "template.view")
def file(request: PersonRequest, version: TemplateVersion) -> HttpResponse:
    """Print a version on the facts of the sample letter."""
    if faults_of(version):
        return redirect("template-version-preview", version.reference)
    return as_file(sample_of(letter_class(version.template), version.language), wording_in(version))


@require_safe
@never_cache
@page(VERSIONS, "template.view")
def compare(request: PersonRequest, version: TemplateVersion) -> HttpResponse:
    """Compare a version word by word with the one it began from, or with any other."""
    cls = letter_class(version.template)
    others = [(name, label) for name, label in _beginnings(cls, version.language) if name != version.short]
    asked = request.GET.get("with", "")
    known = {name for name, _label in others}
    other = asked if asked in known else version.based_on.rpartition("/")[2]
    earlier = body_called(cls, version.language, other if other in known else next(iter(known)))
    pieces = differences(earlier.strip("\n") + "\n", version.body)
    shown = {
        **frame(version),
        "pieces": pieces,
        "is_same": all(piece.kind == "same" for piece in pieces),
        "other": other,
        "others": others,
        "here": _("Differences"),
    }
    return render(request, "web/letter_templates/differences.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(VERSIONS, "template.view")
def move(request: PersonRequest, version: TemplateVersion, verb: str) -> HttpResponse:
    """Make one move of a version, with its reason; the page says what follows."""
    known = lifecycle.moves.get(verb)
    if known is None:
        return absent(request)
    must(request.user, known.action, version)
    back = reverse("template-version", args=[version.reference])
    if request.method != "POST" and version.state not in known.sources:
        return too_late(request, known.label, version.get_state_display(), back)
    today = {"effective_from": clock.today()}
    form = (
        ApproveForm(request.POST or None, initial=today)
        if verb == "approve"
        else KeeperReasonForm(request.POST or None)
    )
    shown = {
        **frame(version),
        "heading": known.label,
        "consequence": FOLLOWS[verb],
        "submit": BUTTONS[verb],
        "facts": _facts(version),
        "cancel_url": back,
    }
    act: Callable[..., TemplateVersion] = lifecycle.functions[verb]
    done = done_words(known)
    return act_page(
        request, form, lambda: act(version, actor=request.user, **form.cleaned_data), back=back, done=done, shown=shown
    )


def frame(version: TemplateVersion) -> dict[str, Any]:
    """Give what every page of a version shows."""
    cls = letter_class(version.template)
    key = version.template.split("/")[1]
    way = [(cls.title_in("en"), reverse("letter-template", args=[key]))]
    return {
        "row": version,
        "key": key,
        "language_name": language_name(version.language),
        "reference": version.reference,
        "crumbs": crumbs(*way, (version.short, reverse("template-version", args=[version.reference]))),
    }


def _save(request: PersonRequest, form: WordsForm, version: TemplateVersion) -> TemplateVersion | None:
    given = form.cleaned_data
    if given["seen"] and given["seen"] != version.sha256:
        told = _("The draft was saved elsewhere since you opened it. Your text is kept here: compare, then save again.")
        form.add_error(None, told)
        form.data = {**form.data.dict(), "seen": version.sha256}  # type: ignore[attr-defined]  # a QueryDict
        return None
    return attempt(
        form, save_version, version, actor=request.user, reason=_("Saved."), body=given["body"], note=given["note"]
    )


def _editor(form: WordsForm, version: TemplateVersion) -> dict[str, Any]:
    cls = letter_class(version.template)
    faults = faults_of(version)
    return {
        **about(cls),
        **frame(version),
        "form": form,
        "faults": faults,
        "lines": numbered(version.body, faults),
        "remarks": remarks_on(cls, version.body, version.language),
        "facts": palette(cls, _sample(cls, version.language)),
        "here": _("Change the words"),
    }


def _sample(cls: type[Letter], language: str) -> Letter:
    return sample_of(cls, language)


def _beginnings(cls: type[Letter], language: str = "") -> list[tuple[str, str]]:
    """List the versions that another may begin from, the newest first, and the built-in words."""
    rows = TemplateVersion.objects.filter(template=cls.template).order_by("-number")
    found = {row.short: row for row in (rows.filter(language=language) if language else rows)}
    own = [(name, f"{name}: {row.get_state_display()}") for name, row in found.items()]
    built_in = cls.template.rpartition("/")[2]
    return [*own, (built_in, _("%(name)s: the built-in words") % {"name": built_in})]


def _button(version: TemplateVersion, verb: str, *, is_first: bool) -> dict[str, Any]:
    url = reverse("template-version-move", args=[version.reference, verb])
    return {"label": BUTTONS[verb], "url": url, "primary": is_first}


def _facts(version: TemplateVersion) -> list[dict[str, Any]]:
    facts = [
        {"key": _("Version"), "value": version.name},
        {"key": _("Language"), "value": language_name(version.language)},
        {"key": _("What it changes"), "value": version.note or _("Not said yet")},
        {"key": _("Begun from"), "value": version.based_on},
        {"key": _("Written by"), "value": version.written_by.name},
    ]
    if version.approved_by:
        facts.append({"key": _("Approved by"), "value": version.approved_by.name})
    if version.effective_from:
        facts.append({"key": _("In force from"), "value": f"{version.effective_from:%-d %B %Y}"})
    if version.effective_until:
        facts.append({"key": _("Not used from"), "value": f"{version.effective_until:%-d %B %Y}"})
    return facts
