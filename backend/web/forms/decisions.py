"""Forms of decisions: a finding that is changed, an outcome weighed point by point, remedies, telling more, earlier matters."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.cases.models import Case
from backend.cases.vocabulary import Standard
from backend.decisions.actions.outcomes import Compared
from backend.decisions.actions.remedies import AFFECTED
from backend.decisions.vocabulary import Factor, Factual, OutcomeKind, PolicyResult, RemedyKind, Severity
from backend.people.models import Person
from backend.web.forms.moves import LongText, PlannedDate, ReasonForm

KINDS = [choice for choice in OutcomeKind.choices if choice[0] not in {OutcomeKind.UNKNOWN, OutcomeKind.RESIGNED}]


class GravityForm(ReasonForm):
    """What is found, how grave such conduct is, and why it could not be found out."""

    factual = forms.ChoiceField(label=lazy("Did it happen?"), choices=Factual.choices, widget=forms.RadioSelect)
    policy = forms.ChoiceField(
        label=lazy("Does it break the policy?"), choices=PolicyResult.choices[:3], widget=forms.RadioSelect
    )
    severity = forms.TypedChoiceField(
        label=lazy("How grave conduct of this kind is"),
        help_text=lazy(
            "It guides the range of what may follow, and decides nothing. Leave it open if nothing was found."
        ),
        choices=[("", lazy("Not stated")), *Severity.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    why_undetermined = LongText(
        label=lazy("Why it could not be determined"),
        help_text=lazy("Only for that finding: what was tried, and why the facts can’t be found out."),
        rows=2,
        required=False,
    )


class VaryForm(GravityForm):
    """A proposed finding, adopted in changed form."""

    summary = LongText(
        label=lazy("Reasons, as both sides will be told them"),
        help_text=lazy("No names and nobody’s private details. This text stands in the outcome letters."),
        rows=4,
    )
    why = LongText(
        label=lazy("What you weigh differently, and why"),
        help_text=lazy("It stays with the finding. What was proposed stays readable beside it."),
        rows=4,
    )
    field_order = ["factual", "policy", "severity", "why_undetermined", "summary", "why", "reason"]


class WeighedForm(ReasonForm):
    """What follows from the findings, weighed by the twelve points."""

    kinds = forms.MultipleChoiceField(
        label=lazy("What follows"),
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("From the mildest to the gravest. “No action” stands alone."),
    )
    reason = LongText(
        label=lazy("Reasons"),
        help_text=lazy("Why this outcome fits the findings. It stands in the letter to the respondent."),
        rows=5,
    )
    compared = LongText(
        label=lazy("Similar matters"),
        help_text=lazy(
            "One on each line, without names: which matter | what followed | what is different here. "
            "For example: A matter of 2024 | Written warning | It happened once."
        ),
        rows=3,
        required=False,
    )
    comparators = LongText(
        label=lazy("Where you looked, if there is none"),
        help_text=lazy("For example: the register of the last five years."),
        rows=2,
        required=False,
    )
    live_until = PlannedDate(
        label=lazy("A warning counts until"),
        required=False,
        help_text=lazy("Only for a warning. After that day it does not count."),
    )
    skip_reason = LongText(
        label=lazy("Why a milder step would not do"),
        help_text=lazy("Needed where a step of the ladder is left out."),
        rows=2,
        required=False,
    )
    legal_review = LongText(
        label=lazy("Legal review"),
        help_text=lazy("Needed where earlier discipline still counts: by whom and when, and not what was advised."),
        rows=2,
        required=False,
    )
    factors = LongText(
        label=lazy("Anything else that was weighed"),
        help_text=lazy("One on each line. The respondent will read it."),
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for each of the twelve points; at least three are answered."""
        super().__init__(*args, **kwargs)
        for code, label in Factor.choices:
            self.fields[f"factor_{code}"] = LongText(label=label, rows=2, required=False)
        first = "factor_nature"
        self.fields[first].help_text = _("Weigh at least three of the twelve points. The respondent will read them.")
        points = [f"factor_{code}" for code in Factor.values]
        self.order_fields(
            [
                "kinds",
                "reason",
                *points,
                "factors",
                "compared",
                "comparators",
                "live_until",
                "skip_reason",
                "legal_review",
            ]
        )

    def clean_compared(self) -> list[Compared]:
        """Read the similar matters, one on each line."""
        found = []
        for line in str(self.cleaned_data["compared"]).splitlines():
            cells = [cell.strip() for cell in line.split("|")]
            if line.strip() and (len(cells) != 3 or not all(cells)):
                raise forms.ValidationError(
                    _("Write three things with bars between them, not only “%(line)s”.") % {"line": line.strip()[:60]}
                )
            if line.strip():
                found.append(Compared(matter=cells[0], followed=cells[1], difference=cells[2]))
        return found

    @property
    def given(self) -> dict[str, Any]:
        """Give what the action takes."""
        said = {name: value for name, value in self.cleaned_data.items() if not name.startswith("factor_")}
        return {**said, "weighed": {code: self.cleaned_data[f"factor_{code}"] for code in Factor.values}}


WEIGHED_AS = {"weighed": "factor_nature"}


class RemedyForm(ReasonForm):
    """What is put right, for whom, until when."""

    person = forms.ModelChoiceField(
        label=lazy("For whom"),
        queryset=Person.objects.none(),
        to_field_name="reference",
        empty_label=lazy("Choose somebody"),
    )
    kind = forms.ChoiceField(label=lazy("What is put right"), choices=RemedyKind.choices, widget=forms.RadioSelect)
    what = forms.CharField(
        label=lazy("What exactly is done"), max_length=300, help_text=lazy("The person reads this, as it stands here.")
    )
    due_on = PlannedDate(label=lazy("To be done by"))
    field_order = ["person", "kind", "what", "due_on", "reason"]

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Offer the people who were affected."""
        super().__init__(*args, **kwargs)
        people = self.fields["person"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        people.queryset = (
            Person.objects.filter(party_in__case=case, party_in__role__in=AFFECTED).distinct().order_by("name")
        )


class DiscloseForm(ReasonForm):
    """What a complainant may know beside the findings."""

    to = forms.ModelChoiceField(
        label=lazy("Who is told"),
        queryset=Person.objects.none(),
        to_field_name="reference",
        empty_label=lazy("Choose somebody"),
    )
    points = LongText(
        label=lazy("What they are told"),
        help_text=lazy("One point on each line. The letter holds these points and nothing else."),
        rows=4,
    )
    reason = LongText(
        label=lazy("Why they need to know"), help_text=lazy("The complainant reads this in the letter."), rows=3
    )
    field_order = ["to", "points", "reason"]

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Offer the complainants."""
        super().__init__(*args, **kwargs)
        people = self.fields["to"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        people.queryset = Person.objects.filter(party_in__case=case, party_in__role="complainant").distinct()


class StandardForm(ReasonForm):
    """Another standard of proof."""

    standard = forms.ChoiceField(
        label=lazy("How sure a finding must be"), choices=Standard.choices[:3], widget=forms.RadioSelect
    )
    field_order = ["standard", "reason"]


class AskForm(ReasonForm):
    """A request to know of an earlier matter."""

    what = LongText(
        label=lazy("What you ask about"),
        help_text=lazy("The kind of conduct, the setting, the way it was done. Never “everything about the person”."),
        rows=3,
    )
    reason = LongText(label=lazy("Why it bears on what is alleged here"), rows=3)
    field_order = ["what", "reason"]


class ToldForm(ReasonForm):
    """What an investigator is told of an earlier matter."""

    told = LongText(
        label=lazy("What the investigator is told"),
        help_text=lazy("Of a matter that was substantiated, and no more than bears on this one."),
        rows=4,
    )
    field_order = ["told", "reason"]


class HowForm(ReasonForm):
    """How the respondent was told of an earlier matter."""

    how = forms.CharField(
        label=lazy("How and when the respondent was told"),
        max_length=300,
        help_text=lazy("For example: in the second interview, on 4 May."),
    )
    field_order = ["how", "reason"]


class NoteOfRemedyForm(ReasonForm):
    """That a remedy was done."""

    note = forms.CharField(
        label=lazy("What was done, and when"), max_length=300, help_text=lazy("The person reads this.")
    )
    field_order = ["note", "reason"]
