"""Forms of the private workspace. A passphrase is never put back into a page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.web.forms.moves import LongText, PlainForm
from backend.workspace.queries import Receiver
from backend.workspace.sheets import Sheet, Written


class Passphrase(forms.CharField):
    """A passphrase, taken as it is typed."""

    def __init__(self, *, remembered: str = "off", **kwargs: Any) -> None:
        """Let the browser know what kind of secret this is."""
        kwargs.setdefault("error_messages", {"required": lazy("Enter your passphrase.")})
        super().__init__(strip=False, widget=forms.PasswordInput(attrs={"autocomplete": remembered}), **kwargs)


class ChosenPassphrase(PlainForm):
    """A new passphrase, typed twice."""

    new = Passphrase(
        label=lazy("Your passphrase"),
        help_text=lazy(
            "At least 12 characters: four or five words that only you would put together. Not your password."
        ),
        remembered="new-password",
        error_messages={"required": lazy("Choose a passphrase.")},
    )
    again = Passphrase(
        label=lazy("Your passphrase, once more"),
        remembered="new-password",
        error_messages={"required": lazy("Enter the passphrase once more.")},
    )

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", lazy("The two are not the same. Enter both anew."))
        return given


class BeginForm(ChosenPassphrase):
    """The passphrase of a new workspace, by somebody who knows what losing it means."""

    understood = forms.BooleanField(
        label=lazy("I understand that a lost passphrase cannot be recovered, and that my pages are lost with it."),
        error_messages={"required": lazy("Tick this once you have read what a lost passphrase means.")},
    )


class ChangeForm(ChosenPassphrase):
    """Another passphrase, by somebody who knows the present one."""

    passphrase = Passphrase(label=lazy("Your present passphrase"))
    field_order = ["passphrase", "new", "again"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the two as new ones."""
        super().__init__(*args, **kwargs)
        self.fields["new"].label = lazy("New passphrase")
        self.fields["again"].label = lazy("New passphrase, once more")


class OpenForm(PlainForm):
    """The passphrase of a workspace."""

    passphrase = Passphrase(label=lazy("Your passphrase"))


class PageForm(PlainForm):
    """One page: its title and the questions of its kind; the passphrase too, when the workspace closed itself meanwhile."""

    title = forms.CharField(
        label=lazy("Title"),
        help_text=lazy("Only you see it, and whoever you share the page with."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": lazy("Give the page a title.")},
    )

    def __init__(self, *args: Any, sheet: Sheet, is_closed: bool, **kwargs: Any) -> None:
        """Ask what this kind of page asks."""
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for question in sheet.questions:
            self.fields[question.name] = LongText(label=question.asked, help_text=question.hint, required=False, rows=5)
        self.fields["kind"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=sheet.kind)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
        if is_closed:
            self.fields["passphrase"] = Passphrase(
                label=lazy("Your passphrase"),
                help_text=lazy("Your workspace closed itself meanwhile. What you wrote is still here."),
                error_messages={"required": lazy("Enter your passphrase to save. What you wrote is still here.")},
            )

    @property
    def texts(self) -> dict[str, str]:
        """Give what was written under the questions."""
        return {question.name: self.cleaned_data.get(question.name) or "" for question in self.sheet.questions}

    @staticmethod
    def filled(written: Written, version: int) -> dict[str, Any]:
        """Give a page as the form shows it."""
        return {"title": written.title, "version": version, **written.texts}


class ShareForm(PlainForm):
    """With whom a page is shared."""

    receiver = forms.ChoiceField(label=lazy("With whom"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, receivers: Sequence[Receiver], **kwargs: Any) -> None:
        """Offer those with whom it may be shared."""
        super().__init__(*args, **kwargs)
        self.receivers = {str(each.user.uid): each for each in receivers}
        self.fields["receiver"].choices = [  # type: ignore[attr-defined]
            (uid, f"{each.user.name}, {each.as_what}") for uid, each in self.receivers.items()
        ]

    @property
    def chosen(self) -> Receiver:
        """Give who was chosen."""
        return self.receivers[self.cleaned_data["receiver"]]


class DeleteForm(PlainForm):
    """Deleting for good, said by a tick."""

    certain = forms.BooleanField(label=lazy("Delete it for good"))

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        """Say what is ticked."""
        super().__init__(*args, **kwargs)
        self.fields["certain"].label = label
