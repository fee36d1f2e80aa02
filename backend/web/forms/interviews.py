"""Forms about interviews and the records of them, for the staff and for whoever was heard."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.investigation.actions.interviewing import Arrangement, Attendee
from backend.investigation.actions.statements import Said
from backend.investigation.inquiry_vocabulary import Advisory, Confirmation, Medium, Recording
from backend.investigation.models import Interview
from backend.people.models import Person
from backend.web.forms.moves import LongText, PlainForm, PlannedDate, ReasonForm


class TimeOfDay(forms.TimeField):
    """A time of day, by the browser's own control."""

    def __init__(self, **kwargs: Any) -> None:
        """Show the time in the form that the control reads."""
        super().__init__(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **kwargs)


def moment_of(day: Any, at: Any) -> datetime:
    """Make a moment of a day and a time, where the reader is."""
    return datetime.combine(day, at, tzinfo=timezone.get_current_timezone())


def lines_of(text: str) -> list[str]:
    """Read one thing from each line."""
    return [
        line.strip().removeprefix("-").strip() for line in text.splitlines() if line.strip().removeprefix("-").strip()
    ]


class ArrangementForm(ReasonForm):
    """When, where and about what an interview is to be."""

    planned_on = PlannedDate(label=lazy("Day"))
    planned_time = TimeOfDay(label=lazy("Time"))
    place = forms.CharField(label=lazy("Place, or which call"), max_length=200)
    medium = forms.ChoiceField(
        label=lazy("How"), choices=Medium.choices, initial=Medium.IN_PERSON, widget=forms.RadioSelect
    )
    topics = LongText(
        label=lazy("What it is about"),
        help_text=lazy("One on each line. For a witness name the occasion or the period: no allegation, and no party."),
        rows=3,
    )
    prompts = LongText(
        label=lazy("Questions to begin with"),
        required=False,
        help_text=lazy("Open questions, one on each line. A question that holds its answer is worth little later."),
        rows=6,
    )
    renamed = {"planned_at": "planned_on"}
    field_order = ["planned_on", "planned_time", "place", "medium", "topics", "prompts", "reason"]

    def arrangement(self) -> Arrangement:
        """Give what is planned."""
        given = self.cleaned_data
        return Arrangement(
            planned_at=moment_of(given["planned_on"], given["planned_time"]),
            place=given["place"],
            medium=given["medium"],
            topics=lines_of(given["topics"]),
            prompts=lines_of(given["prompts"]),
        )


def arranged(interview: Interview) -> dict[str, Any]:
    """Give what is planned as the form shows it."""
    local = timezone.localtime(interview.planned_at)
    return {
        "planned_on": local.date(),
        "planned_time": local.time(),
        "place": interview.place,
        "medium": interview.medium,
        "topics": "\n".join(interview.topics),
        "prompts": "\n".join(interview.prompts),
    }


class NewInterviewForm(ArrangementForm):
    """An interview with somebody who has a part in the case."""

    person = forms.ModelChoiceField(
        label=lazy("With whom"), queryset=Person.objects.none(), to_field_name="reference", empty_label=None
    )
    field_order = ["person", *ArrangementForm.field_order]

    def __init__(self, *args: Any, people: "QuerySet[Person]", **kwargs: Any) -> None:
        """Offer the people of the case."""
        super().__init__(*args, **kwargs)
        choice = self.fields["person"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        choice.queryset = people


class HeldForm(ReasonForm):
    """What happened before the first question, and who was there."""

    held_on = PlannedDate(label=lazy("Day on which it was held"))
    held_time = TimeOfDay(label=lazy("Time"))
    present = LongText(
        label=lazy("Who was present"), help_text=lazy("One on each line: name, a colon, why they were there."), rows=3
    )
    advisories = forms.MultipleChoiceField(
        label=lazy("What was said before the first question"),
        choices=Advisory.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    with_counsel = forms.BooleanField(label=lazy("A lawyer of the organisation was present"), required=False)
    recording = forms.ChoiceField(
        label=lazy("How the words were kept"),
        choices=Recording.choices,
        initial=Recording.NOTES,
        widget=forms.RadioSelect,
    )
    renamed = {"held_at": "held_on"}
    field_order = ["held_on", "held_time", "present", "advisories", "with_counsel", "recording", "reason"]

    def clean_present(self) -> list[Attendee]:
        """Read who was present."""
        found = []
        for line in lines_of(self.cleaned_data["present"]):
            name, _colon, role = line.partition(":")
            if not (name.strip() and role.strip()):
                raise ValidationError(
                    _("Write a name, a colon and why they were there: “%(line)s”.") % {"line": line[:60]}
                )
            found.append(Attendee(name=name.strip(), role=role.strip()))
        return found

    def inputs(self) -> dict[str, Any]:
        """Give what the act takes."""
        given = dict(self.cleaned_data)
        given["held_at"] = moment_of(given.pop("held_on"), given.pop("held_time"))
        return given


class NotesForm(PlainForm):
    """Private notes of an interview."""

    notes = LongText(
        label=lazy("Notes"),
        required=False,
        help_text=lazy("Only those who investigate, decide, review or advise read them. Save as often as you like."),
        rows=18,
    )


class RecordForm(ReasonForm):
    """The record of an interview, passage by passage."""

    passages = LongText(
        label=lazy("Who said what"),
        help_text=lazy("Each passage begins with the speaker and a colon; leave an empty line between passages."),
        rows=18,
    )
    field_order = ["passages", "reason"]

    def clean_passages(self) -> list[Said]:
        """Read the passages."""
        found: list[Said] = []
        for part in self.cleaned_data["passages"].replace("\r\n", "\n").split("\n\n"):
            speaker, colon, words = part.strip().partition(":")
            if not part.strip():
                continue
            if not (colon and speaker.strip() and words.strip()) or "\n" in speaker or len(speaker) > 100:
                if not found:
                    raise ValidationError(_("Begin with the speaker and a colon: “%(part)s”.") % {"part": part[:60]})
                found[-1] = Said(speaker=found[-1].speaker, words=f"{found[-1].words}\n\n{part.strip()}")
                continue
            found.append(Said(speaker=speaker.strip(), words=words.strip()))
        return found


def as_written(passages: Any) -> str:
    """Give passages as the form shows them."""
    return "\n\n".join(f"{each['speaker']}: {each['words']}" for each in passages)


class OfferForm(ReasonForm):
    """Until when somebody may check the record."""

    correct_until = PlannedDate(
        label=lazy("To be checked by"), required=False, help_text=lazy("Seven days ahead unless you name a later day.")
    )
    field_order = ["correct_until", "reason"]


class PaperForm(ReasonForm):
    """What became of a record on paper."""

    is_signed = forms.ChoiceField(
        label=lazy("What became of the paper"),
        choices=[("yes", lazy("It was signed")), ("no", lazy("It was not signed"))],
        widget=forms.RadioSelect,
    )
    typed_name = forms.CharField(label=lazy("Name under the paper"), max_length=200, required=False)
    why = LongText(label=lazy("Why not, if a reason was given"), required=False, rows=2)
    field_order = ["is_signed", "typed_name", "why", "reason"]


class CorrectionsForm(PlainForm):
    """Every passage of one's own record, to be changed where it is not right."""

    def __init__(self, *args: Any, passages: list[dict[str, str]], **kwargs: Any) -> None:
        """Make a field for each passage."""
        super().__init__(*args, **kwargs)
        self.passages = passages
        for number, passage in enumerate(passages, start=1):
            self.fields[f"passage_{number}"] = LongText(
                label=_("Passage %(number)s: %(speaker)s") % {"number": number, "speaker": passage["speaker"]},
                initial=passage["words"],
                rows=3,
            )

    def asked(self) -> list[dict[str, Any]]:
        """List what was changed."""
        changed = []
        for number, passage in enumerate(self.passages, start=1):
            after = self.cleaned_data[f"passage_{number}"].replace("\r\n", "\n").strip()
            if after != passage["words"]:
                changed.append({"passage": number, "before": passage["words"], "after": after})
        return changed


class ConfirmWordsForm(PlainForm):
    """The signature under one's own words."""

    meaning = forms.ChoiceField(
        label=lazy("What your signature means"), choices=Confirmation.choices, widget=forms.RadioSelect
    )
    typed_name = forms.CharField(
        label=lazy("Your full name"), max_length=200, help_text=lazy("As it stands in your record.")
    )
    sha256 = forms.CharField(widget=forms.HiddenInput)


class NotSignedForm(PlainForm):
    """That one does not sign, and why if one wants to say."""

    why = LongText(
        label=lazy("Your reason, if you want to give one"),
        required=False,
        help_text=lazy("You need not. Not signing is no misconduct, and nobody may hold it against you."),
        rows=3,
    )
