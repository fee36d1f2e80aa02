"""Forms of what follows an agreement: check-ins, facts, notice, answer, decision, appeal, easing."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.kernel import clock
from backend.monitoring.actions.breaches import FACT, LONGEST, Exhibit, Facts, Seen
from backend.monitoring.actions.check_ins import LONGEST as OWN_LONGEST
from backend.monitoring.plan import QuestionSet, often, question_set
from backend.monitoring.vocabulary import BreachAppealState, EasingKind, InTheWay, MissedBy, Result
from backend.web.forms.moves import LongText, PlainForm, PlannedDate, ReasonForm

DAYS_BACK = 15  # from which a monitor chooses when they met; no day is typed on a phone
ROOM = 3  # facts on one page; a second report is not needed for more, the notice can add them


class HoldForm(PlainForm):
    """The three lines of a check-in: a code each, and one short line at most."""

    held_on = forms.TypedChoiceField(label=lazy("Day on which you met"), coerce=date.fromisoformat)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask the questions of the newest version, what got in the way first."""
        super().__init__(*args, **kwargs)
        days = [clock.today() - timedelta(days=ago) for ago in range(DAYS_BACK)]
        field = self.fields["held_on"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [(day.isoformat(), date_format(day, "l, j F Y")) for day in days]
        field.initial = days[0].isoformat()
        self.asked: QuestionSet = question_set()
        for question in self.asked.asked:
            self.fields[question.name] = forms.ChoiceField(
                label=question.label, choices=list(question.answers.items()), widget=forms.RadioSelect
            )
            self.fields[f"{question.name}_line"] = forms.CharField(
                label=_("In one line, only if it helps"), required=False, max_length=self.asked.line
            )

    def told(self) -> dict[str, Any]:
        """Give what was recorded as the action takes it."""
        names = [question.name for question in self.asked.asked]
        return {
            "held_on": self.cleaned_data["held_on"],
            "answers": {name: self.cleaned_data[name] for name in names},
            "lines": {name: self.cleaned_data[f"{name}_line"] for name in names if self.cleaned_data[f"{name}_line"]},
        }


class MissForm(ReasonForm):
    """On whose side it lay that a check-in did not take place."""

    missed_by = forms.ChoiceField(
        label=lazy("Why did it not take place?"),
        choices=MissedBy.choices,
        widget=forms.RadioSelect,
        help_text=lazy("What lay on our side counts against nobody else."),
    )
    field_order = ("missed_by", "reason")


class MoveForm(ReasonForm):
    """Another day for a check-in."""

    due_on = PlannedDate(label=lazy("New day"))
    field_order = ("due_on", "reason")


class OwnWordsForm(PlainForm):
    """The employee’s own words on a check-in."""

    words = LongText(
        label=lazy("Your own words"),
        help_text=lazy("Before or after you meet, or not at all. You and your monitor read them, and nobody else."),
        required=False,
        rows=6,
        max_length=OWN_LONGEST,
    )


class BarrierForm(PlainForm):
    """What got in the way of a check-in, as a code."""

    in_the_way = forms.ChoiceField(
        label=lazy("What got in the way?"),
        choices=InTheWay.choices,
        widget=forms.RadioSelect,
        help_text=lazy("You need not say more. Nothing about health is asked."),
    )


class FactsForm(ReasonForm):
    """What was seen of one obligation, and when the employee was asked what got in the way."""

    due_on = PlannedDate(label=lazy("Day on which it was due"))
    asked_on = PlannedDate(label=lazy("Day on which the employee was asked what got in the way"))
    was_answered = forms.TypedChoiceField(
        label=lazy("Did they answer?"),
        choices=[("1", lazy("Yes, and that did not settle it")), ("0", lazy("Not yet"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    exhibits = LongText(
        label=lazy("Evidence"),
        required=False,
        rows=3,
        help_text=lazy("One a line: reference | what it is | where the employee can see it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make room for a few facts."""
        super().__init__(*args, **kwargs)
        for number in range(1, ROOM + 1):
            first = number == 1
            self.fields[f"when_{number}"] = forms.CharField(
                label=_("Fact %(number)s: when") % {"number": number}, required=first, max_length=FACT
            )
            self.fields[f"what_{number}"] = forms.CharField(
                label=_("Fact %(number)s: what was seen") % {"number": number},
                required=first,
                max_length=FACT,
                help_text=_("What anybody could have seen. No reasons, nothing about health.") if first else "",
            )
        facts = [f"{name}_{number}" for number in range(1, ROOM + 1) for name in ("when", "what")]
        self.order_fields(["due_on", *facts, "exhibits", "asked_on", "was_answered", "reason"])

    def told(self) -> dict[str, Any]:
        """Give the facts as the action takes them."""
        given = self.cleaned_data
        pairs = [(given[f"when_{number}"], given[f"what_{number}"]) for number in range(1, ROOM + 1)]
        facts = Facts(
            seen=[Seen(when=when, what=what) for when, what in pairs if when or what],
            asked_on=given["asked_on"],
            was_answered=given["was_answered"],
            exhibits=given["exhibits"],
        )
        return {"due_on": given["due_on"], "facts": facts, "reason": given["reason"]}

    def clean_exhibits(self) -> list[Exhibit]:
        """Read one piece of evidence from each line."""
        found = []
        for line in self.cleaned_data["exhibits"].splitlines():
            cells = [cell.strip() for cell in line.split("|")]
            if not line.strip():
                continue
            if len(cells) != 3 or not all(cells):
                raise forms.ValidationError(_("Write three things with bars between them: E-1 | what it is | where."))
            found.append(Exhibit(reference=cells[0], what=cells[1], where=cells[2]))
        return found


class NoticeForm(ReasonForm):
    """Until when the employee may answer, and where they may talk instead."""

    respond_by = PlannedDate(label=lazy("Answer by"), help_text=lazy("At least five working days from today."))
    meeting = forms.CharField(
        label=lazy("If they prefer to talk: when, where and with whom"), required=False, max_length=300
    )
    facts = LongText(
        label=lazy("Facts, as the notice has them"),
        rows=4,
        help_text=lazy("One a line, the time first: Monday, 9:00 | what was seen. No name of anybody who told of it."),
    )
    field_order = ("facts", "respond_by", "meeting", "reason")

    def clean_facts(self) -> list[Seen]:
        """Read one fact from each line."""
        pairs = [line.partition("|")[::2] for line in self.cleaned_data["facts"].splitlines() if line.strip()]
        if not pairs or not all(when.strip() and what.strip() for when, what in pairs):
            raise forms.ValidationError(_("Write the time, a bar, and what was seen, on each line."))
        return [Seen(when=when.strip(), what=what.strip()) for when, what in pairs]


class ExtendForm(ReasonForm):
    """A later day to answer."""

    respond_by = PlannedDate(label=lazy("Answer by"))
    field_order = ("respond_by", "reason")


class ResponseForm(PlainForm):
    """The employee’s answer to a notice."""

    words = LongText(
        label=lazy("Your answer"),
        help_text=lazy("What happened, and what got in the way. If health is part of it, you need not say what it is."),
        rows=8,
        max_length=LONGEST,
    )


class DetermineForm(ReasonForm):
    """The decision on a suspected breach."""

    result = forms.ChoiceField(label=lazy("Decision"), choices=Result.choices, widget=forms.RadioSelect)
    weighed = LongText(
        label=lazy("How the answer was heard and weighed"), help_text=lazy("The employee reads this."), rows=4
    )
    reasons = LongText(label=lazy("Reasons"), help_text=lazy("The employee reads this."), rows=4)
    step = forms.TypedChoiceField(
        label=lazy("Step of this agreement’s ladder"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=lazy("Only for a minor or material breach."),
    )
    step_reason = LongText(
        label=lazy("Why another step than the next one fits"),
        required=False,
        rows=2,
        help_text=lazy("Needed only if you chose another one."),
    )
    appeal_to = forms.CharField(
        label=lazy("Who decides on an appeal"),
        max_length=200,
        help_text=lazy("Name and role. Somebody who took no part so far."),
    )
    field_order = ("result", "weighed", "reasons", "step", "step_reason", "appeal_to", "reason")

    def __init__(self, *args: Any, steps: list[str], usual: int, **kwargs: Any) -> None:
        """Offer the steps of the agreement, and say which comes next."""
        super().__init__(*args, **kwargs)
        field = self.fields["step"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [
            (number, _("%(words)s (the next step)") % {"words": words} if number == usual else words)
            for number, words in enumerate(steps, start=1)
        ]


class ConsequenceForm(ReasonForm):
    """What follows a breach that was found."""

    consequence = LongText(
        label=lazy("What follows"),
        help_text=lazy("From when, and who sees to it. After a material breach: the new decision on the outcome."),
        rows=3,
    )
    field_order = ("consequence", "reason")


class AppealAnswerForm(ReasonForm):
    """The answer to an appeal about a breach."""

    answer = forms.ChoiceField(
        label=lazy("Answer"),
        choices=[
            (BreachAppealState.CONFIRMED.value, lazy("The decision stands")),
            (BreachAppealState.VARIED.value, lazy("Something milder instead")),
            (BreachAppealState.OVERTURNED.value, lazy("The decision is set aside")),
            (BreachAppealState.NOT_ADMITTED.value, lazy("Not admitted: on no ground, or late without a good cause")),
        ],
        widget=forms.RadioSelect,
    )
    result = forms.ChoiceField(
        label=lazy("Milder result"), choices=[("", lazy("Not changed")), *Result.choices[:-1]], required=False
    )
    step = forms.TypedChoiceField(label=lazy("Lower step of the ladder"), coerce=int, empty_value=None, required=False)
    reasons = LongText(label=lazy("Reasons"), help_text=lazy("Ground by ground. The employee reads this."), rows=5)
    field_order = ("good_cause", "answer", "result", "step", "reasons", "reason")

    def __init__(self, *args: Any, steps: list[str], late: bool, **kwargs: Any) -> None:
        """Offer the steps of the agreement, and ask for the good cause where the appeal came late."""
        super().__init__(*args, **kwargs)
        if late:
            self.fields["good_cause"] = LongText(
                label=_("The good cause that excuses its lateness"),
                help_text=_("The employee reads this. Without one, do not admit the appeal."),
                required=False,
                rows=2,
            )
            self.order_fields(self.field_order)
        field = self.fields["step"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [("", _("Not changed")), *enumerate(steps, start=1)]


class EaseForm(ReasonForm):
    """What becomes easier."""

    kind = forms.ChoiceField(label=lazy("What becomes easier"), choices=EasingKind.choices, widget=forms.RadioSelect)
    every = forms.ChoiceField(label=lazy("How often they meet from now on"), required=False)
    what = forms.CharField(label=lazy("Which safeguard"), required=False, max_length=300)
    review_on = PlannedDate(label=lazy("Looked at on"), required=False)
    reasons = LongText(label=lazy("Reasons"), help_text=lazy("What was kept. The employee reads this."), rows=3)
    field_order = ("kind", "every", "what", "review_on", "reasons", "reason")

    def __init__(self, *args: Any, steps: Mapping[str, str], **kwargs: Any) -> None:
        """Offer only what is rarer than now."""
        super().__init__(*args, **kwargs)
        field = self.fields["every"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [("", _("As now")), *steps.items()]


class NotNowForm(ReasonForm):
    """Why the agreement stays as it is."""

    reasons = LongText(label=lazy("Reasons"), rows=3)
    field_order = ("reasons", "reason")


def steps_told(rules: Any) -> dict[str, str]:
    """Name the rhythms that can be chosen."""
    return {str(rule): often(rule) for rule in rules}
