"""Forms of letters that are issued together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.documents.models import LetterDraft
from backend.documents.vocabulary import Channel
from backend.web.forms.moves import ReasonForm


class LettersField(forms.ModelMultipleChoiceField[LetterDraft]):
    """Letters named by their references; they were ticked on the list, and are not shown again as boxes."""

    def __init__(self, **kwargs: Any) -> None:
        """Look the letters up by reference."""
        super().__init__(
            queryset=LetterDraft.objects.none(),
            to_field_name="reference",
            widget=forms.MultipleHiddenInput,
            error_messages={
                "required": lazy("Choose at least one letter."),
                "invalid_choice": lazy(
                    "One of the letters is no longer among those that you can issue. Look at the list again."
                ),
            },
            **kwargs,
        )


class BatchForm(ReasonForm):
    """Which letters, by which channel, and why."""

    letters = LettersField()
    channel = forms.ChoiceField(
        label=lazy("How they go to their recipients"),
        choices=Channel.choices,
        initial=Channel.PAGE,
        widget=forms.RadioSelect,
    )
    field_order = ("letters", "channel", "reason")
