"""Forms of the employee about their own referral: the answer, the words beside it, and the signature under a release."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.referrals.models import OfferedProvider, Provider
from backend.referrals.papers import provider_line
from backend.web.forms.moves import LongText, PlainForm
from backend.web.forms.signing import PasswordField


class AnswerForm(PlainForm):
    """Which provider the employee chooses."""

    provider = forms.ChoiceField(
        label=lazy("Which provider you choose"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose one of the providers.")},
    )

    def __init__(self, *args: Any, offered: Sequence[OfferedProvider], **kwargs: Any) -> None:
        """Offer the providers of the letter."""
        super().__init__(*args, **kwargs)
        self.known: dict[str, Provider] = {row.provider.reference: row.provider for row in offered}
        choice = self.fields["provider"]
        choice.choices = [(key, _line_of(row)) for key, row in self.known.items()]  # type: ignore[attr-defined]

    def clean_provider(self) -> Provider:
        """Give the provider that is meant."""
        return self.known[self.cleaned_data["provider"]]


def _line_of(provider: Provider) -> str:
    """Say of a provider what somebody must know to choose: what it does, how soon, in which languages, and whether it is religious."""
    line = provider_line(provider)
    return f"{line.name}: {line.service}" + (f" ({line.note})" if line.note else "")


class DeclineForm(PlainForm):
    """What somebody may say when they decline."""

    words = LongText(
        label=lazy("Anything you want to say"),
        required=False,
        max_length=4000,
        help_text=lazy("You need not. Only the referral coordinator can read it."),
    )


class SignReleaseForm(PlainForm):
    """A signature under a release, apart from every other paper."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=lazy("I have read this release"),
        error_messages={"required": lazy("Tick the box when you have read it. Nothing is signed before.")},
    )
    typed_name = forms.CharField(
        label=lazy("Type your full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": lazy("Type your full name. It stands as your signature.")},
    )
    password = PasswordField()
