"""Forms of an investigation: plan, tasks, a notice that waits, stays, updates, requests for confidentiality, contested facts, labels."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from backend.investigation.actions.updates import LONGEST
from backend.investigation.inquiry_vocabulary import Bearing, DeferralGround, Factor, StayBasis
from backend.people.models import Person, User
from backend.web.forms.moves import LongText, PlainForm, PlannedDate, ReasonForm


def end_of(day: Any) -> datetime:
    """Give the last minute of a day, where the reader is."""
    return datetime.combine(day, time(23, 59), tzinfo=timezone.get_current_timezone())


class PlanForm(ReasonForm):
    """What is looked into, from whom, in which order and until when."""

    scope = LongText(label=lazy("Scope"), help_text=lazy("What is looked into, and what is not."), rows=3)
    issues = LongText(label=lazy("Questions to answer"), help_text=lazy("One on each line, as open questions."), rows=4)
    sources = LongText(label=lazy("Sources"), help_text=lazy("People, records, places. One on each line."), rows=4)
    sequence = LongText(label=lazy("Order"), help_text=lazy("Who is heard first, and why in this order."), rows=3)
    interviews_until = PlannedDate(label=lazy("Interviews until"))
    report_by = PlannedDate(label=lazy("Report by"))
    field_order = ["scope", "issues", "sources", "sequence", "interviews_until", "report_by", "reason"]


class ReturnPlanForm(ReasonForm):
    """What a plan lacks."""

    note = LongText(label=lazy("What is missing"), rows=3)
    field_order = ["note", "reason"]


class OwnerForm(PlainForm):
    """Who does a task, among those who work on the case."""

    owner = forms.ModelChoiceField(
        label=lazy("Who does it"), queryset=User.objects.none(), to_field_name="uid", empty_label=None
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        """Offer those who work on the case."""
        super().__init__(*args, **kwargs)
        choice = self.fields["owner"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        keys = [person.pk for person in people]
        choice.queryset = User.objects.filter(pk__in=keys).select_related("person").order_by("person__name")


class TaskForm(OwnerForm):
    """What is to be done, by whom, until when."""

    what = forms.CharField(label=lazy("What is to be done"), max_length=300)
    due_on = PlannedDate(label=lazy("Until"), required=False)
    field_order = ["what", "owner", "due_on"]


class DeferForm(ReasonForm):
    """Why the notice must wait, and until when at the latest."""

    ground = forms.ChoiceField(label=lazy("Why it must wait"), choices=DeferralGround.choices, widget=forms.RadioSelect)
    why = LongText(
        label=lazy("What is at risk"), help_text=lazy("In this case: which evidence, or whose safety, and how."), rows=3
    )
    expires_on = PlannedDate(
        label=lazy("Until the end of"), help_text=lazy("Two weeks at most. Then give notice, or look at it again.")
    )
    field_order = ["ground", "why", "expires_on", "reason"]


class StayReviewForm(ReasonForm):
    """Until when a stay goes on before somebody looks at it again."""

    review_on = PlannedDate(label=lazy("Looked at again by"), help_text=lazy("Two weeks ahead at most."))
    field_order = ["review_on", "reason"]


class StayForm(StayReviewForm):
    """Why a case has to wait."""

    basis = forms.ChoiceField(label=lazy("Why it has to wait"), choices=StayBasis.choices, widget=forms.RadioSelect)
    details = LongText(label=lazy("Who asked for it and when, or who cannot take part"), rows=3)
    field_order = ["basis", "details", "review_on", "reason"]


class UpdateForm(PlainForm):
    """What both sides are told."""

    text = LongText(
        label=lazy("What both sides are told"),
        help_text=lazy(
            "The complainant and the respondent read the same words. The stage, what comes next and by when; no names and no detail."
        ),
        max_length=LONGEST,
        rows=5,
    )


class DiscretionForm(ReasonForm):
    """Whom one asks to keep what to themselves."""

    person = forms.ModelChoiceField(
        label=lazy("Whom"), queryset=Person.objects.none(), to_field_name="reference", empty_label=None
    )
    about = forms.CharField(
        label=lazy("What exactly"),
        max_length=300,
        help_text=lazy("One occasion, one document or one conversation. Never the whole matter."),
    )
    why = LongText(label=lazy("Why in this case"), help_text=lazy("The person reads this."), rows=3)
    ends_on = PlannedDate(
        label=lazy("Until"),
        required=False,
        help_text=lazy("It ends with the case at the latest, whatever day stands here."),
    )
    field_order = ["person", "about", "why", "ends_on", "reason"]

    def __init__(self, *args: Any, people: "QuerySet[Person]", **kwargs: Any) -> None:
        """Offer the people of the case."""
        super().__init__(*args, **kwargs)
        choice = self.fields["person"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        choice.queryset = people


class WeighedForm(ReasonForm):
    """What one factor tells of one contested fact."""

    fact = forms.CharField(
        label=lazy("The contested fact"), max_length=300, help_text=lazy("One point on which the accounts differ.")
    )
    factor = forms.ChoiceField(
        label=lazy("Weighed on"),
        choices=Factor.choices,
        widget=forms.RadioSelect,
        help_text=lazy("How somebody speaks is never enough alone: people remember and speak differently."),
    )
    bearing = forms.ChoiceField(label=lazy("Which way it points"), choices=Bearing.choices, widget=forms.RadioSelect)
    text = LongText(
        label=lazy("What speaks for or against it"),
        help_text=lazy("Say where it stands: who said so, which paper."),
        rows=4,
    )
    field_order = ["fact", "factor", "bearing", "text", "reason"]


class LabelForm(ReasonForm):
    """What somebody is called in place of their name."""

    label = forms.CharField(
        label=lazy("Called"), max_length=40, help_text=lazy("Neutral, and without the name. For example: Witness 2.")
    )
    field_order = ["label", "reason"]
