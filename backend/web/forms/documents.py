"""The two ways to have a copy checked: its file, or the code on its pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.documents.arrival import Arrived
from backend.documents.verification import TOO_LARGE, Copy, check_code_of
from backend.kernel.errors import Invalid


class CopyForm(forms.Form):
    """A file to be checked; nothing of it is kept."""

    file = forms.FileField(
        label=_("The PDF file"),
        help_text=_("Choose it, or drop it here. We look at it and forget it at once."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={
            "required": _("Choose the file to check."),
            "invalid": _("Choose the file to check."),
            "empty": _("The file is empty. Choose another one."),
        },
    )

    def clean_file(self) -> Copy:
        """Give what is left of the file: its check."""
        file: Arrived = self.cleaned_data["file"]
        if file.copy.is_too_large:
            raise forms.ValidationError(TOO_LARGE)
        return file.copy


class CodeForm(forms.Form):
    """The code that stands at the foot of every page."""

    code = forms.CharField(
        label=_("The check code"),
        help_text=_("It stands at the foot of every page: four groups of four letters and digits."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the code to check.")},
    )

    def clean_code(self) -> str:
        """Read the code as it was meant."""
        try:
            return check_code_of(self.cleaned_data["code"])
        except Invalid as invalid:
            raise forms.ValidationError(invalid.errors["code"]) from invalid
