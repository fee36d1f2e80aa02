"""Adding a file."""

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.web.forms.moves import PlainForm


class AttachmentForm(PlainForm):
    """One file; what it is and how large is found out when it is taken in."""

    file = forms.FileField(
        label=lazy("File"),
        help_text=lazy("A photo, a PDF, an office file, a sound or a video, of up to 25 MB."),
        error_messages={"required": lazy("Choose a file.")},
    )
