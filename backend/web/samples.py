"""The forms and the made-up content (samples.toml) of the style page."""

import tomllib
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CONTENT = Path(__file__).with_name("samples.toml")
NAV_ICONS = {
    "home": "home",
    "cases": "folder",
    "case": "folder-open",
    "finding": "exclamation-triangle",
    "confirm": "check-badge",
    "agreement": "pencil-square",
    "audit": "clock",
    "report": "chat-bubble-left-ellipsis",
    "empty": "inbox",
}


class FilterForm(forms.Form):
    """The filters of the sample list."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Any")), ("harassment", _("Sexual harassment"))]
    )
    state = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("Any")), ("investigating", _("Investigating"))]
    )


class FindingForm(forms.Form):
    """A form with one mistake in it."""

    finding = forms.ChoiceField(
        label=_("Your finding, on the balance of probabilities"),
        widget=forms.RadioSelect,
        choices=[
            ("substantiated", _("Substantiated")),
            ("partially", _("Partly substantiated")),
            ("not_substantiated", _("Not substantiated")),
            ("insufficient", _("Not enough evidence to decide")),
        ],
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Name the evidence you rely on and why you prefer it. The respondent will see this text."),
        error_messages={"required": _("Explain how the evidence supports your finding")},
        widget=forms.Textarea,
    )
    note = forms.CharField(label=_("Note to the decision maker"), required=False)


class SignForm(forms.Form):
    """The form under an agreement."""

    read = forms.BooleanField(label=_("I have read this agreement"))
    electronically = forms.BooleanField(
        label=_("I agree to sign electronically"), help_text=_("You can ask for paper instead.")
    )
    name = forms.CharField(
        label=_("Type your full name"),
        help_text=_("As in your employee record: Martin Hale"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class ReasonForm(forms.Form):
    """The reason that every serious action asks for."""

    reason = forms.CharField(
        label=_("Reason"), help_text=_("Kept in the history of the case."), widget=forms.Textarea(attrs={"rows": 4})
    )


class EveryField(forms.Form):
    """One field of every kind."""

    text = forms.CharField(label=_("One line of text"), help_text=_("A hint says what is asked and who reads it."))
    choice = forms.ChoiceField(label=_("One of several"), choices=[("a", _("The first")), ("b", _("The second"))])
    happened = forms.DateField(
        label=_("When did it happen?"),
        help_text=_("About is enough."),
        required=False,
        widget=forms.SelectDateWidget(years=[2024, 2025]),
    )
    how_sure = forms.ChoiceField(
        label=_("How sure are you of the date?"),
        widget=forms.RadioSelect,
        choices=[("exact", _("Exact")), ("about", _("About")), ("unsure", _("Not sure"))],
        initial="about",
    )
    review_on = forms.DateField(label=_("Review on"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    wishes = forms.MultipleChoiceField(
        label=_("What would you like to happen?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("record", _("Just keep a record for now")),
            ("talk", _("Somebody talks with the person")),
            ("look", _("Somebody looks into it")),
        ],
    )
    proof = forms.FileField(
        label=_("A file"), help_text=_("We remove hidden location data from photos."), required=False
    )


def form_of(page: str) -> forms.Form | None:
    """Give the form of a sample page: one sent with a mistake, the others as they are first shown."""
    if page == "finding":
        return FindingForm({"finding": "substantiated", "reasons": ""})
    return {"agreement": SignForm, "confirm": ReasonForm}.get(page, lambda: None)()


def content() -> dict[str, Any]:
    """Give the sample content of all pages."""
    shown = tomllib.loads(CONTENT.read_text("utf-8"))
    shown["cases"] = [{"cells": _case(case)} for case in shown["cases"]]
    shown["history"] = [{"cells": _entry(entry)} for entry in shown["history"]]
    shown |= {"filter_form": FilterForm(), "every_field": EveryField()}
    return shown


def _case(case: dict[str, Any]) -> list[dict[str, Any]]:
    strong = _("Restricted") if case.get("restricted") else ""
    investigator = {"text": case["who"]} if "who" in case else {"text": _("Assign"), "url": "#"}
    return [
        {
            "text": case["title"],
            "url": "?show=case",
            "main": True,
            "reference": case["reference"],
            "note": case["kind"],
            "strong": strong,
        },
        {"tag": case["stage"]},
        {"tag": case["priority"]},
        {**investigator, "label": _("Investigator")},
        {"due": case["due"], "label": _("Next deadline")},
    ]


def _entry(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"exactly": entry["at"]},
        {"text": entry["who"], "note": entry["role"], "label": _("Who")},
        {"text": entry["what"], "changes": entry.get("changes")},
        {"text": entry["on"], "url": "?show=case", "mono": True, "label": _("On")},
        {"text": entry["entry"], "mono": True, "label": _("Entry")},
    ]
