"""Forms of the provider directory: filters, a provider, a licence, a tie, and help that is pointed out."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from backend.referrals.actions.listing import Listing
from backend.referrals.models import Intervention, Provider
from backend.referrals.vocabulary import Modality, ProviderState
from backend.web.forms.cases import ANY
from backend.web.forms.moves import LongText, PersonField, PlainForm, PlannedDate, ReasonForm

KEPT = lazy("Kept in the history. Everybody who reads the directory can read it.")


class ProviderFilterForm(forms.Form):
    """What the directory may be cut down to."""

    q = forms.CharField(
        label=lazy("Search"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(label=lazy("State"), required=False, choices=[ANY, *ProviderState.choices])
    service = forms.ChoiceField(label=lazy("Service"), required=False)
    modality = forms.ChoiceField(label=lazy("Form"), required=False, choices=[ANY, *Modality.choices])
    language = forms.ChoiceField(label=lazy("Language"), required=False)

    def __init__(
        self, *args: Any, services: Iterable[tuple[str, str]], languages: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the services and languages that there are."""
        super().__init__(*args, **kwargs)
        for name, choices in (("service", services), ("language", languages)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
            field.choices = [ANY, *choices]


class ProviderForm(PlainForm):
    """What the directory says of a provider."""

    name = forms.CharField(label=lazy("Name of the practice"), max_length=200)
    service = forms.CharField(
        label=lazy("What it does, in a line"), max_length=200, help_text=lazy("Employees read this in the letter.")
    )
    offers = forms.ModelMultipleChoiceField(
        label=lazy("Services of the evidence register"),
        queryset=Intervention.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("It can be offered only for what is ticked here."),
    )
    modalities = forms.MultipleChoiceField(
        label=lazy("How it works"), choices=Modality.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.CharField(
        label=lazy("Languages"),
        max_length=200,
        required=False,
        help_text=lazy("Codes with commas between, such as en, de, pl."),
    )
    waiting_days = forms.IntegerField(
        label=lazy("Days until a first appointment"), min_value=0, max_value=730, required=False
    )
    payer = forms.CharField(label=lazy("Who pays"), max_length=200, required=False)
    address = LongText(label=lazy("Address"), required=False, rows=3)
    phone = forms.CharField(label=lazy("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=lazy("E-mail"), required=False)
    jurisdiction = forms.CharField(
        label=lazy("Where it is licensed"), max_length=20, required=False, help_text=lazy("Such as GB-ENG or US-CA.")
    )
    faith_based = forms.BooleanField(
        label=lazy("It works with a religious programme"),
        required=False,
        help_text=lazy("A secular provider has to be offered beside it."),
    )
    conflicts = LongText(
        label=lazy("Whom here it has to do with"),
        required=False,
        rows=3,
        help_text=lazy("As the provider told it: contracts, relatives, earlier work for somebody here."),
    )

    def __init__(self, *args: Any, services: "QuerySet[Intervention]", **kwargs: Any) -> None:
        """Offer the services that are in use."""
        super().__init__(*args, **kwargs)
        field = self.fields["offers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - tells the type checker
        field.queryset = services

    def clean_languages(self) -> tuple[str, ...]:
        """Read the codes."""
        return tuple(code.strip() for code in self.cleaned_data["languages"].split(",") if code.strip())

    def listing(self) -> Listing:
        """Give what was typed as the action takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "offers"}
        return Listing(**given)

    @staticmethod
    def first(provider: Provider) -> dict[str, Any]:
        """Give what the form begins with."""
        names = (
            "name", "service", "modalities", "waiting_days", "payer", "address", "phone", "email", "jurisdiction",
            "faith_based", "conflicts",
        )  # fmt: skip
        told = {name: getattr(provider, name) for name in names}
        offers = Intervention.objects.filter(services__provider=provider)
        return {**told, "languages": ", ".join(provider.languages), "offers": [row.code for row in offers]}


class LicenceForm(PlainForm):
    """A licence of a practitioner."""

    holder = forms.CharField(label=lazy("Whose licence it is"), max_length=200)
    number = forms.CharField(label=lazy("Number"), max_length=60)
    authority = forms.CharField(label=lazy("Authority that gave it"), max_length=200)
    expires_on = PlannedDate(label=lazy("Last day"))
    clinical = forms.BooleanField(label=lazy("It is a licence for clinical work"), required=False, initial=True)


class VerifyLicenceForm(PlainForm):
    """How a licence was checked with its authority."""

    how = forms.CharField(
        label=lazy("Where and how you checked it"),
        max_length=300,
        help_text=lazy("For example: looked up in the public register of the authority."),
    )
    expires_on = PlannedDate(
        label=lazy("New last day"), required=False, help_text=lazy("Only if it was renewed. Leave empty otherwise.")
    )


class RegisterReasonForm(ReasonForm):
    """The reason of an act on a register."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say who reads it."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = KEPT


def provider_field(**kwargs: Any) -> "forms.ModelChoiceField[Provider]":
    """Make the field for a provider of the directory, named by reference."""
    return forms.ModelChoiceField(queryset=Provider.objects.none(), to_field_name="reference", **kwargs)


class TieForm(PlainForm):
    """A financial tie between two providers."""

    other = provider_field(label=lazy("Other provider"), empty_label=lazy("Choose a provider"))
    what = forms.CharField(
        label=lazy("What the tie is"), max_length=300, help_text=lazy("Ownership, shares, fees for referrals.")
    )

    def __init__(self, *args: Any, others: "QuerySet[Provider]", **kwargs: Any) -> None:
        """Offer the other providers."""
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        field.queryset = others


class AlternativeForm(PlainForm):
    """The secular provider that is offered beside a religious one."""

    alternative = provider_field(label=lazy("Secular alternative"), required=False, empty_label=lazy("None named yet"))

    def __init__(self, *args: Any, others: "QuerySet[Provider]", **kwargs: Any) -> None:
        """Offer providers that are not religious."""
        super().__init__(*args, **kwargs)
        field = self.fields["alternative"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        field.queryset = others


class SuggestForm(PlainForm):
    """To whom help is pointed out."""

    person = PersonField(label=lazy("To whom"))
    provider = provider_field(label=lazy("What help"), empty_label=lazy("Choose a provider"))

    def __init__(self, *args: Any, offered: "QuerySet[Provider]", **kwargs: Any) -> None:
        """Offer the providers that are listed."""
        super().__init__(*args, **kwargs)
        field = self.fields["provider"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        field.queryset = offered
