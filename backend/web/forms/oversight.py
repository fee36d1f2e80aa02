"""Forms of oversight: breaking the glass, reviewing it, and recording that access was reviewed."""

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.cases.models import Verdict
from backend.records.models import AccessVerdict
from backend.web.forms.moves import LongText, PlainForm


class BreakGlassForm(PlainForm):
    """Which case, by its exact reference, and why it has to be read now."""

    reference = forms.CharField(
        label=lazy("Reference of the case"),
        help_text=lazy("Exactly as it is written, for example CASE-2026-7KQ4MZ."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": lazy("Enter the reference of the case.")},
    )
    reason = LongText(
        label=lazy("Why you have to read it now"),
        help_text=lazy("The privacy officers, the case lead and everybody who works on the case can read this."),
        rows=4,
        max_length=2000,
        error_messages={"required": lazy("Say why you have to read this case now.")},
    )


class BreakGlassReviewForm(PlainForm):
    """Whether it was justified, and in which words."""

    verdict = forms.ChoiceField(
        label=lazy("Was it justified?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose whether it was justified.")},
    )
    reason = LongText(
        label=lazy("What you looked at, and why you think so"),
        help_text=lazy("The person who opened the case can read this."),
        rows=5,
        max_length=4000,
        error_messages={"required": lazy("Say what you looked at and why you think so.")},
    )


class AccessQuestionForm(forms.Form):
    """About which case, or which member of the staff, somebody asks."""

    q = forms.CharField(
        label=lazy("Case or member of the staff"),
        help_text=lazy("A case’s reference, or somebody’s whole name, e-mail address or reference."),
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class AccessReviewForm(PlainForm):
    """What came of looking at who can see something."""

    verdict = forms.ChoiceField(
        label=lazy("What did you find?"),
        choices=AccessVerdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose what you found.")},
    )
    findings = LongText(
        label=lazy("What has to change"),
        help_text=lazy("Which access should end or be given, and who is told. Leave it empty when all is in order."),
        rows=4,
        max_length=4000,
        required=False,
    )
    reason = LongText(
        label=lazy("What you looked at"),
        help_text=lazy("For example: the yearly review, or a complaint about access."),
        rows=3,
        max_length=2000,
        error_messages={"required": lazy("Say what you looked at.")},
    )
