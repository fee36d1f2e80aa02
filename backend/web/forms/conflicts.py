"""Forms about conflicts of interest: the questions of a declaration, waivers, challenges, ties and names found in a text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.cases.actions.impartiality import CHALLENGED
from backend.cases.actions.waivers import RULES
from backend.cases.vocabulary import CaseRole, Declared
from backend.people.models import TieKind
from backend.web.forms.moves import LongText, PersonField, PlainForm, PlannedDate, ReasonForm


class ToldField(forms.MultipleChoiceField):
    """The questions of a declaration: a tick is a yes, and none ticked says no to all."""

    def __init__(self, **kwargs: Any) -> None:
        """Ask every question."""
        usual = {
            "label": lazy("What is so, of these? Tick each that applies; none means no to all."),
            "choices": Declared.choices,
            "required": False,
            "widget": forms.CheckboxSelectMultiple,
        }
        super().__init__(**{**usual, **kwargs})


class DeclareForm(PlainForm):
    """One's own declaration."""

    told = ToldField()
    text = LongText(
        label=lazy("In your own words"),
        help_text=lazy("Say what it is, or that nothing of this is so. You sign it with your name."),
        rows=4,
    )


class TakeInForm(DeclareForm, ReasonForm):
    """One's own declaration, and why one takes the case in."""

    field_order = ["told", "text", "reason"]


class AskWaiverForm(ReasonForm):
    """For whom a waiver is asked, and of which conflict."""

    person = PersonField(label=lazy("For whom"))
    rule = forms.ChoiceField(label=lazy("Which conflict"), choices=list(RULES.items()), widget=forms.RadioSelect)
    field_order = ["person", "rule", "reason"]


class GrantWaiverForm(ReasonForm):
    """What both parties read of a waiver."""

    disclosed = LongText(
        label=lazy("What both parties are told"),
        help_text=lazy("Who, what the conflict is, and why this person may work on the case all the same."),
        rows=4,
    )
    field_order = ["disclosed", "reason"]


class ChallengeForm(PlainForm):
    """Whom a party means, by what they do, and why."""

    role = forms.ChoiceField(label=lazy("Whom do you mean?"), widget=forms.RadioSelect)
    grounds = LongText(
        label=lazy("Why do you think that they are not impartial?"),
        help_text=lazy("What you saw or know. They do not answer this themselves; somebody else does."),
        rows=6,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the roles whose holders a party may challenge."""
        super().__init__(*args, **kwargs)
        choice = self.fields["role"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells the type checker
        choice.choices = [(role, CaseRole(role).label) for role in CHALLENGED]


class AnswerChallengeForm(ReasonForm):
    """What the party is answered."""

    answer = LongText(label=lazy("Your answer"), help_text=lazy("The party who asked reads this."), rows=5)
    field_order = ["answer", "reason"]


class TieReasonForm(ReasonForm):
    """The reason of an entry in the register of ties, which belongs to no case."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Promise no reader whom the register does not have."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = lazy("Kept in the history.")


class TieForm(TieReasonForm):
    """Who is what to whom."""

    person = PersonField(label=lazy("One of the two"))
    other = PersonField(label=lazy("The other"))
    kind = forms.ChoiceField(
        label=lazy("What they are to each other"), choices=TieKind.choices, widget=forms.RadioSelect
    )
    since = PlannedDate(label=lazy("Since"), required=False, help_text=lazy("Leave empty when it is not known."))
    field_order = ["person", "other", "kind", "since", "reason"]


class OwnTieForm(TieForm):
    """What somebody else is to oneself."""

    person = None  # type: ignore[assignment]
    other = PersonField(label=lazy("Who is it?"))
    kind = forms.ChoiceField(
        label=lazy("What are you to each other?"), choices=TieKind.choices, widget=forms.RadioSelect
    )
    field_order = ["other", "kind", "since", "reason"]


class EndTieForm(TieReasonForm):
    """Since when a tie is over."""

    until = PlannedDate(label=lazy("Last day"), required=False, help_text=lazy("Leave empty for today."))
    field_order = ["until", "reason"]


class WeighNameForm(ReasonForm):
    """Whether the text means the person."""

    is_meant = forms.TypedChoiceField(
        label=lazy("Does the report mean this person?"),
        choices=[
            ("yes", lazy("Yes: they stay barred from it")),
            ("no", lazy("No: it is somebody else, or only a name")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    field_order = ["is_meant", "reason"]
