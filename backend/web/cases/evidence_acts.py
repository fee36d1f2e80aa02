"""What is done with evidence: added, handed on, checked, redacted, relied on."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.cases.models import Case
from backend.investigation.actions.evidence import (
    Obtained,
    add_evidence,
    redact_evidence,
    rely_on_evidence,
    stop_relying_on,
    transfer_evidence,
    verify_evidence,
)
from backend.investigation.evidence_words import LOCKED
from backend.investigation.models import EvidenceItem
from backend.investigation.queries.evidence import evidence_of
from backend.records.custody import issue_custody_sheet
from backend.web.acts import act_page, done_words, renaming, too_late
from backend.web.cases.shell import CASES, frame
from backend.web.forms.evidence import EvidenceForm, RedactedCopyForm, RelyForm, TransferForm, moment_of, upload_of
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
@page(CASES, "case.view")
def add(request: PersonRequest, case: Case) -> HttpResponse:
    """Add a file or a thing to the evidence."""
    must(request.user, "evidence.add", case)
    if request.method != "POST" and case.state in LOCKED:
        back = reverse("case-evidence", args=[case.reference])
        return too_late(request, _("Add evidence"), case.get_state_display(), back)
    form = EvidenceForm(request.POST or None, request.FILES or None, parties=case.__dict__["people"])
    shown = {
        **frame(case, set()),
        "heading": _("Add evidence"),
        "consequence": _(
            "It gets a number and a hash. It is never changed or removed; everybody who works on the case can open it."
        ),
        "submit": _("Add to the evidence"),
    }

    def act() -> EvidenceItem:
        given = Obtained(**form.obtained())
        why = form.cleaned_data["reason"]
        return add_evidence(case, given, actor=request.user, reason=why, upload=upload_of(form))

    return act_page(
        request,
        form,
        renaming(act, {"collected_at": "collected_on"}),
        back=lambda item: reverse("evidence", args=[case.reference, item.number]),
        done=_("The evidence was added."),
        shown={**shown, "cancel_url": reverse("case-evidence", args=[case.reference])},
    )


@require_http_methods(BOTH)
@page(CASES, "case.view")
def transfer(request: PersonRequest, case: Case, number: int) -> HttpResponse:
    """Note that an item went from hand to hand."""
    item = _item(request, case, number, "evidence.transfer")
    if item is None:
        return absent(request)
    last = item.custody.order_by("seq").last()
    form = TransferForm(request.POST or None, initial={"giver": last.taker if last else ""})

    def act() -> object:
        given = form.cleaned_data
        names = ("giver", "taker", "place", "reason")
        at = moment_of(given, "on", "time")
        return transfer_evidence(item, actor=request.user, at=at, **{name: given[name] for name in names})

    told = _("The custody of %(item)s gets one more line. Lines are never changed.")
    return _act(
        request, item, form, renaming(act, {"at": "on"}), _("Note a transfer"), told, done_words("evidence.transfer")
    )


@require_http_methods(BOTH)
@page(CASES, "case.view")
def verify(request: PersonRequest, case: Case, number: int) -> HttpResponse:
    """Compare the file of an item with what was taken in."""
    item = _item(request, case, number, "evidence.verify")
    if item is None:
        return absent(request)
    form = ReasonForm(request.POST or None)
    told = _("The file of %(item)s is hashed anew. Whether it is unchanged stands in its custody, whichever it is.")
    return _act(
        request,
        item,
        form,
        lambda: verify_evidence(item, actor=request.user, **form.cleaned_data),
        _("Check the file"),
        told,
        done_words("evidence.verify"),
    )


@require_http_methods(BOTH)
@page(CASES, "case.view")
def redact(request: PersonRequest, case: Case, number: int) -> HttpResponse:
    """Add a copy of an item with parts left out."""
    item = _item(request, case, number, "evidence.redact")
    if item is None:
        return absent(request)
    form = RedactedCopyForm(request.POST or None, request.FILES or None)

    def act() -> object:
        given = form.cleaned_data
        upload = upload_of(form)
        assert upload is not None  # noqa: S101 - the form asks for it
        told = {"reason": given["reason"], "description": given["description"]}
        return redact_evidence(item, actor=request.user, upload=upload, **told)

    told = _("The copy is an item of its own; %(item)s stays as it is. Both sides are shown the copy instead.")
    return _act(request, item, form, act, _("Add a redacted copy"), told, done_words("evidence.redact"))


@require_http_methods(BOTH)
@page(CASES, "case.view")
def rely(request: PersonRequest, case: Case, number: int) -> HttpResponse:
    """Mark an item as relied on, and say what it bears on."""
    item = _item(request, case, number, "evidence.rely")
    if item is None:
        return absent(request)
    known = dict(item.relevance.values_list("allegation__seq", "bearing"))
    form = RelyForm(request.POST or None, allegations=case.__dict__["put"], known=known)

    def act() -> object:
        why = form.cleaned_data["reason"]
        return rely_on_evidence(item, actor=request.user, reason=why, bearings=form.bearings())

    told = _(
        "Both sides see %(item)s, or its redacted copy, in the evidence review. In a review that runs, the time begins anew."
    )
    return _act(request, item, form, act, _("Rely on it"), told, done_words("evidence.rely"))


@require_http_methods(BOTH)
@page(CASES, "case.view")
def unrely(request: PersonRequest, case: Case, number: int) -> HttpResponse:
    """Take the mark away again."""
    item = _item(request, case, number, "evidence.unrely")
    if item is None:
        return absent(request)
    form = ReasonForm(request.POST or None)
    told = _(
        "The report does not rest on %(item)s any more, and the parties are not shown it. It stays in the evidence."
    )
    return _act(
        request,
        item,
        form,
        lambda: stop_relying_on(item, actor=request.user, **form.cleaned_data),
        _("Rely on it no longer"),
        told,
        done_words("evidence.unrely"),
    )


@require_http_methods(BOTH)
@page(CASES, "case.view")
def custody_sheet(request: PersonRequest, case: Case, number: int) -> HttpResponse:
    """Issue the chain of custody of an item as a document."""
    item = _item(request, case, number, "evidence.custody_sheet")
    if item is None:
        return absent(request)
    form = ReasonForm(request.POST or None)
    told = _(
        "The sheet says what %(item)s is and through whose hands it went. It is sealed and stands among the documents."
    )

    def act() -> object:
        return issue_custody_sheet(item, actor=request.user, **form.cleaned_data)

    return _act(request, item, form, act, _("Issue the custody sheet"), told, _("You issued the custody sheet."))


def _item(request: PersonRequest, case: Case, number: int, action: str) -> EvidenceItem | None:
    item = evidence_of(case, request.user).filter(number=number).first()
    if item is not None:
        must(request.user, action, item)
    return item


def _act(
    request: PersonRequest,
    item: EvidenceItem,
    form: Form,
    act: Callable[[], object],
    heading: str,
    told: str,
    done: str,
) -> HttpResponse:
    shown: dict[str, Any] = {
        **frame(item.case, set()),
        "heading": f"{item.label}: {heading}",
        "consequence": told % {"item": item.label},
        "facts": [{"key": item.label, "value": item.description}],
        "submit": heading,
    }
    back = reverse("evidence", args=[item.case.reference, item.number])
    return act_page(request, form, act, back=back, done=done, shown=shown)
