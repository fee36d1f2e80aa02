"""Forms of insights: what is counted, and what a pattern reviewer concludes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.insights.models import Conclusion
from backend.people.models import Unit
from backend.web.forms.moves import LongText, PlainForm, PlannedDate, ReasonForm


class FiguresForm(PlainForm):
    """From which day to which, and in which unit."""

    since = PlannedDate(label=lazy("Opened from"), required=False)
    until = PlannedDate(label=lazy("Opened until"), required=False)
    unit = forms.ModelChoiceField(
        label=lazy("Unit"),
        queryset=Unit.objects.order_by("name"),
        to_field_name="code",
        required=False,
        empty_label=lazy("The whole organisation"),
        error_messages={"invalid_choice": lazy("Choose a unit from the list.")},
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return given

    def told(self) -> dict[str, Any]:
        """Give what was asked, the unit by its code."""
        unit = self.cleaned_data.get("unit")
        return {**self.cleaned_data, "unit": unit.code if unit else ""}


class ConclusionForm(ReasonForm):
    """What the earlier matters have in common, and what might be done."""

    conclusion = forms.ChoiceField(
        label=lazy("What do you conclude?"),
        choices=Conclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose what you conclude.")},
    )
    advice = LongText(
        label=lazy("What you advise"),
        help_text=lazy(
            "Intake and counsel of the case read this. Settings and practices, not what kind of person somebody is."
        ),
        rows=5,
        max_length=4000,
        error_messages={"required": lazy("Say what you advise, or write “none”.")},
    )

    field_order = ("conclusion", "advice", "reason")
