"""Forms about safeguards: the proposal, the looks at one, and who sees to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.agreements.models import Agreement
from backend.cases.models import Case
from backend.cases.vocabulary import PartyRole
from backend.safeguards.actions.proposing import ENDED_AGREEMENTS
from backend.safeguards.vocabulary import SITUATIONS, Falls, ReviewResult
from backend.web.forms.measures import PartyChoice
from backend.web.forms.moves import LongText, PersonField, PlainForm, PlannedDate, ReasonForm

CONTROL_HELP = lazy(
    "What is done about the situation, in plain words. Never how anybody looks, dresses or lives, and nobody who was affected."
)
LAST_DAY_HELP = lazy("Only if the last day changes. One whose last day has passed needs another, or ends.")
REVIEW_HELP = lazy("Within 90 days. Leave empty for the latest day.")


class AgreementChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """An agreement of the case that the safeguard belongs to, or none."""

    def __init__(self) -> None:
        """Offer none before the case is known."""
        super().__init__(
            queryset=Agreement.objects.none(),
            to_field_name="reference",
            required=False,
            label=lazy("Agreement that it belongs to"),
            empty_label=lazy("None"),
        )


class SafeguardForm(ReasonForm):
    """What is changed about which situation, on whom it falls, and who sees to it."""

    situation = forms.ChoiceField(
        label=lazy("Situation"),
        choices=[("", lazy("Choose a situation")), *((each.value, each.label) for each in SITUATIONS)],
    )
    control = LongText(label=lazy("What is done about it"), rows=3, help_text=CONTROL_HELP, max_length=400)
    falls_on = forms.ChoiceField(
        label=lazy("On whom it falls"),
        choices=Falls.choices,
        widget=forms.RadioSelect,
        help_text=lazy("Never on whoever was affected. What the organisation can change comes first."),
    )
    person = PartyChoice(label=lazy("Around which employee"), required=False)
    owner = PersonField(
        label=lazy("Who sees to it"),
        help_text=lazy("Name or reference. They learn what to do and until when, and no reasons."),
    )
    starts_on = PlannedDate(label=lazy("From"))
    review_on = PlannedDate(label=lazy("Look at it again on"), required=False, help_text=REVIEW_HELP)
    ends_on = PlannedDate(label=lazy("Last day"), required=False, help_text=lazy("If it is known."))
    agreement = AgreementChoice()

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Offer the respondents and the agreements of the case."""
        super().__init__(*args, **kwargs)
        parties = case.parties.filter(role=PartyRole.RESPONDENT).select_related("person").order_by("pk")
        choice = self.fields["person"]
        assert isinstance(choice, PartyChoice)  # noqa: S101 - tells the type checker
        choice.offer({party.person.reference: party.person for party in parties}, nobody=lazy("Nobody in particular"))
        running = Agreement.objects.filter(case=case).exclude(state__in=ENDED_AGREEMENTS).order_by("pk")
        self.fields["agreement"].queryset = running  # type: ignore[attr-defined]
        self.order_fields([name for name in self.fields if name != "reason"])


class LookForm(PlainForm):
    """What was seen at a look, and when the next one is."""

    note = LongText(label=lazy("What you saw"), rows=3, help_text=lazy("Facts about the setting. Nobody is judged."))
    review_on = PlannedDate(label=lazy("Look at it again on"), required=False, help_text=REVIEW_HELP)
    ends_on = PlannedDate(label=lazy("Another last day"), required=False, help_text=LAST_DAY_HELP)


class SuggestForm(PlainForm):
    """What the owner suggests; who knows the reasons decides."""

    result = forms.ChoiceField(
        label=lazy("What you suggest"),
        choices=[
            (ReviewResult.CHANGED, lazy("Do something else")),
            (ReviewResult.EASED, lazy("Something milder would do")),
            (ReviewResult.ENDED, lazy("It is not needed any more")),
        ],
        widget=forms.RadioSelect,
    )
    control = LongText(label=lazy("What would be done instead"), required=False, rows=3, max_length=400)
    note = LongText(label=lazy("What you saw"), rows=3, help_text=lazy("Facts about the setting. Nobody is judged."))


class RewordControlForm(PlainForm):
    """What is done from now on, and why."""

    control = LongText(label=lazy("What is done from now on"), rows=3, help_text=CONTROL_HELP, max_length=400)
    note = LongText(label=lazy("Why"), rows=3, help_text=lazy("Those who decide in the case read this."))
    review_on = PlannedDate(label=lazy("Look at it again on"), required=False, help_text=REVIEW_HELP)
    ends_on = PlannedDate(label=lazy("Another last day"), required=False, help_text=LAST_DAY_HELP)


class EndForm(PlainForm):
    """Why it ends."""

    note = LongText(
        label=lazy("Why it ends"),
        rows=3,
        help_text=lazy("Those who decide in the case read this. Whoever sees to it learns only that it ended."),
    )


class ArrangedForm(PlainForm):
    """What the owner arranged."""

    reason = LongText(label=lazy("What you arranged"), rows=3)


class OwnerForm(ReasonForm):
    """Who sees to it from now on."""

    owner = PersonField(label=lazy("Who sees to it from now on"))
    field_order = ["owner", "reason"]
