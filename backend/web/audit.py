"""The history for auditors, read-only: filters in the address, one page after the other by entry number, each reading recorded."""

import functools
from collections.abc import Callable, Sequence
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.access.models import Role
from backend.access.policy import scope
from backend.access.roles import has_role
from backend.audit.actions import declare
from backend.audit.models import Event
from backend.audit.reads import listed, viewed
from backend.audit.timeline import Entry
from backend.kernel.errors import Invalid, NotVisible
from backend.records.masking import masked, noun_of, references
from backend.records.queries import EventFilter, counted, visible_events
from backend.web.forms.audit import HistoryFilterForm
from backend.web.pages import PersonRequest, View, signed_in

declare("event.view", "read an entry of the audit history", kind="read")

PER_PAGE = 50
UNTOLD = frozenset(
    {"before", "after", "fields", "door", "request", "as", "history", "tried"}
)  # shown in places of their own
LEADS_TO = {"case": "case", "document": "document", "breakglass": "break-glass", "accessreview": "access-review"}


def auditors_only(view: View) -> View:
    """Show a page to auditors; for anybody else it does not exist."""

    @functools.wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user, Role.AUDITOR):
            raise NotVisible()
        return view(request, *args, **kwargs)

    return signed_in(cast("Callable[[HttpRequest], HttpResponse]", guarded))


@require_safe
@never_cache
@auditors_only
def history(request: PersonRequest) -> HttpResponse:
    """List what happened, newest first, as the address asks."""
    form, wanted = read_filter(request)
    if wanted is None:
        shown = {
            "filter_form": form,
            "rows": [],
            "count_text": _("Nothing shown: mend the filters first"),
            "chips": [],
            **_zone(),
        }
        return render(request, "web/audit/history.html", shown, status=400)
    events = visible_events(request.user, wanted)
    rows, newer, older = page_by_number(events, request.GET, PER_PAGE)
    number, more = counted(events)
    listed(rows, "event.list", actor=request.user, filters=dict(wanted.stored()))
    shown = {
        "filter_form": form,
        "rows": table_rows(masked(rows)),
        "columns": columns(),
        "count": number,
        "count_text": count_text(number, more=more),
        "export_text": _("Export these entries")
        if more
        else _("Export these %(count)s entries") % {"count": f"{number:,}"},
        "chips": _chips(form, request.GET),
        "filters": _kept(request.GET).urlencode(),
        "newer": _turned(request.GET, "after", rows[0].pk) if newer and rows else "",
        "older": _turned(request.GET, "before", rows[-1].pk) if older and rows else "",
    }
    return render(request, "web/audit/history.html", {**shown, **_zone()})


@require_safe
@never_cache
@auditors_only
def entry(request: PersonRequest, number: int) -> HttpResponse:
    """Show one entry with all its fields; what people wrote is not among them."""
    event = scope(request.user, "event.view", Event.objects.filter(pk=number)).first()
    if event is None:
        raise NotVisible()
    viewed(event, "event.view", actor=request.user)
    [told] = masked([event])
    known = references([told])
    facts = [
        {"key": _fact(name), "value": _plain(value)} for name, value in sorted(told.facts.items()) if name not in UNTOLD
    ]
    shown = {
        "entry": told,
        "event": event,
        "what": _what(told),
        "tried": told.facts.get("tried", ""),
        "on": _on(told, known),
        "noun": noun_of(told.obj or told.stream),
        "facts": facts,
        "fields": ", ".join(_fields(told)),
        "grounds": _grounds(told),
        "history": told.facts.get("history"),
        **_zone(),
    }
    return render(request, "web/audit/entry.html", shown)


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


def table_rows(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Set entries as rows of a table."""
    known = references(entries)
    return [_row(each, known) for each in entries]


def _row(entry: Entry, known: dict[str, str]) -> dict[str, Any]:
    return {
        "entry": entry,
        "what": _what(entry),
        "tried": entry.facts.get("tried", ""),
        "before": entry.before,
        "after": entry.after,
        "fields": ", ".join(_fields(entry)),
        "grounds": _grounds(entry),
        "on": _on(entry, known),
    }


def _what(entry: Entry) -> str:
    return f"{entry.action.past[:1].upper()}{entry.action.past[1:]}"


def _fields(entry: Entry) -> list[str]:
    """Name the fields that were set, without the state, whose values stand beside them."""
    return [
        str(name).removesuffix("_id").replace("_", " ") for name in entry.facts.get("fields", []) if name != "state"
    ]


def _grounds(entry: Entry) -> str:
    return ", ".join(str(rule).replace("_", " ") for rule in entry.facts.get("as", []))


def _on(entry: Entry, known: dict[str, str]) -> dict[str, str]:
    """Name the record that an entry is about, or the matter that it belongs to, with its page if the auditor has one."""
    for key in (entry.obj, entry.stream):
        if key in known:
            noun = key.partition(":")[0]
            url = reverse(LEADS_TO[noun], args=[known[key]]) if noun in LEADS_TO else ""
            matter = known.get(entry.stream, "") if entry.stream != entry.obj else ""
            note = matter if key == entry.obj else noun_of(entry.obj)
            return {"text": known[key], "url": url, "note": note}
    return {"text": "", "note": noun_of(entry.obj) if entry.obj else ""}


def _fact(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)


def page_by_number(events: Any, query: QueryDict, size: int) -> tuple[list[Event], bool, bool]:
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


def _zone() -> dict[str, str]:
    offset = timezone.localtime().strftime("%z")
    return {"zone": timezone.get_current_timezone_name(), "offset": f"UTC{offset[:3]}:{offset[3:]}"}


urlpatterns = [
    path("", history, name="audit"),
    path("exports/", include("backend.web.exports")),
    path("<int:number>/", entry, name="audit-entry"),
]
