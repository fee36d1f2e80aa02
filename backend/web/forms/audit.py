"""The filters of the history."""

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.audit.actions import ACTIONS
from backend.web.states import KINDS


def day_input() -> forms.DateInput:
    """Let the browser offer its own calendar."""
    return forms.DateInput(attrs={"type": "date"})


class HistoryFilterForm(forms.Form):
    """What somebody looks for; `EventFilter` understands it, for the page, the export and the API alike."""

    q = forms.CharField(
        label=_("Entry number or reference"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    action = forms.ChoiceField(label=_("Action"), required=False)
    actor = forms.CharField(label=_("Name of staff"), required=False, max_length=120)
    since = forms.DateField(label=_("From"), required=False, widget=day_input())
    until = forms.DateField(label=_("To"), required=False, widget=day_input())

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer every kind and action that can stand in the history."""
        super().__init__(*args, **options)
        kinds = sorted({action.kind for action in ACTIONS.values()}, key=lambda kind: str(KINDS[kind].label))
        self.fields["kind"].choices = [("", _("Any")), *((kind, KINDS[kind].label) for kind in kinds)]  # type: ignore[attr-defined]
        names = sorted(ACTIONS.values(), key=lambda action: action.name)
        grouped = groupby(names, key=lambda action: action.name.partition(".")[0].capitalize())
        choices = [(noun, [(each.name, each.past.capitalize()) for each in those]) for noun, those in grouped]
        self.fields["action"].choices = [("", _("Any")), *choices]  # type: ignore[attr-defined]
