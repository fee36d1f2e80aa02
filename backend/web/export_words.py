"""What an export is of, in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.records.queries import EventFilter
from backend.records.scopes import ExportScope
from backend.web.audit import shown_value
from backend.web.forms.audit import HistoryFilterForm

CLOSED: Final = {
    "medical": lazy("Entries about medical matters"),
    "privileged": lazy("Entries about privileged advice"),
    "identity": lazy("Entries that would identify somebody"),
    "private": lazy("Private entries"),
    "pruned": lazy("Entries past their time of retention"),
}


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
    short = {"everything": _("Everything"), "case": _("Case"), "unit": _("Unit"), "person": _("Person")}
    return {"key": _("Of"), "value": f"{short[wanted.kind]}{named}"}


def closed_in_words(withheld: Mapping[str, int]) -> list[dict[str, object]]:
    """Say of which kinds the closed entries are, and how many of each."""
    return [{"key": str(CLOSED.get(name, name)), "value": number} for name, number in withheld.items()]


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
