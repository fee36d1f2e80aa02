"""Forms of the clause library: the words of a clause, their approval, and the rules of places."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.clauses.vocabulary import LANGUAGES, AgreementKind, Standing
from backend.deadlines.profiles import profile, profile_codes
from backend.web.forms.moves import LongText, PlainForm, PlannedDate, ReasonForm

KEPT = lazy("Kept in the history. Everybody who reads the library can read it.")
LANGUAGE_NAMES = {"en-GB": lazy("English"), "de-DE": lazy("German")}


class LibraryReasonForm(ReasonForm):
    """The reason of an act on the library."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say who reads it."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = KEPT


class BeginClauseForm(LibraryReasonForm):
    """From which words new ones begin."""

    language = forms.ChoiceField(label=lazy("Language"), choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES])
    based_on = forms.ChoiceField(label=lazy("Begin from"), required=False)
    field_order = ("language", "based_on", "reason")

    def __init__(self, *args: Any, versions: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the versions of the clause."""
        super().__init__(*args, **kwargs)
        choice = self.fields["based_on"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells the type checker
        choice.choices = [("", lazy("The words in force")), *versions]
        self.fields["reason"].label = lazy("Why new words")


class ClauseWordsForm(PlainForm):
    """The words of a clause, and what they change."""

    change = forms.CharField(
        label=lazy("What these words change"),
        max_length=300,
        required=False,
        help_text=lazy("One or two sentences for whoever approves them."),
    )
    part = forms.CharField(
        label=lazy("Part of the document"),
        max_length=80,
        required=False,
        help_text=lazy("The heading under which it stands, as other clauses of the part have it."),
    )
    heading = forms.CharField(label=lazy("Heading"), max_length=120, required=False)
    text = LongText(
        label=lazy("Words"),
        rows=12,
        required=False,
        help_text=lazy(
            "A place for a value stands in braces: {people}. A line that begins with “- ” becomes an item of a list."
        ),
    )
    note = forms.CharField(
        label=lazy("For whoever draws an agreement up"),
        max_length=400,
        required=False,
        help_text=lazy("What to look at when filling it in."),
    )


class ApproveClauseForm(LibraryReasonForm):
    """From when until when words are in force."""

    effective_from = PlannedDate(
        label=lazy("In force from"), help_text=lazy("Agreements drawn up from this day on use them.")
    )
    effective_until = PlannedDate(
        label=lazy("In force until"),
        required=False,
        help_text=lazy("The first day on which they are not used any more."),
    )
    field_order = ("effective_from", "effective_until", "reason")


class ClauseRuleForm(LibraryReasonForm):
    """What a clause is at a place."""

    standing = forms.ChoiceField(label=lazy("What holds"), choices=Standing.choices, widget=forms.RadioSelect)
    profile = forms.ChoiceField(label=lazy("Where"), required=False)
    kinds = forms.MultipleChoiceField(
        label=lazy("In which kinds of agreement"),
        choices=AgreementKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("None ticked: in every kind."),
    )
    needs_counsel = forms.BooleanField(
        label=lazy("Waits for counsel"),
        required=False,
        help_text=lazy("Nobody approves an agreement with it before counsel wrote down what was checked."),
    )
    why = forms.CharField(
        label=lazy("Why"), max_length=300, help_text=lazy("Whoever draws an agreement up reads this beside the clause.")
    )
    source = forms.CharField(
        label=lazy("Where that stands"), max_length=200, help_text=lazy("A law with its section, or a policy.")
    )
    checked_on = PlannedDate(label=lazy("Read on"))
    next_check = PlannedDate(label=lazy("To be read again on"))
    field_order = (
        *("standing", "profile", "kinds", "needs_counsel", "why", "source", "checked_on", "next_check", "reason"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the profiles of places."""
        super().__init__(*args, **kwargs)
        choice = self.fields["profile"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells the type checker
        choice.choices = [("", lazy("Everywhere")), *((code, profile(code).title) for code in profile_codes())]
        self.fields["reason"].label = lazy("Why this rule now")
