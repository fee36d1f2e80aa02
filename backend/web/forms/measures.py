"""Forms about temporary measures: the proposal, the looks at it, the challenge and its answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.cases.models import Case
from backend.investigation.measure_tables import MeasureKind, MeasurePurpose
from backend.people.models import Person
from backend.web.forms.moves import LongText, PersonField, PlainForm, PlannedDate, ReasonForm

REVIEW = {"label": lazy("Look at it again on"), "required": False}
REVIEW_HELP = lazy("Within two weeks. Leave empty for the latest day.")


class PartyChoice(forms.ChoiceField):
    """Somebody who is named in the case."""

    def offer(self, people: dict[str, Person], *, nobody: Any = None) -> None:
        """Offer the people of the case, by their reference."""
        self.people = people
        named = [(reference, person.name) for reference, person in people.items()]
        self.choices = [("", nobody or lazy("Choose somebody")), *named]

    def clean(self, value: Any) -> Any:
        """Give the person who is meant, or nobody."""
        return self.people.get(super().clean(value))


class ProposalForm(ReasonForm):
    """What a measure asks of whom, and why nothing milder would do."""

    kind = forms.ChoiceField(label=lazy("Measure"), choices=[("", lazy("Choose a measure")), *MeasureKind.choices])
    on_whom = PartyChoice(
        label=lazy("On whom"),
        help_text=lazy("The burden lies on the respondent’s side, unless the person affected asks for it in writing."),
    )
    purpose = forms.ChoiceField(
        label=lazy("What it is for"),
        choices=MeasurePurpose.choices,
        widget=forms.RadioSelect,
        help_text=lazy("The person bound is told this, and no other reason."),
    )
    means = LongText(
        label=lazy("What it asks of them"),
        help_text=lazy("They will read these words. Say what to do from when on; no reason, and nothing of a finding."),
    )
    affects = PartyChoice(label=lazy("Whom it concerns"), required=False)
    told_affected = forms.CharField(
        label=lazy("What the person whom it concerns is told"),
        required=False,
        max_length=300,
        help_text=lazy("For example: the other person was asked not to contact you."),
    )
    starts_on = PlannedDate(label=lazy("From"))
    ends_on = PlannedDate(
        label=lazy("Last day"), required=False, help_text=lazy("If it is known. It ends with the case in any event.")
    )
    grounds = LongText(label=lazy("Why it is needed"), help_text=lazy("Only those who work on the case read this."))
    alternatives_considered = LongText(label=lazy("What else was considered"), rows=3)
    least_restrictive = LongText(label=lazy("Why nothing milder would do"), rows=3)
    still_allowed = LongText(label=lazy("What stays possible"), required=False, rows=3, help_text=lazy("One a line."))
    necessary_contact = forms.CharField(label=lazy("Contact that work needs"), required=False, max_length=300)
    requested_by = PartyChoice(label=lazy("Asked for by"), required=False)
    own_request = LongText(
        label=lazy("The affected person’s own signed request"),
        required=False,
        rows=3,
        help_text=lazy("Only where the measure burdens the person affected: their own words."),
    )
    own_request_signed_on = PlannedDate(label=lazy("Signed on"), required=False)
    instructed = PersonField(
        label=lazy("Manager who has to arrange something"),
        required=False,
        help_text=lazy("Name or reference. They are told what to arrange, and not why."),
    )
    instruction = LongText(
        label=lazy("What the manager is to arrange"),
        required=False,
        rows=2,
        help_text=lazy("For example: from Monday Erin Lindqvist reports to Ruth Adeyemi. No reason, no case."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Offer the people of the case."""
        super().__init__(*args, **kwargs)
        people = {
            party.person.reference: party.person for party in case.parties.select_related("person").order_by("pk")
        }
        for name, nobody in (
            ("on_whom", None),
            ("affects", lazy("Nobody else")),
            ("requested_by", lazy("Nobody in the case")),
        ):
            choice = self.fields[name]
            assert isinstance(choice, PartyChoice)  # noqa: S101 - tells the type checker
            choice.offer(people, nobody=nobody)
        self.order_fields([name for name in self.fields if name != "reason"])


class ReviewOnForm(ReasonForm):
    """An approval or another look, with the day of the next one."""

    review_on = PlannedDate(**REVIEW, help_text=REVIEW_HELP)
    field_order = ["review_on", "reason"]


class ExtendForm(ReasonForm):
    """A later last day."""

    ends_on = PlannedDate(label=lazy("New last day"))
    review_on = PlannedDate(**REVIEW, help_text=REVIEW_HELP)
    field_order = ["ends_on", "review_on", "reason"]


class RewordForm(ReasonForm):
    """What a measure asks from now on."""

    means = LongText(
        label=lazy("What it asks from now on"), help_text=lazy("The person bound reads these words in a new letter.")
    )
    told_affected = forms.CharField(
        label=lazy("What the person whom it concerns is told"), required=False, max_length=300
    )
    field_order = ["means", "told_affected", "reason"]


class AnswerChallengeForm(ReasonForm):
    """What the person bound is answered."""

    answer = LongText(label=lazy("Your answer"), help_text=lazy("The person bound reads it."))
    field_order = ["answer", "reason"]


class ChangeForm(RewordForm, AnswerChallengeForm):
    """An answer to a challenge that changes the measure."""

    field_order = ["answer", "means", "told_affected", "reason"]


class ViolationForm(ReasonForm):
    """What is said to have happened against a measure."""

    particulars = LongText(
        label=lazy("What is alleged"),
        help_text=lazy("Begin with “It is alleged that”. It needs notice and an answer like any other allegation."),
    )
    occurred_on = PlannedDate(label=lazy("On which day"), required=False)
    field_order = ["particulars", "occurred_on", "reason"]


class ChallengeForm(PlainForm):
    """What the person bound says against a measure."""

    grounds = LongText(
        label=lazy("What is wrong with it, or what would do instead"),
        help_text=lazy("Somebody who took no part in the measure reads this and answers you."),
    )
