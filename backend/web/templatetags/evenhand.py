"""Template tags of the product: icons, moments and days in words, tags of states, addresses of a list."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from heroicons.templatetags.heroicons import heroicon_outline

from backend.documents.phrasing import say
from backend.documents.wording import ENGLISH, words
from backend.kernel import clock
from backend.web.states import KINDS, tone_of

register = template.Library()

SOON = 3  # days before a due date at which its tag turns to “warn”


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 20) -> SafeString:
    """Draw a heroicon beside a text; it says nothing to a screen reader."""
    return mark_safe(heroicon_outline(name, size=size, aria_hidden="true", focusable="false"))  # noqa: S308 (drawn by the package)


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """Draw the round sign of a kind of timeline entry."""
    look = KINDS.get(kind, KINDS["change"])
    return format_html('<span class="dot {}">{}</span>', look.tone, icon(look.icon, 18))


@register.filter
def kind_label(kind: str) -> str:
    """Name a kind of timeline entry in words."""
    return str(KINDS.get(kind, KINDS["change"]).label)


@register.filter
def initials(name: str) -> str:
    """Give the first letters of the first and the last name."""
    words = str(name).split()
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()


@register.filter
def when(moment: datetime | None) -> SafeString | str:
    """Show a moment with its zone: 24 Nov 2025, 14:20 GMT."""
    return _moment(moment, pgettext("date format: moment", "j M Y, H:i T"))


@register.filter
def when_in(moment: datetime | None, language: str) -> SafeString | str:
    """Show a moment as the words around it write it: 24. November 2025, 14:20 GMT, in a paper in German."""
    if language.startswith(ENGLISH):
        return when(moment)
    shape = f"{words(language.partition('-')[0])['day']}, H:i T"
    with translation.override(language):
        return _moment(moment, shape)


@register.filter
def said_in(phrase: object, language: str) -> str:
    """Say a phrase that belongs to a paper in the language of the paper."""
    return say(str(phrase), language)


@register.filter
def exactly(moment: datetime | None) -> SafeString | str:
    """Show a moment to the second, for the history: 24 Nov 2025, 14:20:07 GMT."""
    return _moment(moment, pgettext("date format: exact moment", "j M Y, H:i:s T"))


@register.filter
def day(value: date | None) -> SafeString | str:
    """Show a calendar day: 24 Nov 2025."""
    return _day(value, pgettext("date format: day", "j M Y"))


@register.filter
def weekday(value: date | None) -> SafeString | str:
    """Show a calendar day with its weekday, for deadlines: Mon 24 Nov 2025."""
    return _day(value, pgettext("date format: day with weekday", "D j M Y"))


@register.filter
def due(value: date | None) -> str:
    """Tell how far off a due date is: in 4 days, tomorrow, 3 days overdue."""
    if value is None:
        return ""
    days = _days_from_today(value)
    if days == 0:
        return _("overdue since today") if isinstance(value, datetime) and value < clock.now() else _("today")
    if days == 1:
        return _("tomorrow")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}


@register.filter
def is_late(value: date | None) -> bool:
    """Tell whether a due date has passed."""
    if isinstance(value, datetime):
        return value < clock.now()
    return value is not None and _days_from_today(value) < 0


@register.filter
def ago(value: date | None) -> str:
    """Tell how long ago something was, in days."""
    if value is None:
        return ""
    days = -_days_from_today(value)
    if days <= 0:
        return _("today")
    return _("yesterday") if days == 1 else _("%(days)d days ago") % {"days": days}


@register.inclusion_tag("web/components/tag.html")
def state_tag(state: str, label: str = "") -> dict[str, str]:
    """Show a state as a tag; the tone belongs to the state, the label defaults to its name in words."""
    return {"label": label or str(state).replace("_", " ").capitalize(), "tone": tone_of(str(state))}


@register.inclusion_tag("web/components/tag.html")
def due_tag(value: date | None) -> dict[str, str]:
    """Show a due date as a tag: 3 days overdue, Due Fri 28 Nov 2025."""
    if value is None:
        return {"label": _("No date"), "tone": "mute"}
    if is_late(value):
        return {"label": due(value), "tone": "bad"}
    shown = format_date(_local(value), pgettext("date format: day with weekday", "D j M Y"))
    return {"label": _("Due %(day)s") % {"day": shown}, "tone": "warn" if _days_from_today(value) <= SOON else "mute"}


@register.inclusion_tag("web/components/bar_chart.html")
def bar_chart(
    caption: str, rows: Iterable[Mapping[str, Any]], *, note: str = "", label: str = "", number: str = ""
) -> dict[str, Any]:
    """Draw a bar chart that is also its own table; rows are {label, value, url?}."""
    listed = list(rows)
    most = max((row["value"] for row in listed), default=0) or 1
    bars = [{**row, "share": f"{100 * row['value'] / most:.1f}%"} for row in listed]
    return {
        "caption": caption,
        "note": note,
        "bars": bars,
        "label": label or _("Group"),
        "number": number or _("Number"),
    }


@register.simple_tag(takes_context=True)
def query_without(context: Context, name: str, value: str | None = None) -> str:
    """Give the address of this list without one filter, or without one of its values, from the first page."""
    query = context["request"].GET.copy()
    kept = [] if value is None else [each for each in query.getlist(name) if each != str(value)]
    query.setlist(name, kept)
    query.pop("page", None)
    return f"?{query.urlencode()}"


def _moment(moment: datetime | None, shape: str) -> SafeString | str:
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), format_date(local, shape))


def _day(value: date | None, shape: str) -> SafeString | str:
    if value is None:
        return ""
    local = _local(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat()[:10], format_date(local, shape))


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) else value


def _days_from_today(value: date) -> int:
    local = _local(value)
    that_day = local.date() if isinstance(local, datetime) else local
    return (that_day - timezone.localtime(clock.now()).date()).days
