"""Forms about an examination of fitness for duty: the request, and the examiner's answer."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from backend.people.models import User
from backend.referrals.contents import Examined
from backend.referrals.models import Provider
from backend.referrals.vocabulary import Fitness, Restriction
from backend.web.forms.moves import LongText, PersonField, PlainForm, PlannedDate


class AskForm(PlainForm):
    """Whom to examine on which tasks, and on which observed facts."""

    person = PersonField(label=lazy("Who is to be examined"))
    facts = LongText(
        label=lazy("What was observed at work"),
        help_text=lazy("One fact on each line, with its day. No guess at a cause, nothing about health."),
    )
    tasks = LongText(label=lazy("Tasks of the job that it is about"), rows=3, help_text=lazy("One on each line."))
    payer = forms.CharField(label=lazy("Who pays"), max_length=200, initial=lazy("The organisation pays all of it."))
    provider = forms.ModelChoiceField(
        label=lazy("Examiner"),
        queryset=Provider.objects.none(),
        to_field_name="reference",
        empty_label=lazy("Choose an examiner"),
        help_text=lazy("A licensed provider. Nobody who gives the person a service."),
    )
    coordinator = forms.ModelChoiceField(
        label=lazy("Referral coordinator"),
        queryset=User.objects.none(),
        to_field_name="uid",
        empty_label=lazy("Choose a coordinator"),
        help_text=lazy("Tells the employee, and is the only one who hears from the examiner."),
    )

    def __init__(
        self, *args: Any, examiners: "QuerySet[Provider]", coordinators: "QuerySet[User]", **kwargs: Any
    ) -> None:
        """Offer the examiners and the coordinators that there are."""
        super().__init__(*args, **kwargs)
        for name, rows in (("provider", examiners), ("coordinator", coordinators)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
            field.queryset = rows

    def examined(self) -> Examined:
        """Give what was typed as the action takes it."""
        facts, tasks = (_lines(self.cleaned_data[name]) for name in ("facts", "tasks"))
        return Examined(facts=facts, tasks=tasks, payer=self.cleaned_data["payer"])


class AnswerForm(PlainForm):
    """What the examiner answered: a word of function, a day, and limits on tasks."""

    answer = forms.ChoiceField(label=lazy("Answer"), choices=Fitness.choices, widget=forms.RadioSelect)
    answered_on = PlannedDate(label=lazy("Answered on"))
    restrictions = forms.MultipleChoiceField(
        label=lazy("Limits on tasks"),
        choices=Restriction.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("Only with the second answer."),
    )
    until = PlannedDate(label=lazy("Limits apply until"), required=False)


class NothingForm(PlainForm):
    """An act that asks for nothing: its reason is fixed, because what people write of it is kept apart."""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
