"""Forms about a return to work: plan, check, notice, decision, and the steps after it."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.returns.vocabulary import Trigger
from backend.web.forms.moves import LongText, PersonField, PlainForm, PlannedDate, ReasonForm

APPEAL_TO = lazy("For example: Helen Marsh, Managing director. The letter names the last day to appeal.")
REASONS_HELP = lazy("The employee reads them. Name nobody who was affected, and no provider’s opinion.")


class Lines(LongText):
    """Several short texts, one a line."""

    def clean(self, value: Any) -> Any:
        """Give the lines without blanks."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Show lines as they are typed."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


class DatedLines(Lines):
    """Days with what happens on each, one a line: 2026-12-11 | First talk."""

    def clean(self, value: Any) -> Any:
        """Give pairs of a day and words."""
        return [_dated(line) for line in super().clean(value)]

    def prepare_value(self, value: Any) -> Any:
        """Show pairs as they are typed."""
        if isinstance(value, list | tuple):
            return "\n".join(f"{day.isoformat()} | {what}" for day, what in value)
        return value


class Days(Lines):
    """Days, one a line: 2026-12-11."""

    def clean(self, value: Any) -> Any:
        """Give the days."""
        return [_day(line) for line in super().clean(value)]


class ScheduleForm(ReasonForm):
    """What keeps the person away."""

    trigger = forms.ChoiceField(
        label=lazy("What keeps the person away"), choices=Trigger.choices, widget=forms.RadioSelect
    )
    field_order = ["trigger", "reason"]


class AimForm(ReasonForm):
    """Day and place of a possible return."""

    returns_on = PlannedDate(label=lazy("Day of the return, if it is approved"))
    place = forms.CharField(
        label=lazy("Place of work"),
        max_length=300,
        help_text=lazy("Whoever was affected reads these words. For example: Leeds, on Tuesdays and Thursdays."),
    )
    field_order = ["returns_on", "place", "reason"]


class NotifyForm(ReasonForm):
    """What those affected are told."""

    protections = Lines(
        label=lazy("What protects the reader"),
        help_text=lazy("One thing a line. Nothing of discipline, agreements or care; the letter refuses such words."),
    )
    check_ins = Days(
        label=lazy("Days on which you ask how things are"),
        required=False,
        rows=3,
        help_text=lazy("One a line, as 2026-12-11. May stay empty."),
    )
    phone = forms.CharField(label=lazy("Your telephone number, for urgent calls"), required=False, max_length=40)
    field_order = ["protections", "check_ins", "phone", "reason"]


class ApproveForm(ReasonForm):
    """An approval with its plan."""

    reasons = LongText(label=lazy("Reasons for the employee"), help_text=REASONS_HELP)
    conditions = Lines(label=lazy("Conditions"), required=False, rows=3, help_text=lazy("One a line. May stay empty."))
    holder = PersonField(
        label=lazy("Who holds the follow-up"),
        help_text=lazy("Name or reference; nobody of the case. They read days and subjects, and no reasons."),
    )
    steps = DatedLines(
        label=lazy("Steps of the plan"),
        rows=7,
        help_text=lazy("One a line: the day, a stroke, what it is about. The first is within a week of the return."),
    )
    plan_ends_on = PlannedDate(label=lazy("The plan ends on"), help_text=lazy("Within sixty months."))
    appeal_to = forms.CharField(label=lazy("To whom the employee can appeal"), max_length=200, help_text=APPEAL_TO)
    despite = LongText(
        label=lazy("Why you approve although the referral is not known to be kept to"),
        rows=3,
        help_text=lazy("Only those who decide read this. The word on a referral is one point among others."),
    )
    field_order = ["reasons", "conditions", "holder", "steps", "plan_ends_on", "appeal_to", "despite", "reason"]

    def __init__(self, *args: Any, asks_despite: bool, **kwargs: Any) -> None:
        """Ask for the reason in spite of a provider's word only where there is such a word."""
        super().__init__(*args, **kwargs)
        if not asks_despite:
            del self.fields["despite"]


class DeferForm(ReasonForm):
    """A deferral to a day."""

    reasons = LongText(label=lazy("Reasons for the employee"), help_text=REASONS_HELP)
    decided_again_on = PlannedDate(label=lazy("Decided again on"))
    needed = Lines(
        label=lazy("What must be in place first"), help_text=lazy("One thing a line. The employee reads it.")
    )
    appeal_to = forms.CharField(label=lazy("To whom the employee can appeal"), max_length=200, help_text=APPEAL_TO)
    field_order = ["reasons", "decided_again_on", "needed", "appeal_to", "reason"]


class RefuseForm(ReasonForm):
    """A refusal."""

    reasons = LongText(label=lazy("Reasons for the employee"), help_text=REASONS_HELP)
    appeal_to = forms.CharField(label=lazy("To whom the employee can appeal"), max_length=200, help_text=APPEAL_TO)
    field_order = ["reasons", "appeal_to", "reason"]


class OverrideForm(PlainForm):
    """Why something may be missing."""

    why = LongText(
        label=lazy("Why this may be missing"),
        help_text=lazy("A second person reads this and has to agree before the return can be approved."),
    )


class HolderForm(ReasonForm):
    """Who holds the follow-up from now on."""

    holder = PersonField(label=lazy("Who holds the follow-up from now on"))
    field_order = ["holder", "reason"]


class HoldForm(PlainForm):
    """What was looked at."""

    note = LongText(
        label=lazy("What was looked at"),
        rows=3,
        help_text=lazy("Conditions kept, barriers, support wanted. Nothing of how somebody feels, and no judgement."),
    )


class MissForm(PlainForm):
    """Why it was not held."""

    reason = LongText(label=lazy("Why it was not held"), rows=3)


class ReplanStepForm(ReasonForm):
    """Another day for a step."""

    due_on = PlannedDate(label=lazy("New day"))
    field_order = ["due_on", "reason"]


class AskForm(PlainForm):
    """That an employee would like to come back."""

    reason = LongText(
        label=lazy("What you would like, and what would help"),
        help_text=lazy("Whoever prepares and decides your return reads this."),
    )


def _dated(line: str) -> tuple[datetime.date, str]:
    day, stroke, what = line.partition("|")
    if not stroke or not what.strip():
        raise ValidationError(_("Write a day, a stroke and what it is about: 2026-12-11 | First talk."))
    return _day(day), what.strip()


def _day(words: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(words.strip())
    except ValueError as error:
        raise ValidationError(_("“%(words)s” is no day. Write it as 2026-12-11.") % {"words": words.strip()}) from error


class AdmitAppealForm(ReasonForm):
    """How an appeal about a return is admitted."""

    comment_until = PlannedDate(label=lazy("The employee may add something until the end of"))
    field_order = ["comment_until", "good_cause", "reason"]

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        """Ask for the good cause where the appeal came late."""
        super().__init__(*args, **kwargs)
        if late:
            self.fields["good_cause"] = LongText(label=_("The good cause that excuses its lateness"), rows=2)
            self.order_fields(self.field_order)


class AnswerAppealForm(ReasonForm):
    """The answer to an appeal about a return."""

    reasons = LongText(
        label=lazy("Reasons"),
        help_text=lazy("Ground by ground. The employee reads them. Name nobody who was affected."),
        rows=6,
    )
    field_order = ["reasons", "reason"]
