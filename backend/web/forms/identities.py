"""Asking to learn who reported."""

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.web.forms.moves import LongText, PlainForm


class AskIdentityForm(PlainForm):
    """Whose name, and why."""

    report = forms.CharField(label=lazy("Report"), max_length=30, help_text=lazy("Its reference (RPT-…)."))
    purpose = LongText(
        label=lazy("Why is the name needed?"),
        rows=4,
        help_text=lazy("The reporter will read this when the name is opened. Say what cannot be done without it."),
    )
