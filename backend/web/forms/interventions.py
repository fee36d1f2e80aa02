"""Forms of the evidence register: an intervention, a review with its sources, and filters."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.kernel import clock
from backend.referrals.actions.grading import Kind, Review
from backend.referrals.models import EvidenceGrade, Intervention
from backend.referrals.vocabulary import Certainty, Direction, InterventionKind
from backend.web.forms.cases import ANY
from backend.web.forms.moves import LongText, PlainForm, PlannedDate


class InterventionFilterForm(forms.Form):
    """What the evidence register may be cut down to."""

    q = forms.CharField(
        label=lazy("Search"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=lazy("Kind"), required=False, choices=[ANY, *InterventionKind.choices])
    certainty = forms.ChoiceField(label=lazy("Certainty"), required=False, choices=[ANY, *Certainty.choices])


class InterventionForm(PlainForm):
    """What sort of service an intervention is."""

    code = forms.CharField(
        label=lazy("Code"),
        max_length=60,
        help_text=lazy("Small letters, digits and underscores. It stays for good."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=lazy("Name"), max_length=120)
    name_de = forms.CharField(label=lazy("Name in German"), max_length=120, required=False)
    kind = forms.ChoiceField(label=lazy("Kind"), choices=InterventionKind.choices)
    clinical = forms.BooleanField(
        label=lazy("It is a clinical act"), required=False, help_text=lazy("Only a licensed provider may do it.")
    )
    involves_others = forms.BooleanField(
        label=lazy("A partner or the family takes part"),
        required=False,
        help_text=lazy("Nobody can be referred to it: it concerns people who owe the organisation nothing."),
    )
    faith_based = forms.BooleanField(
        label=lazy("It has religious content"), required=False, help_text=lazy("A secular alternative is needed.")
    )
    needs_leave = forms.BooleanField(
        label=lazy("It needs leave"), required=False, help_text=lazy("For example: a residential programme.")
    )

    def kind_told(self, intervention: Intervention | None = None) -> Kind:
        """Give what was typed as the action takes it; an entry that exists keeps its code."""
        given = dict(self.cleaned_data)
        return Kind(**{**given, "code": intervention.code} if intervention else given)

    @staticmethod
    def first(intervention: Intervention) -> dict[str, Any]:
        """Give what the form begins with."""
        names = ("code", "name", "name_de", "kind", "clinical", "involves_others", "faith_based", "needs_leave")
        return {name: getattr(intervention, name) for name in names}


class GradeForm(PlainForm):
    """What a review found."""

    certainty = forms.ChoiceField(
        label=lazy("How sure it is"), choices=Certainty.choices, widget=forms.RadioSelect, help_text=lazy("By GRADE.")
    )
    direction = forms.ChoiceField(
        label=lazy("Which way the effect points"), choices=Direction.choices, widget=forms.RadioSelect
    )
    summary = LongText(
        label=lazy("What is known, in a sentence"),
        rows=3,
        help_text=lazy("Printed at the referral, in the letter and in the decision memo."),
    )
    applicability = LongText(
        label=lazy("For whom it was studied"),
        rows=3,
        help_text=lazy("And how far that is from conduct at work."),
    )
    summary_de = LongText(label=lazy("What is known, in German"), rows=3, required=False)
    applicability_de = LongText(label=lazy("For whom it was studied, in German"), rows=3, required=False)
    reviewed_on = PlannedDate(label=lazy("Reviewed on"))
    review_due = PlannedDate(
        label=lazy("Review again by"), help_text=lazy("Within two years. After that day it cannot be used silently.")
    )

    def review(self, track: str, citations: list[dict[str, object]]) -> Review:
        """Give what was typed as the action takes it."""
        return Review(track=track, citations=citations, **self.cleaned_data)

    @staticmethod
    def first(grade: EvidenceGrade | None) -> dict[str, Any]:
        """Begin with what the current review says, and with today."""
        told: dict[str, Any] = {"reviewed_on": clock.today()}
        if grade is not None:
            names = ("certainty", "direction", "summary", "applicability", "summary_de", "applicability_de")
            told |= {name: getattr(grade, name) for name in names}
        return told


class CitationForm(PlainForm):
    """One source; a row without a title is left out."""

    title = forms.CharField(label=lazy("Title"), max_length=400, required=False)
    authors = forms.CharField(label=lazy("Authors"), max_length=400, required=False)
    year = forms.IntegerField(label=lazy("Year"), min_value=1900, max_value=2200, required=False)
    source = forms.CharField(label=lazy("Where it appeared"), max_length=400, required=False)
    doi = forms.CharField(label=lazy("DOI"), max_length=100, required=False)
    url = forms.URLField(label=lazy("Address"), max_length=500, required=False, assume_scheme="https")
    says = LongText(label=lazy("What it says"), max_length=1000, rows=2, required=False)
    checked = forms.BooleanField(
        label=lazy("I have read that it says so"), required=False, help_text=lazy("Today’s day is noted.")
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the title of a source of which anything else was typed."""
        cleaned = super().clean() or {}
        if not cleaned.get("title") and any(value for name, value in cleaned.items() if name != "checked"):
            raise ValidationError({"title": _("Give the title of the source, or empty the row.")})
        return cleaned

    def citation(self, before: Mapping[str, object] | None = None) -> dict[str, object] | None:
        """Give the source, unless the row is empty; a day on which it was read before stays."""
        given = dict(self.cleaned_data)
        if not given.get("title"):
            return None
        seen = (before or {}).get("checked") or clock.today().isoformat()
        told = {name: value for name, value in given.items() if value not in ("", None)}
        return {**told, "checked": seen if given["checked"] else False}

    @staticmethod
    def first(grade: EvidenceGrade | None) -> list[dict[str, Any]]:
        """Begin with the sources of the current review."""
        names = ("title", "authors", "year", "source", "doi", "url", "says")
        rows = grade.citations if grade else []
        return [{**{name: row.get(name) for name in names}, "checked": bool(row.get("checked"))} for row in rows]


CitationFormSet = formset_factory(CitationForm, extra=2, max_num=20, absolute_max=24)


def read_on(citation: Mapping[str, object]) -> date | None:
    """Tell on which day somebody read that a source says so; none where it is only recalled."""
    told = citation.get("checked")
    if isinstance(told, date):  # as the delivered file has it
        return told
    return date.fromisoformat(told) if isinstance(told, str) else None
