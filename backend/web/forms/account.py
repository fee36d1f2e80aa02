"""The forms about signing in, in the words of all the others: labels like sentences, no label inside a field, and how to mend it."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from django import forms
from django.utils.translation import gettext_lazy as lazy

LABELS = {
    "login": lazy("E-mail address"),
    "email": lazy("E-mail address"),
    "oldpassword": lazy("Current password"),
    "password1": lazy("New password"),
    "password2": lazy("New password, once more"),
}
MISSING = {
    "login": lazy("Enter your e-mail address."),
    "email": lazy("Enter your e-mail address."),
    "password": lazy("Enter your password."),
    "oldpassword": lazy("Enter your current password."),
    "password1": lazy("Choose a new password."),
    "password2": lazy("Enter the new password once more."),
}


class OurWords(forms.Form):
    """A form of the sign-in framework that speaks as this product does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our labels and messages in the place of the framework's."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if name in MISSING:
                field.error_messages["required"] = MISSING[name]


class SignInForm(OurWords, LoginForm):
    """Who signs in, with which password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave nothing between the two fields: the way to a new password stands after the button."""
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class NewPasswordForm(OurWords, ChangePasswordForm):
    """Another password, by somebody who knows the present one."""


class ForgottenPasswordForm(OurWords, ResetPasswordForm):
    """Where the link to a new password goes."""


class ChosenPasswordForm(OurWords, ResetPasswordKeyForm):
    """The new password, by somebody who followed the link."""


class AgainForm(OurWords, ReauthenticateForm):
    """The password once more, before a serious step."""
