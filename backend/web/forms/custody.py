"""Forms of the custodian and of the employee who is asked what stood in the way."""

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.referrals.vocabulary import Excuse
from backend.web.forms.moves import LongText, PlainForm


class SureForm(PlainForm):
    """An act that asks for nothing: what is written of a referral stands in no history."""


class ExcuseForm(PlainForm):
    """Which of the excuses it was; there is no room for more."""

    excuse = forms.ChoiceField(
        label=lazy("Excuse"),
        choices=Excuse.choices,
        widget=forms.RadioSelect,
        help_text=lazy("It stays in the compartment. Others learn only that the referral is kept to."),
        error_messages={"required": lazy("Choose one of the excuses.")},
    )


class BarrierAnswerForm(PlainForm):
    """What stood in the way, in the employee's own words."""

    words = LongText(
        label=lazy("What stood in the way?"),
        help_text=lazy("A sentence is enough. You need not name an illness: “I was ill” will do."),
        rows=5,
        error_messages={"required": lazy("Write in a sentence what stood in the way.")},
    )
