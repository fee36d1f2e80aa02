"""An alarm about a file of the evidence: which item, what was expected, what was found, what to do, and how it was resolved."""

from typing import Any
from uuid import UUID

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can, permitted
from backend.audit.reads import viewed
from backend.investigation.actions.alarms import lifecycle
from backend.investigation.alarm_tables import AlarmState, FileAlarm
from backend.investigation.evidence_words import HashCheck
from backend.investigation.queries.evidence import alarms_waiting
from backend.people.models import User
from backend.web.acts import act_page, done_words, too_late
from backend.web.forms.evidence import GiveUpFileForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page
from backend.web.templatetags.evenhand import when

ALARMS = FileAlarm.objects.select_related("item__case", "item__file", "resolved_by__person")
FOLLOWS = {
    "restore": lazy("The file is hashed once more. Only when it is what was taken in does the alarm end."),
    "give_up": lazy("The item stays in the list, marked as not what was taken in. Its custody says so for good."),
}
PATHS = {"restore": "restore", "give-up": "give_up"}


@require_safe
@never_cache
@page(ALARMS, "file_alarm.view", by="uid")
def alarm(request: PersonRequest, found: FileAlarm) -> HttpResponse:
    """Show an alarm; what the item is about reads only whoever may see the evidence."""
    person = request.user
    viewed(found, "file_alarm.view", actor=person)
    may = permitted(person, [move.action for move in lifecycle], found)
    acts = [
        {
            "label": move.label,
            "url": reverse("file-alarm-act", args=[found.uid, move.name.replace("_", "-")]),
            "primary": number == 0,
        }
        for number, move in enumerate(lifecycle)
        if move.action in may and found.state in move.sources
    ]
    shown = {
        "alarm": found,
        "facts": _facts(found, sees_item=can(person, "evidence.view", found.item)),
        "is_open": found.state == AlarmState.RAISED,
        "leads": bool(may),
        "acts": acts,
    }
    return render(request, "web/cases/file_alarm.html", shown)


@require_http_methods(["GET", "POST"])
@page(ALARMS, "file_alarm.view", by="uid")
def act(request: PersonRequest, found: FileAlarm, verb: str) -> HttpResponse:
    """Resolve an alarm: the file is restored, or it can't be."""
    move = lifecycle.moves.get(PATHS.get(verb, ""))
    if move is None:
        return absent(request)
    must(request.user, move.action, found)
    back = reverse("file-alarm", args=[found.uid])
    if request.method != "POST" and found.state not in move.sources:
        return too_late(request, move.label, found.get_state_display(), back)
    form = (GiveUpFileForm if move.name == "give_up" else ReasonForm)(request.POST or None)
    return act_page(
        request,
        form,
        lambda: lifecycle.functions[move.name](found, actor=request.user, **form.cleaned_data),
        back=back,
        done=done_words(move),
        shown={
            "heading": move.label,
            "reference": found.item.reference,
            "consequence": FOLLOWS[move.name],
            "submit": move.label,
        },
    )


def alarm_rows(person: User) -> "QuerySet[Any, Any]":
    """Give what the first page tells of each alarm that waits, to be fetched together with what else waits in cases."""
    reference = Concat("item__case__reference", Value("-E"), Cast("item__number", CharField()))
    rows = alarms_waiting(person).order_by().annotate(noun=Value("alarm"), named=reference)
    return rows.values_list("noun", "uid", "named", "raised_at", "found")


def alarm_task(uid: UUID, reference: str, found: str) -> dict[str, Any]:
    """Tell on the first page of a file of the evidence that is not what was taken in."""
    gone = found == HashCheck.MISSING
    return {
        "label": _("A file of the evidence is gone") if gone else _("A file of the evidence has changed"),
        "url": reverse("file-alarm", args=[uid]),
        "reference": reference,
        "note": _("See what was expected and what was found."),
        "due": None,
    }


def _facts(found: FileAlarm, *, sees_item: bool) -> list[dict[str, Any]]:
    item = found.item
    now = _file(found.found_sha256, found.found_size) if found.found_sha256 else _("Nothing: the file is not there")
    facts = [
        {"key": _("Item"), "value": item.reference, "note": item.description if sees_item else ""},
        {"key": _("File"), "value": str(item.file.uid) if item.file else ""},
        {"key": _("Expected"), "value": _file(found.expected_sha256, found.expected_size)},
        {"key": _("Found"), "value": now},
        {"key": _("Found on"), "value": when(found.raised_at)},
        {"key": _("Where it stands"), "value": found.get_state_display()},
    ]
    if found.resolved_at and found.resolved_by:
        facts.append({"key": _("Resolved"), "value": found.resolved_by.name, "note": when(found.resolved_at)})
    if found.answer and sees_item:
        facts.append({"key": _("What it means for the case"), "value": found.answer})
    return facts


def _file(sha256: str, size: int | None) -> str:
    return _("%(size)s, SHA-256 %(sha256)s") % {"size": filesizeformat(size or 0), "sha256": sha256}


urlpatterns = [
    path("<uuid:reference>/", alarm, name="file-alarm"),
    path("<uuid:reference>/<slug:verb>/", act, name="file-alarm-act"),
]
