"""Writing a letter: which one, the form that its kind asks for, and changing it. What was typed is never lost."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can
from backend.audit.reads import viewed
from backend.documents.actions.drafting import OPEN, revise_draft, write_draft
from backend.documents.actions.issuing import Ties
from backend.documents.composing import COMPOSERS
from backend.documents.drafts import composer_of, matter_of, text_of
from backend.documents.models import LetterDraft
from backend.kernel.errors import Forbidden, NotVisible
from backend.web.acts import act_page, too_late
from backend.web.forms.letters import LetterForm, NewLetterForm, shown_in_form
from backend.web.letters.matters import Choice, choice_of, choices, earlier_ones, record_named, way_back
from backend.web.pages import PersonRequest, must, page, signed_in

DRAFTS = LetterDraft.objects.select_related(
    "recipient", "written_by__person", "reviewed_by__person", "approved_by__person", "redacts", "supersedes", "document"
)


@require_safe
@signed_in
def choose(request: PersonRequest, reference: str) -> HttpResponse:
    """List the letters that the person may write about a case, a report or an agreement, and what is missing for each."""
    about = record_named(request.user, reference)
    found = choices(request.user, about)
    if not found:
        raise Forbidden(_("There is no letter about this that you may write."))
    shown = {"about": about, "choices": found, "crumbs": _crumbs(about), "here": _("Write a letter")}
    return render(request, "web/letters/choose.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def write(request: PersonRequest, reference: str, key: str) -> HttpResponse:
    """Write a letter from a record and from what the person says; nothing is sent by that."""
    about: Any = record_named(request.user, reference)
    composer = COMPOSERS.get(key)
    if composer is None or not issubclass(type(about), composer.about):
        raise NotVisible
    must(request.user, composer.action, about)
    choice = choice_of(composer, about)
    if choice.gaps:
        shown = {"choice": choice, "about": about, "crumbs": _crumbs(about), "here": composer.letter.title_in("en")}
        return render(request, "web/letters/gaps.html", shown)
    earlier = earlier_ones(request.user, choice)
    begun = shown_in_form(composer, composer.begins(about))
    form = NewLetterForm(request.POST or None, composer=composer, people=choice.people, earlier=earlier, initial=begun)

    def act() -> LetterDraft:
        given = form.cleaned_data
        replaced = next((row for row in earlier if row.reference == given.get("supersedes")), None)
        person = next(person for person in choice.people if person.reference == given["to"])
        ties = Ties(supersedes=replaced)
        return write_draft(composer, about, to=person, given=form.given(composer), actor=request.user, ties=ties)

    return act_page(
        request,
        form,
        act,
        back=lambda draft: reverse("letter", args=[draft.reference]),
        done=_("The letter was saved. Nothing was sent: read it, and have it approved."),
        shown={**_form_page(choice), "cancel_url": reverse("letter-choose", args=[about.reference])},
        template="web/letters/form.html",
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(DRAFTS, "draft.view")
def edit(request: PersonRequest, draft: LetterDraft) -> HttpResponse:
    """Change a letter. Where somebody else saved it meanwhile, nothing is overwritten: both are shown."""
    must(request.user, "draft.revise", draft)
    composer, back = composer_of(draft), reverse("letter", args=[draft.reference])
    if composer is None or draft.state not in OPEN:
        return too_late(request, _("Change the letter"), draft.get_state_display(), back)
    kept = text_of(draft)
    if request.method != "POST":
        viewed(draft, "draft.view", actor=request.user)
    form = LetterForm(request.POST or None, composer=composer, initial=shown_in_form(composer, kept.given))
    seen = request.POST.get("seen", "")
    is_stale = seen.isdecimal() and int(seen) != draft.version

    def act() -> LetterDraft:
        version = int(seen) if seen.isdecimal() else None
        return revise_draft(draft, composer, given=form.given(composer), actor=request.user, seen=version)

    shown: dict[str, Any] = {
        **_form_page(choice_of(composer, matter_of(draft))),
        "heading": _("Change the letter"),
        "draft": draft,
        "crumbs": [way_back(request.user, draft), (draft.reference, back)],
        "theirs": _as_said(composer, kept.given) if is_stale else [],
        "seen": draft.version,
        "reopens": draft.state != "draft",
    }
    return act_page(
        request, form, act, back=back, done=_("The letter was saved."), shown=shown, template="web/letters/form.html"
    )


def _form_page(choice: Choice) -> dict[str, Any]:
    letter = choice.composer.letter
    return {
        "heading": letter.title_in("en"),
        "reference": choice.about.reference,
        "consequence": f"{choice.composer.summary} {_('Nothing is sent yet: a second person approves it first.')}",
        "submit": _("Save the letter"),
        "crumbs": _crumbs(choice.about),
    }


def _crumbs(about: Any) -> list[tuple[str, str]]:
    names = {"case": "case-documents", "report": "report", "agreement": "agreement"}
    kind = about.key.partition(":")[0]
    return [(about.reference, reverse(names[kind], args=[about.reference]))]


def _as_said(composer: Any, given: Any) -> list[dict[str, Any]]:
    said = shown_in_form(composer, given)
    return [{"key": asked.label, "value": said.get(asked.name) or "–", "lines": True} for asked in composer.asks]


def may_change(request: PersonRequest, draft: LetterDraft) -> bool:
    """Tell whether the person may change the letter as it stands."""
    return draft.state in OPEN and composer_of(draft) is not None and can(request.user, "draft.revise", draft)
