"""Forms of letters: written from what a kind of letter asks, issued by a way that somebody chooses, filtered in a list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.documents.composing import Asked, Composer, Given
from backend.documents.kinds import document_kinds
from backend.documents.models import Document, LetterDraft
from backend.documents.vocabulary import Channel, DocumentState
from backend.people.models import Person, User
from backend.web.forms.moves import LongText, PlainForm, PlannedDate, ReasonForm

ROWS = {"text": 5, "lines": 4, "pairs": 4, "rows": 4}


class LetterForm(PlainForm):
    """What a kind of letter asks of its writer; to whom it goes, and what it replaces, when it is new."""

    def __init__(self, *args: Any, composer: Composer, **kwargs: Any) -> None:
        """Build a field for each thing that is asked."""
        super().__init__(*args, **kwargs)
        for asked in composer.asks:
            self.fields[asked.name] = _field(asked)

    def given(self, composer: Composer) -> dict[str, Any]:
        """Give what was typed, by the names that the letter asks for."""
        return {asked.name: self.cleaned_data.get(asked.name) for asked in composer.asks}


class NewLetterForm(LetterForm):
    """A letter that is begun."""

    def __init__(self, *args: Any, people: Sequence[Person], earlier: Sequence[Document], **kwargs: Any) -> None:
        """Offer the people whom it may go to, and the documents that it may replace."""
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ChoiceField(
            label=lazy("To"),
            choices=[(person.reference, _described(person)) for person in people],
            initial=people[0].reference if len(people) == 1 else None,
            widget=forms.RadioSelect,
        )
        if earlier:
            self.fields["supersedes"] = forms.ChoiceField(
                label=lazy("Does it replace an earlier one?"),
                choices=[("", lazy("No")), *((row.reference, f"{row.title}, {row.reference}") for row in earlier)],
                required=False,
                help_text=lazy("The earlier one is marked as replaced when this letter is issued."),
            )
        self.order_fields(["to", "supersedes"])


class IssueForm(ReasonForm):
    """By which way a letter goes to its recipient."""

    channel = forms.ChoiceField(
        label=lazy("How it goes to the recipient"),
        choices=Channel.choices,
        initial=Channel.PAGE,
        widget=forms.RadioSelect,
    )
    field_order = ["channel", "reason"]

    def __init__(self, *args: Any, draft: LetterDraft, **kwargs: Any) -> None:
        """Offer the secure page only to somebody who can sign in."""
        super().__init__(*args, **kwargs)
        if not User.objects.filter(person=draft.recipient_id, is_active=True).exists():
            choice = self.fields["channel"]
            assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells the type checker
            choice.choices = [(Channel.HAND, Channel.HAND.label), (Channel.POST, Channel.POST.label)]
            choice.initial = Channel.HAND
            choice.help_text = _("They have no account, so the letter goes on paper.")


class PapersFilterForm(forms.Form):
    """What the documents of a case may be cut down to."""

    kind = forms.ChoiceField(label=lazy("Kind"), required=False)
    state = forms.ChoiceField(
        label=lazy("Where it stands"), required=False, choices=[("", lazy("Any")), *DocumentState.choices]
    )
    to = forms.ChoiceField(label=lazy("Recipient"), required=False)

    def __init__(self, *args: Any, kinds: Sequence[str], people: Sequence[Person], **kwargs: Any) -> None:
        """Offer the kinds and the recipients that there are."""
        super().__init__(*args, **kwargs)
        named = document_kinds()
        choices = {
            "kind": [(code, f"{code} {named[code].title}" if code in named else code) for code in kinds],
            "to": [(person.reference, person.name) for person in people],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
            field.choices = [("", _("Any")), *offered]


def shown_in_form(composer: Composer, given: Given) -> dict[str, Any]:
    """Give what was said before as the form shows it: one item a line, and the parts of an item with their sign between them."""
    return {asked.name: _as_typed(asked, given[asked.name]) for asked in composer.asks if asked.name in given}


def _as_typed(asked: Asked, value: Any) -> Any:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        return value
    between = {"pairs": ": ", "rows": " | "}.get(asked.kind, "")
    return "\n".join(between.join(each) if isinstance(each, list | tuple) else str(each) for each in value)


def _field(asked: Asked) -> forms.Field:
    words = asked.help or (
        _("One a line: %(columns)s.") % {"columns": " | ".join(asked.columns)} if asked.columns else ""
    )
    options: dict[str, Any] = {"label": asked.label, "help_text": words, "required": asked.is_required}
    match asked.kind:
        case "day":
            return PlannedDate(**options)
        case "yes":
            return forms.BooleanField(**{**options, "required": False})
        case "line":
            return forms.CharField(max_length=300, **options)
        case kind:
            return LongText(rows=ROWS[kind], **options)


def _described(person: Person) -> str:
    return f"{person.name}, {person.job_title}" if person.job_title else person.name
