"""Forms around an answer to an offer: a comment, the language, paper, a pause."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.web.forms.evidence import UploadField
from backend.web.forms.moves import LongText, PlainForm, PlannedDate, ReasonForm


class CommentForm(PlainForm):
    """Words that become part of the record."""

    text = LongText(label=lazy("Your comment"), rows=6, max_length=4000)


class AskForm(PlainForm):
    """What no longer fits, and what would."""

    words = LongText(
        label=lazy("What you ask for, and why"), rows=6,
        help_text=lazy("For example: another day, fewer dates, another proof. You need not say anything about health."),
    )  # fmt: skip


class AnswerRequestForm(PlainForm):
    """What is answered to an employee who asks for a change."""

    answer = LongText(
        label=lazy("Your answer"), rows=5,
        help_text=lazy("The employee reads it. Say why the agreement stays as it is, or what is done instead."),
    )  # fmt: skip


class ObjectionForm(PlainForm):
    """What is not right about what was recorded from paper."""

    objection = LongText(label=lazy("What is not right"), rows=5, max_length=4000)


class LanguageForm(PlainForm):
    """In which language the offer was read."""

    read_in = forms.ChoiceField(label=lazy("You read it in"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, file: str, languages: Sequence[str], **options: Any) -> None:
        """Offer the language of the file and those of its translations."""
        super().__init__(*args, **options)
        field = self.fields["read_in"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        in_file = lazy("%(language)s, as in the file") % {"language": file}
        field.choices = [*((each, each) for each in languages), (f"{file}, as in the file", in_file)]


class PaperForm(ReasonForm):
    """What happened on paper: when, where, who saw it, and the pages."""

    ANSWERS = (
        ("agree", lazy("Signed on paper")),
        ("agree_under_protest", lazy("Signed on paper, under protest")),
        ("decline", lazy("Declined in writing")),
        ("not_signed", lazy("Did not sign, before witnesses")),
    )
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    answer = forms.ChoiceField(label=lazy("What happened"), choices=ANSWERS, widget=forms.RadioSelect)
    signed_on = PlannedDate(label=lazy("On which day"))
    place = forms.CharField(label=lazy("Where"), max_length=200)
    first_witness = forms.CharField(label=lazy("First witness"), max_length=200)
    first_witness_role = forms.CharField(label=lazy("Role of the first witness"), max_length=200)
    second_witness = forms.CharField(label=lazy("Second witness"), max_length=200)
    second_witness_role = forms.CharField(label=lazy("Role of the second witness"), max_length=200)
    comment = LongText(
        label=lazy("What the employee wrote beside it"), rows=3, required=False, max_length=4000,
        help_text=lazy("Word for word. Nothing of your own."),
    )  # fmt: skip
    file = UploadField(
        label=lazy("Scan of the signed pages"), required=False,
        help_text=lazy("PDF, PNG or JPEG. It is needed unless nothing was written."),
    )  # fmt: skip


class TranslationForm(ReasonForm):
    """In which language the offer was explained or translated, by whom, and the copy."""

    language = forms.CharField(label=lazy("Language"), max_length=60)
    translator = forms.CharField(label=lazy("Translated or explained by"), max_length=200)
    translator_role = forms.CharField(label=lazy("In which role"), max_length=200)
    explained_on = PlannedDate(label=lazy("On which day"))
    file = UploadField(label=lazy("Copy of the translation"))


class SuspendForm(ReasonForm):
    """Until when an agreement stands still."""

    until = PlannedDate(
        label=lazy("Until"), help_text=lazy("It goes on by itself on that day. Say nothing about health in the reason.")
    )
    field_order = ("until", "reason")
