"""The form that compares a copy with what was issued."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST = 20 * 1024 * 1024


class CheckForm(forms.Form):
    """A file to be compared; only its fingerprint is worked out, and nothing is kept."""

    file = forms.FileField(
        label=_("The PDF file"),
        help_text=_("We work out its fingerprint and forget the file."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={
            "required": _("Choose the file to compare."),
            "empty": _("The file is empty. Choose another one."),
        },
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large to be one of our letters."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than 20 MB. Our letters are smaller."))
        return file
