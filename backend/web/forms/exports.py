"""The steps of an export: of what, how people appear and why, and the decision of the second person."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.records.models import ExportState, Level
from backend.web.forms.audit import day_input

SCOPES: Final = (
    ("everything", lazy("Everything I may see")),
    ("case", lazy("One case")),
    ("person", lazy("One person: what they did, and what touched their record")),
    ("period", lazy("A period")),
    ("unit", lazy("A unit, and those below it")),
)
LEVELS: Final = (
    (
        Level.PSEUDONYMISED,
        lazy("Pseudonyms: the same person has one name all through this export, and another in the next"),
    ),
    (Level.IDENTIFIED, lazy("Names and values: a privacy officer has to approve it first")),
)
# What the fields of a scope are called in a refusal of the domain.
TOLD_AS: Final[Mapping[str, str]] = {"kind": "of", "since": "first_day", "until": "last_day"}


class ScopeForm(forms.Form):
    """The first step: what the export is of. Its answers stand in the address of the next steps."""

    of = forms.ChoiceField(label=lazy("What it is of"), choices=SCOPES, widget=forms.RadioSelect)
    reference = forms.CharField(
        label=lazy("Which case, person or unit"),
        help_text=lazy(
            "The reference of the case or the person, for example CASE-2026-7KQ4MZ, or the code of the unit. Leave it empty otherwise."
        ),
        max_length=60,
        required=False,
    )
    first_day = forms.DateField(label=lazy("First day of the period"), required=False, widget=day_input())
    last_day = forms.DateField(label=lazy("Last day of the period"), required=False, widget=day_input())

    def __init__(self, *args: Any, kinds: tuple[str, ...], **options: Any) -> None:
        """Offer the scopes that the person may take out."""
        super().__init__(*args, **options)
        self.fields["of"].choices = [each for each in SCOPES if each[0] in kinds]  # type: ignore[attr-defined]
        self.fields["of"].initial = kinds[0]
        if "period" not in kinds:
            del self.fields["first_day"], self.fields["last_day"]

    def given(self) -> dict[str, str]:
        """Give the answers under the names that the domain reads."""
        told = {"kind": "of", "reference": "reference", "since": "first_day", "until": "last_day"}
        return {name: str(self.data.get(field, "")).strip() for name, field in told.items()}

    def refuse(self, errors: Mapping[str, list[str]]) -> None:
        """Put what the domain said beside the fields that it is about."""
        for name, messages in errors.items():
            field = TOLD_AS.get(name, name)
            for message in messages:
                self.add_error(field if field in self.fields else None, message)


class PurposeForm(forms.Form):
    """The second step: how people appear, and why it is taken out."""

    level = forms.ChoiceField(
        label=lazy("How people appear"),
        choices=LEVELS,
        initial=Level.PSEUDONYMISED,
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose how people appear in it.")},
    )
    reason = forms.CharField(
        label=lazy("What the export is for"),
        help_text=lazy("Stands in the file, and in the register for good, with your name. Name nobody in it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": lazy("Say what the export is for.")},
    )
    request = forms.CharField(
        label=lazy("Reference of the request"),
        help_text=lazy(
            "Chosen by whoever asked for it. When the file is checked, it shows that the file answers this request."
        ),
        max_length=120,
        required=False,
    )
    previous = forms.CharField(
        label=lazy("Sizes of the log that you know"),
        help_text=lazy(
            "From checkpoints that you kept, with blanks between. The file then proves that the log only grew since."
        ),
        max_length=300,
        required=False,
    )
    upto = forms.IntegerField(min_value=0, max_value=2**62, required=False, widget=forms.HiddenInput)

    def clean_previous(self) -> list[int]:
        """Read the sizes."""
        words = self.cleaned_data["previous"].replace(",", " ").split()
        if not all(word.isascii() and word.isdecimal() and len(word) < 16 for word in words):
            raise forms.ValidationError(_("Write sizes as whole numbers with blanks between, for example 1200 5400."))
        return [int(word) for word in words]

    def kept(self) -> list[tuple[str, str]]:
        """Give what was answered, to be carried on unseen."""
        return [(name, str(self.data.get(name, ""))) for name in self.fields]


class DecisionForm(forms.Form):
    """What the second person says to an export with names."""

    reason = forms.CharField(
        label=lazy("Why"),
        help_text=lazy("Whoever asked for the export reads it, and it stands in the register."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": lazy("Give a reason.")},
    )


class RegisterFilterForm(forms.Form):
    """The filters of the register."""

    q = forms.CharField(
        label=lazy("Reference, request or reason"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    of = forms.ChoiceField(label=lazy("Of"), required=False, choices=[("", lazy("Any")), *SCOPES])
    state = forms.ChoiceField(label=lazy("State"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the states in which an export can be."""
        super().__init__(*args, **options)
        self.fields["state"].choices = [("", _("Any")), *ExportState.choices]  # type: ignore[attr-defined]
