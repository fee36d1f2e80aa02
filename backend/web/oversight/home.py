"""The auditor's first page: how far they may look, how the history is sealed, what the last checks found, and what to do next."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.access.models import Role
from backend.access.roles import has_role
from backend.audit.events import record
from backend.audit.models import AnchorReceipt
from backend.audit.sealed.keys import public_keys
from backend.audit.sealed.proofs import newest_signed
from backend.audit.sealed.verifying import last_verification, seal_state
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.records import oversight
from backend.records.queries import CAP
from backend.web.audit import readers_only, time_zone
from backend.web.oversight.words import age_words, told_whom
from backend.web.pages import PersonRequest

ANCHORS: Final = {
    "directory": lazy("Write-once folder"),
    "mail": lazy("Mail to the auditor"),
    "timestamp": lazy("Time stamp by an authority"),
}


@require_safe
@never_cache
@readers_only
def home(request: PersonRequest) -> HttpResponse:
    """Tell a reader of the history how far they may look, how it is sealed, and what the last checks found."""
    person = request.user
    state, signed = seal_state(), oversight.newest_checkpoint()  # before this reading itself waits to be sealed
    with transaction.atomic():
        record("audit.open", None, actor=person)
    number, newest = oversight.exports_made(person)
    is_auditor = has_role(person, Role.AUDITOR)
    shown = {
        "engagements": [_engagement(each) for each in oversight.engagements(person)],
        "state": state,
        "signed": signed,
        "unsigned": state.size - state.signed_size,
        "is_late": state.is_late(clock.now()),
        "oldest_waits": age_words(state.oldest_pending_at) if state.oldest_pending_at else "",
        "last": last_verification(),
        "anchors": [_anchor(each) for each in oversight.anchors()],
        "stats": _stats(person, number, is_auditor=is_auditor),
        "exports": newest,
        "is_auditor": is_auditor,
        "keys": signed.keys if signed and signed.keys else public_keys()[-1:],
        **told_whom(),
    }
    return render(request, "web/audit/home.html", {**shown, **time_zone()})


@require_safe
@never_cache
@readers_only
def checkpoint(request: PersonRequest) -> HttpResponse:
    """Hand out the newest signed checkpoint, to be kept where nobody of the organisation can reach it."""
    newest = newest_signed()
    if newest is None:
        raise NotVisible()
    return _handed_out(request, "checkpoint.take", {"size": newest.size}, f"checkpoint-{newest.size}.txt", newest.note)


@require_safe
@never_cache
@readers_only
def key(request: PersonRequest) -> HttpResponse:
    """Hand out the log's public keys, one a line, newest last."""
    keys = [known.text for known in public_keys()]
    if not keys:
        raise NotVisible()
    told: dict[str, Json] = {"keys": len(keys)}
    return _handed_out(request, "key.take", told, "audit-key.vkey", "".join(f"{text}\n" for text in keys))


def _handed_out(request: PersonRequest, action: str, told: dict[str, Json], name: str, text: str) -> HttpResponse:
    with transaction.atomic():
        record(action, None, actor=request.user, ctx=told)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text.encode(), content_type="text/plain; charset=utf-8", headers=headers)


def _engagement(holding: Any) -> dict[str, Any]:
    return {
        "role": holding.get_role_display(),
        "since": holding.starts_at,
        "until": holding.ends_at,
        "left": _left(holding.ends_at),
        "purpose": holding.purpose,
        "by": holding.granted_by.name,
    }


def _anchor(receipt: AnchorReceipt) -> dict[str, Any]:
    scheme, _dash, number = receipt.kind.partition("-")
    name = f"{ANCHORS[scheme]} {number}".strip() if scheme in ANCHORS else receipt.kind
    return {"name": name, "at": receipt.at, "size": receipt.size}


def _left(until: datetime | None) -> str:
    if until is None:
        return _("It has no end yet; an engagement should have one.")
    days = (until - clock.now()).days
    if days < 1:
        return _("It ends within a day.")
    return ngettext("It ends in %(days)d day.", "It ends in %(days)d days.", days) % {"days": days}


def _stats(person: User, exports: int, *, is_auditor: bool) -> list[dict[str, Any]]:
    refused, more = oversight.refusals(person)
    share = oversight.deadlines_met()
    stats: list[dict[str, Any]] = [
        {
            "label": _("Refused accesses, last 30 days"),
            "value": f"{CAP:,}+" if more else f"{refused:,}",
            "url": f"{reverse('audit')}?action=access.denied",
        },
        {
            "label": _("Deadlines met, last 12 months"),
            "value": "–" if share.percent is None else f"{share.percent} %",
            "note": _("Too few to tell: under 5 fell due")
            if share.percent is None
            else _("%(met)s of %(due)s that fell due") % {"met": f"{share.met:,}", "due": f"{share.due:,}"},
        },
    ]
    if is_auditor:
        stats.append({"label": _("Exports made"), "value": f"{exports:,}", "url": reverse("exports")})
    return stats
