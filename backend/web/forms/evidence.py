"""Forms about evidence: a file or a thing that is added, its custody, its redacted copy, what it bears on, and comments."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.cases.models import Allegation, CaseParty
from backend.files.kinds import BY_ENDING, TAKEN
from backend.files.uploads import Upload
from backend.investigation.evidence_words import Bearing, Nature, Sensitivity
from backend.web.forms.moves import LongText, PlainForm, PlannedDate, ReasonForm


class UploadField(forms.FileField):
    """A file from the person's own machine; what may be in it is decided when it is taken in."""

    def __init__(self, **kwargs: Any) -> None:
        """Say what is taken, and how large."""
        told = lazy("At most %(most)s MB. Taken are %(kinds)s.") % {
            "most": settings.FILE_LIMIT // 2**20,
            "kinds": TAKEN,
        }
        usual: dict[str, Any] = {"label": lazy("File"), "help_text": told, "allow_empty_file": True}
        widget = forms.FileInput(attrs={"accept": ",".join(BY_ENDING)})
        super().__init__(**{**usual, "widget": widget, **kwargs})


def upload_of(form: forms.Form) -> Upload | None:
    """Give the file that a form brought, if it brought one."""
    sent = form.cleaned_data.get("file")
    return Upload(cast("BinaryIO", sent.file), sent.name or "") if sent else None


def moment_of(given: dict[str, Any], day: str, hour: str) -> datetime | None:
    """Make a moment of a day and a time in the reader's zone; without a time, noon."""
    on = given.get(day)
    zone = timezone.get_current_timezone()
    return datetime.combine(on, given.get(hour) or time(12), tzinfo=zone) if on else None


class TimeOfDay(forms.TimeField):
    """A time, by the browser's own control."""

    def __init__(self, **kwargs: Any) -> None:
        """Leave it out where it is not known."""
        super().__init__(required=False, widget=forms.TimeInput(attrs={"type": "time"}), **kwargs)


class EvidenceForm(ReasonForm):
    """A file or a thing, and where it comes from."""

    description = LongText(
        label=lazy("What it is"), rows=3,
        help_text=lazy("In neutral words: what one sees or reads, not what it proves. Both sides may read this."),
    )  # fmt: skip
    file = UploadField(required=False)
    kept_at = forms.CharField(
        label=lazy("Where the thing is kept"), required=False, max_length=200,
        help_text=lazy("Only for a thing that is no file. For example: safe 2, people office, Leeds."),
    )  # fmt: skip
    given_by = forms.ChoiceField(label=lazy("Who gave it"), required=False)
    source = forms.CharField(
        label=lazy("Or where it comes from"), required=False, max_length=200,
        help_text=lazy("For example: e-mail archive, exported by IT."),
    )  # fmt: skip
    collected_on = PlannedDate(label=lazy("Obtained on"), required=False)
    collected_time = TimeOfDay(label=lazy("At what time"))
    place = forms.CharField(label=lazy("Where"), required=False, max_length=200)
    method = forms.CharField(
        label=lazy("How"), required=False, max_length=200, help_text=lazy("For example: handed over on a USB stick.")
    )
    nature = forms.ChoiceField(
        label=lazy("The original or a copy"), choices=Nature.choices, initial=Nature.COPY, widget=forms.RadioSelect
    )
    sensitivity = forms.ChoiceField(
        label=lazy("How far it may be shown as it is"),
        choices=Sensitivity.choices,
        initial=Sensitivity.ORDINARY,
        widget=forms.RadioSelect,
        help_text=lazy("What is not ordinary is shown to both sides as a redacted copy only."),
    )
    field_order = [
        *("description", "file", "kept_at", "given_by", "source", "collected_on", "collected_time"),
        *("place", "method", "nature", "sensitivity", "reason"),
    ]

    def __init__(self, *args: Any, parties: Sequence[CaseParty], **kwargs: Any) -> None:
        """Offer the people who have a part in the case."""
        super().__init__(*args, **kwargs)
        self.parties = {party.person.reference: party.person for party in parties}
        choice = self.fields["given_by"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells the type checker
        named = [(party.person.reference, f"{party.person.name} ({party.get_role_display()})") for party in parties]
        choice.choices = [("", lazy("Nobody with a part in the case")), *named]

    def obtained(self) -> dict[str, Any]:
        """Give what the act takes."""
        given = self.cleaned_data
        plain = ("description", "source", "place", "method", "nature", "sensitivity", "kept_at")
        return {
            **{name: given[name] for name in plain},
            "given_by": self.parties.get(given["given_by"]),
            "collected_at": moment_of(given, "collected_on", "collected_time"),
        }


class TransferForm(ReasonForm):
    """From whom to whom an item went."""

    giver = forms.CharField(label=lazy("From whom"), max_length=200)
    taker = forms.CharField(label=lazy("To whom"), max_length=200)
    on = PlannedDate(label=lazy("On"))
    time = TimeOfDay(label=lazy("At what time"))
    place = forms.CharField(label=lazy("Where"), required=False, max_length=200)
    field_order = ["giver", "taker", "on", "time", "place", "reason"]


class RedactedCopyForm(ReasonForm):
    """The copy with parts left out."""

    description = LongText(
        label=lazy("What the copy shows"),
        rows=3,
        help_text=lazy("Both sides read this instead of the original’s words."),
    )
    file = UploadField(
        help_text=lazy(
            "Parts must really be gone, not only covered. What the file tells besides its content is removed here."
        )
    )
    field_order = ["description", "file", "reason"]


class RelyForm(ReasonForm):
    """How an item bears on the allegations."""

    def __init__(self, *args: Any, allegations: Sequence[Allegation], known: dict[int, str], **kwargs: Any) -> None:
        """Ask it for each allegation."""
        super().__init__(*args, **kwargs)
        for row in allegations:
            self.fields[f"A{row.seq}"] = forms.ChoiceField(
                label=_("A%(number)s: %(what)s") % {"number": row.seq, "what": row.particulars[:120]},
                choices=[("", _("Does not bear on it")), *Bearing.choices],
                required=False,
                initial=known.get(row.seq, ""),
            )
        self.order_fields([*(f"A{row.seq}" for row in allegations), "reason"])

    def bearings(self) -> dict[str, str]:
        """Give the allegations that it bears on."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason" and value}


class GiveUpFileForm(ReasonForm):
    """What it means for a case that a file can't be restored."""

    answer = LongText(
        label=lazy("What does this mean for the case?"),
        help_text=lazy(
            "Which points rested on the file, and what takes its place. Whoever works on the case reads this."
        ),
        rows=5,
    )
    field_order = ["answer", "reason"]


class HandInForm(PlainForm):
    """A party's own file."""

    description = LongText(
        label=lazy("What it is"), rows=3, help_text=lazy("For example: messages of 3 March between me and a colleague.")
    )
    file = UploadField()


class CommentForm(PlainForm):
    """What a party says about what they are shown."""

    item = forms.ChoiceField(label=lazy("About"), required=False)
    text = LongText(label=lazy("What you want to say"), rows=6, max_length=20_000)

    def __init__(self, *args: Any, items: Sequence[Any], **kwargs: Any) -> None:
        """Offer the items that the person is shown."""
        super().__init__(*args, **kwargs)
        choice = self.fields["item"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells the type checker
        choice.choices = [("", lazy("The evidence as a whole")), *((str(item.number), item.label) for item in items)]
