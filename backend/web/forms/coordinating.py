"""Forms of those who carry a referral: to whom it is handed, until when a release runs, to whom it goes, and the list."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.access.models import Role
from backend.access.roles import users_with
from backend.people.models import User
from backend.referrals.models import ProviderContact, Referral
from backend.referrals.vocabulary import WrittenBy
from backend.web.forms.moves import LongText, PlainForm, PlannedDate

ANY = ("", lazy("Any"))


class GateForm(PlainForm):
    """Who keeps the compartment of the referral from now on."""

    coordinator = forms.ModelChoiceField(
        label=lazy("Referral coordinator"),
        queryset=User.objects.none(),
        to_field_name="uid",
        empty_label=lazy("Choose somebody"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer those who hold the role."""
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].queryset = users_with(Role.REFERRAL_COORDINATOR)  # type: ignore[attr-defined]


class ReleaseOfferForm(PlainForm):
    """Until when a release runs."""

    expires_on = PlannedDate(
        label=lazy("Last day of the release"), help_text=lazy("At most 30 days after the end of the referral.")
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        """Begin with two weeks after the end of the referral, so that a last report can still come."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("expires_on", referral.ends_on + timedelta(days=14))


class SendForm(PlainForm):
    """To whom at the provider a referral goes."""

    to = forms.ModelChoiceField(
        label=lazy("To"),
        queryset=ProviderContact.objects.none(),
        to_field_name="uid",
        empty_label=lazy("Choose a contact"),
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        """Offer the contacts of the provider that the employee chose."""
        super().__init__(*args, **kwargs)
        rows = ProviderContact.objects.filter(provider=referral.provider_id, ended_on=None).order_by("name")
        self.fields["to"].queryset = rows  # type: ignore[attr-defined]


class RevokedForm(PlainForm):
    """How somebody revoked their release in writing."""

    came_by = forms.ChoiceField(
        label=lazy("How it came"),
        choices=WrittenBy.choices,
        widget=forms.RadioSelect,
        help_text=lazy("Any words will do, and no reason is needed. Keep the paper with the referral."),
    )


class NoteForm(PlainForm):
    """A note that stays in the compartment."""

    note = LongText(label=lazy("Note"), required=False, rows=3, help_text=lazy("It stays with the referral."))


class ReferralFilterForm(forms.Form):
    """What the list of referrals may be cut down to."""

    q = forms.CharField(
        label=lazy("Name or reference"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )
    stage = forms.ChoiceField(
        label=lazy("Where it stands"),
        required=False,
        choices=[
            ANY,
            ("preparing", lazy("Being prepared")),
            ("answer", lazy("With the employee")),
            ("release", lazy("Accepted, on the way to the provider")),
            ("provider", lazy("With the provider")),
            ("ending", lazy("To be closed")),
        ],
    )
    complying = forms.ChoiceField(
        label=lazy("Kept to"),
        required=False,
        choices=[ANY, ("yes", lazy("Yes")), ("no", lazy("No")), ("unknown", lazy("Unknown"))],
    )
