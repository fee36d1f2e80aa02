"""Forms of the staff side of agreements: drawing one up, signing for the organisation, checking an obligation."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import formset_factory
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.agreements.clauses import LibraryClause, library
from backend.agreements.proposal import LISTS, MAY_BE_EMPTY, asked_of
from backend.people.models import Person, User
from backend.web.forms.moves import LongText, PlainForm, PlannedDate, ReasonForm

NAMES = {
    "representation": lazy("Representation"),
    "findings": lazy("The finding it rests on"),
    "policy_clauses": lazy("Policy clauses"),
    "expectations": lazy("Expectations"),
    "people": lazy("Names"),
    "exceptions": lazy("Exceptions"),
    "channel": lazy("Necessary contact goes through"),
    "safeguards": lazy("Safeguards"),
    "decider": lazy("Who decides instead"),
    "reviewer": lazy("Second reviewer"),
    "decisions": lazy("Decisions that are reviewed"),
    "recipient": lazy("Whom to tell"),
    "policy_clause": lazy("Policy clause"),
    "programme": lazy("Programme"),
    "objectives": lazy("What it is meant to teach"),
    "provider": lazy("Provider"),
    "service": lazy("Service"),
    "whitelist": lazy("What we are told"),
    "schedule": lazy("How often"),
    "duties": lazy("What we do"),
    "contact": lazy("Whom to tell about barriers"),
    "confirm_within": lazy("We confirm completion within"),
    "person": lazy("Who meets the employee"),
    "follow_up_on": lazy("On or about"),
    "response_time": lazy("Time to answer a suspected breach"),
    "appeal_time": lazy("Time to appeal"),
    "ladder": lazy("Possible consequences, from the mildest"),
    "access": lazy("Who sees what"),
    "retain_until": lazy("Kept until"),
    "language": lazy("Language of the copy"),
}
LONG = LISTS | {"representation", "exceptions"}
DUTY_KINDS = [
    ("education", lazy("Education")),
    ("check_in", lazy("Check-in")),
    ("policy", lazy("Policy read and confirmed")),
    ("safeguard", lazy("Safeguard")),
    ("handover", lazy("Handover")),
    ("other", lazy("Something else")),
]


class DraftForm(ReasonForm):
    """The terms of an agreement and the values of its clauses, by the parts of the document."""

    starts_on = PlannedDate(label=lazy("Starts on"))
    review_on = PlannedDate(label=lazy("Reviewed on"))
    ends_on = PlannedDate(label=lazy("Ends on"), help_text=lazy("24 months at most."))
    monitor = forms.ModelChoiceField(
        label=lazy("Monitor"),
        queryset=Person.objects.none(),
        to_field_name="reference",
        empty_label=lazy("Choose a monitor"),
        help_text=lazy(
            "Checks obligations and sees no reasons. Never a party, a witness, or somebody who reports to the employee."
        ),
    )
    officer = forms.ModelChoiceField(
        label=lazy("Signs for the organisation"),
        queryset=User.objects.none(),
        to_field_name="uid",
        empty_label=lazy("Choose an officer"),
    )
    alternative = LongText(
        label=lazy("If the employee declines"),
        help_text=lazy("The outcome that is chosen instead. It stands in the offer, so that nobody signs in the dark."),
        rows=2,
    )
    terms = ("starts_on", "review_on", "ends_on", "monitor", "officer", "alternative")

    def __init__(
        self,
        *args: Any,
        monitors: "QuerySet[Person]",
        officers: "QuerySet[User]",
        words: dict[str, str],
        chosen: set[str],
        **kwargs: Any,
    ) -> None:
        """Ask for each value of each clause in the library."""
        super().__init__(*args, **kwargs)
        for name, rows in (("monitor", monitors), ("officer", officers)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
            field.queryset = rows
        for clause in library().clauses.values():
            self._ask(clause, words, is_chosen=clause.code in chosen)

    def _ask(self, clause: LibraryClause, words: dict[str, str], *, is_chosen: bool) -> None:
        always = clause.when == "always"
        if not always:
            self.fields[f"use-{clause.code}"] = forms.BooleanField(
                label=clause.heading, required=False, initial=is_chosen, help_text=clause.note
            )
        for name in asked_of(clause.code):
            hint = _("One on each line.") if name in LISTS else ""
            needed = always and name not in MAY_BE_EMPTY
            label, first = NAMES.get(name, name), words.get(name, "")
            kind: dict[str, Any] = {"label": label, "help_text": hint, "initial": first, "required": needed}
            self.fields[f"{clause.code}-{name}"] = (
                LongText(rows=3, **kind) if name in LONG else forms.CharField(max_length=400, **kind)
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the values of every clause that was ticked."""
        cleaned = super().clean() or {}
        for code in self.codes():
            for name in asked_of(code):
                field = f"{code}-{name}"
                if name not in MAY_BE_EMPTY and not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, _("You ticked this clause; it needs this value."))
        return cleaned

    def codes(self) -> list[str]:
        """Name the clauses that the agreement is to hold."""
        clauses = library().clauses.values()
        return [
            clause.code for clause in clauses if clause.when == "always" or self.cleaned_data.get(f"use-{clause.code}")
        ]

    def typed(self) -> dict[tuple[str, str], str]:
        """Give the values that were typed, by clause and name."""
        return {
            (code, name): self.cleaned_data.get(f"{code}-{name}", "")
            for code in self.codes()
            for name in asked_of(code)
        }

    def in_parts(self) -> list[dict[str, Any]]:
        """Give the clauses with their fields by part of the document; a clause without values says so by its text alone."""
        parts: dict[str, list[dict[str, Any]]] = {}
        for clause in library().clauses.values():
            fields = [self[f"{clause.code}-{name}"] for name in asked_of(clause.code)]
            use = None if clause.when == "always" else self[f"use-{clause.code}"]
            is_open = bool(use and use.value()) or any(field.errors for field in fields)
            parts.setdefault(clause.part, []).append({"clause": clause, "fields": fields, "use": use, "open": is_open})
        return [{"heading": heading, "clauses": clauses} for heading, clauses in parts.items()]


class DutyForm(PlainForm):
    """One obligation; without a date, a proof and somebody who checks it is none."""

    what = forms.CharField(label=lazy("What the employee will do"), max_length=400)
    due_on = PlannedDate(label=lazy("By"))
    due = forms.CharField(
        label=lazy("By when, in words"),
        max_length=120,
        required=False,
        help_text=lazy("Only if the day alone does not say it. For example: at each appraisal."),
    )
    proof = forms.CharField(
        label=lazy("Shown by"),
        max_length=200,
        help_text=lazy("What somebody can look at. For example: certificate of attendance."),
    )
    verifier = forms.ModelChoiceField(
        label=lazy("Checked by"),
        queryset=Person.objects.none(),
        to_field_name="reference",
        empty_label=lazy("Choose somebody"),
    )
    kind = forms.ChoiceField(label=lazy("Kind"), choices=DUTY_KINDS, initial="other")

    def __init__(self, *args: Any, verifiers: "QuerySet[Person]", **kwargs: Any) -> None:
        """Offer the people who may check it."""
        super().__init__(*args, **kwargs)
        field = self.fields["verifier"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        field.queryset = verifiers

    def full_clean(self) -> None:
        """Take an obligation whose first field is empty as left out."""
        super().full_clean()
        if self.is_bound and not str(self.data.get(self.add_prefix("what"), "")).strip():
            self._errors, self.cleaned_data = ErrorDict(), {}


DutyFormSet = formset_factory(DutyForm, extra=0, max_num=20, absolute_max=20)


class CountersignForm(PlainForm):
    """The signature for the organisation, over the bytes that the employee signed."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    read = forms.BooleanField(label=lazy("I have read this agreement and the employee’s signature"))
    typed_name = forms.CharField(
        label=lazy("Type your full name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=lazy("It confirms that it is you who signs."),
    )


class VerifyForm(ReasonForm):
    """Which proof was seen, and why that is enough."""

    note = LongText(
        label=lazy("Proof that you saw"),
        rows=3,
        help_text=lazy("Facts only: what it is, and its date. Nothing about health."),
    )
    field_order = ["note", "reason"]


class ExcuseForm(ReasonForm):
    """What stood in the way of an obligation."""

    note = LongText(
        label=lazy("What stood in the way"),
        rows=3,
        help_text=lazy("Leave, a provider’s or our own failure, for example. Nothing about health."),
    )
    field_order = ["note", "reason"]
