"""Forms about issued documents: their delivery on paper, withdrawal, and what is left out of a version."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.documents.redaction import Removal
from backend.documents.vocabulary import Channel, Outcome, RemovalClass
from backend.kernel import clock
from backend.people.models import Person
from backend.web.forms.moves import LongText, PlainForm, ReasonForm

NO_CLASS = ("", lazy("Choose one"))
ROWS_OF_WORDS = 3


class HandOverForm(PlainForm):
    """How a paper copy reached its recipient, or did not."""

    channel = forms.ChoiceField(
        label=lazy("How it went"),
        choices=[(Channel.HAND, Channel.HAND.label), (Channel.POST, Channel.POST.label)],
        initial=Channel.HAND,
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(label=lazy("What happened"), choices=Outcome.choices, widget=forms.RadioSelect)
    at = forms.DateTimeField(
        label=lazy("When"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"required": lazy("Enter the day and the time.")},
    )
    witness = forms.CharField(
        label=lazy("Witness"), required=False, max_length=200, help_text=lazy("Needed when it was refused.")
    )
    note = LongText(
        label=lazy("Note"),
        required=False,
        rows=3,
        help_text=lazy("Where it was, and what was said. No opinion of anybody."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the time as it is now."""
        super().__init__(*args, **kwargs)
        self.fields["at"].initial = timezone.localtime(clock.now())


class WithdrawForm(ReasonForm):
    """Why a document no longer holds, in words for everybody who has it."""

    why = LongText(
        label=lazy("What every recipient is told"),
        rows=3,
        max_length=1000,
        help_text=lazy(
            "One or two sentences about the document, such as: “It named a wrong day.” No story, and no names."
        ),
        error_messages={"required": lazy("Say in a sentence why it is withdrawn; every recipient reads this.")},
    )
    replaced_by = forms.ChoiceField(label=lazy("Which document holds instead"), required=False)
    field_order = ["why", "replaced_by", "reason"]

    def __init__(self, *args: Any, later: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the later documents of the matter."""
        super().__init__(*args, **kwargs)
        choice = self.fields["replaced_by"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells the type checker
        choice.choices = [("", _("None")), *later]


class RedactForm(PlainForm):
    """What is left out of a version: passages that are ticked, and words wherever they stand, each with its class and reason."""

    def __init__(
        self, *args: Any, people: Sequence[Person], passages: Sequence[tuple[str, str, str]], **kwargs: Any
    ) -> None:
        """Offer the people whom a version may go to, and the passages: path, where it stands, and what it says."""
        super().__init__(*args, **kwargs)
        self.passages = list(passages)
        self.fields["to"] = forms.ChoiceField(
            label=_("Who gets this version"),
            choices=[(person.reference, person.name) for person in people],
            widget=forms.RadioSelect,
        )
        for number in range(ROWS_OF_WORDS):
            self.fields[f"words_{number}"] = forms.CharField(label=_("Words"), required=False, max_length=200)
            self._ask_why(f"words_{number}", _("words"))
        for number, (_path, where, _text) in enumerate(self.passages):
            self.fields[f"passage_{number}"] = forms.BooleanField(label=_("Leave this out"), required=False)
            self._ask_why(f"passage_{number}", where)

    def clean(self) -> dict[str, Any]:
        """Ask for class and reason of everything that is left out."""
        given = super().clean() or {}
        for name in self._chosen(given):
            if not given.get(f"{name}_class"):
                self.add_error(f"{name}_class", ValidationError(_("Choose which kind of content this is.")))
            if not (given.get(f"{name}_reason") or "").strip():
                self.add_error(f"{name}_reason", ValidationError(_("Give the reason.")))
        return given

    def removals(self) -> dict[str, Removal]:
        """Give the removals, each by the name of the field that asked for it."""
        given = self.cleaned_data
        return {
            name: Removal(
                what=given[f"{name}_class"],
                reason=given[f"{name}_reason"],
                words=given[name] if name.startswith("words_") else "",
                path="" if name.startswith("words_") else self.passages[int(name.rpartition("_")[2])][0],
            )
            for name in self._chosen(given)
        }

    @property
    def word_rows(self) -> list[list[forms.BoundField]]:
        """List the fields for words, a row each."""
        return [self._row(f"words_{number}") for number in range(ROWS_OF_WORDS)]

    @property
    def passage_rows(self) -> list[dict[str, Any]]:
        """List the passages with their fields."""
        return [
            {"where": where, "text": text, "tick": self[f"passage_{number}"], "why": self._row(f"passage_{number}")[1:]}
            for number, (_path, where, text) in enumerate(self.passages)
        ]

    def _row(self, name: str) -> list[forms.BoundField]:
        return [self[name], self[f"{name}_class"], self[f"{name}_reason"]]

    def _ask_why(self, name: str, where: str) -> None:
        self.fields[f"{name}_class"] = forms.ChoiceField(
            label=_("Kind of content"), choices=[NO_CLASS, *RemovalClass.choices], required=False
        )
        self.fields[f"{name}_reason"] = forms.CharField(
            label=_("Reason, as the log prints it"), required=False, max_length=300
        )

    def _chosen(self, given: dict[str, Any]) -> list[str]:
        return [
            name
            for name in self.fields
            if name.startswith(("words_", "passage_")) and name.count("_") == 1 and given.get(name)
        ]
