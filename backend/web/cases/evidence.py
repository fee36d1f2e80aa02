"""The evidence of a case: the list, one item with its custody and who looked at it, and its file."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.access.policy import permitted
from backend.audit.reads import listed, viewed
from backend.cases.models import Case
from backend.cases.vocabulary import CaseState
from backend.files.models import StoredFile
from backend.investigation.evidence_words import LOCKED
from backend.investigation.models import EvidenceItem
from backend.investigation.queries.evidence import (
    broken,
    comments_on,
    evidence_of,
    looks_at,
    open_review,
    standing_alarm,
)
from backend.kernel.errors import Refused
from backend.people.models import User
from backend.web.cases.shell import CASES, frame, read_file
from backend.web.pages import PersonRequest, absent, page
from backend.web.streaming import streamed

STATES: Final[dict[str, tuple[str, Promise]]] = {
    "collected": ("mute", lazy("Collected")),
    "relied_on": ("ok", lazy("Relied on")),
    "redacted_copy": ("info", lazy("Redacted copy")),
    "replaced": ("mute", lazy("Replaced copy")),
}
ACTS = (
    "evidence.rely",
    "evidence.unrely",
    "evidence.redact",
    "evidence.transfer",
    "evidence.verify",
    "evidence.custody_sheet",
)


@require_safe
@page(CASES, "case.view")
def evidence(request: PersonRequest, case: Case) -> HttpResponse:
    """List the evidence of a case, and what both sides said about it."""
    may = read_file(case, request.user, part="evidence")
    items = list(evidence_of(case, request.user))
    listed(items, "evidence.list", actor=request.user)
    comments = list(comments_on(case, request.user))
    if comments:
        listed(comments, "evidence.read_comments", actor=request.user)
    review = open_review(case)
    shown = {
        "items": [_row(item) for item in items],
        "can_add": "evidence.add" in may and case.state not in LOCKED,
        "locked": case.state in LOCKED,
        "review": review,
        "answers": list(review.parties.select_related("party")) if review else [],
        "comments": comments,
    }
    return render(request, "web/cases/evidence.html", {**frame(case, may, section="case-evidence"), **shown})


@require_safe
@page(CASES, "case.view")
def item(request: PersonRequest, case: Case, number: int) -> HttpResponse:
    """Show one item: what it is, where it came from, its hash, through whose hands it went, and who looked at it."""
    may = read_file(case, request.user, part=f"E{number}")
    row = evidence_of(case, request.user).filter(number=number).first()
    if row is None:
        return absent(request)
    viewed(row, "evidence.view", actor=request.user)
    shown = {
        "item": row,
        "state": _state(row),
        "facts": _facts(row),
        "file_facts": _file_facts(row.file) if row.file else [],
        "broken": broken(row),
        "alarm": standing_alarm(row, request.user),
        "relevance": list(row.relevance.select_related("allegation").order_by("allegation__seq")),
        "copies": list(row.redacted_copies.select_related("case").order_by("number")),
        "custody": list(row.custody.select_related("noted_by")),
        "looks": looks_at(row),
        "acts": _acts(row, request.user),
    }
    return render(request, "web/cases/evidence_item.html", {**frame(case, may, section="case-evidence"), **shown})


@require_safe
@never_cache
@page(CASES, "case.view")
def file(request: PersonRequest, case: Case, number: int) -> HttpResponse:
    """Hand out the file of an item as a download under its number; that it was opened is recorded first."""
    row = evidence_of(case, request.user).filter(number=number, file__isnull=False).first()
    return download(request, row)


def download(request: PersonRequest, row: EvidenceItem | None) -> HttpResponse:
    """Stream the file of an item, or say why it can't be opened now."""
    if row is None or row.file is None:
        return absent(request)
    try:
        return streamed(request.user, row.file, row.label)
    except Refused as refusal:
        return render(request, "403.html", {"problem": refusal}, status=409)


def file_line(stored: StoredFile | None) -> str:
    """Say in a line what a file is."""
    if stored is None:
        return _("A thing, not a file")
    return f"{stored.ending.removeprefix('.').upper()} · {filesizeformat(stored.size)} · {scan_words(stored)}"


def scan_words(stored: StoredFile) -> str:
    """Say what the malware scan showed."""
    if not stored.readable:
        return stored.get_state_display()
    return _("scanned for malware") if stored.scanned else _("not scanned for malware")


def _row(item: EvidenceItem) -> dict[str, Any]:
    tone, label = STATES[item.state]
    return {
        "title": f"{item.label} · {item.description}",
        "url": reverse("evidence", args=[item.case.reference, item.number]),
        "note": " · ".join([file_line(item.file), _source(item)]),
        "tag": {"label": str(label), "tone": tone},
    }


def _state(item: EvidenceItem) -> dict[str, str]:
    tone, label = STATES[item.state]
    return {"label": str(label), "tone": tone}


def _source(item: EvidenceItem) -> str:
    if item.source_party:
        return _("from %(name)s") % {"name": item.source_party.person.name}
    return item.source


def _facts(item: EvidenceItem) -> list[dict[str, Any]]:
    rows = [
        (_("Source"), _source(item)),
        (_("Obtained"), f"{item.collected_at:%-d %B %Y}"),
        (_("Where"), item.place),
        (_("How"), item.method),
        (_("Original or copy"), item.get_nature_display()),
        (_("How far it may be shown"), item.get_sensitivity_display()),
        (_("Kept at"), item.kept_at),
        (_("Added by"), f"{item.added_by.name}, {item.added_at:%-d %B %Y}"),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _file_facts(stored: StoredFile) -> list[dict[str, Any]]:
    cleaned = _("Removed") if stored.cleaned else _("Kept, as part of the evidence")
    return [
        {"key": _("Type"), "value": stored.mime},
        {"key": _("Size"), "value": filesizeformat(stored.size)},
        {"key": _("Metadata"), "value": cleaned},
        {"key": _("Malware scan"), "value": scan_words(stored)},
        {"key": "SHA-256", "value": stored.sha256},
    ]


def _acts(item: EvidenceItem, person: User) -> list[dict[str, str]]:
    may = permitted(person, ACTS, item)
    locked, is_shown = item.case.state in LOCKED, item.case.state == CaseState.EVIDENCE_REVIEW
    bears = _("Change what it bears on")
    offers = [
        ("evidence.rely", bears if item.relied_on else _("Rely on it"), not item.redaction_of_id and not locked),
        ("evidence.unrely", _("Rely on it no longer"), item.relied_on and not locked and not is_shown),
        ("evidence.redact", _("Add a redacted copy"), not item.redaction_of_id and not locked),
        ("evidence.transfer", _("Note a transfer"), True),
        ("evidence.verify", _("Check the file"), item.file is not None),
        ("evidence.custody_sheet", _("Issue the custody sheet"), True),
    ]
    at = [item.case.reference, item.number]
    return [
        {"label": label, "url": reverse(name.replace(".", "-").replace("_", "-"), args=at)}
        for name, label, fits in offers
        if fits and name in may
    ]
