"""The files of a date on its pages: kept while it is handed in, listed for those who may see them, opened, and taken out again."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from backend.access.policy import scope, scope_own
from backend.agreements.actions.handed_files import add_file, remove_file
from backend.agreements.actions.occurrences import submit_occurrence
from backend.agreements.models import HandedFile, Occurrence
from backend.audit.reads import listed
from backend.files.uploads import Upload
from backend.kernel.errors import Invalid, NotVisible, Refused
from backend.people.models import User
from backend.web.cases.evidence import scan_words
from backend.web.forms.keeping import HandInForm
from backend.web.pages import PersonRequest, signed_in
from backend.web.streaming import streamed

FILES = HandedFile.objects.select_related("occurrence__agreement__case", "occurrence__duty", "file")


def hand_in_form(request: PersonRequest, row: Occurrence, *, can: bool) -> HandInForm:
    """Make the form of handing in, beginning with what was said before.

    Files that come with it are kept with the date, and one that is not taken is named: when the form comes back, the others are
    there, and so are the words.
    """
    if request.method != "POST" or not can:
        return HandInForm(initial={"words": row.words})
    form = HandInForm(request.POST, request.FILES)
    refused, sent = [], request.FILES.getlist("attached")
    for each in sent:
        try:
            add_file(row, actor=request.user, upload=Upload(cast("Any", each.file), each.name or ""))
        except Invalid as invalid:
            refused += [told for many in invalid.errors.values() for told in many]
        except Refused as refusal:
            refused.append(refusal.detail)
    form.is_valid()
    for told in refused:
        form.add_error("attached", told)
    if refused and len(refused) < len(sent):
        form.add_error("attached", _("The other files are kept: they are listed above."))
    return form


def hand_in(form: Form, row: Occurrence, *, actor: User) -> Occurrence:
    """Hand the date in with its words, and with every file that was kept for it."""
    return submit_occurrence(row, actor=actor, words=form.cleaned_data["words"])


def files_of(row: Occurrence, person: User, *, own: bool) -> list[dict[str, Any]]:
    """List the files of a date that somebody may see: those handed in, and their own that wait to be."""
    within = scope_own if own else scope
    rows: Sequence[HandedFile] = list(
        within(person, "handed_file.view", FILES.filter(occurrence=row)).order_by("number")
    )
    if rows:
        listed(rows, "handed_file.list", actor=person)
    start = "my-date" if own else "duty-date"
    return [_line(each, start, mine=each.added_by_id == person.pk) for each in rows]


@require_safe
@never_cache
@signed_in
def own_file(request: PersonRequest, reference: str, seq: int, number: int, file: int) -> HttpResponse:
    """Hand an employee's own file out to them again."""
    rows = _named(reference, seq, number, file)
    return _handed_out(request, scope_own(request.user, "handed_file.view", rows).first())


@require_safe
@never_cache
@signed_in
def file(request: PersonRequest, reference: str, seq: int, number: int, file: int) -> HttpResponse:
    """Hand a file out to whoever checks the date or decides on the case; that they open it is recorded first."""
    rows = _named(reference, seq, number, file).exclude(occurrence__agreement__person=request.user.person_id)
    return _handed_out(request, scope(request.user, "handed_file.view", rows).first())


@require_POST
@never_cache
@signed_in
def remove_own(request: PersonRequest, reference: str, seq: int, number: int, file: int) -> HttpResponse:
    """Take out a file that the employee has not handed in yet."""
    row = scope_own(request.user, "handed_file.view", _named(reference, seq, number, file)).first()
    return _removed(request, row, back=reverse("my-date", args=[reference, seq, number]))


@require_POST
@never_cache
@signed_in
def remove(request: PersonRequest, reference: str, seq: int, number: int, file: int) -> HttpResponse:
    """Take out a file that somebody added for the organisation and has not handed in yet."""
    rows = _named(reference, seq, number, file).exclude(occurrence__agreement__person=request.user.person_id)
    row = scope(request.user, "handed_file.view", rows).first()
    return _removed(request, row, back=reverse("duty-date-hand-in", args=[reference, seq, number]))


def _named(reference: str, seq: int, number: int, file: int) -> QuerySet[HandedFile]:
    return FILES.filter(
        occurrence__agreement__reference=reference,
        occurrence__duty__seq=seq,
        occurrence__number=number,
        number=file,
    )


def _handed_out(request: PersonRequest, row: HandedFile | None) -> HttpResponse:
    if row is None:
        raise NotVisible
    try:
        return streamed(request.user, row.file, row.download_name)
    except Refused as refusal:
        return render(request, "403.html", {"problem": refusal}, status=409)


def _removed(request: PersonRequest, row: HandedFile | None, *, back: str) -> HttpResponse:
    if row is None:
        raise NotVisible
    try:
        remove_file(row, actor=request.user)
        messages.success(request, _("The file was taken out. Nobody else has seen it."))
    except Refused as refusal:
        messages.info(request, refusal.detail)
    return redirect(back)


def _line(row: HandedFile, start: str, *, mine: bool) -> dict[str, Any]:
    duty = row.occurrence.duty
    at = [row.occurrence.agreement.reference, duty.seq, row.occurrence.number, row.number]
    return {
        "name": row.file.name,
        "label": row.label,
        "url": reverse(f"{start}-file", args=at) if row.file.readable else "",
        "told": f"{filesizeformat(row.file.size)} · {scan_words(row.file)}",
        "sha256": row.file.sha256,
        "handed_in_on": row.handed_in_on,
        "remove_url": reverse(f"{start}-file-remove", args=at) if mine and not row.handed_in_on else "",
    }
