"""Parts that many forms share: the reason of an act, long texts, planned days, and a person found by name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.people.models import Person
from backend.people.queries import person_named


class LongText(forms.CharField):
    """A text of several lines; what was typed is kept as it is, spaces at the ends apart."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        """Make room for so many lines."""
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class PlannedDate(forms.DateField):
    """A day that is planned, by the browser's own control."""

    def __init__(self, **kwargs: Any) -> None:
        """Show the day in the form that the control reads."""
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class PersonField(forms.CharField):
    """A person named by reference, e-mail address or whole name; several of one name are told apart by their reference."""

    def __init__(self, *, help_text: Any = "", **kwargs: Any) -> None:
        """Say how to name a person."""
        usual = lazy("Whole name, e-mail address or reference (PER-…).")
        super().__init__(
            help_text=help_text or usual,
            max_length=200,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> Person | None:
        """Find the one person who is meant."""
        words = super().clean(value)
        if not words:
            return None
        found = person_named(words)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("We know nobody of this name. Check the spelling, or enter the e-mail address."))
        names = "; ".join(_described(person) for person in found)
        raise ValidationError(
            _("Several people have this name: %(names)s. Enter the reference of the one you mean.") % {"names": names}
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a person by reference when a form begins with one."""
        return value.reference if isinstance(value, Person) else value


def unjudged(form: forms.Form) -> forms.Form:
    """Keep what was typed in a form that is not sent yet, and say nothing of what is missing."""
    form.full_clean()
    form.__dict__["_errors"] = ErrorDict()
    return form


class PlainForm(forms.Form):
    """A form whose messages say how to mend what is missing."""

    def full_clean(self) -> None:
        """Say for each kind of field what to do, unless the field says it better itself."""
        for field in self.fields.values():
            if str(field.error_messages.get("required")) == str(forms.Field.default_error_messages["required"]):
                field.error_messages["required"] = _what_to_do(field)
        super().full_clean()


class ReasonForm(PlainForm):
    """The reason that every serious act asks for."""

    reason = LongText(
        label=lazy("Reason"),
        help_text=lazy("Kept in the history. Everybody who works on the case can read it."),
        rows=3,
        error_messages={"required": lazy("Give a reason.")},
    )


class NoteForm(ReasonForm):
    """A reason with a note of its own."""

    note = LongText(label=lazy("Note"), rows=3)


class ConfirmForm(ReasonForm):
    """An act that asks for the password again, because a signature follows."""

    password = forms.CharField(
        label=lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=lazy("It confirms that it is you."),
    )


def _what_to_do(field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Tick this to go on.")
    if isinstance(field, forms.MultipleChoiceField):
        return _("Choose at least one.")
    if isinstance(field, forms.ChoiceField):
        return _("Choose one.")
    if isinstance(field, forms.FileField):
        return _("Choose a file.")
    return _("Enter a day.") if isinstance(field, forms.DateField) else _("Write something here.")


def _described(person: Person) -> str:
    more = ", ".join(part for part in (person.job_title, person.unit.name if person.unit else "") if part)
    return f"{person.name} ({more}, {person.reference})" if more else f"{person.name} ({person.reference})"
