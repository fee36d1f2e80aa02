"""One date of an obligation on the staff's side: checked by whoever checks it, excused or waived by whoever decides."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.access.policy import permitted, scope
from backend.agreements.actions.occurrences import (
    excuse_occurrence,
    occurrences,
    reject_occurrence,
    verify_occurrence,
    waive_occurrence,
)
from backend.agreements.models import Obstacle, Occurrence
from backend.agreements.obligation_vocabulary import OPEN, OccurrenceState
from backend.agreements.queries.keeping import WITH_ALL
from backend.audit.reads import viewed
from backend.documents.queries import day_words
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.web.acts import TEMPLATE, act_page, renaming, too_late
from backend.web.agreements import proof
from backend.web.forms.keeping import CheckForm, ExcuseForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, must, signed_in

CHECKED: Final = "The proof that the agreement names was looked at."
ACTS: Final = [
    "occurrence.verify",
    "occurrence.submit",
    "occurrence.excuse",
    "occurrence.waive",
    "occurrence.view_excuse",
]


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def check(request: PersonRequest, reference: str, seq: int, number: int) -> HttpResponse:
    """Show one date in three lines, and let whoever checks it accept it or say what is missing."""
    row = _found(request.user, reference, seq, number)
    if request.method == "POST":
        must(request.user, "occurrence.verify", row)
    viewed(row, "occurrence.view", actor=request.user)
    may = permitted(request.user, ACTS, row)
    asked = scope(request.user, "obstacle.view", Obstacle.objects.filter(occurrence=row)).first()
    if asked is not None:
        viewed(asked, "obstacle.view", actor=request.user)
    form = CheckForm(request.POST or None, was_handed_in=row.state == OccurrenceState.SUBMITTED)

    def act() -> object:
        words = form.cleaned_data["words"]
        if form.cleaned_data["answer"] == "reject":
            return reject_occurrence(row, actor=request.user, missing=words)
        return verify_occurrence(row, actor=request.user, reason=CHECKED, note=words)

    shown: dict[str, Any] = {
        **_facts(row, sees_excuse="occurrence.view_excuse" in may, words=asked.words if asked else ""),
        "files": proof.files_of(row, request.user, own=False),
        "can_check": "occurrence.verify" in may and row.state in OPEN,
        "can_hand_in": "occurrence.submit" in may and row.state in set(OPEN) - {OccurrenceState.SUBMITTED},
        "can_excuse": "occurrence.excuse" in may and row.state in occurrences.moves["excuse"].sources,
        "can_waive": "occurrence.waive" in may and row.state in OPEN,
        "heading": row.duty.what,
        "reference": row.reference,
        "here": day_words(row.due_on),
        "submit": _("Keep this"),
    }
    return act_page(
        request,
        form,
        renaming(act, {"note": "words", "missing": "words"}),
        back=_back(request.user, row),
        done=_("It is kept. Whoever owes it can see it."),
        shown=shown,
        template="web/agreements/date.html",
    )


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def hand_in(request: PersonRequest, reference: str, seq: int, number: int) -> HttpResponse:
    """Say, for the organisation, that something it promised is done."""
    row = _found(request.user, reference, seq, number)
    must(request.user, "occurrence.submit", row)
    form = proof.hand_in_form(request, row, can=row.state in occurrences.moves["submit"].sources)
    return _act(
        request,
        row,
        form,
        verb="submit",
        act=lambda: proof.hand_in(form, row, actor=request.user),
        heading=_("Say that it is done"),
        consequence=_("Somebody else checks it. The employee sees that it is done, and does not see the files."),
        done=_("It was handed in."),
        files=proof.files_of(row, request.user, own=False),
        template="web/agreements/hand_in.html",
    )


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def excuse(request: PersonRequest, reference: str, seq: int, number: int) -> HttpResponse:
    """Excuse one date, by a code of the list; it is no breach."""
    row = _found(request.user, reference, seq, number)
    must(request.user, "occurrence.excuse", row)
    form = ExcuseForm(request.POST or None)
    return _act(
        request,
        row,
        form,
        verb="excuse",
        act=lambda: excuse_occurrence(row, actor=request.user, **form.cleaned_data),
        heading=_("Excuse this date"),
        consequence=_("It is closed without being done. It is no breach and counts against nobody."),
        done=_("It was excused."),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def waive(request: PersonRequest, reference: str, seq: int, number: int) -> HttpResponse:
    """Ask no longer for one date, for a reason."""
    row = _found(request.user, reference, seq, number)
    must(request.user, "occurrence.waive", row)
    form = ReasonForm(request.POST or None)
    return _act(
        request,
        row,
        form,
        verb="waive",
        act=lambda: waive_occurrence(row, actor=request.user, **form.cleaned_data),
        heading=_("Ask for it no longer"),
        consequence=_("This date is closed. The others stay as they are."),
        done=_("It is no longer asked."),
    )


def _act(
    request: PersonRequest,
    row: Occurrence,
    form: Any,
    *,
    verb: str,
    act: Any,
    heading: str,
    consequence: str,
    done: str,
    files: Sequence[Mapping[str, Any]] = (),
    template: str = TEMPLATE,
) -> HttpResponse:
    back = reverse("duty-date", args=[row.agreement.reference, row.duty.seq, row.number])
    if request.method != "POST" and row.state not in occurrences.moves[verb].sources:
        return too_late(request, heading, row.get_state_display(), back)
    shown = {
        **_facts(row, sees_excuse=True),
        "heading": heading,
        "reference": row.reference,
        "consequence": consequence,
        "submit": heading,
        "files": files,
    }
    return act_page(request, form, act, back=back, done=done, shown=shown, template=template)


def _found(person: User, reference: str, seq: int, number: int) -> Occurrence:
    rows = Occurrence.objects.filter(agreement__reference=reference, duty__seq=seq, number=number)
    others = rows.exclude(agreement__person=person.person_id)
    row = scope(person, "occurrence.view", others).select_related(*WITH_ALL, "agreement__case").first()
    if row is None:
        raise NotVisible
    return row


def _back(person: User, row: Occurrence) -> str:
    checks = person.person_id in {row.agreement.monitor_id, row.duty.verifier_id, row.duty.owed_by_id}
    return reverse("duties") if checks else reverse("agreement", args=[row.agreement.reference])


def _facts(row: Occurrence, *, sees_excuse: bool, words: str = "") -> dict[str, Any]:
    """Tell of one date; why it was excused, and what stood in the way, only those who decide or work on the case."""
    question = getattr(row, "obstacle", None)
    told = [
        (_("Who owes it"), row.duty.obligor.name),
        (_("By"), day_words(row.due_on)),
        (_("Shown by"), row.duty.proof),
        (_("Handed in"), row.words),
        (_("Files handed in"), str(row.files.exclude(handed_in_on=None).count() or "")),
        (_("What was seen"), row.proof_seen),
        (_("What is missing"), row.missing),
        (_("Asked what stood in the way"), question.get_state_display() if question else ""),
        (_("What stood in the way, in their words"), words),
    ]
    if sees_excuse:
        told += [(_("Excuse"), row.get_excuse_display()), (_("Note"), row.note)]
    facts = [{"key": key, "value": value, "lines": True} for key, value in told if value]
    return {"row": row, "facts": facts}
