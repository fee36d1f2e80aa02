"""Forms of the catalogue of letters: the words of a version, its approval, and the stationery."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as lazy

from backend.documents.catalogue.stationery import LegalLine, Letterhead, SupportContact, kinds_named
from backend.documents.models import Stationery
from backend.web.forms.moves import LongText, PlainForm, PlannedDate, ReasonForm

KEPT = lazy("Kept in the history. Everybody who keeps the catalogue can read it.")


class BeginForm(ReasonForm):
    """From which words a new version begins."""

    language = forms.ChoiceField(label=lazy("Language"))
    based_on = forms.ChoiceField(label=lazy("Begin from"))
    field_order = ("language", "based_on", "reason")

    def __init__(
        self, *args: Any, languages: list[tuple[str, str]], versions: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the languages that the letter has, and its versions."""
        super().__init__(*args, **kwargs)
        for name, choices in (("language", languages), ("based_on", versions)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
            field.choices = choices
        self.fields["reason"].label = lazy("Why a new version")
        self.fields["reason"].help_text = KEPT


class WordsForm(PlainForm):
    """The words of a draft, and what they change."""

    note = forms.CharField(
        label=lazy("What this version changes"),
        max_length=300,
        required=False,
        help_text=lazy("One or two sentences for whoever approves it."),
    )
    body = forms.CharField(
        label=lazy("Words"),
        strip=False,
        help_text=lazy("Headings, paragraphs, lists and tables; facts in double braces. The list of facts is below."),
        widget=forms.Textarea(attrs={"rows": 28, "class": "source-text", "spellcheck": "true"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the digest of the text that was opened


class KeeperReasonForm(ReasonForm):
    """The reason of an act on a version."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say who reads it."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = KEPT


class ApproveForm(KeeperReasonForm):
    """From when until when a version is in force."""

    effective_from = PlannedDate(label=lazy("In force from"), help_text=lazy("Letters issued on this day use it."))
    effective_until = PlannedDate(
        label=lazy("In force until"), required=False, help_text=lazy("The first day on which it is not used any more.")
    )
    field_order = ("effective_from", "effective_until", "reason")


class StationeryForm(KeeperReasonForm):
    """The head of letters at one place."""

    name = forms.CharField(label=lazy("Name of the organisation"), max_length=120)
    address = LongText(label=lazy("Address"), required=False, rows=4, help_text=lazy("A line for each line."))
    phone = forms.CharField(label=lazy("Phone"), max_length=60, required=False)
    email = forms.EmailField(label=lazy("E-mail"), required=False)
    lines = LongText(label=lazy("Further lines"), required=False, rows=2, help_text=lazy("Printed below the address."))
    registered = forms.CharField(
        label=lazy("Registration"),
        max_length=300,
        required=False,
        help_text=lazy("Company form, register, managing directors: at the end of each letter."),
    )
    colour = forms.CharField(
        label=lazy("Colour"),
        max_length=7,
        required=False,
        help_text=lazy("Of headings and rules, such as #1f5f5b. It needs a contrast of 4.5 to 1 on white."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    logo = forms.FileField(
        label=lazy("Logo"),
        required=False,
        help_text=lazy("PNG or JPEG, 4 MB at most. It stands in place of the name, 15 mm high."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    drop_logo = forms.BooleanField(label=lazy("Print the name instead of the logo"), required=False)
    field_order = ("name", "address", "phone", "email", "lines", "registered", "colour", "logo", "drop_logo", "reason")

    def head(self, support: list[SupportContact], legal_lines: list[LegalLine]) -> Letterhead:
        """Give what was typed as the action takes it."""
        texts = ("name", "address", "phone", "email", "lines", "registered", "colour")
        typed = {name: self.cleaned_data[name] for name in texts}
        return Letterhead(**typed, support=tuple(support), legal_lines=tuple(legal_lines))

    def picture(self) -> bytes | None:
        """Give the uploaded bytes, if there are any."""
        upload: UploadedFile[bytes] | None = self.cleaned_data.get("logo")
        return upload.read() if upload else None

    @staticmethod
    def first(row: Stationery | None) -> dict[str, Any]:
        """Give what the form begins with."""
        names = ("name", "address", "phone", "email", "lines", "registered", "colour")
        return {name: getattr(row, name) for name in names} if row else {}


class SupportForm(PlainForm):
    """One contact for support; a row without a name is left out."""

    name = forms.CharField(label=lazy("Name"), max_length=120, required=False)
    role = forms.CharField(label=lazy("What for"), max_length=200, required=False)
    phone = forms.CharField(label=lazy("Phone"), max_length=60, required=False)
    email = forms.EmailField(label=lazy("E-mail"), required=False)

    def contact(self) -> SupportContact | None:
        """Give the contact, unless the row is empty."""
        given = {name: str(self.cleaned_data.get(name, "")).strip() for name in self.fields}
        return SupportContact(**given) if any(given.values()) else None


class LegalLineForm(PlainForm):
    """One line that the law of a place asks for; a row without a text is left out."""

    text = forms.CharField(label=lazy("Line"), max_length=400, required=False)
    kinds = forms.CharField(
        label=lazy("Only on these kinds"),
        max_length=120,
        required=False,
        help_text=lazy("Such as D10, D12. Empty: on every letter."),
    )

    def line(self) -> LegalLine | None:
        """Give the line, unless the row is empty."""
        text = str(self.cleaned_data.get("text", "")).strip()
        kinds = kinds_named(str(self.cleaned_data.get("kinds", "")).replace(";", ",").split(","))
        return LegalLine(text, kinds) if text else None


SupportFormSet = formset_factory(SupportForm, extra=2, max_num=8, absolute_max=10)
LegalLineFormSet = formset_factory(LegalLineForm, extra=2, max_num=12, absolute_max=14)


class PlaceForm(PlainForm):
    """For which place a stationery is begun."""

    place = forms.RegexField(
        r"^[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?$",
        label=lazy("Place"),
        help_text=lazy("A country, or a part of one: GB, DE, US-CA."),
        error_messages={"invalid": lazy("Give a code such as GB, DE or US-CA.")},
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
