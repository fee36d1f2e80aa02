"""The filters of “Who looked at your record”."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.web.forms.audit import day_input


class LookedForm(forms.Form):
    """Which of one's own records, and which days."""

    record = forms.ChoiceField(label=lazy("Record"), required=False)
    since = forms.DateField(label=lazy("From"), required=False, widget=day_input())
    until = forms.DateField(label=lazy("To"), required=False, widget=day_input())

    def __init__(self, *args: Any, records: Sequence[tuple[str, str]], **options: Any) -> None:
        """Offer the person's own records and no other."""
        super().__init__(*args, **options)
        self.fields["record"].choices = [("", lazy("All")), *records]  # type: ignore[attr-defined]
