"""Forms of what follows a decision: links, closing, and the watch for retaliation."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from backend.cases.aftermath_vocabulary import (
    WITHOUT_DECISION,
    Level,
    LinkKind,
    ReopenBasis,
    RetentionClass,
    WatchedEvent,
)
from backend.cases.vocabulary import CaseKind
from backend.people.models import User
from backend.web.forms.conflicts import ToldField
from backend.web.forms.moves import LongText, PersonField, PlainForm, PlannedDate, ReasonForm

TITLE: dict[str, Any] = {
    "label": lazy("Title of the case"),
    "help_text": lazy(
        "Neutral and without names: people see it in lists. For example: Remarks at a team meeting, Sales."
    ),
    "max_length": 200,
}
NEXUS: dict[str, Any] = {
    "label": lazy("Link to work"),
    "help_text": lazy("Place, time, colleagues, clients or systems."),
    "rows": 3,
}


class LinkForm(ReasonForm):
    """Which other case, and how the two stand to each other."""

    kind = forms.ChoiceField(label=lazy("This case is"), choices=LinkKind.choices, widget=forms.RadioSelect)
    other = forms.CharField(
        label=lazy("Reference of the other case"),
        max_length=60,
        help_text=lazy("Exactly as it is written. Only whoever may see both cases learns of the link."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["other", "kind", "reason"]


class OpenLinkedForm(ReasonForm):
    """A case that is opened from another one."""

    link = forms.ChoiceField(label=lazy("The new case is"), choices=LinkKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(**TITLE)
    kind = forms.ChoiceField(
        label=lazy("What it is about"),
        choices=[("", lazy("As the link says, or like this case")), *CaseKind.choices],
        required=False,
    )
    nexus = LongText(**NEXUS)
    complainant = PersonField(label=lazy("Person affected"), required=False)
    respondent = PersonField(
        label=lazy("Respondent, if one is named"),
        required=False,
        help_text=lazy("Nobody is taken over from this case. Leave it empty when it is not known who acted."),
    )
    field_order = ["link", "title", "kind", "nexus", "complainant", "respondent", "reason"]


class ClosureForm(ReasonForm):
    """What the organisation learns, and how long the file is kept."""

    root_cause = LongText(
        label=lazy("Why it could happen"),
        help_text=lazy("One cause in the organisation a line; after a colon, what shows it. No names."),
    )
    lessons = LongText(label=lazy("What the organisation learns"), help_text=lazy("No names."))
    org_remedies = LongText(
        label=lazy("What changes, who sees to it, and by when"), required=False, help_text=lazy("One change a line.")
    )
    retention_class = forms.ChoiceField(
        label=lazy("How long the file is kept"), choices=RetentionClass.choices, widget=forms.RadioSelect
    )
    field_order = ["root_cause", "lessons", "org_remedies", "retention_class", "reason"]


class EarlyCloseForm(ReasonForm):
    """Why a case should end without a decision, and how the duty was weighed."""

    closure_reason = forms.ChoiceField(
        label=lazy("Why"),
        choices=[(code.value, code.label) for code in WITHOUT_DECISION],
        widget=forms.RadioSelect,
        help_text=lazy("That the respondent left the organisation is no reason by itself."),
    )
    duty_check = LongText(
        label=lazy("How the employer’s duty was weighed"),
        help_text=lazy("Danger to others, power, how grave it is, and what can still be found out."),
    )
    field_order = ["closure_reason", "duty_check", "reason"]


class ReopenForm(ReasonForm):
    """Why a closed case is taken up again."""

    basis = forms.ChoiceField(label=lazy("Because of"), choices=ReopenBasis.choices, widget=forms.RadioSelect)
    field_order = ["basis", "reason"]


class WatcherForm(ReasonForm):
    """Who watches, on which declaration."""

    watcher = forms.ModelChoiceField(
        label=lazy("Who asks how things are"),
        queryset=User.objects.none(),
        to_field_name="uid",
        empty_label=lazy("Choose somebody"),
        help_text=lazy("Somebody in neither side’s reporting line; that is checked when you send this."),
    )
    declaration = LongText(
        label=lazy("Their declaration about conflicts of interest"), help_text=lazy("In their own words."), rows=3
    )
    told = ToldField(label=lazy("What they answered with yes; none ticked means no to all"))
    field_order = ["watcher", "told", "declaration", "events", "reason"]

    def __init__(self, *args: Any, people: "QuerySet[User]", **kwargs: Any) -> None:
        """Offer the people who may watch."""
        super().__init__(*args, **kwargs)
        choice = self.fields["watcher"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        choice.queryset = people


class StartWatchForm(WatcherForm):
    """Who watches, and which decisions a second person looks at first."""

    events = forms.MultipleChoiceField(
        label=lazy("Decisions that a second person looks at first"),
        choices=WatchedEvent.choices,
        initial=list(WatchedEvent.values),
        widget=forms.CheckboxSelectMultiple,
    )


class CheckInForm(PlainForm):
    """The coded answers of a check-in, and room for the person's own words."""

    schedule = forms.ChoiceField(label=lazy("Have working times or the place of work changed for the worse?"))
    pay = forms.ChoiceField(label=lazy("Has anything about pay changed for the worse?"))
    rating = forms.ChoiceField(label=lazy("Was work rated worse than before, without a clear reason?"))
    exclusion = forms.ChoiceField(label=lazy("Left out of meetings, projects or training?"))
    contact = forms.ChoiceField(label=lazy("Any contact that was not wanted?"))
    comments = forms.ChoiceField(label=lazy("Any remarks about the report or about giving evidence?"))
    note = LongText(label=lazy("Anything to add"), required=False, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the same three answers to every question; none is chosen for anybody."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.widget = forms.RadioSelect()
                field.choices = Level.choices


class HoldForm(CheckInForm, ReasonForm):
    """A check-in as the watcher records it."""

    reason = forms.CharField(  # type: ignore[assignment]
        label=lazy("How it was held"), max_length=200, help_text=lazy("For example: by phone, ten minutes.")
    )
    field_order = [*CheckInForm.base_fields, "reason"]


class RescheduleForm(ReasonForm):
    """A new day for a missed check-in."""

    due_on = PlannedDate(label=lazy("New day"))
    field_order = ["due_on", "reason"]


class ConcernForm(PlainForm):
    """What somebody protected tells."""

    told = LongText(
        label=lazy("What has happened since?"),
        help_text=lazy(
            "In your own words. You need no proof. The watcher, the intake office and counsel read this; your manager does not."
        ),
        rows=5,
    )


class SettleForm(ReasonForm):
    """The answer to a concern that no case follows."""

    answer = LongText(
        label=lazy("Your answer"), help_text=lazy("The person reads it. Say what was looked at and what changes.")
    )
    field_order = ["answer", "reason"]


class RetaliationForm(ReasonForm):
    """A case about retaliation that is opened from a concern."""

    title = forms.CharField(**TITLE)
    nexus = LongText(**NEXUS)
    respondent = PersonField(
        label=lazy("Respondent, if one is named"),
        required=False,
        help_text=lazy("Nobody is assumed: not the respondent of the earlier case either."),
    )
    field_order = ["title", "nexus", "respondent", "reason"]


class WishForm(PlainForm):
    """Whether somebody wants to be asked."""

    no_contact = forms.TypedChoiceField(
        label=lazy("Shall we ask how things are?"),
        choices=[("", lazy("Yes, please ask")), ("1", lazy("No contact, please"))],
        coerce=bool,
        required=False,
        empty_value=False,  # type: ignore[arg-type]  # the coerced value of nothing chosen
        widget=forms.RadioSelect,
        help_text=lazy("The protection stays either way, and a concern can be raised at any time."),
    )


class StaffWishForm(WishForm, ReasonForm):
    """What a protected person said about being asked, as the watcher notes it."""

    reason = forms.CharField(label=lazy("How they said it"), max_length=200)  # type: ignore[assignment]
    field_order = ["no_contact", "reason"]
