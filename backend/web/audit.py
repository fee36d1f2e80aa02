"""The history, read-only: filters in the address, one page after the other by entry number, each reading recorded."""

import functools
from collections.abc import Callable, Container, Sequence
from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.access.models import Role
from backend.access.roles import has_role
from backend.audit.reads import listed
from backend.audit.sealed.checking import is_waiting
from backend.audit.timeline import Entry
from backend.kernel.errors import Invalid, NotVisible
from backend.records.masking import masked, noun_of, references
from backend.records.oversight import READERS
from backend.records.queries import EventFilter, counted, visible_events
from backend.web.forms.audit import HistoryFilterForm
from backend.web.pages import PersonRequest, View, signed_in

PER_PAGE = 50
LEADS_TO = {"case": "case", "document": "document", "breakglass": "break-glass", "accessreview": "access-review"}


def readers_only(view: View) -> View:
    """Show a page to those who may read the history, auditors and privacy officers; for anybody else it does not exist."""
    return _only(view, *READERS)


def _only(view: View, *roles: str) -> View:
    @functools.wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user, *roles):
            raise NotVisible()
        return view(request, *args, **kwargs)

    return signed_in(cast("Callable[[HttpRequest], HttpResponse]", guarded))


@require_safe
@never_cache
@readers_only
def history(request: PersonRequest) -> HttpResponse:
    """List what happened, newest first, as the address asks."""
    form, wanted = read_filter(request)
    if wanted is None:
        shown = {
            "filter_form": form,
            "rows": [],
            "count_text": _("Nothing shown: mend the filters first"),
            "chips": [],
            **time_zone(),
        }
        return render(request, "web/audit/history.html", shown, status=400)
    events = visible_events(request.user, wanted)
    rows, newer, older = page_by_number(events.annotate(waits=is_waiting()), request.GET, PER_PAGE)
    number, more = counted(events)
    listed(rows, "event.list", actor=request.user, filters=dict(wanted.stored()))
    is_auditor, waiting = has_role(request.user, Role.AUDITOR), {row.pk for row in rows if row.waits}
    shown = {
        "filter_form": form,
        "rows": table_rows(masked(rows), waiting=waiting, is_linked=is_auditor),
        "columns": columns(),
        "count": number,
        "count_text": count_text(number, more=more),
        "may_export": is_auditor,
        "export_text": _("Export these entries")
        if more
        else _("Export these %(count)s entries") % {"count": f"{number:,}"},
        "chips": _chips(form, request.GET),
        "filters": _kept(request.GET).urlencode(),
        "newer": _turned(request.GET, "after", rows[0].pk) if newer and rows else "",
        "older": _turned(request.GET, "before", rows[-1].pk) if older and rows else "",
    }
    return render(request, "web/audit/history.html", {**shown, **time_zone()})


def read_filter(request: PersonRequest) -> tuple[HistoryFilterForm, EventFilter | None]:
    """Read the filter from the address; a malformed one comes back as a form that says how to mend it."""
    form = HistoryFilterForm(request.GET)
    if not form.is_valid():
        return form, None
    try:
        return form, EventFilter.read(request.GET, zone=request.user.zone)
    except Invalid as invalid:
        for name, told in invalid.errors.items():
            form.add_error(name if name in form.fields else None, told)
        return form, None


def columns() -> list[dict[str, str]]:
    """Name the columns of a list of entries."""
    return [{"label": label} for label in (_("When"), _("Who"), _("What"), _("On"), _("Entry"))]


def count_text(number: int, *, more: bool) -> str:
    """Say how many entries there are; above the cap, that there are more."""
    if more:
        return _("More than %(count)s entries") % {"count": f"{number:,}"}
    return ngettext("%(count)s entry", "%(count)s entries", number) % {"count": f"{number:,}"}


def table_rows(
    entries: Sequence[Entry], *, waiting: Container[int] = (), is_linked: bool = True
) -> list[dict[str, Any]]:
    """Set entries as rows of a table; those that wait to be sealed say so. A reader who may open no case gets no links."""
    known = references(entries)
    return [{**told(each, known, is_linked=is_linked), "waits": each.number in waiting} for each in entries]


def told(entry: Entry, known: dict[str, str], *, is_linked: bool = True) -> dict[str, Any]:
    """Put an entry into words; `known` holds the references of records by their keys."""
    return {
        "entry": entry,
        "what": f"{entry.action.past[:1].upper()}{entry.action.past[1:]}",
        "tried": entry.facts.get("tried", ""),
        "before": entry.before,
        "after": entry.after,
        "fields": ", ".join(fields_set(entry)),
        "grounds": _grounds(entry),
        "on": _on(entry, known, is_linked=is_linked),
    }


def fields_set(entry: Entry) -> list[str]:
    """Name the fields that were set, without the state, whose values stand beside them."""
    return [
        str(name).removesuffix("_id").replace("_", " ") for name in entry.facts.get("fields", []) if name != "state"
    ]


def _grounds(entry: Entry) -> str:
    return ", ".join(
        str(Role(rule).label) if rule in Role.values else str(rule).replace("_", " ")
        for rule in entry.facts.get("as", [])
    )


def _on(entry: Entry, known: dict[str, str], *, is_linked: bool) -> dict[str, str]:
    """Name the record that an entry is about, or the matter that it belongs to, with its page if the auditor has one."""
    for key in (entry.obj, entry.stream):
        if key in known:
            noun = key.partition(":")[0]
            url = reverse(LEADS_TO[noun], args=[known[key]]) if is_linked and noun in LEADS_TO else ""
            matter = known.get(entry.stream, "") if entry.stream != entry.obj else ""
            note = matter if key == entry.obj else noun_of(entry.obj)
            return {"text": known[key], "url": url, "note": note}
    return {"text": "", "note": noun_of(entry.obj) if entry.obj else ""}


def page_by_number(events: Any, query: QueryDict, size: int) -> tuple[list[Any], bool, bool]:
    """Read one page by entry number; the later two tell whether there are newer and older entries."""
    after, before = number_in(query, "after"), number_in(query, "before")
    if after is not None:
        found = list(events.filter(pk__gt=after).order_by("pk")[: size + 1])
        return found[:size][::-1], len(found) > size, True
    if before is not None:
        events = events.filter(pk__lt=before)
    found = list(events[: size + 1])
    return found[:size], before is not None, len(found) > size


def number_in(query: QueryDict, name: str) -> int | None:
    """Read the number of an entry from an address; anything else is as if it were not there."""
    value = query.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else None


def _kept(query: QueryDict) -> QueryDict:
    """Give the filters of an address alone, without its place in the list."""
    kept = QueryDict(mutable=True)
    for name in HistoryFilterForm.base_fields:
        value = query.get(name, "").strip()
        if value:
            kept[name] = value
    return kept


def _turned(query: QueryDict, name: str, number: int) -> str:
    turned = _kept(query)
    turned[name] = str(number)
    return f"?{turned.urlencode()}"


def _chips(form: HistoryFilterForm, query: QueryDict) -> list[dict[str, str]]:
    chips = []
    for name, value in _kept(query).items():
        rest = _kept(query)
        del rest[name]
        chips.append(
            {
                "label": f"{form.fields[name].label}: {shown_value(form, name, str(value))}",
                "url": f"?{rest.urlencode()}",
            }
        )
    return chips


def shown_value(form: HistoryFilterForm, name: str, value: str) -> str:
    """Put the value of a filter into words."""
    for given, label in getattr(form.fields[name], "choices", []):
        options = label if isinstance(label, list) else [(given, label)]
        for option, words in options:
            if option == value:
                return str(words)
    return value


def time_zone(at: datetime | None = None) -> dict[str, str]:
    """Name the zone in which a page shows times, and how far it is from UTC now, or at the time that the page is about."""
    offset = timezone.localtime(at).strftime("%z")
    return {"zone": timezone.get_current_timezone_name(), "offset": f"UTC{offset[:3]}:{offset[3:]}"}
