"""Forms of a provider: setting up the access, and reports of codes and days, without a field for anything else."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.kernel import clock
from backend.referrals.models import Licence, Provider
from backend.referrals.reportable import FIELDS, MOST_SESSIONS, Codes, Limit, problems_of
from backend.referrals.vocabulary import Barrier, Complying, Recommended, ReportKind, Restriction
from backend.web.forms.moves import LongText, PlainForm, PlannedDate

MISSED: Final = ("missed_1", "missed_2", "missed_3")
LIMITS: Final = (("limit_1", "until_1"), ("limit_2", "until_2"))
YES_NO: Final = [("", lazy("Choose one")), ("yes", lazy("Yes")), ("no", lazy("No"))]


class CodeChoice(forms.ChoiceField):
    """One code of a list. What is none is not judged here: the report itself says by which rule it is refused."""

    def __init__(self, words: Any, **kwargs: Any) -> None:
        """Offer the codes of a vocabulary."""
        super().__init__(choices=[("", lazy("Choose one")), *words.choices], required=False, **kwargs)

    def valid_value(self, value: Any) -> bool:
        """Take any word."""
        return True


def a_day(label: Any, help_text: Any = "") -> forms.DateField:
    """Ask for a day."""
    return PlannedDate(label=label, help_text=help_text, required=False)


def yes_or_no(label: Any) -> forms.TypedChoiceField:
    """Ask a question that takes yes or no."""
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, coerce=lambda value: value == "yes", empty_value=None, required=False
    )


def a_number(label: Any) -> forms.IntegerField:
    """Ask how many."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_SESSIONS)


BOXES: Final[Mapping[str, Any]] = {
    "contacted_on": lambda: {"contacted_on": a_day(lazy("You got in touch on"))},
    "first_appointment_on": lambda: {
        "first_appointment_on": a_day(
            lazy("First appointment on"), lazy("Planned, or held. Leave empty if none is set.")
        )
    },
    "first_kept": lambda: {"first_kept": yes_or_no(lazy("If it was held already: was it kept?"))},
    "evaluated_on": lambda: {"evaluated_on": a_day(lazy("Evaluation held on"))},
    "recommended": lambda: {"recommended": CodeChoice(Recommended, label=lazy("What you recommend"))},
    "agrees": lambda: {"agrees": yes_or_no(lazy("Does the person agree to follow it?"))},
    "first_day": lambda: {"first_day": a_day(lazy("First day that this is about"))},
    "last_day": lambda: {"last_day": a_day(lazy("Last day that this is about"))},
    "kept": lambda: {"kept": a_number(lazy("Appointments kept"))},
    "planned": lambda: {"planned": a_number(lazy("Appointments planned"))},
    "complying": lambda: {"complying": CodeChoice(Complying, label=lazy("Keeps to what was arranged"))},
    "missed_on": lambda: {
        name: a_day(lazy("Missed on") if place == 0 else lazy("Also missed on")) for place, name in enumerate(MISSED)
    },
    "barrier": lambda: {
        "barrier": CodeChoice(Barrier, label=lazy("What stood in the way"), help_text=lazy("Without its cause."))
    },
    "completed_on": lambda: {"completed_on": a_day(lazy("Completed on"))},
    "ended_on": lambda: {"ended_on": a_day(lazy("Ended on"), lazy("If it ended early. The reason is not reported."))},
    "limits": lambda: {
        name: box
        for limit, until in LIMITS
        for name, box in (
            (
                limit,
                CodeChoice(Restriction, label=lazy("Limit on tasks at work"), help_text=lazy("Without its cause.")),
            ),
            (until, a_day(lazy("Limit holds until"))),
        )
    },
    "next_report_on": lambda: {
        "next_report_on": a_day(lazy("Next report on"), lazy("Leave empty for one in a month."))
    },
    "danger": lambda: {
        "danger": LongText(
            label=lazy("Who is in danger, of what, and when"),
            required=False,
            help_text=lazy(
                "Only what is imminent. The coordinator alone reads this. In an emergency, call the emergency number first."
            ),
        )
    },
}


class ReportForm(PlainForm):
    """One report: the fields that its kind takes. The same rules judge it here and at the door for programs."""

    def __init__(self, data: Any = None, *, kind: str, since: date | None = None, **kwargs: Any) -> None:
        """Give the form the fields of a kind."""
        super().__init__(data, **kwargs)
        self.kind, self.since = kind, since
        for name in FIELDS[kind].all:
            self.fields.update(BOXES[name]())
        for name in FIELDS[kind].needs:
            self.fields[name].required = True

    def clean(self) -> dict[str, Any] | None:
        """Say by field what is wrong with the report."""
        cleaned = super().clean()
        if not self.errors:
            told = problems_of(self.kind, self.codes(), today=clock.today(), since=self.since)
            for name, messages in told.items():
                for message in messages:
                    self.add_error(self.place_of(name), message)
        return cleaned

    def place_of(self, name: str) -> str | None:
        """Name the box that a field of the report is filled in at."""
        placed = {"missed_on": MISSED[0], "limits": LIMITS[0][0]}.get(name, name)
        return placed if placed in self.fields else None

    def codes(self) -> Codes:
        """Put the report together."""
        given = self.cleaned_data
        plain = {
            name: given[name]
            for name in FIELDS[self.kind].all
            if name in self.fields and given.get(name) not in (None, "")
        }
        missed = tuple(sorted(day for name in MISSED if (day := given.get(name)) is not None))
        limits = tuple(
            Limit(restriction=given[limit], until=given.get(until) or date.min)
            for limit, until in LIMITS
            if given.get(limit)
        )
        return Codes(**plain, missed_on=missed, limits=limits)

    def answers(self) -> list[dict[str, Any]]:
        """List what was filled in, as the page that checks it shows it."""
        told = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value in (None, ""):
                continue
            if isinstance(value, bool):
                value = _("Yes") if value else _("No")
            elif isinstance(field, CodeChoice):
                value = dict(field.choices).get(value, value)  # type: ignore[arg-type]
            told.append({"key": field.label, "value": value, "day": isinstance(value, date), "name": name})
        return told


class ReplyFileForm(PlainForm):
    """One file with a report."""

    file = forms.FileField(
        label=lazy("File"),
        help_text=lazy(
            "A PDF or a picture of up to 25 MB, without clinical content. It is looked at before anybody uses it."
        ),
        error_messages={"required": lazy("Choose a file.")},
    )


class AccessForm(PlainForm):
    """A password of one's own, and a code that shows that the authenticator app works."""

    password = forms.CharField(
        label=lazy("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy("At least twelve characters, and nothing common."),
    )
    again = forms.CharField(
        label=lazy("The password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    code = forms.CharField(
        label=lazy("Code from the app"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any] | None:
        """See that both passwords are one."""
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            raise ValidationError({"again": _("The two passwords differ. Type the same one twice.")})
        return cleaned


class ContactForm(PlainForm):
    """Somebody at a provider who takes referrals."""

    name = forms.CharField(label=lazy("Name"), max_length=200)
    email = forms.EmailField(
        label=lazy("E-mail address"), help_text=lazy("Their own, at the practice. The link goes there.")
    )
    licence: "forms.ModelChoiceField[Licence]" = forms.ModelChoiceField(
        label=lazy("Their licence"),
        queryset=None,
        to_field_name="uid",
        required=False,
        empty_label=lazy("None, or that of the practice"),
    )

    def __init__(self, *args: Any, provider: Provider, **kwargs: Any) -> None:
        """Offer the licences of the provider."""
        super().__init__(*args, **kwargs)
        choice = self.fields["licence"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        choice.queryset = provider.licences.filter(ended_on=None).order_by("expires_on")


KIND_WORDS: Final[Mapping[str, tuple[Any, Any]]] = {
    ReportKind.RECEIPT: (lazy("Confirm the first appointment"), lazy("When you got in touch, and the first day.")),
    ReportKind.INITIAL: (
        lazy("Report the first evaluation"),
        lazy("That it was held, and the kind of service you recommend."),
    ),
    ReportKind.STATUS: (lazy("Report attendance"), lazy("How many appointments were planned and kept.")),
    ReportKind.NON_PARTICIPATION: (
        lazy("Report that the person takes no part"),
        lazy("Since when, and by which code."),
    ),
    ReportKind.FOLLOW_UP: (
        lazy("Report the follow-up evaluation"),
        lazy("Whether the person kept to what was arranged."),
    ),
    ReportKind.COMPLETION: (lazy("Report completion"), lazy("On which day the service was completed.")),
    ReportKind.SAFETY: (lazy("Tell of an imminent danger"), lazy("Only who is in danger, of what, and when.")),
}
