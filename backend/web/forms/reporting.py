"""The parts of a report as its reporter fills them in: one topic a page, and “not sure” is always an answer."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.documents.queries import day_words
from backend.intake.safety import Answer, ReportPart, SafetyQuestion
from backend.intake.vocabulary import Certainty, Conduct, Mode, PowerRelation, Setting
from backend.kernel import clock
from backend.web.forms.moves import LongText, PersonField, PlainForm
from backend.web.forms.reports import NOT_SURE, RememberedDate

TO_COME = lazy("The date lies in the future. Enter a day that has passed, or say that you are not sure.")
WHOLE_DATE = lazy(
    "Choose day, month and year. If you do not know all three, choose none and write it in your own words."
)


class PartForm(PlainForm):
    """One part of a report. Nothing in it is required, unless it says so."""

    part: ClassVar[str] = ""
    folded: ClassVar[frozenset[str]] = frozenset()
    not_sure = forms.BooleanField(label=lazy("I am not sure, or would rather not say"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask last whether the reporter is not sure."""
        super().__init__(*args, **kwargs)
        if "not_sure" in self.fields:
            self.fields["not_sure"] = self.fields.pop("not_sure")

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Give the fields, each with whether it is folded away."""
        return [{"field": self[name], "fold": name in self.folded} for name in self.fields]

    @property
    def is_told(self) -> bool:
        """Tell whether something is answered, whatever was said of being sure."""
        return any(value not in (None, "", [], False) for name, value in self.answers.items() if name != "not_sure")

    @property
    def answers(self) -> dict[str, Any]:
        """Give what was understood."""
        return dict(getattr(self, "cleaned_data", {}))

    def told(self) -> Iterator[tuple[str, str]]:
        """Say what was answered, in words, for the page on which answers are checked."""
        for name, field in self.fields.items():
            words = _words(field, self.answers.get(name))
            if name != "not_sure":
                yield str(field.label), words or _("Skipped")
            elif words == _("Yes"):
                yield str(field.label), words


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.MultipleChoiceField):
        labels = dict(field.choices)  # type: ignore[arg-type]
        return ", ".join(str(labels[each]) for each in value or [])
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value) or "") if value else ""  # type: ignore[arg-type]
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return day_words(value) if isinstance(value, date) else str(value or "")


class WhatForm(PartForm):
    """What happened: the one part that is needed."""

    part = ReportPart.WHAT
    folded = frozenset({"conduct"})
    not_sure = None  # type: ignore[assignment]
    narrative = LongText(
        label=lazy("What happened?"),
        help_text=lazy("In your own words, as much or as little as you like. The order does not matter."),
        rows=12,
        error_messages={"required": lazy("Write what happened, in your own words. This is the only part we need.")},
    )
    conduct = forms.MultipleChoiceField(
        label=lazy("Which words fit?"), choices=Conduct.choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class WhenForm(PartForm):
    """When and where: exactly, about, or in the reporter's own words."""

    part = ReportPart.WHEN
    folded = frozenset({"settings"})
    occurred_certainty = forms.ChoiceField(
        label=lazy("Do you know when it happened?"), choices=Certainty.choices, widget=forms.RadioSelect, required=False
    )
    occurred_on = RememberedDate(
        label=lazy("The day"),
        required=False,
        help_text=lazy("About is enough. If it was more than once, the last time."),
        error_messages={"invalid": WHOLE_DATE},
    )
    occurred_as_told = forms.CharField(
        label=lazy("Or in your own words"),
        required=False,
        max_length=200,
        help_text=lazy("For example “about March”, “a week after the conference”, “every Friday since summer”."),
    )
    settings = forms.MultipleChoiceField(
        label=lazy("Where was it?"), choices=Setting.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def clean_occurred_on(self) -> date | None:
        """Refuse a day that is still to come."""
        return _past(self.cleaned_data.get("occurred_on"))


class WhoForm(PartForm):
    """Who was involved, as far as the reporter knows and wants to say."""

    part = ReportPart.WHO
    respondent_as_told = forms.CharField(
        label=lazy("Who did it?"),
        required=False,
        max_length=200,
        help_text=lazy("A whole name, a part of it, or “the man from the warehouse”. You do not have to name anyone."),
    )
    power_relation = forms.ChoiceField(
        label=lazy("What is that person to the one it happened to?"),
        choices=[NOT_SURE, *PowerRelation.choices],
        required=False,
    )


class WhoWithAccountForm(WhoForm):
    """The same for somebody who signed in: they may name whom it happened to."""

    affected = PersonField(
        label=lazy("Did it happen to somebody else?"),
        required=False,
        help_text=lazy("Leave this empty if it happened to you. Otherwise the whole name, or e-mail address."),
    )


class WishesForm(PartForm):
    """What the reporter would like to happen, and what a wish for nothing can and cannot do."""

    part = ReportPart.WISHES
    wishes = LongText(
        label=lazy("What would you like to happen?"),
        required=False,
        rows=4,
        help_text=lazy("We take this seriously, and cannot promise it."),
    )
    no_action_asked = forms.BooleanField(label=lazy("I would rather that nothing is done for now"), required=False)


class SafetyForm(PartForm):
    """Questions about the situation, never about a person."""

    part = ReportPart.SAFETY
    not_sure = None  # type: ignore[assignment]  # each question has it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask each question."""
        super().__init__(*args, **kwargs)
        for code, label in SafetyQuestion.choices:
            self.fields[code] = forms.ChoiceField(
                label=label, choices=Answer.choices, widget=forms.RadioSelect, required=False
            )

    @property
    def answers(self) -> dict[str, Any]:
        """Give the questions that were answered, as one."""
        given = {name: value for name, value in super().answers.items() if value}
        return {"safety": given} if given else {}

    def told(self) -> Iterator[tuple[str, str]]:
        """Say what was answered."""
        given = self.answers.get("safety", {})
        for code, label in SafetyQuestion.choices:
            yield str(label), str(Answer(given[code]).label) if code in given else _("Skipped")


class KnownForm(PartForm):
    """Who in the organisation knew of it before, and since when."""

    part = ReportPart.KNOWN
    first_known_by = forms.CharField(
        label=lazy("Who at work knew of it first, or was told?"),
        required=False,
        max_length=200,
        help_text=lazy("For example “my team leader”. Leave it empty if nobody knew."),
    )
    first_known_on = RememberedDate(
        label=lazy("When was that?"),
        required=False,
        help_text=lazy("About is enough."),
        error_messages={"invalid": lazy("Choose day, month and year, or none of them.")},
    )

    def clean_first_known_on(self) -> date | None:
        """Refuse a day that is still to come."""
        return _past(self.cleaned_data.get("first_known_on"))


class NameForm(PartForm):
    """How far the reporter's name goes."""

    part = ReportPart.NAME
    not_sure = None  # type: ignore[assignment]
    mode = forms.ChoiceField(
        label=lazy("Who may know that you reported this?"),
        choices=[
            (Mode.NAMED, lazy("Everybody who works on the matter")),
            (Mode.CONFIDENTIAL, lazy("Intake alone: the others work without your name")),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial=Mode.NAMED,
        help_text=lazy("The person it is about may guess who you are from what you tell, whatever you choose."),
    )


WITH_ACCOUNT: tuple[type[PartForm], ...] = (
    WhatForm,
    WhenForm,
    WhoWithAccountForm,
    WishesForm,
    SafetyForm,
    KnownForm,
    NameForm,
)
WITHOUT_NAME: tuple[type[PartForm], ...] = (WhatForm, WhenForm, WhoForm, WishesForm, SafetyForm, KnownForm)


class CodeForm(PlainForm):
    """The code that a reporter was given; spaces do not count."""

    code = forms.CharField(
        label=lazy("Your code"),
        max_length=60,
        help_text=lazy("16 digits. Spaces do not matter."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
        error_messages={"required": lazy("Enter your code.")},
    )


class LastFourForm(PlainForm):
    """The end of the code, so that nobody goes on without having it."""

    last_four = forms.CharField(
        label=lazy("Type the last four digits of your code"),
        max_length=10,
        help_text=lazy("So we both know that you have it."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
        error_messages={"required": lazy("Type the last four digits of the code above.")},
    )


class ReporterMessageForm(PlainForm):
    """What a reporter writes to intake."""

    kind = forms.ChoiceField(
        label=lazy("What is it?"),
        choices=[
            ("message", lazy("A message or an answer")),
            ("addition", lazy("Something to add to your report")),
            ("since", lazy("Something bad has happened since I reported")),
        ],
        widget=forms.RadioSelect,
        initial="message",
    )
    text = LongText(
        label=lazy("Your message"),
        rows=5,
        help_text=lazy("Intake reads it, and whoever works on the matter."),
        error_messages={"required": lazy("Write your message.")},
    )


class StaffMessageForm(PlainForm):
    """What intake writes to a reporter."""

    text = LongText(
        label=lazy("Message to the reporter"),
        rows=5,
        help_text=lazy("The reporter reads exactly this. Ask one thing at a time, and nothing that would name them."),
        error_messages={"required": lazy("Write your message.")},
    )


class IdentityForm(PlainForm):
    """Who a reporter without a name is, given in trust."""

    name = forms.CharField(label=lazy("Your name"), max_length=200)
    contact = LongText(
        label=lazy("How we may reach you"),
        required=False,
        rows=2,
        help_text=lazy("Leave it empty to keep to this page."),
    )


def _past(day: date | None) -> date | None:
    if day and day > clock.today():
        raise forms.ValidationError(TO_COME)
    return day
