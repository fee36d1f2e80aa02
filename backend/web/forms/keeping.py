"""Forms of what is due when: handing in, checking, excusing, and saying what stood in the way."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.agreements.actions.handed_files import MOST
from backend.agreements.obligation_vocabulary import DutyExcuse
from backend.files.kinds import CLEANABLE_ENDINGS
from backend.web.forms.moves import LongText, PlainForm, ReasonForm


class VerifyForm(ReasonForm):
    """Which proof was seen, and why that is enough."""

    note = LongText(
        label=lazy("Proof that you saw"),
        rows=3,
        help_text=lazy("Facts only: what it is, and its date. Nothing about health."),
    )
    field_order = ["note", "reason"]


class ExcuseForm(PlainForm):
    """Which excuse from the list there was; of health only the bare word."""

    excuse = forms.ChoiceField(label=lazy("Excuse"), choices=DutyExcuse, widget=forms.RadioSelect)
    note = LongText(
        label=lazy("What stood in the way"),
        rows=3,
        required=False,
        help_text=lazy(
            "Leave, a provider’s or our own failure, for example. Nothing about health: leave it empty then."
        ),
    )


class CheckForm(PlainForm):
    """What somebody who checks saw, or what is still missing."""

    answer = forms.ChoiceField(
        label=lazy("What you saw"),
        choices=[("accept", lazy("The proof is there")), ("reject", lazy("Something is still missing"))],
        widget=forms.RadioSelect,
    )
    words = LongText(
        label=lazy("Which proof, or what is missing"),
        rows=3,
        help_text=lazy("Facts only: what it is, and its date. Nothing about health. Whoever owes it can read this."),
    )

    def __init__(self, *args: Any, was_handed_in: bool, **kwargs: Any) -> None:
        """Ask for something missing only where something was handed in."""
        super().__init__(*args, **kwargs)
        if not was_handed_in:
            field = self.fields["answer"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
            field.choices = [("accept", _("The proof is there"))]
            field.initial = "accept"


class FilesInput(forms.FileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files from the person's own machine; each is examined when it is taken in."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the types from which what they tell of their maker can be taken out."""
        widget = FilesInput(attrs={"accept": ",".join(CLEANABLE_ENDINGS)})
        super().__init__(required=False, widget=widget, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Give every file that was chosen."""
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(each, initial) for each in chosen]


class HandInForm(PlainForm):
    """What was done, and what shows it."""

    words = LongText(
        label=lazy("What you did, and what shows it"),
        rows=4,
        help_text=lazy("A sentence is enough. Whoever checks it reads this. You need not say anything about health."),
    )
    attached = FilesField(
        label=lazy("Files that show it"),
        help_text=lazy(
            "Only what the proof asks for, and nothing about health: no doctor’s letter, and of a certificate only that you"
            " took part; cover the rest. Up to %(most)s files of %(size)s MB each: PDF, pictures, text, Word, Excel,"
            " PowerPoint or OpenDocument."
        )
        % {"most": MOST, "size": settings.FILE_LIMIT // 2**20},
    )


class BarrierForm(PlainForm):
    """What stood in the way, in the employee's own words."""

    words = LongText(
        label=lazy("What stood in the way"),
        rows=5,
        help_text=lazy("Your decision maker and HR partner read this; whoever checks your obligations does not."),
    )
