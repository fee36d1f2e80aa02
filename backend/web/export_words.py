"""What an export is of, in words."""

from django.utils.translation import gettext as _

from backend.records.queries import EventFilter
from backend.records.scopes import ExportScope
from backend.web.audit import shown_value
from backend.web.forms.audit import HistoryFilterForm
from backend.web.forms.exports import SCOPES


def scope_in_words(wanted: ExportScope) -> dict[str, str]:
    """Restate a scope."""
    if wanted.kind == "period":
        value = _("%(first)s to %(last)s (%(zone)s)") % {
            "first": wanted.since,
            "last": wanted.until,
            "zone": wanted.zone,
        }
        return {"key": _("Of"), "value": value}
    named = f" {wanted.reference}" if wanted.reference else ""
    short = {"case": _("Case"), "unit": _("Unit"), "person": _("Person")}
    return {"key": _("Of"), "value": f"{short.get(wanted.kind, str(dict(SCOPES)[wanted.kind]))}{named}"}


def filter_in_words(form: HistoryFilterForm, wanted: EventFilter) -> list[dict[str, str]]:
    """Restate a filter."""
    stored = wanted.stored()
    facts = [
        {"key": str(form.fields[name].label), "value": shown_value(form, name, value)}
        for name, value in stored.items()
        if name in form.fields
    ]
    if "since" in stored or "until" in stored:
        facts.append({"key": _("Days counted in"), "value": wanted.zone})
    return facts
