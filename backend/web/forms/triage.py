"""Forms of intake: filters of the queue, the assessment, who is meant, and how a report ends."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.intake.actions.assessing import clock_name
from backend.intake.models import Report
from backend.intake.vocabulary import MEANINGS, Category, Channel, DeclineCode, Mode, Nexus, Priority, TriageFlag
from backend.web.forms.moves import LongText, PersonField, ReasonForm

ANY = ("", lazy("Any"))


class QueueFilterForm(forms.Form):
    """What the queue may be cut down to."""

    q = forms.CharField(
        label=lazy("Reference"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )
    channel = forms.ChoiceField(label=lazy("Channel"), required=False, choices=[ANY, *Channel.choices])
    mode = forms.ChoiceField(label=lazy("Named or not"), required=False, choices=[ANY, *Mode.choices])
    priority = forms.ChoiceField(
        label=lazy("Priority"), required=False, choices=[ANY, *((code, code) for code in Priority.values)]
    )
    flag = forms.ChoiceField(label=lazy("Asks for care"), required=False, choices=[ANY, *TriageFlag.choices])


class MoveForm(ReasonForm):
    """An act on a report, and why."""

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        """Know the report that the act is about."""
        self.report = report
        super().__init__(*args, **kwargs)


class TriageForm(MoveForm):
    """How soon a situation needs attention, what links it to work, and why."""

    priority = forms.ChoiceField(
        label=lazy("How soon must it be decided what becomes of the report?"), widget=forms.RadioSelect
    )
    flags = forms.MultipleChoiceField(
        label=lazy("What asks for speed or care?"),
        choices=[(code, f"{label}. {MEANINGS[code]}") for code, label in TriageFlag.choices],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("About the situation, not about a person. Immediate danger is always P1."),
    )
    nexus = forms.MultipleChoiceField(
        label=lazy("What links it to work?"),
        choices=Nexus.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("Leave it empty if it is not clear yet."),
    )
    nexus_note = LongText(
        label=lazy("The link in your words"),
        required=False,
        rows=2,
        help_text=lazy("For example: a dinner that the company paid for, the evening before a client’s meeting."),
    )
    category = forms.ChoiceField(
        label=lazy("What may it be about?"),
        choices=[("", lazy("Not clear yet")), *Category.choices],
        required=False,
        help_text=lazy("A guess, to find the right people. It is settled when a case is opened."),
    )
    note = LongText(
        label=lazy("Note for your colleagues"), required=False, rows=3, help_text=lazy("The reporter cannot read this.")
    )
    field_order = ["priority", "flags", "nexus", "nexus_note", "category", "note", "reason"]

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        """Say what each priority gives, from the times that hold for the report, and begin with what was assessed before."""
        triage = getattr(report, "triage", None)
        begin: dict[str, Any] = {"priority": report.priority, "flags": report.flags, "note": report.triage_note}
        if triage is not None:
            begin |= {"nexus": triage.nexus, "nexus_note": triage.nexus_note, "category": triage.category}
        super().__init__(*args, report=report, initial=begin if report.priority else None, **kwargs)
        choice, timers = self.fields["priority"], report.place.held
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells the type checker
        choice.choices = [
            (code, f"{code}: {timer.rule.length}. {timer.basis}")
            for code in Priority.values
            for timer in [timers.timer(clock_name(code))]
        ]


class ProposeDeclineForm(MoveForm):
    """Why no case should be opened; a second person decides."""

    code = forms.ChoiceField(label=lazy("Why no case?"), choices=DeclineCode.choices, widget=forms.RadioSelect)
    grounds = LongText(label=lazy("Grounds, as the reporter will read them"), rows=5)
    field_order = ["code", "grounds", "reason"]


class MergeForm(MoveForm):
    """To which report or case another one is joined."""

    into = forms.CharField(
        label=lazy("Report or case"), max_length=30, help_text=lazy("Its reference: RPT-… or CASE-….")
    )
    field_order = ["into", "reason"]


class RedirectForm(MoveForm):
    """Where a report goes, and what its reporter is told."""

    place = forms.CharField(
        label=lazy("Body or process that is responsible"),
        max_length=200,
        help_text=lazy(
            "For example: the grievance process, the health and safety committee, the data-protection authority."
        ),
    )
    text = LongText(
        label=lazy("What the reporter is told"),
        help_text=lazy("Where the report goes, why, and how they follow it there."),
    )
    field_order = ["place", "text", "reason"]


class FeedbackForm(MoveForm):
    """What the reporter is told."""

    text = LongText(
        label=lazy("What the reporter is told"),
        rows=6,
        help_text=lazy(
            "What was done or is envisaged, and on which grounds. Not what followed for anybody else, and not who else reported."
        ),
    )
    field_order = ["text", "reason"]


class IdentifyForm(ReasonForm):
    """Who is meant."""

    person = PersonField(label=lazy("Person"))
    part = forms.ChoiceField(
        label=lazy("Part in the report"),
        choices=[("respondent", lazy("Respondent")), ("affected", lazy("Person affected"))],
        widget=forms.RadioSelect,
        initial="respondent",
    )
    reason = LongText(label=lazy("What shows that this person is meant?"), rows=3)
    field_order = ["person", "part", "reason"]


class MatchForm(ReasonForm):
    """Which other record is the same person."""

    other = PersonField(label=lazy("Other record of the same person"))
    reason = LongText(label=lazy("What shows that they are one person?"), rows=3)
    field_order = ["other", "reason"]


class PromptForm(ReasonForm):
    """What was decided on something that had to be weighed."""

    reason = LongText(label=lazy("What was considered, and what was decided?"), rows=4)


class OwnWordsForm(ReasonForm):
    """A reporter's own words, on withdrawing a report or asking how it goes on."""

    def __init__(self, *args: Any, label: str = "", without: str = "", **kwargs: Any) -> None:
        """Ask in the words that fit the act; `without` is what stands there for somebody who leaves them out."""
        super().__init__(*args, **kwargs)
        self.without = without
        self.fields["reason"].required = not without
        self.fields["reason"].label = label or _("In your words")
        self.fields["reason"].help_text = ""

    def clean_reason(self) -> str:
        """Nobody has to explain; what was decided is then said in plain words."""
        return str(self.cleaned_data["reason"]) or self.without
