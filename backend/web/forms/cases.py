"""Forms about cases: filters of the list, people, allegations, the notice, findings and outcomes."""

from collections.abc import Collection
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.cases.models import Allegation, Case
from backend.cases.vocabulary import CaseKind, CaseRole, PartyRole, Standard, Track
from backend.intake.vocabulary import Conduct, PowerRelation, Priority, Setting
from backend.investigation.models import EvidenceItem
from backend.people.models import Unit, User
from backend.web.forms.conflicts import ToldField
from backend.web.forms.decisions import GravityForm
from backend.web.forms.moves import LongText, PersonField, PlainForm, PlannedDate, ReasonForm

ANY = ("", lazy("Any"))


class CaseFilterForm(forms.Form):
    """What the list of cases may be cut down to."""

    q = forms.CharField(
        label=lazy("Search"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    stage = forms.ChoiceField(label=lazy("Stage"), required=False)
    kind = forms.ChoiceField(label=lazy("Kind"), required=False, choices=[ANY, *CaseKind.choices])
    priority = forms.ChoiceField(
        label=lazy("Priority"), required=False, choices=[ANY, *((code, code) for code in Priority.values)]
    )
    unit = forms.ChoiceField(label=lazy("Unit"), required=False)

    def __init__(self, *args: Any, stages: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the stages and units that there are."""
        super().__init__(*args, **kwargs)
        for name, choices in (("stage", stages), ("unit", units)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
            field.choices = [ANY, *choices]


class PartyForm(ReasonForm):
    """Who is added to a case, and as what."""

    person = PersonField(label=lazy("Person"))
    role = forms.ChoiceField(label=lazy("Part in the case"), choices=PartyRole.choices, widget=forms.RadioSelect)
    field_order = ["person", "role", "reason"]


class AppointForm(ReasonForm):
    """Who is given which case-role, on which declaration."""

    role = forms.ChoiceField(label=lazy("Role in this case"), choices=CaseRole.choices, widget=forms.RadioSelect)
    user = forms.ModelChoiceField(
        label=lazy("Who"),
        queryset=User.objects.none(),
        to_field_name="uid",
        empty_label=lazy("Choose somebody"),
        help_text=lazy("Conflicts of interest are checked when you send this."),
    )
    declaration = LongText(
        label=lazy("Their declaration about conflicts of interest"),
        help_text=lazy("In their own words, as they gave it to you. It stays on the record of the case."),
        rows=3,
    )
    told = ToldField(label=lazy("What they answered with yes; none ticked means no to all"))
    field_order = ["role", "user", "told", "declaration", "reason"]

    def __init__(
        self, *args: Any, people: "QuerySet[User]", kept_out: Collection[int | None] = (), **kwargs: Any
    ) -> None:
        """Offer the people who may be appointed; whoever a conflict keeps out is marked so, and not why."""
        super().__init__(*args, **kwargs)
        choice = self.fields["user"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        choice.queryset = people
        choice.label_from_instance = lambda user: (  # type: ignore[method-assign,assignment]
            _("%(name)s (not available: conflict)") % {"name": user.name} if user.person_id in kept_out else user.name
        )


class AssignForm(AppointForm):
    """Who investigates, on which declaration."""

    role = None  # type: ignore[assignment]
    user = forms.ModelChoiceField(
        label=lazy("Investigator"),
        queryset=User.objects.none(),
        to_field_name="uid",
        empty_label=lazy("Choose an investigator"),
        help_text=lazy("Whoever stands in the reporting line of one side is refused, with the reason."),
    )
    field_order = ["user", "told", "declaration", "reason"]


class AllegationForm(PlainForm):
    """What is alleged, in neutral words."""

    particulars = LongText(
        label=lazy("What is alleged"),
        help_text=lazy(
            "Begin with “It is alleged that”. Who, what, when, where and how; no adjectives about a person. The respondent will read this."
        ),
        rows=5,
    )
    conduct = forms.MultipleChoiceField(
        label=lazy("Kind of conduct"), choices=Conduct.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    settings = forms.MultipleChoiceField(
        label=lazy("Where and in what circumstances"),
        choices=Setting.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    occurred_from = PlannedDate(label=lazy("On, or from"), required=False)
    occurred_to = PlannedDate(label=lazy("Until"), required=False)
    power_relation = forms.ChoiceField(
        label=lazy("Power of the respondent over the person affected, on that day"),
        choices=[("", lazy("Not known")), *PowerRelation.choices],
        required=False,
    )
    policy_clause = forms.CharField(
        label=lazy("Policy clause"),
        required=False,
        max_length=200,
        help_text=lazy("Needed before notice can be given. For example: Dignity at Work, clause 3.2."),
    )
    track = forms.ChoiceField(
        label=lazy("Whom it affects"), choices=Track.choices, initial=Track.AFFECTS_OTHERS, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        """Keep the two days in order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("occurred_from"), cleaned.get("occurred_to")
        if last and not first:
            self.add_error("occurred_from", _("Enter the first day too."))
        elif first and last and last < first:
            self.add_error("occurred_to", _("The last day lies before the first."))
        return cleaned


class AllegationReasonForm(AllegationForm, ReasonForm):
    """An allegation that is added or corrected, and why."""

    field_order = [*AllegationForm.base_fields, "reason"]


def values_of(allegation: Allegation) -> dict[str, Any]:
    """Give an allegation as the form shows it."""
    return {name: getattr(allegation, name) for name in AllegationForm.base_fields}


class NoticeForm(ReasonForm):
    """Until when the respondent may answer, and when an interview is to be."""

    answer_due_on = PlannedDate(
        label=lazy("Answer until the end of"),
        help_text=lazy("At least 48 hours. The policy on most matters gives five working days."),
    )
    interview_on = PlannedDate(
        label=lazy("Day of the interview"), required=False, help_text=lazy("Leave empty when it is not planned yet.")
    )
    interview_time = forms.TimeField(
        label=lazy("Time of the interview"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    interview_place = forms.CharField(
        label=lazy("Place of the interview"),
        required=False,
        max_length=200,
        help_text=lazy("For example: room Calder, Leeds, or by video call."),
    )
    field_order = ["answer_due_on", "interview_on", "interview_time", "interview_place", "reason"]

    def clean(self) -> dict[str, Any]:
        """Make moments of the days, in the reader's zone."""
        cleaned = super().clean() or {}
        if cleaned.get("interview_on") and not cleaned.get("interview_time"):
            self.add_error("interview_time", _("Enter the time of the interview."))
        return cleaned

    def inputs(self) -> dict[str, Any]:
        """Give what the act of giving notice takes."""
        given, zone = self.cleaned_data, timezone.get_current_timezone()
        on, at = given["interview_on"], given["interview_time"]
        return {
            "reason": given["reason"],
            "answer_due_at": datetime.combine(given["answer_due_on"], time(23, 59), tzinfo=zone),
            "interview_at": datetime.combine(on, at, tzinfo=zone) if on and at else None,
            "interview_place": given["interview_place"],
        }

    renamed = {"answer_due_at": "answer_due_on", "interview_at": "interview_on"}


class FindingForm(GravityForm):
    """The finding that is proposed on one allegation."""

    reasons = LongText(
        label=lazy("Reasons, for the report"),
        help_text=lazy(
            "Name the evidence you rely on, what speaks against it, and why you prefer one to the other. The decision maker reads this."
        ),
        rows=8,
    )
    summary = LongText(
        label=lazy("Reasons, as both sides will be told them"),
        help_text=lazy("No names and nobody’s private details. This text stands in the outcome letters."),
        rows=4,
    )
    reason = LongText(
        label=lazy("Note for the history"),
        rows=2,
        help_text=lazy("Why you propose this now. Everybody who works on the case can read it."),
    )
    exhibits = forms.TypedMultipleChoiceField(
        label=lazy("Evidence that the finding cites"),
        help_text=lazy("Only what is marked as relied on: both sides were shown it."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["factual", "policy", "severity", "why_undetermined", "reasons", "exhibits", "summary", "reason"]

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Offer the evidence that the report relies on."""
        super().__init__(*args, **kwargs)
        relied = EvidenceItem.objects.filter(case=case).relied_on()
        choices = [(item.number, f"{item.label}: {item.description[:80]}") for item in relied]
        field = self.fields["exhibits"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - tells the type checker
        field.choices = choices
        if not choices:
            del self.fields["exhibits"]


class TellForm(ReasonForm):
    """Until when and to whom both sides may appeal, as the outcome letters say."""

    appeal_until = PlannedDate(
        label=lazy("Appeal until the end of"),
        help_text=lazy(
            "At least as long as the policy or the law gives: the letters name that day where yours is before it."
        ),
    )
    appeal_to = forms.CharField(
        label=lazy("Appeals go to"),
        max_length=120,
        help_text=lazy("A person or office that took no part so far. For example: the Appeals Secretary."),
    )
    field_order = ["appeal_until", "appeal_to", "reason"]


class OpenCaseForm(ReasonForm):
    """What a case is opened with."""

    title = forms.CharField(
        label=lazy("Title of the case"),
        max_length=200,
        help_text=lazy(
            "Neutral and without names: people see it in lists. For example: Remarks at a team meeting, Sales."
        ),
    )
    kind = forms.ChoiceField(label=lazy("What is it about?"), choices=CaseKind.choices, widget=forms.RadioSelect)
    nexus = LongText(
        label=lazy("Link to work"),
        help_text=lazy("Place, time, colleagues, clients or systems that make this the employer’s concern."),
        rows=3,
    )
    standard = forms.ChoiceField(
        label=lazy("How sure a finding must be"),
        choices=Standard.choices[:3],
        initial=Standard.PREPONDERANCE,
        widget=forms.RadioSelect,
    )
    tier = forms.TypedChoiceField(
        label=lazy("Size of the investigation"),
        choices=[
            (1, lazy("Simple: 30 days")),
            (2, lazy("Several allegations or witnesses: 60 days")),
            (3, lazy("Complex: 90 days")),
        ],
        coerce=int,
        initial=2,
        widget=forms.RadioSelect,
    )
    unit = forms.ModelChoiceField(
        label=lazy("Unit"),
        queryset=Unit.objects.order_by("name"),
        to_field_name="code",
        required=False,
        empty_label=lazy("Not stated"),
    )
    mgmt_failure = forms.BooleanField(
        label=lazy("Somebody in charge knew before it was reported and may not have acted"),
        required=False,
        help_text=lazy(
            "What they knew and did is then looked into as a matter of its own. The case reminds you of it."
        ),
    )
    field_order = ["title", "kind", "nexus", "standard", "tier", "unit", "mgmt_failure", "reason"]
