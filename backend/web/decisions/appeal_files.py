"""Files on an appeal: added by its appellant, opened by whoever may, and shown to the other side by the reviewer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import scope
from backend.audit.reads import listed
from backend.decisions.actions.appeal_files import HEARD, UNDECIDED, attach_to_appeal, show_appeal_file
from backend.decisions.models import Appeal, AppealFile
from backend.kernel.errors import Refused
from backend.people.models import User
from backend.web.acts import act_page, too_late
from backend.web.cases.evidence import file_line
from backend.web.forms.evidence import HandInForm, upload_of
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page
from backend.web.streaming import streamed

APPEALS = Appeal.objects.select_related("case")
FILES = AppealFile.objects.select_related("appeal__case", "file")
BOTH = ["GET", "POST"]


def files_of(appeal: Appeal, person: User, *, listed_as: str) -> list[dict[str, Any]]:
    """List the files of an appeal that somebody may see, and for its reviewer a way to show each to the other side."""
    rows = list(scope(person, "appeal_file.view", FILES.filter(appeal=appeal)).order_by("number"))
    if rows:
        listed(rows, "appeal.list_files", actor=person)
    shows = {row.pk for row in scope(person, "appeal.show_file", FILES.filter(appeal=appeal))} if rows else set()
    return [_line(row, listed_as, shows=row.pk in shows and appeal.state in HEARD) for row in rows]


@require_safe
@never_cache
@page(APPEALS, "appeal.follow")
def own_file(request: PersonRequest, appeal: Appeal, number: int) -> HttpResponse:
    """Hand a file of an appeal out to one of the two sides: one's own, or one that the reviewer showed."""
    return _download(request, appeal, number)


@require_safe
@never_cache
@page(APPEALS, "appeal.view")
def download_file(request: PersonRequest, appeal: Appeal, number: int) -> HttpResponse:
    """Hand a file of an appeal out to its reviewer; that it was opened is recorded first."""
    return _download(request, appeal, number)


@require_http_methods(BOTH)
@never_cache
@page(APPEALS, "appeal.follow")
def attach(request: PersonRequest, appeal: Appeal) -> HttpResponse:
    """Add a file to one's own appeal."""
    must(request.user, "appeal.attach", appeal)
    back = reverse("my-appeal", args=[appeal.reference])
    if request.method != "POST" and appeal.state not in UNDECIDED:
        return too_late(request, _("Add a file"), appeal.state_told.label, back)
    form = HandInForm(request.POST or None, request.FILES or None)
    shown = {
        "heading": _("Add a file to your appeal"),
        "reference": appeal.reference,
        "consequence": _(
            "Whoever looks at your appeal can open it. The other side sees it only if the reviewer shows it to them,"
            " because nothing counts that only one side has seen. It can’t be taken back."
        ),
        "submit": _("Add the file"),
    }

    def act() -> AppealFile:
        upload = upload_of(form)
        assert upload is not None  # noqa: S101 - the form asks for it
        said = form.cleaned_data["description"]
        return attach_to_appeal(
            appeal, actor=request.user, description=said, upload=upload, reason="The party’s own file."
        )

    done = _("The file was added to your appeal.")
    return act_page(request, form, act, back=back, done=done, shown=shown, template="web/mine/evidence_act.html")


@require_http_methods(BOTH)
@never_cache
@page(APPEALS, "appeal.view")
def act_on_file(request: PersonRequest, appeal: Appeal, number: int) -> HttpResponse:
    """Show a file of an appeal to the other side."""
    row = scope(request.user, "appeal_file.view", FILES.filter(appeal=appeal, number=number)).first()
    if row is None:
        return absent(request)
    must(request.user, "appeal.show_file", row)
    back = reverse("appeal", args=[appeal.reference])
    if request.method != "POST" and (row.shown_at or appeal.state not in HEARD):
        return too_late(request, _("Show it to the other side"), appeal.get_state_display(), back)
    form = ReasonForm(request.POST or None)
    shown = {
        "heading": _("Show %(file)s to the other side") % {"file": row.label},
        "reference": appeal.reference,
        "consequence": _("The other side can open the whole file, and comment on it. It can’t be taken back."),
        "facts": [{"key": row.label, "value": row.description, "note": file_line(row.file)}],
        "submit": _("Show the file"),
    }
    return act_page(
        request,
        form,
        lambda: show_appeal_file(row, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("The other side can open the file now."),
        shown=shown,
    )


def _download(request: PersonRequest, appeal: Appeal, number: int) -> HttpResponse:
    row = scope(request.user, "appeal_file.view", FILES.filter(appeal=appeal, number=number)).first()
    if row is None:
        return absent(request)
    try:
        return streamed(request.user, row.file, row.download_name)
    except Refused as refusal:
        return render(request, "403.html", {"problem": refusal}, status=409)


def _line(row: AppealFile, listed_as: str, *, shows: bool) -> dict[str, Any]:
    at = [row.appeal.reference, row.number]
    told = _("The other side was shown it") if row.shown_at else _("Not shown to the other side")
    return {
        "title": f"{row.label} · {row.description}",
        "url": reverse(listed_as, args=at) if row.file.readable else "",
        "note": f"{file_line(row.file)} · {told}",
        "show_url": reverse("appeal-file-show", args=at) if shows and not row.shown_at else "",
    }
