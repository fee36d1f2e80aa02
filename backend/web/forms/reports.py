"""Forms about reports: telling what happened, taking a report down for somebody, and assessing it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.documents.queries import day_words
from backend.intake.vocabulary import (
    Certainty,
    Channel,
    Conduct,
    Mode,
    PowerRelation,
    Setting,
)
from backend.kernel import clock
from backend.web.forms.moves import LongText, PersonField, PlainForm, PlannedDate

Parts = tuple[tuple[Promise, tuple[str, ...]], ...]
NOT_SURE = ("", lazy("Not sure, or skip"))


class DayMonthYear(forms.SelectDateWidget):
    """Day, month and year, in this order for everybody."""

    @staticmethod
    def _parse_date_fmt() -> tuple[str, ...]:
        return ("day", "month", "year")


class RememberedDate(forms.DateField):
    """A day that somebody remembers: day, month and year apart, each with its own label."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the last ten years."""
        year = clock.today().year
        widget = DayMonthYear(years=range(year, year - 10, -1), empty_label=("–", "–", "–"))
        super().__init__(widget=widget, **kwargs)


class ReportForm(PlainForm):
    """What somebody tells; only what happened is required."""

    narrative = LongText(
        label=lazy("What happened?"),
        help_text=lazy("In your own words, as much or as little as you like. The order does not matter."),
        rows=10,
        error_messages={"required": lazy("Write what happened, in your own words. This is the only part we need.")},
    )
    occurred_on = RememberedDate(
        label=lazy("When did it happen?"),
        required=False,
        help_text=lazy("About is enough. If it was more than once, the last time."),
    )
    occurred_as_told = forms.CharField(label=lazy("Or in words, such as “about March”"), required=False, max_length=200)
    occurred_certainty = forms.ChoiceField(
        label=lazy("How sure are you of the date?"),
        choices=Certainty.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=Certainty.NOT_SURE,
    )
    settings = forms.MultipleChoiceField(
        label=lazy("Where was it?"), choices=Setting.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    respondent_as_told = forms.CharField(
        label=lazy("Who did it?"),
        required=False,
        max_length=200,
        help_text=lazy(
            "You do not have to name anyone. If we know the whole name you give, that person can never read your report."
        ),
    )
    power_relation = forms.ChoiceField(
        label=lazy("What is that person to the one it happened to?"),
        choices=[NOT_SURE, *PowerRelation.choices],
        required=False,
    )
    affected = PersonField(
        label=lazy("Did it happen to somebody else?"),
        required=False,
        help_text=lazy(
            "Leave this empty if it happened to you. Otherwise the whole name, or name them in your own words above."
        ),
    )
    conduct = forms.MultipleChoiceField(
        label=lazy("Which words fit?"), choices=Conduct.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    wishes = LongText(
        label=lazy("What would you like to happen?"),
        required=False,
        rows=3,
        help_text=lazy("We take this seriously, and cannot promise it."),
    )
    no_action_asked = forms.BooleanField(
        label=lazy("I would rather that nothing is done for now"),
        required=False,
        help_text=lazy("We weigh this with care. We may still have a duty to act, and will tell you first."),
    )

    parts: Parts = (
        (lazy("What happened"), ("narrative",)),
        (lazy("When and where"), ("occurred_on", "occurred_as_told", "occurred_certainty", "settings")),
        (lazy("Who was involved"), ("respondent_as_told", "power_relation", "affected")),
        (lazy("Words that fit"), ("conduct",)),
        (lazy("What you wish for"), ("wishes", "no_action_asked")),
    )
    folded = frozenset({"settings", "conduct"})

    def clean_occurred_on(self) -> date | None:
        """Refuse a day that is still to come."""
        day: date | None = self.cleaned_data.get("occurred_on")
        if day and day > clock.today():
            raise forms.ValidationError(
                _("The date lies in the future. Enter a day that has passed, or say that you are not sure.")
            )
        return day

    def grouped(self) -> list[dict[str, Any]]:
        """Give the fields by part, each with whether it is folded away."""
        return [
            {
                "heading": heading,
                "fields": [{"field": self[name], "fold": name in self.folded} for name in names if name in self.fields],
            }
            for heading, names in self.parts
        ]

    def told(self) -> list[dict[str, Any]]:
        """Give what was answered, in words, for the page on which answers are checked."""
        names = [name for _heading, part in self.parts for name in part if name in self.fields]
        return [{"key": self.fields[name].label, "value": self._words(name), "lines": True} for name in names]

    def _words(self, name: str) -> str:
        value, field = self.cleaned_data.get(name), self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            labels = dict(field.choices)  # type: ignore[arg-type]
            return ", ".join(str(labels[each]) for each in value or []) or _("Skipped")
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value) or _("Skipped"))  # type: ignore[arg-type]
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, date):
            return day_words(value)
        return str(value) if value else _("Skipped")


class ReportForSomebodyForm(ReportForm):
    """What somebody told, taken down by a person of the staff."""

    channel = forms.ChoiceField(
        label=lazy("How it came in"), choices=[choice for choice in Channel.choices if choice[0] != Channel.WEB]
    )
    reporter = PersonField(
        label=lazy("Who told you?"),
        required=False,
        help_text=lazy("Whole name, e-mail address or reference. Leave empty if they do not want to be named."),
    )
    mode = forms.ChoiceField(
        label=lazy("How far does their name go?"), choices=Mode.choices, initial=Mode.NAMED, required=False
    )
    first_known_by = forms.CharField(
        label=lazy("Who in the organisation first heard of it?"), max_length=200, required=False
    )
    first_known_on = PlannedDate(label=lazy("When did the organisation first hear of it?"), required=False)
    respondent = PersonField(label=lazy("Respondent, if known"), required=False)
    parts = (
        (lazy("How it came in"), ("channel", "reporter", "mode", "first_known_by", "first_known_on")),
        (lazy("What happened"), ("narrative",)),
        (lazy("When and where"), ("occurred_on", "occurred_as_told", "occurred_certainty", "settings")),
        (lazy("Who was involved"), ("respondent", "respondent_as_told", "power_relation", "affected")),
        (lazy("Words that fit"), ("conduct",)),
        (lazy("What they wish for"), ("wishes", "no_action_asked")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask about somebody else's words."""
        super().__init__(*args, **kwargs)
        for name, label, hint in (
            (
                "narrative",
                _("What happened, as they told it"),
                _("Their own words, as far as you can. They will not be changed later."),
            ),
            (
                "respondent_as_told",
                _("Respondent, as they said it"),
                _("For example a first name, or “the man from the warehouse”."),
            ),
            ("affected", _("Person affected"), _("Leave empty if it is the person who told you.")),
            (
                "no_action_asked",
                _("They would rather that nothing is done for now"),
                _("It is weighed, and is no reason to decline."),
            ),
        ):
            self.fields[name].label, self.fields[name].help_text = label, hint
