"""Forms of appeals: what a party says, and what the reviewer admits and decides."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.decisions.actions.appeal_results import Changed
from backend.decisions.actions.appeals import Claim, brings_something_new
from backend.decisions.models import Appeal
from backend.decisions.vocabulary import AppealGround, Factual, PolicyResult
from backend.web.forms.decisions import KINDS
from backend.web.forms.moves import LongText, PlainForm, PlannedDate, ReasonForm

OUTCOME = "outcome"


class AppealForm(PlainForm):
    """What a party appeals against, on which grounds, and why."""

    against = forms.MultipleChoiceField(
        label=lazy("What do you appeal against?"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    grounds = forms.MultipleChoiceField(
        label=lazy("On which grounds?"),
        widget=forms.CheckboxSelectMultiple,
        choices=AppealGround.choices,
        help_text=lazy("Choose every one that fits."),
    )
    text = LongText(
        label=lazy("In your own words"),
        help_text=lazy("What was wrong, and how it mattered. The reviewer reads this, and nobody who decided before."),
        rows=10,
        max_length=20000,
    )
    material = LongText(
        label=lazy("What is new"),
        help_text=lazy(
            "Only if you have something that was not looked at before. Whatever the reviewer relies on is shown to the other side."
        ),
        rows=4,
        required=False,
        max_length=20000,
    )

    def __init__(
        self, *args: Any, findings: Sequence[tuple[int, str]], about_me: bool, late: bool, **kwargs: Any
    ) -> None:
        """Offer the findings, to a respondent the outcome too, and ask what kept somebody who is late."""
        super().__init__(*args, **kwargs)
        choices = [(str(seq), label) for seq, label in findings]
        against, grounds = self.fields["against"], self.fields["grounds"]
        assert isinstance(against, forms.MultipleChoiceField)  # noqa: S101 - tells the type checker
        assert isinstance(grounds, forms.MultipleChoiceField)  # noqa: S101
        against.choices = [*choices, (OUTCOME, _("What follows for me"))] if about_me else choices
        if not about_me:
            grounds.choices = AppealGround.choices[:4]
        if late:
            self.fields["late_reason"] = LongText(
                label=_("What kept you from appealing in time?"),
                help_text=_("The time to appeal has passed. The reviewer decides whether this excuses it."),
                rows=3,
            )

    @property
    def claim(self) -> Claim:
        """Give what is appealed."""
        given = self.cleaned_data
        return Claim(
            grounds=given["grounds"],
            text=given["text"],
            findings=[int(each) for each in given["against"] if each != OUTCOME],
            against_outcome=OUTCOME in given["against"],
            material=given["material"],
            late_reason=given.get("late_reason", ""),
        )


CLAIMED_AS = {"findings": "against", "against_outcome": "against"}


class CommentForm(PlainForm):
    """What the other side says to an appeal."""

    text = LongText(
        label=lazy("What you want to say"),
        help_text=lazy("The reviewer reads this. It can’t be changed once it is sent."),
        rows=8,
        max_length=20000,
    )


class AdmitForm(ReasonForm):
    """How an appeal is admitted."""

    comment_until = PlannedDate(label=lazy("Both sides may comment until the end of"))
    stays_effects = forms.BooleanField(
        label=lazy("Nothing is put into effect until the appeal is decided"),
        help_text=lazy("Measures that keep people safe stay in force all the same."),
        required=False,
    )
    field_order = ["comment_until", "stays_effects", "reason"]

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        """Ask for what is needed in this appeal alone."""
        super().__init__(*args, **kwargs)
        if brings_something_new(appeal):
            self.fields["material_told"] = LongText(
                label=_("What the other side is shown of the new material"),
                help_text=_("Nothing counts that only one side has seen. Leave private details out."),
                rows=4,
            )
        if appeal.is_late:
            self.fields["good_cause"] = LongText(label=_("The good cause that excuses its lateness"), rows=2)

    @property
    def given(self) -> dict[str, Any]:
        """Give what the action takes: the day as its end."""
        said = dict(self.cleaned_data)
        said["comment_until"] = timezone.make_aware(datetime.combine(said["comment_until"], time(23, 59)))
        return said


class NotAdmitForm(ReasonForm):
    """Why an appeal is not admitted."""

    grounds_missing = LongText(label=lazy("Why it is not admitted"), help_text=lazy("Its author reads this."), rows=4)
    field_order = ["grounds_missing", "reason"]


class ResultForm(ReasonForm):
    """The answer to each ground."""

    upholds = True

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        """Ask for reasons on every ground, and which are upheld."""
        super().__init__(*args, **kwargs)
        self.appeal = appeal
        for code in appeal.grounds:
            self.fields[f"answer_{code}"] = LongText(
                label=str(AppealGround(code).label), help_text=_("Your reasons. Its author reads them."), rows=4
            )
        if self.upholds:
            self.fields["upheld"] = forms.MultipleChoiceField(
                label=_("Which grounds are upheld?"),
                choices=[(code, AppealGround(code).label) for code in appeal.grounds],
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields([*(f"answer_{code}" for code in appeal.grounds), "upheld", *self.more(appeal), "reason"])

    def more(self, appeal: Appeal) -> Sequence[str]:
        """Add further fields, and name them in their order."""
        return ()

    @property
    def given(self) -> dict[str, Any]:
        """Give what the action takes."""
        said = self.cleaned_data
        answers: Mapping[str, str] = {code: said[f"answer_{code}"] for code in self.appeal.grounds}
        return {"answers": answers, "reason": said["reason"]} | ({"upheld": said["upheld"]} if self.upholds else {})


class DismissForm(ResultForm):
    """An appeal that is dismissed upholds nothing."""

    upholds = False


class ChangeForm(ResultForm):
    """What is changed: findings, the outcome, or both."""

    def more(self, appeal: Appeal) -> Sequence[str]:
        """Ask for each finding that was appealed, and for the outcome if that was."""
        names = []
        for seq in appeal.findings:
            self.fields[f"factual_{seq}"] = forms.ChoiceField(
                label=_("The finding on A%(seq)s") % {"seq": seq},
                choices=[("", _("Not changed")), *Factual.choices],
                required=False,
            )
            self.fields[f"policy_{seq}"] = forms.ChoiceField(
                label=_("A%(seq)s breaks a policy?") % {"seq": seq}, choices=PolicyResult.choices[:3], required=False
            )
            self.fields[f"summary_{seq}"] = LongText(
                label=_("A%(seq)s, as both sides are told it") % {"seq": seq}, rows=3, required=False
            )
            names += [f"factual_{seq}", f"policy_{seq}", f"summary_{seq}"]
        if appeal.against_outcome:
            self.fields["kinds"] = forms.MultipleChoiceField(
                label=_("What follows instead"), choices=KINDS, widget=forms.CheckboxSelectMultiple, required=False
            )
            self.fields["live_until"] = PlannedDate(label=_("A warning counts until"), required=False)
            names += ["kinds", "live_until"]
        return names

    @property
    def given(self) -> dict[str, Any]:
        """Give what the action takes."""
        said = self.cleaned_data
        changes = [
            Changed(
                seq=seq, factual=said[f"factual_{seq}"], policy=said[f"policy_{seq}"], summary=said[f"summary_{seq}"]
            )
            for seq in self.appeal.findings
            if said.get(f"factual_{seq}")
        ]
        return {
            **super().given,
            "changes": changes,
            "kinds": said.get("kinds", ()),
            "live_until": said.get("live_until"),
        }
