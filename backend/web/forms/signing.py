"""The forms under an agreement: sign or decline, and the check before either."""

import unicodedata
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.agreements.actions.proving import SIGNED
from backend.agreements.actions.signing import INTENT
from backend.agreements.models import Language, Meaning
from backend.documents.phrasing import say


class PasswordField(forms.CharField):
    """The person's password once more; it is never shown again."""

    def __init__(self, **options: Any) -> None:
        """Let password managers fill it in, and keep every character as it was typed."""
        entry = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        super().__init__(
            label=gettext_lazy("Your password"),
            help_text=gettext_lazy("The one you sign in with. It confirms that it is you."),
            error_messages={"required": gettext_lazy("Enter your password.")},
            widget=entry,
            strip=False,
            **options,
        )


class SignForm(forms.Form):
    """What somebody says when they sign: that they read it, how they sign, and what they mean by it."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=gettext_lazy("I have read this agreement"),
        error_messages={"required": gettext_lazy("Tick the box when you have read it. Nothing is signed before.")},
    )
    electronic = forms.BooleanField(
        label=gettext_lazy("I agree to sign on screen"),
        help_text=gettext_lazy("You may ask for paper instead. It counts the same."),
        error_messages={"required": gettext_lazy("Tick the box, or ask your contact for paper.")},
    )
    meaning = forms.ChoiceField(
        label=gettext_lazy("What your signature means"),
        widget=forms.RadioSelect,
        choices=[
            (Meaning.AGREE, gettext_lazy("I agree")),
            (
                Meaning.AGREE_UNDER_PROTEST,
                gettext_lazy("I sign under protest: I will keep it, and I keep my right to disagree"),
            ),
        ],
        error_messages={"required": gettext_lazy("Choose what your signature means.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("Your comment"),
        help_text=gettext_lazy("It stays with the agreement. Your contact and whoever signs after you can read it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    typed_name = forms.CharField(
        label=gettext_lazy("Type your full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Type your full name. It stands as your signature.")},
    )

    def __init__(self, *args: Any, name: str, language: str = Language.ENGLISH, **options: Any) -> None:
        """Know the name that the signature must carry, and the language of the paper under which it stands."""
        super().__init__(*args, **options)
        self.expected = name
        meaning = self.fields["meaning"]
        if language != Language.ENGLISH and isinstance(meaning, forms.ChoiceField):
            meaning.choices = [(each, _spoken(say(INTENT[each], language), language)) for each in SIGNED]
        self.fields["typed_name"].help_text = _("As in your employee record: %(name)s") % {"name": name}

    def clean_typed_name(self) -> str:
        """Accept the name in any case and spacing."""
        typed = unicodedata.normalize("NFC", " ".join(self.cleaned_data["typed_name"].split()))
        if typed.casefold() != unicodedata.normalize("NFC", self.expected).casefold():
            raise forms.ValidationError(
                _("Type your name as it stands in your record: %(name)s.") % {"name": self.expected}
            )
        return self.expected


def _spoken(words: str, language: str) -> SafeString:
    """Mark words in the language of the paper, so that they are read out in it."""
    return format_html('<span lang="{}">{}</span>', language, words)


class DeclineForm(forms.Form):
    """What somebody says when they decline; a reason is welcome and not needed."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    comment = forms.CharField(
        label=gettext_lazy("Why you decline"),
        help_text=gettext_lazy("You need not say. Your contact and the decision maker can read it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, name: str, language: str = Language.ENGLISH, **options: Any) -> None:
        """Take the same inputs as the form for signing."""
        super().__init__(*args, **options)
        self.expected, self.language = name, language


def hide_fields(form: forms.Form) -> None:
    """Send what was checked along unseen; only a password is still asked for."""
    for name, field in form.fields.items():
        if name != "password":
            field.widget = forms.HiddenInput()


class SignCheckForm(SignForm):
    """The last step before the signature."""

    password = PasswordField()

    def __init__(self, *args: Any, name: str, **options: Any) -> None:
        """Ask for nothing but the password."""
        super().__init__(*args, name=name, **options)
        hide_fields(self)


class DeclineCheckForm(DeclineForm):
    """The last step before declining."""

    password = PasswordField()

    def __init__(self, *args: Any, name: str, **options: Any) -> None:
        """Ask for nothing but the password."""
        super().__init__(*args, name=name, **options)
        hide_fields(self)
